import type { Data, Layout } from "plotly.js-dist";
import type { DenseEntries } from "../../base/readDense";
import { createChartLayout, noGrid } from "./chartLayout";
import { checkSameLength, maxFigurePoints } from "./checkInput";
import type { scaleAroundZero } from "./colorScale";
import type { ChartWords } from "./chartWords";
import { escapeText, truncateText } from "./hoverText";
import { measureText } from "./measureText";
import { zeroLineColor } from "./palette";
import { sliderHeight } from "./slider";
import { uprightOrTurned } from "./tickLabels";

/** Names and titles of two matrices of one shape that stand side by side over a slider. */
export interface PairOptions {
  rowNames?: readonly string[];
  columnNames?: readonly string[];
  rowTitle?: string;
  columnTitle?: string;
  title?: string;
}

/** @throws RangeError if the matrix is too large to draw twice, or names do not fit it */
export function checkEntries(matrix: DenseEntries, { rowNames, columnNames }: PairOptions): void {
  const limit = maxFigurePoints / 2;
  if (matrix.rows * matrix.columns > limit) {
    throw new RangeError(
      `${matrix.rows} × ${matrix.columns} entries exceed ${limit}; ` +
        "pass fewer rows or columns, such as a corner of the matrix",
    );
  }
  if (rowNames) checkSameLength(rowNames.length, "rowNames", matrix.rows, "rows");
  if (columnNames) checkSameLength(columnNames.length, "columnNames", matrix.columns, "columns");
}

/** One of the two, as a heat map on the common scale of colors. */
export function drawMatrix(
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

/** The scale of colors that both share. */
export function colorAxis(
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
export function labelRoom({ columnNames = [] }: PairOptions): number {
  if (columnNames.length > mostColumnNames) return 0;
  const longest = Math.max(
    0,
    ...columnNames.map((name) => measureText(truncateText(name, columnNameLength))),
  );
  return Math.max(0, 6 * longest - 24);
}

/** What stands above the two: a line over each, and perhaps lines over both. */
export interface PairHeads {
  readonly left: string;
  readonly right: string;
  /** Lines over both, joined by `<br>`, and how many there are at most. */
  readonly caption?: { readonly text: string; readonly lines: number };
}

const captionLineHeight = 18;

/** The layout of two matrices side by side over a slider. */
export function pairLayout(
  matrix: DenseEntries,
  options: PairOptions & { title: string },
  words: ChartWords,
  { left, right, caption }: PairHeads,
): Partial<Layout> {
  const captionHeight = caption ? captionLineHeight * caption.lines + 8 : 0;
  const layout = createChartLayout({
    title: options.title,
    xTitle: options.columnTitle ?? words.column,
    yTitle: options.rowTitle ?? words.row,
    gapAbovePlot: 22 + captionHeight,
    height:
      190 +
      captionHeight +
      sliderHeight +
      labelRoom(options) +
      Math.min(420, Math.max(180, 20 * matrix.rows)),
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
    annotations: [
      label(left, 0.24),
      label(right, 0.76),
      ...(caption ? [captionOver(caption.text)] : []),
    ],
    xaxis: { ...x, domain: [0, 0.48] },
    xaxis2: { ...x, domain: [0.52, 1], anchor: "y2" },
    yaxis: { ...y, tickfont },
    yaxis2: { ...y, title: { text: "" }, anchor: "x2", matches: "y", showticklabels: false },
  };
}

/** Lines over both matrices, from the left edge of the plot. */
function captionOver(text: string): NonNullable<Layout["annotations"]>[number] {
  return {
    text,
    x: 0,
    xref: "paper",
    xanchor: "left",
    align: "left",
    y: 1,
    yref: "paper",
    yanchor: "bottom",
    yshift: 24,
    showarrow: false,
    font: { size: 13 },
  };
}
