import type { ControlState } from "../../live/protocol";
import type { DescribedControl } from "../../pages/renderControls";
import { createElement } from "./createElement";

/** Tells the kernel that a control was moved, or pressed where there is no state. */
export type Move = (comm: string, state?: Readonly<Record<string, ControlState>>) => void;

type State = Pick<DescribedControl, "value" | "index">;

/** A control on the page. */
interface DrawnControl {
  readonly node: HTMLElement;
  /** Shows where it stands, unless the reader moves it just now. */
  show(state: State): void;
}

const drawn = new WeakMap<Element, Map<string, DrawnControl>>();

/** Draws the controls that an output describes; what is none is left alone. */
export function drawControls(slot: HTMLElement, move: Move): void {
  for (const box of slot.querySelectorAll<HTMLElement>(".output.controls")) {
    const parts = new Map(
      readControls(box).map((control) => [control.comm, drawControl(control, move)]),
    );
    box.replaceChildren(...[...parts.values()].map(({ node }) => node));
    // A page around this one, such as a notebook's, keeps its keys to itself.
    box.dataset.lmSuppressShortcuts = "true";
    drawn.set(slot, parts);
  }
}

/** Brings drawn controls in step with their new description; false where it is of others. */
export function followControls(slot: Element | undefined, next: HTMLElement): boolean {
  const parts = slot && drawn.get(slot);
  const box = next.querySelector<HTMLElement>(".output.controls");
  if (!parts || !box) return false;
  const controls = readControls(box);
  if (controls.length !== parts.size || !controls.every(({ comm }) => parts.has(comm)))
    return false;
  for (const control of controls) parts.get(control.comm)!.show(control);
  return true;
}

function readControls(box: HTMLElement): DescribedControl[] {
  const json = box.querySelector('script[type="application/json"]')?.textContent ?? "[]";
  return JSON.parse(json) as DescribedControl[];
}

function drawControl(control: DescribedControl, move: Move): DrawnControl {
  switch (control.kind) {
    case "slider":
      return drawSlider(control, move);
    case "rangeSlider":
      return drawRange(control, move);
    case "dropdown":
      return drawDropdown(control, move);
    case "checkbox":
    case "text":
      return drawInput(control, move);
    case "button": {
      const node = createElement("button", { type: "button" }, nameOf(control));
      node.addEventListener("click", () => move(control.comm));
      return { node, show: () => undefined };
    }
  }
}

function nameOf({ label, name }: DescribedControl): string {
  return label ?? name;
}

/** The input's name is what stands before it, without the value that stands behind it. */
function line(control: DescribedControl, input: HTMLElement, ...parts: HTMLElement[]): HTMLElement {
  input.setAttribute("aria-label", nameOf(control));
  const words = createElement("span", { class: "control-name" }, nameOf(control));
  return createElement("label", { class: "control" }, words, input, ...parts);
}

function isMoving(input: HTMLElement): boolean {
  return input.matches(":active") || (input.matches(":focus") && input.matches("[type=text]"));
}

function scale({ minimum, maximum, step }: DescribedControl, value: unknown): HTMLInputElement {
  const ends = { min: String(minimum), max: String(maximum), step: String(step) };
  const input = createElement("input", { type: "range", ...ends });
  input.value = String(value);
  return input;
}

function drawSlider(control: DescribedControl, move: Move): DrawnControl {
  const input = scale(control, control.value);
  const readout = createElement("output", {}, input.value);
  input.addEventListener("input", () => {
    readout.textContent = input.value;
    move(control.comm, { value: input.valueAsNumber });
  });
  return {
    node: line(control, input, readout),
    show: ({ value }) => {
      if (isMoving(input)) return;
      input.value = String(value);
      readout.textContent = input.value;
    },
  };
}

function drawRange(control: DescribedControl, move: Move): DrawnControl {
  const ends = (control.value as readonly number[]).map((value) => scale(control, value));
  const [low, high] = ends;
  const readout = createElement("output");
  const tell = (): void => void (readout.textContent = `${low.value} – ${high.value}`);
  ends.forEach((input, end) => {
    input.setAttribute("aria-label", `${nameOf(control)} ${end === 0 ? "≥" : "≤"}`);
    input.addEventListener("input", () => {
      // An end that is pushed past the other takes it along.
      const other = ends[1 - end];
      if (low.valueAsNumber > high.valueAsNumber) other.value = input.value;
      tell();
      move(control.comm, { value: ends.map(({ valueAsNumber }) => valueAsNumber) });
    });
  });
  tell();
  const words = createElement("span", { class: "control-name" }, nameOf(control));
  return {
    node: createElement("div", { class: "control", role: "group" }, words, low, high, readout),
    show: ({ value }) => {
      if (ends.some(isMoving)) return;
      ends.forEach((input, end) => (input.value = String((value as readonly number[])[end])));
      tell();
    },
  };
}

function drawDropdown(control: DescribedControl, move: Move): DrawnControl {
  const { names = [], index = 0, comm } = control;
  const select = createElement("select");
  for (const name of names) select.append(createElement("option", {}, name));
  select.selectedIndex = index;
  select.addEventListener("change", () => move(comm, { index: select.selectedIndex }));
  return {
    node: line(control, select),
    show: ({ index: next }) => {
      if (next !== undefined) select.selectedIndex = next;
    },
  };
}

function drawInput(control: DescribedControl, move: Move): DrawnControl {
  const isBox = control.kind === "checkbox";
  const input = createElement("input", { type: isBox ? "checkbox" : "text" });
  const show = ({ value }: State): void => {
    if (isBox) input.checked = value === true;
    else if (!isMoving(input)) input.value = String(value);
  };
  if (!isBox) input.placeholder = control.placeholder ?? "";
  show(control);
  input.addEventListener("input", () =>
    move(control.comm, { value: isBox ? input.checked : input.value }),
  );
  return { node: line(control, input), show };
}
