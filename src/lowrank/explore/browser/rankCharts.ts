import type { ExplorerWords } from "../explorerWords";
import type { ExplorerPayload } from "../payload/payload";
import { element, panel } from "./elements";
import { formatBytes, formatShare } from "./format";
import { createLineChart, type LineChart, type LineSeries } from "./lineChart";

const height = 120;

/** Bytes of U, Σ and V at rank k, 8 a number. */
export function bytesOfFactors({ rows, columns }: ExplorerPayload, rank: number): number {
  return 8 * rank * (rows + columns + 1);
}

/** Bytes of the matrix itself: sparse, 12 a stored entry and 4 a row; written out, 8 an entry. */
export function bytesOfMatrix({ rows, columns, nonZeros }: ExplorerPayload): {
  sparse?: number;
  dense: number;
} {
  const dense = 8 * rows * columns;
  return nonZeros < rows * columns ? { sparse: 12 * nonZeros + 4 * (rows + 1), dense } : { dense };
}

export interface RankCharts {
  readonly nodes: readonly HTMLElement[];
  setRank(rank: number): void;
}

/** Accuracy, energy and bytes by rank. */
export function createRankCharts(
  payload: ExplorerPayload,
  words: ExplorerWords,
  onPick: (rank: number) => void,
): RankCharts {
  const charts = [
    accuracyChart(payload, words, onPick),
    energyChart(payload, words, onPick),
    bytesChart(payload, words, onPick),
  ];
  return {
    nodes: charts.map(({ node }) => node),
    setRank: (rank) => charts.forEach(({ chart }) => chart.setRank(rank)),
  };
}

interface TitledChart {
  readonly node: HTMLElement;
  readonly chart: LineChart;
}

function accuracyChart(
  payload: ExplorerPayload,
  words: ExplorerWords,
  onPick: (rank: number) => void,
): TitledChart {
  const { curve, ranks, trainingAccuracy, content } = payload;
  const training: LineSeries = {
    name: words.trainedOn(content.kind),
    color: "var(--muted)",
    ranks,
    values: trainingAccuracy,
    dashed: true,
  };
  const series: LineSeries[] = curve
    ? [
        {
          name: words.heldOut,
          color: "var(--accent)",
          ranks: curve.ranks,
          values: curve.mean,
          band: curve.standardError,
        },
        training,
      ]
    : [training];
  const low = Math.max(
    0,
    Math.floor(5 * Math.min(...series.flatMap(({ values }) => values)) - 0.1) / 5,
  );
  const meanAt = (rank: number): number => curve?.mean[curve.ranks.indexOf(rank)] ?? 0;
  const chosen = curve
    ? [
        { rank: curve.oneStandardErrorRank, symbol: "▼" },
        { rank: curve.bestRank, symbol: "★" },
      ]
    : [];
  const marks = chosen
    .filter(({ rank }, i) => i === 0 || rank !== chosen[0].rank)
    .map((mark) => ({ ...mark, value: meanAt(mark.rank) }));
  const chart = createLineChart({
    label: words.accuracyByRank,
    words,
    ranks,
    domain: [low, 1],
    ticks: spread(low, 1),
    height,
    format: formatShare,
    marks,
    onPick,
  });
  chart.setSeries(series);
  const key = element(
    "ul",
    { class: "legend" },
    ...series.map(({ name, color, dashed }) =>
      element(
        "li",
        {},
        element("span", {
          class: dashed ? "line-key dashed" : "line-key",
          style: `border-color: ${color}`,
        }),
        element("span", { text: name }),
      ),
    ),
  );
  const note = curve ? words.band(curve.folds, marks.length === 2) : words.noCurve;
  return {
    node: panel(
      "accuracy",
      words.accuracy,
      chart.node,
      key,
      element("p", { class: "note", text: note }),
    ),
    chart,
  };
}

function energyChart(
  { ranks, energy }: ExplorerPayload,
  words: ExplorerWords,
  onPick: (rank: number) => void,
): TitledChart {
  const top = Math.min(1, Math.ceil(10 * energy[energy.length - 1] + 0.1) / 10);
  const chart = createLineChart({
    label: words.energyByRank,
    words,
    ranks,
    domain: [0, top],
    ticks: spread(0, top),
    height,
    format: (share) => `${Math.round(100 * share)} %`,
    onPick,
  });
  chart.setSeries([{ name: words.energyKept, color: "var(--accent)", ranks, values: energy }]);
  return {
    node: panel(
      "energy",
      words.energy,
      chart.node,
      element("p", { class: "note", text: words.energyNote }),
    ),
    chart,
  };
}

function bytesChart(
  payload: ExplorerPayload,
  words: ExplorerWords,
  onPick: (rank: number) => void,
): TitledChart {
  const { ranks } = payload;
  const { sparse, dense } = bytesOfMatrix(payload);
  const factors = ranks.map((rank) => bytesOfFactors(payload, rank));
  const level = (name: string, color: string, value: number): LineSeries => ({
    name,
    color,
    ranks,
    values: ranks.map(() => value),
    dashed: true,
  });
  const series: LineSeries[] = [
    { name: words.factors, color: "var(--accent)", ranks, values: factors },
    ...(sparse === undefined ? [] : [level(words.sparse, "var(--class-2)", sparse)]),
    level(words.dense, "var(--class-3)", dense),
  ];
  const all = series.flatMap(({ values }) => values);
  const [low, high] = [
    10 ** Math.floor(Math.log10(Math.min(...all))),
    10 ** Math.ceil(Math.log10(Math.max(...all))),
  ];
  const ticks = Array.from(
    { length: Math.round(Math.log10(high / low)) + 1 },
    (_, i) => low * 10 ** i,
  );
  const chart = createLineChart({
    label: words.bytesByRank,
    words,
    ranks,
    domain: [low, high],
    ticks,
    logarithmic: true,
    height,
    format: formatBytes,
    onPick,
  });
  chart.setSeries(series);
  const key = element(
    "ul",
    { class: "legend" },
    ...series.map(({ name, color, dashed }) =>
      element(
        "li",
        {},
        element("span", {
          class: dashed ? "line-key dashed" : "line-key",
          style: `border-color: ${color}`,
        }),
        element("span", { text: name }),
      ),
    ),
  );
  return {
    node: panel(
      "bytes",
      words.bytes,
      chart.node,
      key,
      element("p", { class: "note", text: words.bytesNote }),
    ),
    chart,
  };
}

/** Four or five round ticks between two tenths. */
function spread(low: number, high: number): number[] {
  const step = [0.02, 0.05, 0.1, 0.2].find((size) => (high - low) / size <= 5.01) ?? 0.25;
  return Array.from(
    { length: Math.floor((high - low) / step + 1e-9) + 1 },
    (_, i) => low + i * step,
  );
}
