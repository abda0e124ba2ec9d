import type { Data } from "plotly.js-dist";
import { checkOptions } from "../base/checkOptions";
import { readDense, type DenseEntries } from "../base/readDense";
import type { MatrixInput } from "../base/readMatrix";
import { chartWords, type ChartWords } from "./drawing/chartWords";
import { createFigure } from "./drawing/createFigure";
import { truncateText, wrapText } from "./drawing/hoverText";
import { scaleAroundZero } from "./drawing/colorScale";
import {
  checkRankCopies,
  copyAtRanks,
  readFactors,
  relativeError,
  type ReadFactors,
  type SvdFactors,
} from "./drawing/rankCopies";
import { checkEntries, colorAxis, drawMatrix, labelRoom, pairLayout } from "./drawing/matrixPair";
import { createSlider } from "./drawing/slider";
import type { Figure } from "./figure";

export interface RankLayersOptions {
  /** Layers to show, from the first (default all, at most 16). */
  layers?: number;
  /** Names of the rows, shown up to 30 of them (default: none). */
  rowNames?: readonly string[];
  /** Names of the columns, shown up to 12 of them (default: none). */
  columnNames?: readonly string[];
  /** What the rows are (default "Row"). */
  rowTitle?: string;
  /** What the columns are (default "Column"). */
  columnTitle?: string;
  /** Title above the plot (default "A matrix as a stack of layers"). */
  title?: string;
}

const knownOptions = {
  layers: true,
  rowNames: true,
  columnNames: true,
  rowTitle: true,
  columnTitle: true,
  title: true,
} satisfies Record<keyof RankLayersOptions, true>;

/**
 * Draws a small matrix as a stack of layers of rank one: beside each layer σᵢ uᵢ vᵢᵀ the sum of the
 * layers so far, with a slider that switches them on one by one. Under the title stand the rows and
 * columns that weigh most in the layer, those of the other sign behind "against".
 *
 * Σ_{i≤k} σᵢ uᵢ vᵢᵀ = Aₖ. Cost: rows × columns × layers multiplications.
 *
 * @throws RangeError if the matrix has over 1,000 entries, the factors do not fit it, or `layers` is
 *   more than they hold
 * @example
 * const { counts, terms } = loadDeerwester();
 * show(plotRankLayers(counts, truncatedSvd(counts, 9), { rowNames: terms }));
 */
export function plotRankLayers(
  source: MatrixInput,
  svd: SvdFactors,
  options: RankLayersOptions = {},
): Figure {
  const matrix = readDense(source, "matrix");
  const factors = readFactors(svd);
  checkOptions(options, knownOptions, "plotRankLayers");
  const count = options.layers ?? Math.min(16, factors.singularValues.length);
  const ranks = Array.from({ length: count }, (_, i) => i + 1);
  checkEntries(matrix, options);
  checkRankCopies(matrix, factors, ranks, "matrix");
  const title = options.title ?? "A matrix as a stack of layers";
  const words = chartWords(title);
  const sums = copyAtRanks(matrix, factors, ranks);
  const layers = sums.map((sum, i) => (i === 0 ? sum : subtract(sum, sums[i - 1])));
  const scale = scaleAroundZero([...layers, ...sums].flatMap((part) => Array.from(part)));
  const descriptions = ranks.map((_, i) => describeLayer(factors, i, options, words));
  const heads = ranks.map((rank, i) => ({
    left: words.layer(rank, factors.singularValues[i].toFixed(2)),
    right: words.layersAdded(relativeError(matrix, sums[i]).toFixed(3)),
  }));
  const data = [
    ...layers.map((layer, i) => drawAt(matrix, layer, words, "left", i === 0)),
    ...sums.map((sum, i) => drawAt(matrix, sum, words, "right", i === 0)),
  ];
  const steps = ranks.map((rank, at) => ({
    label: String(rank),
    visible: [...ranks, ...ranks].map((_, trace) => trace % count === at),
    layout: {
      "annotations[0].text": heads[at].left,
      "annotations[1].text": heads[at].right,
      "annotations[2].text": descriptions[at].join("<br>"),
    },
  }));
  const caption = {
    text: descriptions[0].join("<br>"),
    lines: Math.max(...descriptions.map((lines) => lines.length)),
  };
  return createFigure(data, {
    ...pairLayout(matrix, { ...options, title }, words, { ...heads[0], caption }),
    ...createSlider(words.layerSlider, steps, { labelRoom: labelRoom(options) }),
    coloraxis: colorAxis(scale, words),
  });
}

function drawAt(
  matrix: DenseEntries,
  values: Float64Array,
  words: ChartWords,
  side: "left" | "right",
  visible: boolean,
): Data {
  const place = side === "left" ? ({ x: "x", y: "y" } as const) : ({ x: "x2", y: "y2" } as const);
  return drawMatrix(matrix, values, words, { ...place, visible });
}

const subtract = (one: Float64Array, other: Float64Array): Float64Array =>
  one.map((value, at) => {
    const difference = value - other[at];
    return Math.abs(difference) < 1e-12 ? 0 : difference;
  });

/** The names that weigh most in a layer, its rows in one line or two, then its columns. */
function describeLayer(
  { u, v }: ReadFactors,
  layer: number,
  { rowNames, columnNames, rowTitle, columnTitle }: RankLayersOptions,
  words: ChartWords,
): string[] {
  const side = Math.sign(largestEntry(u, layer));
  const list = (factor: DenseEntries, names: readonly string[], what: string): string[] =>
    wrapText(words.listed(what, listNames(factor, layer, names, side, words)), lineWidth);
  return [
    ...(rowNames ? list(u, rowNames, rowTitle ?? words.row) : []),
    ...(columnNames ? list(v, columnNames, columnTitle ?? words.column) : []),
  ];
}

/** Letters of a line that fits a phone. */
const lineWidth = 44;

function largestEntry(factor: DenseEntries, layer: number): number {
  let largest = 0;
  for (let i = 0; i < factor.rows; i++)
    if (Math.abs(factor.get(i, layer)) > Math.abs(largest) + 1e-9) largest = factor.get(i, layer);
  return largest || 1;
}

/** Names whose weight is at least half of the largest, three to a side. */
function listNames(
  factor: DenseEntries,
  layer: number,
  names: readonly string[],
  side: number,
  words: ChartWords,
): string {
  const most = Math.abs(largestEntry(factor, layer));
  const pick = (sign: number): string =>
    Array.from({ length: factor.rows }, (_, i) => i)
      .filter((i) => sign * factor.get(i, layer) >= most / 2)
      .sort((a, b) => sign * (factor.get(b, layer) - factor.get(a, layer)) || a - b)
      .slice(0, 3)
      .map((i) => truncateText(names[i], 12))
      .join(", ");
  const [own, others] = [pick(side), pick(-side)];
  if (own === "") return words.layerAgainst(others);
  return others === "" ? own : `${own}, ${words.layerAgainst(others)}`;
}
