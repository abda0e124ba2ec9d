import type { EllipseWords } from "../../ellipseWords";
import type { TwoByTwo } from "../../payload/ellipsePayload";
import { drawing, element } from "../elements";
import {
  angleToLine,
  factorTwoByTwo,
  firstLayer,
  multiply,
  multiplySquare,
  type Point,
} from "./factorTwoByTwo";
import { createArrow, createHandle, createLoop, createPlane } from "./plane";

export interface EllipseViewActions {
  setX(this: void, place: Point): void;
  setColumn(this: void, column: 0 | 1, place: Point): void;
}

export interface EllipseViews {
  readonly nodes: readonly HTMLElement[];
  /** Draws a state and says in words what is to be seen. */
  draw(matrix: TwoByTwo, x: Point, isRankOne: boolean, trail: readonly Point[]): string;
}

/** Both planes have one scale: the left shows half as far, and is half as wide. */
const reach = { before: 1.75, after: 3.5 };

/** The circle on the left, the ellipse on the right, and the arrows on both. */
export function createEllipseViews(
  words: EllipseWords,
  { setX, setColumn }: EllipseViewActions,
): EllipseViews {
  const before = createPlane(reach.before, words.before);
  const after = createPlane(reach.after, words.after);
  const circle = createLoop(before);
  const ellipse = createLoop(after);
  const trace = drawing("g", { class: "trace" });
  before.svg.append(trace);
  const left = {
    first: createArrow(before, "first", "v₁"),
    second: createArrow(before, "second", "v₂"),
    square: createArrow(before, "square"),
    x: createArrow(before, "x", "x"),
  };
  const right = {
    first: createArrow(after, "first", "σ₁u₁"),
    second: createArrow(after, "second", "σ₂u₂"),
    x: createArrow(after, "x", "A x"),
  };
  const moveX = createHandle(before, "round", words.xHandle, setX);
  const columns = ([0, 1] as const).map((column) =>
    createHandle(after, "square", words.columnHandle(column + 1), (place) =>
      setColumn(column, place),
    ),
  );
  circle((x) => x);
  return {
    nodes: [layOut(words, before.svg, after.svg)],
    draw(matrix, x, isRankOne, trail) {
      const factors = factorTwoByTwo(matrix);
      const shown = isRankOne ? firstLayer(factors) : matrix;
      const square = multiplySquare(matrix, x);
      const length = Math.hypot(...square);
      ellipse((point) => multiply(shown, point));
      left.first.moveTo(factors.v[0]);
      left.second.moveTo(factors.v[1]);
      left.square.moveTo(length > 0 ? [square[0] / length, square[1] / length] : [0, 0]);
      left.x.moveTo(x);
      right.first.moveTo(factors.image[0]);
      right.second.moveTo(isRankOne ? [0, 0] : factors.image[1]);
      right.second.node.toggleAttribute("hidden", isRankOne);
      right.x.moveTo(multiply(shown, x));
      moveX(x);
      columns[0]([shown[0], shown[2]]);
      columns[1]([shown[1], shown[3]]);
      trace.replaceChildren(...trail.slice(-12).map(drawTrail));
      return describe(words, matrix, factors.sigma, x, square);
    },
  };
}

function drawTrail([x, y]: Point): SVGLineElement {
  return drawing("line", { x1: 0.92 * x, y1: -0.92 * y, x2: 1.08 * x, y2: -1.08 * y });
}

function layOut(words: EllipseWords, before: SVGElement, after: SVGElement): HTMLElement {
  const key = (kind: string, name: string): HTMLElement =>
    element(
      "li",
      {},
      element("span", { class: `swatch ${kind}` }),
      element("span", { text: name }),
    );
  const frame = (caption: string, svg: SVGElement): HTMLElement =>
    element("figure", {}, element("figcaption", { text: caption }), svg);
  return element(
    "div",
    {},
    element("div", { class: "planes" }, frame(words.before, before), frame(words.after, after)),
    element(
      "ul",
      { class: "legend" },
      key("x", words.keyX),
      key("square", words.keySquare),
      key("first", words.keyFirst),
      key("second", words.keySecond),
    ),
  );
}

function describe(
  words: EllipseWords,
  matrix: TwoByTwo,
  [first, second]: Point,
  x: Point,
  square: Point,
): string {
  const length = Math.hypot(...multiply(matrix, x));
  const away = Math.abs(angleToLine(x, square));
  return [
    words.values(first.toFixed(3), second.toFixed(3)),
    words.length(length.toFixed(3), first > 0 ? ((100 * length) / first).toFixed(1) : "0"),
    away < 0.05 ? words.onLine((length * length).toFixed(2)) : words.away(away.toFixed(1)),
  ].join("  ·  ");
}
