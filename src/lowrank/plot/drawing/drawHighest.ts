import type { ScatterData } from "plotly.js-dist";

/** A star on the highest point of a curve, the first of equals. */
export function drawHighest(
  x: readonly number[],
  y: readonly number[],
  color: string,
): Partial<ScatterData> {
  const highest = y.reduce((best, value, i) => (value > y[best] ? i : best), 0);
  return {
    type: "scatter",
    mode: "markers",
    showlegend: false,
    x: [x[highest]],
    y: [y[highest]],
    cliponaxis: false,
    marker: { symbol: "star", size: 15, color, line: { width: 1.5, color: "#ffffff" } },
    hoverinfo: "skip",
  };
}
