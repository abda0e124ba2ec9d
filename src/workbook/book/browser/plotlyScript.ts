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

/** Loads Plotly when first asked. */
export function loadPlotly(address: string): Promise<Plotly> {
  return loadScript(address, "Plotly");
}
