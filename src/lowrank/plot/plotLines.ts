import type { Data } from "plotly.js-dist";
import { createChartLayout } from "./drawing/chartLayout";
import { checkNumbers, checkSameLength, maxFigurePoints } from "./drawing/checkInput";
import { spaceIndices } from "./drawing/choosePoints";
import { createFigure } from "./drawing/createFigure";
import { drawHighest } from "./drawing/drawHighest";
import { checkOptions } from "../base/checkOptions";
import type { Figure } from "./figure";
import { escapeText } from "./drawing/hoverText";
import { measureText } from "./drawing/measureText";
import { categoryColor, categorySymbols, textColor } from "./drawing/palette";
import { chooseLogTicks, decadeTicks } from "./drawing/tickLabels";
import { chooseHoverFormat } from "./drawing/hoverFormat";
import { summariseRepeats } from "./drawing/summariseRepeats";

/** One curve: y over x, with error bars where given. */
export interface LineSeries {
  name: string;
  x: readonly number[];
  /** A number for each x, or its repeats, whose mean is drawn with a bar of ± standard error. */
  y: readonly (number | readonly number[])[];
  /** Length of the error bar to either side (default: none, or that of the repeats). */
  standardError?: readonly number[];
}

/** A curve with a number for each x. */
interface DrawnSeries extends LineSeries {
  y: readonly number[];
}

export interface LinesOptions {
  title: string;
  /** Title of the horizontal axis, with its unit. */
  xTitle: string;
  /** Title of the vertical axis, with its unit. */
  yTitle: string;
  /**
   * Logarithmic horizontal axis; up to 20 different x values are its ticks, else powers of ten
   * (default false).
   */
  logX?: boolean;
  /** Logarithmic vertical axis (default false). */
  logY?: boolean;
  /**
   * How hovering shows y, in d3-format (default: whole numbers in full, others to three digits).
   */
  yFormat?: string;
  /**
   * Lowest and highest y of the axis, such as one range for figures that are compared (default:
   * that of the data).
   */
  yRange?: readonly [number, number];
  /** A star at the highest point of each curve (default false). */
  markHighest?: boolean;
  /** Lets the vertical axis reach 0 and draws a line there: for differences (default false). */
  showZero?: boolean;
}

const knownOptions = {
  title: true,
  xTitle: true,
  yTitle: true,
  logX: true,
  logY: true,
  yFormat: true,
  yRange: true,
  markHighest: true,
  showZero: true,
} satisfies Record<keyof LinesOptions, true>;

/**
 * Draws curves with error bars, such as accuracy by rank for several numbers of labels. Where a point
 * was measured several times, pass all its values: the mean and its standard error are drawn.
 *
 * Cost: one pass; of more than 2,000 points in all, each curve shows its even share.
 *
 * @throws RangeError if there is no series, lengths differ, or a number is not finite (or not above
 *   0 on a logarithmic axis), or a point has one repeat only, or lies outside `yRange`, or a
 *   logarithmic axis is to show 0
 * @example
 * show(
 *   plotLines([{ name: "10 labels", x: [5, 20], y: [[0.41, 0.43], [0.6, 0.62]] }], {
 *     title: "Few labels",
 *     xTitle: "Rank k",
 *     yTitle: "Accuracy (0–1)",
 *     logX: true,
 *   }),
 * );
 */
export function plotLines(series: readonly LineSeries[], options: LinesOptions): Figure {
  checkOptions(options, knownOptions, "plotLines", '{ title: "…", xTitle: "…", yTitle: "…" }');
  if (series.length === 0) throw new RangeError("0 series; pass at least one");
  const drawn = series.map(measureSeries);
  for (const one of drawn) checkSeries(one, options);
  if (options.showZero && options.logY)
    throw new RangeError("0 has no place on a logarithmic axis; pass showZero or logY, not both");
  if (options.yRange) checkRange(options.yRange, drawn, options);
  const share = Math.floor(maxFigurePoints / drawn.length);
  const several = drawn.length > 1;
  const layout = createChartLayout({
    ...options,
    legendEntries: several ? drawn.length : 0,
    legendCharacters: Math.max(...drawn.map(({ name }) => measureText(name))),
  });
  const values = [...new Set(drawn.flatMap(({ x }) => x))].sort((a, b) => a - b);
  const curves = drawn.map((one, at) =>
    drawSeries(one, at, {
      share,
      several,
      xFormat: chooseHoverFormat(one.x),
      yFormat: options.yFormat ?? chooseHoverFormat(one.y),
    }),
  );
  return createFigure(
    options.markHighest
      ? [...curves, ...drawn.map(({ x, y }, at) => drawHighest(x, y, categoryColor(at)))]
      : curves,
    {
      ...layout,
      xaxis: { ...layout.xaxis, ...(options.logX ? { type: "log", ...logTicks(values) } : {}) },
      yaxis: {
        ...layout.yaxis,
        ...(options.logY ? { type: "log", ...(spansDecades(drawn) ? decadeTicks : {}) } : {}),
        ...(options.showZero ? zeroLine : {}),
        ...(options.yRange && { range: axisRange(options.yRange, options.logY) }),
      },
    },
  );
}

