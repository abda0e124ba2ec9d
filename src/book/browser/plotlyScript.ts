/** The part of Plotly that the pages use: https://plotly.com/javascript/plotlyjs-function-reference/ */
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

let loading: Promise<Plotly> | undefined;

/** Loads Plotly when first asked; a classic script, since pages opened from a folder may load no modules. */
export function loadPlotly(address: string): Promise<Plotly> {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => {
      const { Plotly } = window as unknown as { Plotly?: Plotly };
      if (Plotly) resolve(Plotly);
      else reject(new Error(`${address} does not define Plotly`));
    };
    script.onerror = () => reject(new Error(`could not load ${address}`));
    document.head.append(script);
  });
  return loading;
}
