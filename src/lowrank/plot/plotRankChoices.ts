import type { Data, Layout } from "plotly.js-dist";
import { checkOptions } from "../base/checkOptions";
import type { RankCurve } from "../rank/rankCurve";
import { createChartLayout } from "./drawing/chartLayout";
import { checkNumbers } from "./drawing/checkInput";
import { chartWords, type ChartWords } from "./drawing/chartWords";
import { createFigure } from "./drawing/createFigure";
import type { Figure } from "./figure";
import { escapeText } from "./drawing/hoverText";
import { categoryColor, zeroLineColor } from "./drawing/palette";
import { chooseLogTicks } from "./drawing/tickLabels";
import { createUncertaintyBand } from "./drawing/uncertaintyBand";

/** The rank that one criterion chose. */
export interface RankChoice {
  /** Name of the criterion, short enough to stand beside its marker. */
  name: string;
  /** Rank from 0; the axis is logarithmic, and 0 stands at its left end. */
  rank: number;
  /** Whether the criterion looked at labels (default false): drawn in another color. */
  usesLabels?: boolean;
}

export interface RankChoicesOptions {
  /** Title above the plot (default "What each criterion would choose"). */
  title?: string;
}

const knownOptions = {
  title: true,
} satisfies Record<keyof RankChoicesOptions, true>;

const rowHeight = 26;
const curveHeight = 250;
/** Share of the height between the two panels. */
const gap = 0.03;

/**
 * Draws what several criteria would choose on the axis of a rank curve: above, held-out accuracy by
 * rank in a band of ± one standard error; below, a row for each criterion with a marker at its
 * rank, smallest first, and a line up to the curve.
 *
 * A rank beyond the curve lengthens the axis. Cost: one pass over scores and choices.
 *
 * @throws RangeError if there is no choice or no score, or a rank is not a whole number from 0
 * @example
 * const choices = [
 *   { name: "elbow", rank: 7 },
 *   { name: "best accuracy", rank: curve.bestRank, usesLabels: true },
 * ];
 * show(plotRankChoices(curve, choices));
 */
export function plotRankChoices(
  curve: RankCurve,
  choices: readonly RankChoice[],
  options: RankChoicesOptions = {},
): Figure {
  checkOptions(options, knownOptions, "plotRankChoices");
  checkChoices(choices);
  const ranks = curve.scores.map(({ rank }) => rank);
  checkNumbers(ranks, "ranks of the curve");
  const zero = Math.min(...ranks, ...choices.flatMap(({ rank }) => (rank > 0 ? [rank] : []))) / 2;
  const rows = [...choices].sort((a, b) => a.rank - b.rank);
  const places = [...ranks, ...rows.map(({ rank }) => rank || zero)].sort((a, b) => a - b);
  const ends: [number, number] = [places[0], places[places.length - 1]];
  const groups = [false, true].filter((usesLabels) =>
    rows.some((row) => (row.usesLabels ?? false) === usesLabels),
  );
  const title = options.title ?? "What each criterion would choose";
  const words = chartWords(title);
  const data = [
    ...drawCurve(curve, words),
    ...groups.map((usesLabels) => drawChoices(rows, usesLabels, { curve, zero, ends, words })),
  ];
  return createFigure(
    data,
    arrange(rows, {
      zero,
      ranks,
      ends,
      title,
      words,
      legendEntries: 1 + groups.length,
    }),
  );
}

function checkChoices(choices: readonly RankChoice[]): void {
  if (choices.length === 0) throw new RangeError("0 choices; pass at least one");
  const wrong = choices.find(({ rank }) => !Number.isInteger(rank) || rank < 0);
  if (wrong)
    throw new RangeError(
      `rank ${wrong.rank} of ${wrong.name} is not a whole number from 0; ` +
        "pass the rank that it chose",
    );
}

function drawCurve({ scores, folds }: RankCurve, words: ChartWords): Data[] {
  const ranks = scores.map(({ rank }) => rank);
  const mean = scores.map(({ accuracy }) => accuracy.mean);
  const standardError = scores.map(({ accuracy }) => accuracy.standardError);
  checkNumbers(mean, "accuracy means");
  checkNumbers(standardError, "accuracy standard errors");
  return [
    createUncertaintyBand(ranks, mean, standardError, categoryColor(0), "accuracy"),
    {
      type: "scatter",
      mode: "lines+markers",
      name: words.meanOf.accuracy,
      legendgroup: "accuracy",
      x: ranks,
      y: mean,
      line: { color: categoryColor(0) },
      marker: { size: 5 },
      customdata: standardError,
      hovertemplate: `${words.scoreHover(folds)}<extra></extra>`,
    },
  ];
}

