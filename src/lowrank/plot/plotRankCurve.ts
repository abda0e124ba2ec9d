import type { ScatterData } from "plotly.js-dist";
import { checkOptions } from "../base/checkOptions";
import type { FoldScore, RankCurve } from "../rank/rankCurve";
import { createChartLayout } from "./drawing/chartLayout";
import { checkNumbers } from "./drawing/checkInput";
import { chartWords, type ChartWords } from "./drawing/chartWords";
import { createFigure } from "./drawing/createFigure";
import type { Figure } from "./figure";
import { escapeText } from "./drawing/hoverText";
import { measureText } from "./drawing/measureText";
import { categoryColor } from "./drawing/palette";
import { chooseLogTicks } from "./drawing/tickLabels";
import { createUncertaintyBand } from "./drawing/uncertaintyBand";

/** A rank curve with the name that the legend shows. */
export interface NamedRankCurve {
  name: string;
  curve: RankCurve;
}

/** A score without a rank, drawn as a horizontal line. */
export interface Baseline {
  name: string;
  /** Score, 0 … 1. */
  mean: number;
  /** Standard error of the mean, same unit (default 0: no band). */
  standardError?: number;
}

export interface RankCurveOptions {
  /**
   * Which score to draw (default "accuracy"). The marked ranks are chosen by accuracy in either
   * case.
   */
  metric?: "accuracy" | "macroF1";
  /** Scores to compare with, such as that of the sparse TF-IDF matrix (default none). */
  baselines?: readonly Baseline[];
  /** Title above the plot (default names the metric). */
  title?: string;
}

const knownOptions = {
  metric: true,
  baselines: true,
  title: true,
} satisfies Record<keyof RankCurveOptions, true>;

const metricNames = { accuracy: "accuracy", macroF1: "macro-F1" } as const;

/**
 * Draws cross-validated scores by rank: the mean over folds in a band of ± one standard error, the
 * best rank (a star) and the smallest rank within one standard error of it (a diamond), and
 * horizontal lines for scores to compare with.
 *
 * Cost: one pass over the scores.
 *
 * @param curves - one curve, or several with names
 * @throws RangeError if a curve has no scores, a score is not finite, or a chosen rank is not on
 *   its curve
 * @example
 * const baseline = { name: "sparse TF-IDF", mean: 0.84, standardError: 0.004 };
 * show(plotRankCurve(curve, { baselines: [baseline] }));
 */
export function plotRankCurve(
  curves: RankCurve | readonly NamedRankCurve[],
  options: RankCurveOptions = {},
): Figure {
  checkOptions(options, knownOptions, "plotRankCurve");
  const metric = options.metric ?? "accuracy";
  const title = options.title ?? `Held-out ${metricNames[metric]} by rank`;
  const words = chartWords(title);
  const named = "scores" in curves ? [{ name: words.meanOf[metric], curve: curves }] : curves;
  if (named.length === 0) throw new RangeError("0 rank curves; pass at least one");
  const ranks = [
    ...new Set(named.flatMap(({ curve }) => curve.scores.map(({ rank }) => rank))),
  ].sort((a, b) => a - b);
  const data = [
    ...named.flatMap((entry, i) =>
      drawCurve(entry, metric, categoryColor(i), named.length > 1, words),
    ),
    ...(options.baselines ?? []).flatMap((baseline, i) =>
      drawBaseline(baseline, [ranks[0], ranks[ranks.length - 1]], categoryColor(named.length + i)),
    ),
  ];
  const legend = data.flatMap(({ name }) => (name === undefined ? [] : [measureText(name)]));
  const layout = createChartLayout({
    title,
    xTitle: words.rankAxis,
    yTitle: words.metricAxis[metric],
    legendEntries: legend.length,
    legendCharacters: Math.max(...legend),
  });
  const ticks = chooseLogTicks(ranks);
  return createFigure(data, {
    ...layout,
    xaxis: {
      ...layout.xaxis,
      type: "log",
      tickmode: "array",
      tickangle: 0,
      tickvals: ticks,
      ticktext: ticks.map(String),
    },
  });
}

function drawCurve(
  { name, curve }: NamedRankCurve,
  metric: "accuracy" | "macroF1",
  color: string,
  several: boolean,
  words: ChartWords,
): Partial<ScatterData>[] {
  const ranks = curve.scores.map(({ rank }) => rank);
  const scores: FoldScore[] = curve.scores.map((score) => score[metric]);
  const mean = scores.map((score) => score.mean);
  const standardError = scores.map((score) => score.standardError);
  checkNumbers(ranks, `ranks of ${name}`);
  checkNumbers(mean, `${metric} means of ${name}`);
  checkNumbers(standardError, `${metric} standard errors of ${name}`);
  const label = escapeText(name);
  const of = several ? label : undefined;
  const note = several || metric === "accuracy" ? "" : words.byAccuracy;
  return [
    createUncertaintyBand(ranks, mean, standardError, color, label),
    {
      type: "scatter",
      mode: "lines+markers",
      name: label,
      legendgroup: label,
      x: ranks,
      y: mean,
      line: { color },
      marker: { size: 6 },
      customdata: standardError,
      hovertemplate:
        (several ? "<b>%{fullData.name}</b><br>" : "") +
        `${words.scoreHover(curve.folds)}<extra></extra>`,
    },
    markRank(curve.bestRank, words.bestRank(curve.bestRank, of) + note, "star", {
      ranks,
      mean,
      color,
      label,
    }),
    markRank(
      curve.oneStandardErrorRank,
      words.oneStandardErrorRank(curve.oneStandardErrorRank, of) + note,
      "diamond",
      { ranks, mean, color, label },
    ),
  ];
}

function markRank(
  rank: number,
  name: string,
  symbol: "star" | "diamond",
  curve: { ranks: number[]; mean: number[]; color: string; label: string },
): Partial<ScatterData> {
  const at = curve.ranks.indexOf(rank);
  if (at < 0)
    throw new RangeError(
      `chosen rank ${rank} is not one of the curve's ranks ${curve.ranks.join(", ")}`,
    );
  return {
    type: "scatter",
    mode: "markers",
    name,
    legendgroup: curve.label,
    x: [rank],
    y: [curve.mean[at]],
    cliponaxis: false,
    marker: {
      symbol,
      size: symbol === "star" ? 15 : 12,
      color: curve.color,
      line: { width: 1.5, color: "#ffffff" },
    },
    hovertemplate: "%{fullData.name}: %{y:.3f}<extra></extra>",
  };
}

function drawBaseline(
  baseline: Baseline,
  ends: [number, number],
  color: string,
): Partial<ScatterData>[] {
  const { mean, standardError = 0 } = baseline;
  checkNumbers([mean, standardError], `baseline ${baseline.name}`);
  const label = escapeText(baseline.name);
  const line: Partial<ScatterData> = {
    type: "scatter",
    mode: "lines",
    name: label,
    legendgroup: label,
    x: ends,
    y: [mean, mean],
    line: { color, dash: "dash" },
    hovertemplate:
      "%{fullData.name}: " +
      `%{y:.3f}${standardError > 0 ? ` ± ${standardError.toFixed(3)}` : ""}<extra></extra>`,
  };
  return standardError > 0
    ? [
        createUncertaintyBand(ends, [mean, mean], [standardError, standardError], color, label),
        line,
      ]
    : [line];
}
