import { createChartLayout, noGrid } from "./drawing/chartLayout";
import { checkNumbers, checkSameLength, maxFigurePoints } from "./drawing/checkInput";
import { shareScale } from "./drawing/colorScale";
import { chartWords } from "./drawing/chartWords";
import { createFigure } from "./drawing/createFigure";
import { checkFields } from "../base/checkFields";
import { checkOptions } from "../base/checkOptions";
import { readDense, type DenseEntries } from "../base/readDense";
import type { MatrixInput } from "../base/readMatrix";
import type { Figure } from "./figure";
import { escapeText, truncateText } from "./drawing/hoverText";
import { zeroLineColor } from "./drawing/palette";
import { uprightOrTurned } from "./drawing/tickLabels";

/** How often each class was taken for each: counts (actual × predicted). */
export interface ConfusionCounts {
  readonly classes: readonly string[];
  /** classes × classes: entry (i, j) counts documents of class i that were called class j. */
  readonly counts: MatrixInput;
}

export interface ConfusionOptions {
  /** Most classes to show, 2 … 44 (default 26); of more, those with the most errors. */
  maxClasses?: number;
  /** Title above the plot (default "Confusion matrix"). */
  title?: string;
}

/**
 * Draws a confusion matrix as a heat map: the color is the share of the actual class (the row),
 * the numbers are counts.
 *
 * Counts stand in the cells up to 12 classes, shares as well up to 7; hovering always shows both.
 * Cost: one pass.
 *
 * @throws RangeError if counts are not classes × classes, or a count is negative or not finite
 * @example
 * const predicted = predictLogisticRegression(model, coordinates);
 * show(plotConfusion(confusionMatrix({ actual: labels, predicted })));
 */
export function plotConfusion(input: ConfusionCounts, options: ConfusionOptions = {}): Figure {
  checkFields(input, ["classes", "counts"], "confusion", "confusionMatrix({ actual, predicted })");
  checkOptions(options, knownOptions, "plotConfusion");
  const confusion = { classes: input.classes, counts: readDense(input.counts, "counts") };
  checkConfusion(confusion);
  const shown = chooseClasses(confusion, options.maxClasses ?? 26);
  const { classes, counts } = confusion;
  const rowTotals = classes.map((_, i) => sum(classes.map((_, j) => counts.get(i, j))));
  const share = (i: number, j: number): number =>
    rowTotals[i] === 0 ? 0 : counts.get(i, j) / rowTotals[i];
  const prefix = sharedPrefix(classes);
  const names = shown.map((i) => escapeText(truncateText(classes[i].slice(prefix.length), 22)));
  const suffix = prefix === "" ? "" : ` (${escapeText(prefix.slice(0, -1))})`;
  const title = options.title ?? "Confusion matrix";
  const words = chartWords(title);
  const selected =
    shown.length === classes.length ? "" : words.mostErrors(shown.length, classes.length);
  const layout = createChartLayout({
    title: title + selected,
    xTitle: words.predictedClass + suffix,
    yTitle: words.actualClass + suffix,
    height: 225 + Math.max(26 * shown.length, shown.length <= 7 ? 44 * shown.length : 0),
  });
  const positions = shown.map((_, at) => at);
  const axis = {
    tickmode: "array",
    tickvals: positions,
    ticktext: names,
    ...noGrid,
    showline: true,
    mirror: true,
    linecolor: zeroLineColor,
    tickfont: { size: shown.length > 12 ? 9.5 : 12 },
  } as const;
  return createFigure(
    [
      {
        type: "heatmap",
        x: positions,
        y: positions,
        z: shown.map((i) => shown.map((j) => 100 * share(i, j))),
        zmin: 0,
        zmax: 100,
        colorscale: shareScale,
        xgap: 1,
        ygap: 1,
        text: shown.map((i) =>
          shown.map((j) => cellText(counts.get(i, j), share(i, j), shown.length)),
        ),
        texttemplate: "%{text}",
        textfont: { size: shown.length > 7 ? 11 : 12 },
        customdata: shown.map((i) => shown.map((j) => counts.get(i, j))),
        hovertemplate: `${words.confusionHover}<extra></extra>`,
        colorbar: {
          // Below the plot: beside it, it would narrow the cells; above it, Plotly would push the
          // title off the page.
          orientation: "h",
          y: 0,
          yref: "container",
          yanchor: "bottom",
          x: 0,
          xanchor: "left",
          len: 1,
          thickness: 10,
          ypad: 6,
          tickvals: [0, 50, 100],
          ticktext: ["0 %", words.shareOfActual, "100 %"],
          ticks: "",
          tickfont: { size: 12 },
          outlinewidth: 0,
        },
      },
    ],
    {
      ...layout,
      xaxis: { ...layout.xaxis, ...axis, ...uprightOrTurned },
      yaxis: { ...layout.yaxis, ...axis, autorange: "reversed" },
    },
  );
}

const knownOptions = {
  maxClasses: true,
  title: true,
} satisfies Record<keyof ConfusionOptions, true>;

interface ReadConfusion {
  readonly classes: readonly string[];
  readonly counts: DenseEntries;
}

function checkConfusion({ classes, counts }: ReadConfusion): void {
  if (classes.length === 0)
    throw new RangeError("confusion matrix of 0 classes; pass at least one");
  checkSameLength(counts.rows, "rows of counts", classes.length, "classes");
  checkSameLength(counts.columns, "columns of counts", classes.length, "classes");
  checkNumbers(counts.data, "counts");
  const negative = counts.data.findIndex((count) => count < 0);
  if (negative >= 0)
    throw new RangeError(
      `counts.data[${negative}] is ${counts.data[negative]}; counts are never negative`,
    );
}

/** Indices of the classes to show, in their own order. */
function chooseClasses({ classes, counts }: ReadConfusion, limit: number): number[] {
  const most = Math.floor(Math.sqrt(maxFigurePoints));
  if (!Number.isInteger(limit) || limit < 2 || limit > most)
    throw new RangeError(
      `maxClasses ${limit} is out of range; choose a whole number from 2 to ${most}`,
    );
  const errors = classes.map((_, i) =>
    sum(classes.map((_, j) => (i === j ? 0 : counts.get(i, j) + counts.get(j, i)))),
  );
  return classes
    .map((_, i) => i)
    .sort((a, b) => errors[b] - errors[a] || a - b)
    .slice(0, limit)
    .sort((a, b) => a - b);
}

/**
 * What all class names begin with, up to a dot, colon or slash, such as "noun."; it would only take
 * room in labels.
 */
function sharedPrefix(classes: readonly string[]): string {
  const prefix = /^[^.:/]+[.:/]/u.exec(classes[0])?.[0] ?? "";
  return classes.length > 1 &&
    classes.every((name) => name.startsWith(prefix) && name.length > prefix.length)
    ? prefix
    : "";
}

function cellText(count: number, share: number, classes: number): string {
  if (classes > 12 || count === 0) return "";
  return classes > 7 ? String(count) : `${count}<br>${(100 * share).toFixed(0)} %`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
