import type { Data } from "plotly.js-dist";
import { checkOptions } from "../base/checkOptions";
import { readDense, type DenseEntries } from "../base/readDense";
import type { MatrixInput } from "../base/readMatrix";
import { createChartLayout } from "./drawing/chartLayout";
import { checkNumbers, checkSameLength } from "./drawing/checkInput";
import { sampleIndices } from "./drawing/choosePoints";
import { chartWords, type ChartWords } from "./drawing/chartWords";
import { createFigure } from "./drawing/createFigure";
import { formatHoverText } from "./drawing/hoverText";
import { categoryColor } from "./drawing/palette";
import { readFactors, type ReadFactors, type SvdFactors } from "./drawing/rankCopies";
import type { Figure } from "./figure";

export interface CloudOptions {
  /** Text of each point, shown on hover (default: none). */
  texts?: readonly string[];
  /** Title of the horizontal axis, with its unit (default "Column"). */
  xTitle?: string;
  /** Title of the vertical axis, with its unit (default "Column"). */
  yTitle?: string;
  /** Most points to show, at most 400 (default 400); of more, a random sample by seed. */
  maxPoints?: number;
  /** Seed of the sample (default 0). */
  seed?: number;
  /** Title above the plot (default "A cloud and its axes"). */
  title?: string;
}

/**
 * Draws the rows of a matrix with two columns as a cloud, with its singular axes, and the place on
 * the first axis that rank 1 gives each point.
 *
 * The axes are v₁ and v₂, each 2 σᵢ / √rows to both sides; x is moved to (x · v₁) v₁. Both
 * coordinates have one scale, so that right angles are seen as such.
 *
 * Cost: one pass over the points.
 *
 * @param points - rows × 2, centred if the axes are to go through the middle of the cloud
 * @throws RangeError if there are not two columns, the factors do not fit, or a number is not finite
 * @example
 * const points = toDense([[2, 1], [-2, -1], [1, 1], [-1, -1]]);
 * show(plotCloud(points, truncatedSvd(points, 2)));
 */
export function plotCloud(
  points: MatrixInput,
  svd: SvdFactors,
  options: CloudOptions = {},
): Figure {
  const cloud = readDense(points, "points");
  const factors = readFactors(svd);
  checkOptions(options, knownOptions, "plotCloud");
  checkCloud(cloud, factors, options);
  const title = options.title ?? "A cloud and its axes";
  const words = chartWords(title);
  const shown = sampleIndices(cloud.rows, options.maxPoints ?? mostPoints, options.seed ?? 0);
  const data = [
    drawMoved(cloud, factors, shown, words),
    drawPoints(cloud, shown, words, options.texts),
    drawAxis(factors, cloud.rows, 1, words),
    drawAxis(factors, cloud.rows, 0, words),
  ];
  const layout = createChartLayout({
    title,
    xTitle: options.xTitle ?? words.column,
    yTitle: options.yTitle ?? words.column,
    height: 460,
    legendEntries: data.length,
    legendCharacters: 28,
  });
  return createFigure(data, {
    ...layout,
    xaxis: { ...layout.xaxis, constrain: "domain" },
    yaxis: { ...layout.yaxis, scaleanchor: "x", constrain: "domain" },
  });
}

/** Each point takes four of the 2,000 places that a figure may hold. */
const mostPoints = 400;

const knownOptions = {
  texts: true,
  xTitle: true,
  yTitle: true,
  maxPoints: true,
  seed: true,
  title: true,
} satisfies Record<keyof CloudOptions, true>;

function checkCloud(
  cloud: DenseEntries,
  { v, singularValues }: ReadFactors,
  { texts, maxPoints = mostPoints }: CloudOptions,
): void {
  if (cloud.columns !== 2)
    throw new RangeError(`the points have ${cloud.columns} columns; pass two`);
  if (cloud.rows === 0) throw new RangeError("there are 0 points; pass at least one");
  checkNumbers(cloud.data, "points");
  checkNumbers(singularValues, "singularValues");
  if (v.rows !== 2 || v.columns !== 2)
    throw new RangeError(`v is ${v.rows} × ${v.columns}; pass truncatedSvd(points, 2)`);
  if (texts) checkSameLength(texts.length, "texts", cloud.rows, "points");
  if (!Number.isInteger(maxPoints) || maxPoints < 1 || maxPoints > mostPoints)
    throw new RangeError(`maxPoints ${maxPoints} is out of range; choose from 1 to ${mostPoints}`);
}

function drawPoints(
  cloud: DenseEntries,
  shown: readonly number[],
  words: ChartWords,
  texts: readonly string[] | undefined,
): Data {
  return {
    type: "scatter",
    mode: "markers",
    name: words.points,
    x: shown.map((i) => cloud.get(i, 0)),
    y: shown.map((i) => cloud.get(i, 1)),
    marker: { color: categoryColor(0), size: 6, opacity: 0.6 },
    ...(texts
      ? {
          hovertext: shown.map((i) => formatHoverText(texts[i])),
          hovertemplate: "%{hovertext}<extra></extra>",
        }
      : { hovertemplate: "%{x:.2f}, %{y:.2f}<extra></extra>" }),
  };
}

/** Each point's place on the first axis, and the way to it. */
function drawMoved(
  cloud: DenseEntries,
  { v }: ReadFactors,
  shown: readonly number[],
  words: ChartWords,
): Data {
  const [s, t] = [v.get(0, 0), v.get(1, 0)];
  const along = shown.map((i) => cloud.get(i, 0) * s + cloud.get(i, 1) * t);
  const ways = (column: 0 | 1, part: number): (number | null)[] =>
    shown.flatMap((i, at) => [cloud.get(i, column), along[at] * part, null]);
  return {
    type: "scatter",
    mode: "lines",
    name: words.leftOut,
    x: ways(0, s),
    y: ways(1, t),
    line: { color: "rgba(128,128,128,0.45)", width: 1 },
    hoverinfo: "skip",
  };
}

function drawAxis(
  { v, singularValues }: ReadFactors,
  rows: number,
  axis: 0 | 1,
  words: ChartWords,
): Data {
  const length = (2 * singularValues[axis]) / Math.sqrt(rows);
  const total = singularValues[0] ** 2 + singularValues[1] ** 2;
  const share = total === 0 ? 0 : (100 * singularValues[axis] ** 2) / total;
  const name = (axis === 0 ? words.firstAxis : words.secondAxis)(share.toFixed(1));
  return {
    type: "scatter",
    mode: "lines",
    name,
    x: [-length * v.get(0, axis), length * v.get(0, axis)],
    y: [-length * v.get(1, axis), length * v.get(1, axis)],
    line: { color: categoryColor(axis === 0 ? 3 : 2), width: 4 },
    hovertemplate: `${name}<extra></extra>`,
  };
}
