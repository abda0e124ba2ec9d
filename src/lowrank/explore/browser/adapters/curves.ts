import { drawing, element, newId, setText } from "../elements";
import { gridLines } from "../gridLines";

/** A line of values 1, 2, 3 … */
export interface Curve {
  readonly values: readonly number[];
  /** CSS color. */
  readonly color: string;
  readonly width?: number;
  readonly dashed?: boolean;
  /** How many of its first values get a dot. */
  readonly dots?: number;
}

export interface CurvesOptions {
  readonly height: number;
  readonly across: string;
  readonly up: string;
  /** Lowest and highest value shown. */
  readonly domain: readonly [number, number];
  readonly logarithmic?: boolean;
  readonly ticks: readonly number[];
  readonly format: (value: number) => string;
  /** Values of the longest curve. */
  readonly length: number;
}

export interface Curves {
  readonly node: HTMLElement;
  show(options: CurvesOptions, curves: readonly Curve[], reads: string): void;
}

const margin = { left: 58, right: 12, top: 12, bottom: 38 };

/** A chart of values by their number. */
export function createCurves(): Curves {
  const id = newId("curves");
  const svg = drawing("svg", { role: "img", "aria-labelledby": id });
  const name = element("span", { id, class: "unseen" });
  const node = element("div", { class: "chart" }, svg, name);
  let shown: [CurvesOptions, readonly Curve[]] | undefined;
  const draw = (): void => {
    if (shown && node.clientWidth > 0) drawCurves(svg, node.clientWidth, ...shown);
  };
  new ResizeObserver(draw).observe(node);
  return {
    node,
    show(options, curves, reads) {
      shown = [options, curves];
      setText(name, reads);
      draw();
    },
  };
}

function drawCurves(
  svg: SVGElement,
  width: number,
  options: CurvesOptions,
  curves: readonly Curve[],
): void {
  const { height, domain, logarithmic, length, ticks, format } = options;
  const [low, high] = domain;
  const bottom = height - margin.bottom;
  const x = (k: number): number =>
    margin.left +
    (length > 1 ? (k - 1) / (length - 1) : 0.5) * (width - margin.left - margin.right);
  const share = (value: number): number =>
    logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
  const y = (value: number): number =>
    margin.top +
    (1 - Math.max(0, share(Math.max(value, logarithmic ? low : value)))) * (bottom - margin.top);
  svg.setAttribute("width", String(width));
  svg.setAttribute("height", String(height));
  svg.replaceChildren(
    ...gridLines({ from: margin.left, to: width - margin.right, ticks, format, y }),
    ...numbersAlong(length, width).map((k) =>
      drawing("text", { class: "tick", x: x(k), y: bottom + 15, "text-anchor": "middle", text: k }),
    ),
    drawing("text", {
      class: "tick",
      x: (margin.left + width - margin.right) / 2,
      y: height - 5,
      "text-anchor": "middle",
      text: options.across,
    }),
    drawing("text", {
      class: "tick",
      x: 12,
      y: (margin.top + bottom) / 2,
      "text-anchor": "middle",
      transform: `rotate(-90 12 ${(margin.top + bottom) / 2})`,
      text: options.up,
    }),
    ...curves.flatMap((curve) => drawCurve(curve, x, y)),
  );
}

function drawCurve(
  { values, color, width = 2, dashed, dots = 0 }: Curve,
  x: (k: number) => number,
  y: (value: number) => number,
): SVGElement[] {
  const at = values.map((value, i): [string, string] => [x(i + 1).toFixed(1), y(value).toFixed(1)]);
  return [
    drawing("polyline", {
      class: dashed ? "line dashed" : "line",
      points: at.map((point) => point.join(",")).join(" "),
      style: `stroke: ${color}; stroke-width: ${width}`,
    }),
    ...at
      .slice(0, dots)
      .map(([cx, cy]) => drawing("circle", { r: 3.2, cx, cy, style: `fill: ${color}` })),
  ];
}

/** Round numbers from 1 to the length, as many as fit. */
function numbersAlong(length: number, width: number): number[] {
  const most = Math.max(2, Math.floor((width - margin.left) / 48));
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((one) => length / one <= most) ?? 1000;
  const numbers = Array.from({ length: Math.floor(length / step) }, (_, i) => (i + 1) * step);
  return step === 1 ? numbers : [1, ...numbers];
}

/** Powers of ten between two values, at most six. */
export function tensBetween(low: number, high: number): number[] {
  const [from, to] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const step = Math.max(1, Math.ceil((to - from + 1) / 6));
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
    .filter((power) => (power - from) % step === 0)
    .map((power) => 10 ** power);
}
