import type { Layout, Slider } from "plotly.js-dist";

/** One position of a slider: its label, and what it changes when it is chosen. */
export interface SliderStep {
  label: string;
  /** Which traces are seen. */
  visible: readonly boolean[];
  /** Layout changes by path, such as `{ "title.text": "…" }`. */
  layout: Readonly<Record<string, unknown>>;
}

export interface SliderOptions {
  /** What the axis's labels take beyond one line, in pixels (default 0). */
  labelRoom?: number;
  /** The step that is chosen at first, from 0 (default 0). */
  start?: number;
}

/**
 * A slider under the plot that shows some traces and hides others.
 *
 * It needs no frames and no script of ours: the choice lies in the figure, so it works wherever
 * Plotly draws.
 */
export function createSlider(
  prefix: string,
  steps: readonly SliderStep[],
  { labelRoom = 0, start = 0 }: SliderOptions = {},
): Partial<Layout> {
  const slider: Slider = {
    active: start,
    x: 0,
    len: 1,
    xanchor: "left",
    y: 0,
    yanchor: "top",
    pad: { t: 62 + labelRoom, l: 4, r: 4, b: 4 },
    currentvalue: { prefix, xanchor: "left", font: { size: 14 } },
    font: { size: 12 },
    bgcolor: "rgba(128,128,128,0.3)",
    bordercolor: "rgba(128,128,128,0.6)",
    activebgcolor: "#8A8A8A",
    steps: steps.map(({ label, visible, layout }) => ({
      label,
      method: "update",
      args: [{ visible: [...visible] }, { ...layout }],
    })),
  };
  return { sliders: [slider] };
}

/** Height in pixels that a slider takes under the plot, beyond the axis's own labels. */
export const sliderHeight = 96;
