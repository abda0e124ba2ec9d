import type { Data } from "plotly.js-dist";
import { createChartLayout, noGrid } from "./drawing/chartLayout";
import { checkDimension, checkNumbers, checkSameLength } from "./drawing/checkInput";
import { chartWords } from "./drawing/chartWords";
import { createFigure } from "./drawing/createFigure";
import { checkList } from "../base/checkList";
import { checkOptions } from "../base/checkOptions";
import { readDense, type DenseEntries } from "../base/readDense";
import type { MatrixInput } from "../base/readMatrix";
import type { Figure } from "./figure";
import { escapeText, truncateText } from "./drawing/hoverText";
import { categoryColor } from "./drawing/palette";
import { createSlider, sliderHeight } from "./drawing/slider";

export interface TermLoadingsOptions {
  /** Column of V, counted from 0; several columns get a slider (default 0). */
  dimension?: number | readonly number[];
  /** Most terms to show of each sign, 1 … 50 (default 10). */
  count?: number;
  /** Title above the plot (default "Terms of dimension …"). */
  title?: string;
  /** What a bar measures (default "Loading (entry of V)"): other factors have other names. */
  valueTitle?: string;
  /** What the slider counts, before its number (default "Dimension"). */
  dimensionTitle?: string;
}

interface Loadings {
  dimension: number;
  terms: string[];
  values: number[];
}

/**
 * Draws the terms that weigh most in a dimension, the positive ones above the negative ones.
 *
 * The sign of a whole column of V is free; which terms stand on opposite sides is not. Topics of
 * `fitNmf` are drawn alike: pass Hᵀ, and name them by `valueTitle` and `dimensionTitle`. Cost: a
 * sort of the terms a dimension.
 *
 * @param source - V, terms × k, the right singular vectors of a document-term matrix
 * @param terms - the vocabulary, one term a row of V
 * @throws RangeError if lengths differ, a dimension does not exist, or a loading is not finite
 * @example
 * show(plotTermLoadings(svd.v, tfidf.terms, { dimension: [0, 1, 2], count: 8 }));
 */
export function plotTermLoadings(
  source: MatrixInput,
  terms: readonly string[],
  options: TermLoadingsOptions = {},
): Figure {
  const v = readDense(source, "V");
  checkList(terms, "terms", "strings, one a row of V");
  checkOptions(options, knownOptions, "plotTermLoadings");
  const { count = 10 } = options;
  const dimensions =
    typeof options.dimension === "object" ? options.dimension : [options.dimension ?? 0];
  checkLoadings(v, terms, dimensions, count);
  const loadings = dimensions.map((dimension) => strongestTerms(v, terms, dimension, count));
  const bars = Math.max(...loadings.map((loading) => loading.terms.length));
  const several = dimensions.length > 1;
  const title =
    options.title ??
    (several
      ? "Strongest terms of each dimension"
      : `Strongest terms of dimension ${dimensions[0]}`);
  const words = chartWords(title);
  const layout = createChartLayout({
    title,
    xTitle: options.valueTitle ?? words.loading,
    yTitle: words.term,
    height: 130 + 20 * bars + (several ? sliderHeight : 0),
  });
  const slider = several
    ? createSlider(
        options.dimensionTitle === undefined
          ? words.dimensionSlider
          : `${escapeText(options.dimensionTitle)} `,
        loadings.map((loading, at) => ({
          label: String(loading.dimension),
          visible: loadings.map((_, other) => other === at),
          layout: {
            "yaxis.tickvals": positions(loading),
            "yaxis.ticktext": tickLabels(loading),
            "yaxis.range": barRange(loading),
          },
        })),
      )
    : {};
  return createFigure(
    loadings.map((loading, at) => drawLoadings(loading, at === 0)),
    {
      ...layout,
      ...slider,
      bargap: 0.25,
      margin: { ...layout.margin, b: 52 + (several ? sliderHeight : 0) },
      xaxis: { ...layout.xaxis, nticks: 6 },
      yaxis: {
        ...layout.yaxis,
        tickmode: "array",
        tickvals: positions(loadings[0]),
        ticktext: tickLabels(loadings[0]),
        range: barRange(loadings[0]),
        ...noGrid,
      },
    },
  );
}

function checkLoadings(
  v: DenseEntries,
  terms: readonly string[],
  dimensions: readonly number[],
  count: number,
): void {
  if (v.rows === 0) throw new RangeError("V has 0 rows; pass at least one term");
  checkSameLength(terms.length, "terms", v.rows, "rows of V");
  if (dimensions.length === 0 || dimensions.length > 40)
    throw new RangeError(`${dimensions.length} dimensions; choose from 1 to 40`);
  if (!Number.isInteger(count) || count < 1 || count > 50)
    throw new RangeError(`count ${count} is out of range; choose a whole number from 1 to 50`);
  for (const dimension of dimensions) {
    checkDimension(dimension, v.columns);
    checkNumbers(
      terms.map((_, row) => v.get(row, dimension)),
      `column ${dimension} of V`,
    );
  }
}

const knownOptions = {
  dimension: true,
  count: true,
  title: true,
  valueTitle: true,
  dimensionTitle: true,
} satisfies Record<keyof TermLoadingsOptions, true>;

/**
 * Loadings below this share of the largest are left out: their bars could not be seen, and many are
 * rounding.
 */
const leastShare = 0.02;

/** The most positive terms in descending order, then the most negative ones, the strongest last. */
function strongestTerms(
  v: DenseEntries,
  terms: readonly string[],
  dimension: number,
  count: number,
): Loadings {
  const order = terms
    .map((_, row) => row)
    .sort((a, b) => v.get(b, dimension) - v.get(a, dimension) || a - b);
  const least =
    leastShare *
    order.reduce((largest, row) => Math.max(largest, Math.abs(v.get(row, dimension))), 0);
  const positive = order.filter((row) => v.get(row, dimension) > least).slice(0, count);
  const negative = order.filter((row) => v.get(row, dimension) < -least).slice(-count);
  const rows = [...positive, ...negative];
  return {
    dimension,
    terms: rows.map((row) => terms[row]),
    values: rows.map((row) => v.get(row, dimension)),
  };
}

function drawLoadings({ terms, values }: Loadings, visible: boolean): Data {
  return {
    type: "bar",
    orientation: "h",
    x: values,
    y: terms.map((_, at) => at),
    visible,
    showlegend: false,
    marker: { color: values.map((value) => categoryColor(value > 0 ? 0 : 3)) },
    customdata: terms.map((term) => escapeText(truncateText(term, 60))),
    hovertemplate: "%{customdata}: %{x:.3f}<extra></extra>",
  };
}

// Bars stand at numbers, not at category names: two equal labels would share a bar.
const positions = ({ terms }: Loadings): number[] => terms.map((_, at) => at);
/** From the last bar, at the bottom, to the first: each dimension fills the plot. */
const barRange = ({ terms }: Loadings): [number, number] => [Math.max(terms.length, 1) - 0.4, -0.6];
const tickLabels = ({ terms }: Loadings): string[] =>
  terms.map((term) => escapeText(truncateText(term, 18)));
