import { ellipseWords } from "../../ellipseWords";
import type { EllipsePayload, TwoByTwo } from "../../payload/ellipsePayload";
import { element, setText } from "../elements";
import type { MountedExplorer } from "../mountedExplorer";
import { classColors, findTheme, watchTheme, type ExplorerTheme } from "../theme";
import { createEllipseControls } from "./ellipseControls";
import { createEllipseViews } from "./ellipseViews";
import { multiplySquare, type Point } from "./factorTwoByTwo";

/** Milliseconds in which an arrow turns to its next place. */
const turnTime = 500;

const toDegrees = ([x, y]: Point): number => (Math.atan2(y, x) * 180) / Math.PI;
const fromDegrees = (degrees: number): Point => [
  Math.cos((degrees * Math.PI) / 180),
  Math.sin((degrees * Math.PI) / 180),
];

/** Draws a circle and its ellipse inside a figure that stands in the page. */
export function mountEllipse(
  host: HTMLElement,
  figure: HTMLElement,
  payload: EllipsePayload,
): MountedExplorer {
  const words = ellipseWords(payload.title);
  const start = { matrix: payload.matrix, degrees: payload.angle };
  const state = { ...start, isRankOne: false, trail: [] as number[] };
  let turning = 0;
  const stop = (): void => cancelAnimationFrame(turning);
  const change = (next: Partial<typeof state>): void => {
    stop();
    Object.assign(state, next);
    draw();
  };
  const controls = createEllipseControls(words, {
    setEntry: (at, value) => {
      const matrix = state.matrix.map((entry, i) => (i === at ? value : entry));
      change({ matrix: matrix as unknown as TwoByTwo });
    },
    setAngle: (degrees) => change({ degrees, trail: [] }),
    step,
    restart: () => change({ ...start, trail: [] }),
    setRankOne: (isRankOne) => change({ isRankOne }),
  });
  const views = createEllipseViews(words, {
    setX: (place) => change({ degrees: toDegrees(place), trail: [] }),
    setColumn: (column, place) => {
      const [s, t] = place.map((value) => Math.max(-2, Math.min(2, Math.round(10 * value) / 10)));
      const [a, b, c, d] = state.matrix;
      change({ matrix: column === 0 ? [s, b, t, d] : [a, s, c, t] });
    },
  });
  const live = element("p", { class: "facts", role: "status" });
  figure.append(
    element("p", { class: "title", text: payload.title }),
    element("p", { class: "note", text: words.hint }),
    controls.node,
    live,
    ...views.nodes,
  );

  /** Turns x to the direction of AᵀA x. */
  function step(): void {
    const target = toDegrees(multiplySquare(state.matrix, fromDegrees(state.degrees)));
    const from = state.degrees;
    const way = ((((target - from) % 360) + 540) % 360) - 180;
    state.trail = [...state.trail, from];
    const began = performance.now();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const move = (now: number): void => {
      const share = still ? 1 : Math.min(1, Math.max(0, now - began) / turnTime);
      state.degrees = from + way * share * (2 - share);
      draw();
      if (share < 1) turning = requestAnimationFrame(move);
    };
    stop();
    move(still ? began : performance.now());
  }

  function draw(): void {
    const x = fromDegrees(state.degrees);
    controls.show(state.matrix, state.degrees, state.trail.length);
    setText(live, views.draw(state.matrix, x, state.isRankOne, state.trail.map(fromDegrees)));
  }

  let wanted: ExplorerTheme | "page" = "page";
  const setTheme = (theme: ExplorerTheme | "page"): void => {
    wanted = theme;
    const next = wanted === "page" ? findTheme(host) : wanted;
    figure.dataset.theme = next;
    classColors[next].forEach((color, k) => figure.style.setProperty(`--class-${k}`, color));
  };
  watchTheme(() => setTheme(wanted));
  setTheme("page");
  draw();
  return { setTheme, setPosition: draw };
}
