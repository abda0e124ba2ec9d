import { drawing } from "./elements";

export interface GridLines {
  /** Pixels at which the lines begin and end. */
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  readonly format: (value: number) => string;
  /** Height of a value, in pixels from the top. */
  readonly y: (value: number) => number;
}

/** A level line at each tick of a chart's upright axis, with its value before it. */
export function gridLines({ from, to, ticks, format, y }: GridLines): SVGElement[] {
  return ticks.flatMap((tick) => [
    drawing("line", { class: "grid", x1: from, x2: to, y1: y(tick), y2: y(tick) }),
    drawing("text", {
      class: "tick",
      x: from - 6,
      y: y(tick) + 4,
      "text-anchor": "end",
      text: format(tick),
    }),
  ]);
}
