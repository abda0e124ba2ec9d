import type { Data, Layout } from "plotly.js-dist";
import { checkOptions } from "../base/checkOptions";
import { readDense, type DenseEntries } from "../base/readDense";
import type { MatrixInput } from "../base/readMatrix";
import { createChartLayout, noGrid } from "./drawing/chartLayout";
import { checkSameLength, maxFigurePoints } from "./drawing/checkInput";
import { scaleAroundZero } from "./drawing/colorScale";
import { chartWords, type ChartWords } from "./drawing/chartWords";
import { createFigure } from "./drawing/createFigure";
import { escapeText, truncateText } from "./drawing/hoverText";
import { measureText } from "./drawing/measureText";
import { zeroLineColor } from "./drawing/palette";
import {
  checkRankCopies,
  copyAtRanks,
  findStart,
  relativeError,
  readFactors,
  type ReadFactors,
  type SvdFactors,
} from "./drawing/rankCopies";
import { createSlider, sliderHeight } from "./drawing/slider";
import { uprightOrTurned } from "./drawing/tickLabels";
import type { Figure } from "./figure";

export interface RankSliderOptions {
  /**
   * Ranks of the slider, ascending (default 1 … the number of singular values, at most 16 of them).
   */
  ranks?: readonly number[];
  /** Rank shown at first, one of the ranks (default the first of them). */
  startRank?: number;
  /** Names of the rows, shown up to 30 of them (default: none). */
  rowNames?: readonly string[];
  /** Names of the columns, shown on hover and up to 12 of them below the plot (default: none). */
  columnNames?: readonly string[];
  /** What the rows are (default "Row"). */
  rowTitle?: string;
  /** What the columns are (default "Column"). */
  columnTitle?: string;
  /** Title above the plot (default "A matrix and its copy of rank k"). */
  title?: string;
}

const knownOptions = {
  ranks: true,
  startRank: true,
  rowNames: true,
  columnNames: true,
  rowTitle: true,
  columnTitle: true,
  title: true,
} satisfies Record<keyof RankSliderOptions, true>;

/**
 * Draws a small matrix beside its copy of rank k, with a slider for k and the copy's relative
 * error.
 *
 * Aₖ = Σ_{i≤k} σᵢ uᵢ vᵢᵀ, error ‖A − Aₖ‖_F / ‖A‖_F. Cost: rows × columns × rank multiplications.
 *
 * @throws RangeError if the matrix has over 1,000 entries, the factors do not fit it, or a rank is
 *   not among them
 * @example
 * const { counts, terms } = loadDeerwester();
 * const options = { rowNames: terms, rowTitle: "Term", columnTitle: "Title" };
 * show(plotRankSlider(counts, truncatedSvd(counts, 9), options));
 */
export function plotRankSlider(
  source: MatrixInput,
  svd: SvdFactors,
  options: RankSliderOptions = {},
): Figure {
  const matrix = readDense(source, "matrix");
  const factors = readFactors(svd);
  checkOptions(options, knownOptions, "plotRankSlider");
  const ranks = options.ranks ?? defaultRanks(factors.singularValues.length);
  checkSlider(matrix, factors, ranks, options);
  const start = findStart(ranks, options.startRank);
  const copies = copyAtRanks(matrix, factors, ranks);
  const title = options.title ?? "A matrix and its copy of rank k";
  const words = chartWords(title);
  const copyTitles = ranks.map((rank, i) =>
    words.copyError(rank, relativeError(matrix, copies[i]).toFixed(3)),
  );
  const scale = scaleAroundZero([matrix.data, ...copies].flatMap((part) => Array.from(part)));
  const data = [
    drawMatrix(matrix, matrix.data, words, { x: "x", y: "y", visible: true }),
    ...copies.map((copy, i) =>
      drawMatrix(matrix, copy, words, { x: "x2", y: "y2", visible: i === start }),
    ),
  ];
  const steps = ranks.map((rank, at) => ({
    label: String(rank),
    visible: [true, ...ranks.map((_, other) => other === at)],
    layout: { "annotations[1].text": copyTitles[at] },
  }));
  return createFigure(data, {
    ...sliderLayout(matrix, { ...options, title }, words, copyTitles[start]),
    ...createSlider(words.rankSlider, steps, { labelRoom: labelRoom(options), start }),
    coloraxis: colorAxis(scale, words),
  });
}

function defaultRanks(count: number): number[] {
  const all = Array.from({ length: count }, (_, i) => i + 1);
  return count <= 16
    ? all
    : all.filter((rank) => rank <= 8 || rank === count || rank % Math.ceil(count / 8) === 0);
}

