import type { ScatterData } from "plotly.js-dist";
import { fadeColor } from "./palette";

/**
 * A closed band mean ± standard error around a curve; it answers no hover and has no legend entry.
 */
export function createUncertaintyBand(
  x: readonly number[],
  mean: readonly number[],
  standardError: readonly number[],
  color: string,
  group: string,
): Partial<ScatterData> {
  const upper = mean.map((value, i) => value + standardError[i]);
  const lower = mean.map((value, i) => value - standardError[i]);
  return {
    type: "scatter",
    mode: "lines",
    x: [...x, ...[...x].reverse()],
    y: [...upper, ...lower.reverse()],
    fill: "toself",
    fillcolor: fadeColor(color, 0.2),
    line: { width: 0 },
    hoverinfo: "skip",
    showlegend: false,
    legendgroup: group,
  };
}
