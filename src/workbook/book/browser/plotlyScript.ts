import type { PlotlyFigure } from "../pages/plotlyFigure";
import { loadScript } from "./loadScript";

/**
 * The part of Plotly that the pages use: https://plotly.com/javascript/plotlyjs-function-reference/
 */
export interface Plotly {
  newPlot(element: HTMLElement, figure: object): Promise<PlotElement>;
  react(element: HTMLElement, figure: object): Promise<PlotElement>;
  relayout(element: HTMLElement, update: object): Promise<PlotElement>;
  animate(element: HTMLElement, ...args: unknown[]): Promise<unknown>;
  restyle(element: HTMLElement, ...args: unknown[]): Promise<unknown>;
  update(element: HTMLElement, ...args: unknown[]): Promise<unknown>;
  purge(element: HTMLElement): void;
  Plots: { resize(element: HTMLElement): Promise<unknown> };
}

export interface SliderStep {
  method?: string;
  args?: unknown[];
}

export interface PlotElement extends HTMLElement {
  layout: { sliders?: { active?: number; steps?: SliderStep[] }[] };
  on(event: string, listener: (detail: never) => void): void;
}

/** Addresses of Plotly's bundles. */
export interface PlotlyAddresses {
  /** All of it: 1.5 MB when compressed. */
  readonly whole: string;
  /** What draws the usual plane figures: a third of it. */
  readonly cartesian: string;
}

/** Types of traces that the smaller bundle draws. */
export const cartesianTypes: ReadonlySet<unknown> = new Set([
  ...["bar", "box", "contour", "heatmap", "histogram", "histogram2d", "histogram2dcontour"],
  ...["image", "pie", "scatter", "scatterternary", "violin"],
]);

/** The address of the smallest bundle that draws a figure. */
export function bundleFor(
  { data, layout = {} }: PlotlyFigure,
  { whole, cartesian }: PlotlyAddresses,
): string {
  const isPlain = data.every(({ type = "scatter" }) => cartesianTypes.has(type));
  // Calendars other than ours are in the whole only.
  const namesCalendar = [layout, ...Object.values(layout), ...data].some(
    (part) =>
      typeof part === "object" &&
      part !== null &&
      Object.keys(part).some((key) => key.endsWith("calendar")),
  );
  return isPlain && !namesCalendar ? cartesian : whole;
}

/** Loads a bundle of Plotly when first asked. */
export function loadPlotly(address: string): Promise<Plotly> {
  return loadScript(address, "Plotly");
}
