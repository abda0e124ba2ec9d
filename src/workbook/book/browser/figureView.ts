import { pageWords } from "../pages/pageWords";
import { toPlotlyFigure, type PlotlyFigure } from "../pages/plotlyFigure";
import { fitFigure, narrowWidth } from "./figureLayout";
import { applyTheme, darkTheme, lightTheme } from "./figureTheme";
import {
  bundleFor,
  loadPlotly,
  type PlotElement,
  type Plotly,
  type PlotlyAddresses,
} from "./plotlyScript";
import type { Theme } from "./themeChoice";

/** One figure of the page. */
export interface FigureView {
  place: HTMLElement;
  /** Address of the bundle that draws it. */
  plotlyAddress: string;
  /** Draws the figure, or draws it anew for a theme or a width. */
  draw(theme: Theme): Promise<void>;
  /** Fits a drawn figure to its column. */
  resize(theme: Theme): Promise<void>;
  /** Frees what a drawn figure holds; its place is empty again. */
  remove(): void;
}

export function createFigureView(
  element: HTMLElement,
  addresses: PlotlyAddresses,
): FigureView | undefined {
  const place = element.querySelector<HTMLElement>(".plot");
  const json = element.querySelector('script[type="application/json"]');
  const figure = toPlotlyFigure(JSON.parse(json?.textContent ?? "null"));
  if (!place || !figure) return undefined;
  const plotlyAddress = bundleFor(figure, addresses);
  let drawn: { plot: PlotElement; plotly: Plotly; narrow: boolean } | undefined;
  let active: number | undefined;
  let removed = false;

  const describe = (theme: Theme): object => {
    const width = place.clientWidth;
    const fitted = fitFigure(figure, width, place.dataset.title === "caption");
    return {
      ...keepState(applyTheme(fitted, theme === "dark" ? darkTheme : lightTheme), active),
      config: configure(width < narrowWidth),
    };
  };

  const draw = async (theme: Theme): Promise<void> => {
    try {
      const plotly = drawn?.plotly ?? (await loadPlotly(plotlyAddress));
      if (removed) return;
      const narrow = place.clientWidth < narrowWidth;
      const plot = await (drawn
        ? plotly.react(place, describe(theme))
        : plotly.newPlot(place, describe(theme)));
      const first = drawn === undefined;
      drawn = { plot, plotly, narrow };
      if (removed) return remove();
      place.style.minHeight = "";
      element.dataset.drawn = theme;
      if (first) watchSlider(plot, plotly, (step) => (active = step));
      else if (active !== undefined) await takeStep(plot, plotly, active);
    } catch (error) {
      showFailure(element, place, error);
    }
  };

  const resize = async (theme: Theme): Promise<void> => {
    if (!drawn || place.clientWidth === 0) return;
    if (place.clientWidth < narrowWidth === drawn.narrow) await drawn.plotly.Plots.resize(place);
    else await draw(theme);
  };
  const remove = (): void => {
    removed = true;
    drawn?.plotly.purge(place);
    drawn = undefined;
    delete element.dataset.drawn;
  };
  return { place, plotlyAddress, draw, resize, remove };
}

function configure(narrow: boolean): object {
  return {
    displaylogo: false,
    showSendToCloud: false,
    responsive: false,
    typesetMath: false,
    displayModeBar: narrow ? false : "hover",
    modeBarButtonsToRemove: ["lasso2d", "select2d", "autoScale2d"],
  };
}

/** What the reader did to the figure (zoom, hidden traces, slider) outlives a new drawing. */
function keepState(figure: PlotlyFigure, active: number | undefined): PlotlyFigure {
  const sliders = figure.layout?.sliders;
  const moved =
    active !== undefined && Array.isArray(sliders)
      ? { sliders: sliders.map((slider: object, i) => (i === 0 ? { ...slider, active } : slider)) }
      : {};
  return { ...figure, layout: { ...figure.layout, uirevision: "reader", ...moved } };
}

/** Follows the slider, and lets the arrow keys move it, which Plotly's own does not. */
function watchSlider(plot: PlotElement, plotly: Plotly, follow: (step: number) => void): void {
  const steps = plot.layout.sliders?.[0]?.steps ?? [];
  if (steps.length === 0) return;
  plot.tabIndex = 0;
  plot.on("plotly_sliderchange", ({ slider }: { slider: { active: number } }) =>
    follow(slider.active),
  );
  plot.addEventListener("keydown", (event) => {
    const move = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (move === undefined || event.target !== plot) return;
    event.preventDefault();
    const now = plot.layout.sliders?.[0]?.active ?? 0;
    const next = Math.min(Math.max(now + move, 0), steps.length - 1);
    follow(next);
    void plotly
      .relayout(plot, { "sliders[0].active": next })
      .then(() => takeStep(plot, plotly, next));
  });
}

/** Does what moving the first slider to a step does. */
async function takeStep(plot: PlotElement, plotly: Plotly, index: number): Promise<void> {
  const { method = "restyle", args = [] } = plot.layout.sliders?.[0]?.steps?.[index] ?? {
    method: "skip",
  };
  if (
    method === "animate" ||
    method === "restyle" ||
    method === "relayout" ||
    method === "update"
  ) {
    await (plotly[method] as (element: HTMLElement, ...rest: unknown[]) => Promise<unknown>)(
      plot,
      ...args,
    );
  }
}

function showFailure(element: HTMLElement, place: HTMLElement, error: unknown): void {
  const message = element.querySelector<HTMLElement>(".plot-message");
  if (!message) return;
  place.style.minHeight = "";
  element.dataset.failed = "";
  message.textContent = pageWords(document.documentElement.lang).notDrawn(
    error instanceof Error ? error.message : String(error),
  );
  message.hidden = false;
}
