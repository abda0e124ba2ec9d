import { drawing } from "../elements";
import type { Point } from "./factorTwoByTwo";

/** A square of the plane around the origin, whose marks are moved. */
export interface Plane {
  readonly reach: number;
  readonly svg: SVGSVGElement;
  /** Where a pointer stands. */
  readonly locate: (event: PointerEvent) => Point;
}

export interface Arrow {
  readonly node: SVGGElement;
  readonly moveTo: (tip: Point) => void;
}

/** A plane from −reach to reach, with a line at each whole number. */
export function createPlane(reach: number, label: string): Plane {
  const svg = drawing("svg", {
    viewBox: `${-reach} ${-reach} ${2 * reach} ${2 * reach}`,
    class: "plane",
    role: "img",
    "aria-label": label,
  });
  for (let at = -Math.floor(reach); at <= reach; at++) {
    const kind = at === 0 ? "axis" : "grid";
    svg.append(drawing("line", { class: kind, x1: at, x2: at, y1: -reach, y2: reach }));
    svg.append(drawing("line", { class: kind, y1: at, y2: at, x1: -reach, x2: reach }));
  }
  return {
    reach,
    svg,
    locate(event) {
      const { left, top, width } = svg.getBoundingClientRect();
      const scale = (2 * reach) / width;
      return [(event.clientX - left) * scale - reach, reach - (event.clientY - top) * scale];
    },
  };
}

/** An arrow from the origin, with its name beside the tip. */
export function createArrow(plane: Plane, kind: string, name = ""): Arrow {
  const line = drawing("line", { class: "shaft" });
  const head = drawing("path", { class: "head" });
  const text = drawing("text", { text: name });
  const node = drawing("g", { class: `arrow ${kind}` }, line, head, text);
  const inside = (value: number): number =>
    Math.max(-plane.reach + 0.35, Math.min(plane.reach - 0.35, value));
  plane.svg.append(node);
  return {
    node,
    moveTo([x, y]) {
      const length = Math.hypot(x, y);
      const [s, t] = length > 0 ? [x / length, y / length] : [1, 0];
      line.setAttribute("x2", String(x - 0.1 * s));
      line.setAttribute("y2", String(-(y - 0.1 * t)));
      const [left, right] = [1, -1].map(
        (side) => `${x - 0.2 * s - 0.08 * side * t} ${-(y - 0.2 * t + 0.08 * side * s)}`,
      );
      head.setAttribute("d", length < 0.05 ? "" : `M${x} ${-y}L${left}L${right}Z`);
      text.setAttribute("x", String(inside(x + 0.24 * s)));
      text.setAttribute("y", String(0.07 - inside(y + 0.24 * t)));
    },
  };
}

/** What a matrix makes of the unit circle. */
export function createLoop(plane: Plane): (image: (x: Point) => Point) => void {
  const path = drawing("path", { class: "loop" });
  plane.svg.append(path);
  return (image) => {
    const corners = Array.from({ length: 121 }, (_, i) => {
      const angle = (2 * Math.PI * i) / 120;
      const [x, y] = image([Math.cos(angle), Math.sin(angle)]);
      return `${x.toFixed(4)} ${(-y).toFixed(4)}`;
    });
    path.setAttribute("d", `M${corners.join("L")}`);
  };
}

/** A mark that a pointer can take and move. */
export function createHandle(
  plane: Plane,
  shape: "round" | "square",
  label: string,
  onMove: (place: Point) => void,
): (place: Point) => void {
  const size = shape === "round" ? 0.1 : 0.09;
  const target = drawing("circle", { class: "target", r: 0.34 });
  const mark =
    shape === "round"
      ? drawing("circle", { class: "mark", r: size })
      : drawing("rect", { class: "mark", x: -size, y: -size, width: 2 * size, height: 2 * size });
  const node = drawing("g", { class: `handle ${shape}`, "aria-label": label }, target, mark);
  node.addEventListener("pointerdown", (event) => {
    node.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  node.addEventListener("pointermove", (event) => {
    if (node.hasPointerCapture(event.pointerId)) onMove(plane.locate(event));
  });
  plane.svg.append(node);
  return ([x, y]) => node.setAttribute("transform", `translate(${x} ${-y})`);
}