function checkSlider(
  matrix: DenseEntries,
  factors: ReadFactors,
  ranks: readonly number[],
  options: RankSliderOptions,
): void {
  const limit = maxFigurePoints / 2;
  if (matrix.rows * matrix.columns > limit) {
    throw new RangeError(
      `${matrix.rows} × ${matrix.columns} entries exceed ${limit}; ` +
        "pass fewer rows or columns, such as a corner of the matrix",
    );
  }
  checkRankCopies(matrix, factors, ranks, "matrix");
  if (options.rowNames) checkSameLength(options.rowNames.length, "rowNames", matrix.rows, "rows");
  if (options.columnNames)
    checkSameLength(options.columnNames.length, "columnNames", matrix.columns, "columns");
}

function drawMatrix(
  matrix: DenseEntries,
  values: Float64Array,
  words: ChartWords,
  place: { x: "x" | "x2"; y: "y" | "y2"; visible: boolean },
): Data {
  return {
    type: "heatmap",
    coloraxis: "coloraxis",
    xaxis: place.x,
    yaxis: place.y,
    visible: place.visible,
    z: Array.from({ length: matrix.rows }, (_, i) =>
      Array.from(values.subarray(i * matrix.columns, (i + 1) * matrix.columns)),
    ),
    xgap: matrix.columns <= 16 ? 1 : 0,
    ygap: matrix.rows <= 16 ? 1 : 0,
    hovertemplate: `${words.entryHover}<extra></extra>`,
  };
}

function colorAxis(
  scale: ReturnType<typeof scaleAroundZero>,
  words: ChartWords,
): Layout["coloraxis"] {
  return {
    ...scale,
    colorbar: {
      thickness: 10,
      len: 1,
      tickfont: { size: 11 },
      outlinewidth: 0,
      title: { text: words.value, font: { size: 12 } },
    },
  };
}

/** Printed names of columns stand side by side. */
const mostColumnNames = 12;
const columnNameLength = 12;

/** Height in pixels that names turned upright take beyond a line of their own. */
function labelRoom({ columnNames = [] }: RankSliderOptions): number {
  if (columnNames.length > mostColumnNames) return 0;
  const longest = Math.max(
    0,
    ...columnNames.map((name) => measureText(truncateText(name, columnNameLength))),
  );
  return Math.max(0, 6 * longest - 24);
}

function sliderLayout(
  matrix: DenseEntries,
  options: RankSliderOptions & { title: string },
  words: ChartWords,
  copyTitle: string,
): Partial<Layout> {
  const layout = createChartLayout({
    title: options.title,
    xTitle: options.columnTitle ?? words.column,
    yTitle: options.rowTitle ?? words.row,
    gapAbovePlot: 22,
    height:
      190 + sliderHeight + labelRoom(options) + Math.min(420, Math.max(180, 20 * matrix.rows)),
  });
  const label = (text: string, x: number): NonNullable<Layout["annotations"]>[number] => ({
    text,
    x,
    xref: "paper",
    xanchor: "center",
    y: 1,
    yref: "paper",
    yanchor: "bottom",
    showarrow: false,
    font: { size: 13 },
  });
  // A frame, since cells that hold zero look like the page.
  const bare = { ...noGrid, showline: true, mirror: true, linecolor: zeroLineColor };
  // Named ticks also name the entry under the pointer, so names are set where there is no room to
  // print them.
  const ticks = (names: readonly string[] | undefined, most: number, length: number): object =>
    names
      ? {
          tickmode: "array",
          tickvals: names.map((_, at) => at),
          ticktext: names.map((name) => escapeText(truncateText(name, length))),
          showticklabels: names.length <= most,
        }
      : { nticks: 6 };
  const x = {
    ...layout.xaxis,
    ...bare,
    tickfont: { size: 11 },
    ...uprightOrTurned,
    ...ticks(options.columnNames, mostColumnNames, columnNameLength),
  };
  const { tickfont, ...unlabelled } = layout.yaxis ?? {};
  const y = {
    ...unlabelled,
    ...bare,
    ...ticks(options.rowNames, 30, 14),
    autorange: "reversed" as const,
  };
  return {
    ...layout,
    margin: { ...layout.margin, b: 52 + sliderHeight + labelRoom(options) },
    annotations: [label(words.matrix, 0.24), label(copyTitle, 0.76)],
    xaxis: { ...x, domain: [0, 0.48] },
    xaxis2: { ...x, domain: [0.52, 1], anchor: "y2" },
    yaxis: { ...y, tickfont },
    yaxis2: { ...y, title: { text: "" }, anchor: "x2", matches: "y", showticklabels: false },
  };
}
