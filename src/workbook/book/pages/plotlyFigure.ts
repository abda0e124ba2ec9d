/** A Plotly figure as notebooks carry it under application/vnd.plotly.v1+json. */
export interface PlotlyFigure {
  data: Record<string, unknown>[];
  layout?: Record<string, unknown>;
  frames?: Record<string, unknown>[];
  config?: Record<string, unknown>;
}

/** The value as a figure, or undefined where its shape is not a figure's. */
export function toPlotlyFigure(value: unknown): PlotlyFigure | undefined {
  if (!isObject(value) || !Array.isArray(value.data) || !value.data.every(isObject))
    return undefined;
  return {
    data: value.data,
    layout: isObject(value.layout) ? value.layout : {},
    ...(Array.isArray(value.frames) && value.frames.every(isObject)
      ? { frames: value.frames }
      : {}),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The text of a Plotly title, which is a string or `{ text }`; it may hold Plotly's few tags
 * (`<b>`, `<br>`, `<sub>` …).
 */
export function titleText(title: unknown): string {
  if (typeof title === "string") return title;
  return isObject(title) && typeof title.text === "string" ? title.text : "";
}

/**
 * Whether moving a slider or playing frames rewrites the title, so that only the plot itself can
 * show it.
 */
export function titleChanges(figure: PlotlyFigure): boolean {
  const steps = [
    figure.layout?.sliders,
    figure.layout?.updatemenus,
    (figure.frames ?? []).map((frame) => frame.layout),
  ];
  return /"title(\.text)?":/.test(JSON.stringify(steps.flat().map(withoutAxisTitles)));
}

/** Frames may carry axes, whose titles are none of the figure's. */
function withoutAxisTitles(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !/^[xy]axis/.test(key)));
}
