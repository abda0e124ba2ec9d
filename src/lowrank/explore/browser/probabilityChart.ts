import type { ExplorerWords } from "../explorerWords";
import type { ExplorerPayload } from "../payload/payload";
import { formatShare } from "./format";
import { createLineChart, type LineChart } from "./lineChart";
import { classColor, colorCount } from "./theme";

export interface ProbabilityChart {
  readonly node: HTMLElement;
  /** Probabilities at each position of the slider. */
  show(byPosition: readonly Float64Array[] | undefined): void;
  setRank: LineChart["setRank"];
}

/** Most lines: as many as there are colors. */
const mostLines = colorCount;

/**
 * Class probabilities by rank, in the colors of the classes: those that reach highest, where there
 * are more classes than colors.
 */
export function createProbabilityChart(
  { ranks, classes }: ExplorerPayload,
  words: ExplorerWords,
  onPick: (rank: number) => void,
): ProbabilityChart {
  const chart = createLineChart({
    label: words.probabilitiesByRank,
    words,
    ranks,
    domain: [0, 1],
    ticks: [0, 0.25, 0.5, 0.75, 1],
    height: 130,
    format: (value) => formatShare(value).replace(/0+$/, "").replace(/\.$/, ""),
    onPick,
  });
  return {
    node: chart.node,
    show(byPosition) {
      if (!byPosition) return chart.setSeries([]);
      const peaks = classes.map((_, k) =>
        Math.max(...byPosition.map((probabilities) => probabilities[k])),
      );
      const shown = classes
        .map((_, k) => k)
        .sort((a, b) => peaks[b] - peaks[a])
        .slice(0, mostLines);
      chart.setSeries(
        shown.map((k) => ({
          name: classes[k],
          color: classColor(k),
          ranks,
          values: byPosition.map((probabilities) => probabilities[k]),
        })),
      );
    },
    setRank: chart.setRank,
  };
}
