import type { Config, Data, Layout } from "plotly.js-dist";
import type { Figure } from "../figure";

/**
 * Dollar signs in a text stay dollar signs: Plotly would hand `$…$` to MathJax where a page has it.
 * No button offers to send a reader's data to Plotly's servers.
 */
const config: Partial<Config> = {
  responsive: true,
  displaylogo: false,
  typesetMath: false,
  showSendToCloud: false,
};

/**
 * Puts traces and layout together and rounds every number in them to six significant digits,
 * so that a saved notebook stays small and the same run gives the same file on every machine.
 *
 * Cost: one pass over the figure.
 *
 * @throws RangeError if a number is NaN or infinite, which JSON cannot hold
 */
export function createFigure(data: Data[], layout: Partial<Layout>): Figure {
  return {
    data: round(data) as Data[],
    layout: round(layout) as Partial<Layout>,
    config: { ...config },
  };
}

function round(value: unknown): unknown {
  if (typeof value === "number") return roundNumber(value);
  if (Array.isArray(value)) return value.map(round);
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, roundNumber);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return Object.fromEntries(entries.map(([key, entry]) => [key, round(entry)]));
}

function roundNumber(value: number): number {
  if (!Number.isFinite(value))
    throw new RangeError(`a figure cannot hold ${value}; leave that point out`);
  const rounded = Number(value.toPrecision(6));
  return rounded === 0 ? 0 : rounded; // −0 would be written as 0 and read back as another number
}
