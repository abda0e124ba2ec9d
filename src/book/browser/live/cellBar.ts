import { createButton, createElement } from "./createElement";
import { describeRun, isBusy, type CellRun } from "./cellRun";

/** The row below a cell's code: its buttons, and how it stands. */
export interface CellBar {
  readonly element: HTMLElement;
  readonly runButton: HTMLButtonElement;
  /** Brings the row up to date; `now` is in milliseconds since 1970. */
  update(state: { run: CellRun; edited: boolean; connected: boolean }, now: number): void;
}

export interface CellActions {
  readonly run: () => void;
  readonly stop: () => void;
  readonly runAbove: () => void;
  readonly reset: () => void;
  readonly goToError: () => void;
}

/** @param name what the cell is called, such as `code cell 3` */
export function createCellBar(name: string, isFirst: boolean, actions: CellActions): CellBar {
  const runButton = createButton("run", "Run", `Run ${name}`, () => (runButton.dataset.busy === undefined ? actions.run() : actions.stop()), "run");
  const stopIcon = createButton("stop", "", "", () => undefined).firstElementChild as Element;
  const runIcon = runButton.firstElementChild as Element;
  const above = createButton("runAbove", "Run above", `Run above: all cells before ${name}`, actions.runAbove, "quiet");
  const reset = createButton("reset", "Reset", `Reset ${name} to the book’s text and output`, actions.reset, "quiet");
  const state = createElement("span", { class: "cell-state" });
  const edited = createElement("span", { class: "cell-edited", hidden: true }, "edited");
  const errorLink = createElement("button", { type: "button", class: "error-link", hidden: true });
  errorLink.addEventListener("click", actions.goToError);
  above.hidden = isFirst;
  const element = createElement("div", { class: "cell-bar" }, runButton, state, errorLink, edited, createElement("span", { class: "cell-bar-end" }, above, reset));
  return {
    element,
    runButton,
    update({ run, edited: isEdited, connected }, now) {
      const busy = isBusy(run);
      setBusy(runButton, busy, name, busy ? stopIcon : runIcon);
      for (const button of [runButton, above]) setDisabled(button, !connected);
      setDisabled(reset, busy || (!isEdited && run.status === "none"));
      const words = describeRun(run, now);
      if (state.textContent !== words) state.textContent = words;
      state.dataset.status = run.status;
      edited.hidden = !isEdited;
      errorLink.hidden = run.errorLine === undefined;
      errorLink.textContent = run.errorLine === undefined ? "" : `line ${run.errorLine}`;
      errorLink.setAttribute("aria-label", `Go to line ${run.errorLine} of ${name}, which the error names`);
    },
  };
}

/** While the cell waits or runs, its button stops it. */
function setBusy(button: HTMLButtonElement, busy: boolean, name: string, icon: Element): void {
  if (busy === (button.dataset.busy !== undefined)) return;
  if (busy) button.dataset.busy = "";
  else delete button.dataset.busy;
  button.firstElementChild?.replaceWith(icon);
  const words = button.querySelector(".tool-words");
  if (words) words.textContent = busy ? "Stop" : "Run";
  const label = busy ? `Stop ${name}` : `Run ${name}`;
  button.setAttribute("aria-label", label);
  button.title = label;
}

/** A disabled button can still be reached and says that it is; clicks do nothing (see createButton). */
export function setDisabled(button: HTMLButtonElement, disabled: boolean): void {
  if (disabled) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
}