interface ChoiceScale {
  curve: RankCurve;
  /** Where rank 0 stands. */
  zero: number;
  ends: [number, number];
  words: ChartWords;
}

function drawChoices(
  rows: readonly RankChoice[],
  usesLabels: boolean,
  { curve, zero, ends, words }: ChoiceScale,
): Data {
  const shown = rows.flatMap((row, place) =>
    (row.usesLabels ?? false) === usesLabels ? [{ ...row, place }] : [],
  );
  const middle = Math.sqrt(ends[0] * ends[1]);
  const scores = shown.map(({ rank }) => {
    const score = curve.scores.find((one) => one.rank === rank)?.accuracy;
    return score
      ? words.accuracyAt(score.mean.toFixed(3), score.standardError.toFixed(3))
      : words.offCurve;
  });
  return {
    type: "scatter",
    mode: "text+markers",
    name: words.chosen(usesLabels),
    yaxis: "y2",
    cliponaxis: false,
    x: shown.map(({ rank }) => rank || zero),
    y: shown.map(({ place }) => place),
    marker: {
      size: 11,
      color: categoryColor(usesLabels ? 3 : 2),
      symbol: usesLabels ? "diamond" : "circle",
    },
    // Labels read towards the middle of the plot, where there is room.
    text: shown.map(({ name, rank }) =>
      onRight(rank || zero, middle)
        ? `${escapeText(name)}: ${rank}  `
        : `  ${escapeText(name)}: ${rank}`,
    ),
    textposition: shown.map(({ rank }) =>
      onRight(rank || zero, middle) ? "middle left" : "middle right",
    ),
    textfont: { size: 12 },
    customdata: shown.map(({ name, rank }, i) => [escapeText(name), rank, scores[i]]),
    hovertemplate: `${words.choiceHover}<extra></extra>`,
  };
}

function onRight(place: number, middle: number): boolean {
  return place > middle;
}

/**
 * 1, 2, 5, 10, 20, 50 … as far as they lie on the axis, every other one where they are many, or its
 * ends where there is none.
 */
function roundRanks([first, last]: [number, number]): number[] {
  const round = Array.from(
    { length: 3 * (Math.floor(Math.log10(last)) + 1) },
    (_, i) => [1, 2, 5][i % 3] * 10 ** Math.floor(i / 3),
  );
  const shown = round.filter((rank) => rank >= first && rank <= last);
  if (shown.length === 0) return [...new Set([first, last])];
  return shown.length > 8 ? shown.filter((_, i) => i % 2 === 0) : shown;
}

interface Arrangement {
  zero: number;
  ranks: readonly number[];
  ends: [number, number];
  title: string;
  words: ChartWords;
  legendEntries: number;
}

function arrange(
  rows: readonly RankChoice[],
  { zero, ranks, ends, title, words, legendEntries }: Arrangement,
): Partial<Layout> {
  const rowsHeight = rowHeight * (rows.length + 0.5);
  const split = rowsHeight / (rowsHeight + curveHeight);
  const layout = createChartLayout({
    title,
    xTitle: words.rankAxis,
    yTitle: words.metricAxis.accuracy,
    height: rowsHeight + curveHeight + 110,
    legendEntries,
    legendCharacters: 21,
  });
  const ticks = chooseLogTicks(roundRanks([Math.min(...ranks), ends[1]]));
  const withZero = rows.some(({ rank }) => rank === 0);
  const tickvals = withZero ? [zero, ...ticks] : ticks;
  const margin = 0.03 * Math.log10(ends[1] / ends[0]) || 0.1;
  return {
    ...layout,
    xaxis: {
      ...layout.xaxis,
      type: "log",
      anchor: "y2",
      range: [Math.log10(ends[0]) - margin, Math.log10(ends[1]) + margin],
      tickmode: "array",
      tickangle: 0,
      tickvals,
      ticktext: tickvals.map((value) => (withZero && value === zero ? "0" : String(value))),
    },
    yaxis: { ...layout.yaxis, domain: [split + gap, 1] },
    yaxis2: {
      title: { text: words.rule, standoff: 8 },
      domain: [0, split - gap],
      range: [rows.length - 0.25, -0.75],
      showticklabels: false,
      showgrid: false,
      zeroline: false,
    },
    shapes: rows.map(({ rank }, place) => ({
      type: "line",
      xref: "x",
      yref: "paper",
      x0: rank || zero,
      x1: rank || zero,
      y0: ((split - gap) * (rows.length - 0.25 - place)) / (rows.length + 0.5),
      y1: 1,
      line: { color: zeroLineColor, width: 1, dash: "dot" },
      layer: "below",
    })),
  };
}
