import type { EllipseWords } from "../../ellipseWords";
import type { TwoByTwo } from "../../payload/ellipsePayload";
import { element, newId, setText } from "../elements";

export interface EllipseActions {
  setEntry(this: void, at: number, value: number): void;
  setAngle(this: void, degrees: number): void;
  step(this: void): void;
  restart(this: void): void;
  setRankOne(this: void, isRankOne: boolean): void;
}

export interface EllipseControls {
  readonly node: HTMLElement;
  show(matrix: TwoByTwo, degrees: number, steps: number): void;
}

/** Four sliders for the entries, one for x, and the buttons. */
export function createEllipseControls(
  words: EllipseWords,
  actions: EllipseActions,
): EllipseControls {
  const entries = [0, 1, 2, 3].map((at) => {
    const slider = element("input", { type: "range", min: -2, max: 2, step: 0.1 });
    slider.setAttribute("aria-label", words.entry(1 + Math.floor(at / 2), 1 + (at % 2)));
    slider.addEventListener("input", () => actions.setEntry(at, slider.valueAsNumber));
    const value = element("output");
    return { slider, value, node: element("span", { class: "entry" }, value, slider) };
  });
  const id = newId("direction");
  const angle = element("input", { id, type: "range", min: 0, max: 360, step: 1 });
  angle.addEventListener("input", () => actions.setAngle(angle.valueAsNumber));
  const step = element("button", { type: "button", text: words.step });
  step.addEventListener("click", () => actions.step());
  const count = element("span", { class: "muted count" });
  const restart = element("button", { type: "button", text: words.restart });
  restart.addEventListener("click", () => actions.restart());
  const box = element("input", { type: "checkbox" });
  box.addEventListener("change", () => actions.setRankOne(box.checked));
  const label = element("label", { class: "box" }, box, element("span", { text: words.rankOne }));
  const entryGrid = element("div", { class: "entries" }, ...entries.map(({ node }) => node));
  const matrix = element(
    "div",
    { class: "matrix", role: "group" },
    element("span", { class: "name", text: "A =" }),
    entryGrid,
  );
  const direction = element(
    "div",
    { class: "turn" },
    element("label", { for: id, text: words.direction }),
    angle,
  );
  const buttons = element("div", { class: "buttons" }, step, count, restart, label);
  return {
    node: element(
      "div",
      { class: "ellipse-controls" },
      matrix,
      element("div", {}, direction, buttons),
    ),
    show(shown, degrees, steps) {
      for (const [at, { slider, value }] of entries.entries()) {
        slider.value = String(shown[at]);
        setText(value, shown[at].toFixed(1).replace("-", "−"));
      }
      angle.value = String(((Math.round(degrees) % 360) + 360) % 360);
      setText(count, words.steps(steps));
    },
  };
}