function measureSeries({ name, x, y, standardError }: LineSeries): DrawnSeries {
  const { values, standardError: bars } = summariseRepeats(y, standardError, name);
  return { name, x, y: values, standardError: bars };
}

/** Curves that lie on each other show through, and differ without their colors. */
const dashes = ["solid", "dash", "dot", "dashdot"] as const;

const mostTicks = 20;

const zeroLine = {
  rangemode: "tozero",
  zeroline: true,
  zerolinecolor: textColor,
  zerolinewidth: 1.5,
} as const;

function logTicks(values: readonly number[]): object {
  if (values.length > mostTicks) return decadeTicks;
  const labelled = chooseLogTicks(values);
  return { tickmode: "array", tickvals: labelled, ticktext: labelled.map(String), tickangle: 0 };
}

/** Whether the y values span enough powers of ten to label only those. */
function spansDecades(series: readonly DrawnSeries[]): boolean {
  const values = series.flatMap(({ y }) => [...y]);
  return (
    Math.log10(values.reduce((most, value) => Math.max(most, value))) -
      Math.log10(values.reduce((least, value) => Math.min(least, value))) >=
    2
  );
}

function checkSeries(
  { name, x, y, standardError }: DrawnSeries,
  { logX, logY }: LinesOptions,
): void {
  checkNumbers(x, `x of ${name}`);
  checkNumbers(y, `y of ${name}`);
  checkSameLength(y.length, `y values of ${name}`, x.length, "x values");
  if (standardError) {
    checkSameLength(standardError.length, `standard errors of ${name}`, x.length, "x values");
    checkNumbers(standardError, `standardError of ${name}`);
  }
  const unfit = [...(logX ? x : []), ...(logY ? y : [])].find((value) => value <= 0);
  if (unfit !== undefined)
    throw new RangeError(
      `${unfit} in ${name} has no place on a logarithmic axis; pass values above 0`,
    );
}

function checkRange(
  [least, most]: readonly [number, number],
  series: readonly DrawnSeries[],
  { logY }: LinesOptions,
): void {
  if (!(Number.isFinite(least) && Number.isFinite(most) && least < most && (!logY || least > 0)))
    throw new RangeError(
      `yRange ${least} to ${most} is not a range; ` +
        `pass two ascending numbers${logY ? " above 0" : ""}, such as [0.4, 0.8]`,
    );
  for (const { name, y } of series) {
    const outside = y.find((value) => value < least || value > most);
    if (outside !== undefined)
      throw new RangeError(
        `${outside} in ${name} lies outside yRange ${least} to ${most}; pass a wider range`,
      );
  }
}

/** Plotly takes a logarithmic axis's range in decades. */
const axisRange = ([least, most]: readonly [number, number], isLog = false): [number, number] =>
  isLog ? [Math.log10(least), Math.log10(most)] : [least, most];

function drawSeries(
  { name, x, y, standardError }: DrawnSeries,
  at: number,
  {
    share,
    several,
    xFormat,
    yFormat,
  }: { share: number; several: boolean; xFormat: string; yFormat: string },
): Data {
  const shown = spaceIndices(x.length, share);
  const color = categoryColor(at);
  const error = standardError && shown.map((i) => standardError[i]);
  return {
    type: "scatter",
    mode: shown.length > 60 ? "lines" : "lines+markers",
    name: escapeText(name),
    x: shown.map((i) => x[i]),
    y: shown.map((i) => y[i]),
    line: { color, dash: dashes[at % dashes.length] },
    marker: { size: 7, symbol: categorySymbols[at % categorySymbols.length] },
    ...(error
      ? {
          error_y: { type: "data", array: error, thickness: 1.2, width: 3, color },
          customdata: error,
        }
      : {}),
    hovertemplate:
      `${several ? "<b>%{fullData.name}</b><br>" : ""}%{x:${xFormat}}: ` +
      `%{y:${yFormat}}${error ? ` ± %{customdata:${yFormat}}` : ""}<extra></extra>`,
  };
}
