import type { Data } from "plotly.js-dist";
import { createChartLayout, noGrid } from "./drawing/chartLayout";
import { checkNumbers, checkSameLength, maxFigurePoints } from "./drawing/checkInput";
import { createFigure } from "./drawing/createFigure";
import { checkOptions } from "../base/checkOptions";
import type { Figure } from "./figure";
import { escapeText, truncateText, wrapText } from "./drawing/hoverText";
import { measureText } from "./drawing/measureText";
import { categoryColor, categorySymbols, textColor } from "./drawing/palette";
import { uprightOrTurned } from "./drawing/tickLabels";
import { chooseHoverFormat } from "./drawing/hoverFormat";
import { summariseRepeats } from "./drawing/summariseRepeats";

/** One value a category; several series stand side by side. */
export interface BarSeries {
  name: string;
  /** A number for each category, or its repeats, whose mean is drawn with its standard error. */
  values: readonly (number | readonly number[])[];
  /** Length of the error bar to either side (default: none, or that of the repeats). */
  standardError?: readonly number[];
}

/** A series with a number for each category. */
interface DrawnBars extends BarSeries {
  values: readonly number[];
}

export interface BarsOptions {
  title: string;
  /** What the categories are. */
  categoryTitle: string;
  /** What the bars measure, with its unit. */
  valueTitle: string;
  /**
   * Bars to the right, with room for long names (default: true for over 8 categories or names over
   * 12 characters).
   */
  horizontal?: boolean;
  /**
   * Points with their error bars instead of bars, on an axis that need not begin at 0: where the
   * differences are the point and are small beside the values (default false).
   */
  dots?: boolean;
  /**
   * How hovering shows a value, in d3-format (default: whole numbers in full, others to three
   * digits).
   */
  format?: string;
}

const knownOptions = {
  title: true,
  categoryTitle: true,
  valueTitle: true,
  horizontal: true,
  dots: true,
  format: true,
} satisfies Record<keyof BarsOptions, true>;

/**
 * Draws bars, with error bars where given, for categories in the order given; or dots, which may
 * show a part of the axis, as bars may not.
 *
 * Cost: one pass over the values.
 *
 * @throws RangeError if there is no category or series, lengths differ, a number is not finite, or
 *   there are over 2,000 bars
 * @example
 * show(
 *   plotBars(["LSA", "TF-IDF"], [{ name: "accuracy", values: [0.61, 0.44] }], {
 *     title: "Ten labels",
 *     categoryTitle: "Features",
 *     valueTitle: "Accuracy (0–1)",
 *   }),
 * );
 */
export function plotBars(
  categories: readonly string[],
  series: readonly BarSeries[],
  options: BarsOptions,
): Figure {
  checkOptions(
    options,
    knownOptions,
    "plotBars",
    '{ title: "…", categoryTitle: "…", valueTitle: "…" }',
  );
  const drawn = series.map(({ name, values, standardError }) => ({
    name,
    ...summariseRepeats(values, standardError, name),
  }));
  checkBars(categories, drawn);
  const horizontal =
    options.horizontal ??
    (categories.length > 8 || categories.some((name) => measureText(name) > 12));
  const dots = options.dots ?? false;
  const names = categories.map((name) => wrapText(truncateText(name, 48), 24).join("<br>"));
  const wrapped = names.some((name) => name.includes("<br>"));
  const layout = createChartLayout({
    title: options.title,
    xTitle: horizontal ? options.valueTitle : options.categoryTitle,
    yTitle: horizontal ? options.categoryTitle : options.valueTitle,
    height: horizontal
      ? Math.max(
          260,
          130 +
            categories.length *
              Math.max(20 * Math.min(drawn.length, 3), 12 * drawn.length, wrapped ? 36 : 0),
        )
      : 420,
    legendEntries: drawn.length > 1 ? drawn.length : 0,
    legendCharacters: Math.max(...drawn.map(({ name }) => measureText(name))),
  });
  const positions = categories.map((_, at) => at);
  const categoryAxis = {
    tickmode: "array" as const,
    tickvals: positions,
    ticktext: names,
    ...noGrid,
  };
  return createFigure(
    drawn.map((one, at) =>
      drawBars(one, at, {
        // Bars of several series are put side by side by Plotly, dots are not.
        positions: dots ? shiftBy(positions, (at - (drawn.length - 1) / 2) * dotGap) : positions,
        names,
        horizontal,
        dots,
        format: options.format ?? chooseHoverFormat(one.values),
        several: drawn.length > 1,
      }),
    ),
    {
      ...layout,
      ...(dots ? {} : { bargap: 0.25 }),
      xaxis: {
        ...layout.xaxis,
        ...(horizontal ? { nticks: 6 } : { ...categoryAxis, ...uprightOrTurned }),
      },
      yaxis: { ...layout.yaxis, ...(horizontal ? { ...categoryAxis, autorange: "reversed" } : {}) },
    },
  );
}

/** How far dots of neighbouring series stand apart, in categories. */
const dotGap = 0.16;

const shiftBy = (positions: readonly number[], by: number): number[] =>
  positions.map((position) => position + by);

function checkBars(categories: readonly string[], series: readonly DrawnBars[]): void {
  if (categories.length === 0 || series.length === 0)
    throw new RangeError(
      `${categories.length} categories and ${series.length} series; pass at least one of each`,
    );
  if (categories.length * series.length > maxFigurePoints)
    throw new RangeError(
      `${categories.length * series.length} bars exceed ${maxFigurePoints}; pass fewer categories`,
    );
  for (const { name, values, standardError } of series) {
    checkSameLength(values.length, `values of ${name}`, categories.length, "categories");
    checkNumbers(values, `values of ${name}`);
    if (!standardError) continue;
    checkSameLength(
      standardError.length,
      `standard errors of ${name}`,
      categories.length,
      "categories",
    );
    checkNumbers(standardError, `standardError of ${name}`);
  }
}

function drawBars(
  { name, values, standardError }: DrawnBars,
  at: number,
  {
    positions,
    names,
    horizontal,
    dots,
    format,
    several,
  }: {
    positions: number[];
    names: string[];
    horizontal: boolean;
    dots: boolean;
    format: string;
    several: boolean;
  },
): Data {
  const error = standardError && {
    type: "data" as const,
    array: [...standardError],
    thickness: 1.2,
    width: 3,
    color: dots ? categoryColor(at) : textColor,
  };
  const value = horizontal ? "x" : "y";
  const shape = dots
    ? {
        type: "scatter" as const,
        mode: "markers" as const,
        marker: {
          color: categoryColor(at),
          size: 9,
          symbol: categorySymbols[at % categorySymbols.length],
        },
      }
    : {
        type: "bar" as const,
        orientation: horizontal ? ("h" as const) : ("v" as const),
        marker: { color: categoryColor(at) },
      };
  return {
    ...shape,
    name: escapeText(name),
    x: horizontal ? [...values] : positions,
    y: horizontal ? positions : [...values],
    customdata: names.map((label, i) => [label, standardError?.[i] ?? 0]),
    ...(error ? (horizontal ? { error_x: error } : { error_y: error }) : {}),
    hovertemplate:
      `${several ? "<b>%{fullData.name}</b><br>" : ""}%{customdata[0]}: ` +
      `%{${value}:${format}}${error ? ` ± %{customdata[1]:${format}}` : ""}<extra></extra>`,
  };
}
