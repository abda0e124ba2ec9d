import { createButton, createElement } from "./createElement";
import { describeRun, isBusy, type RunState } from "./runState";
import type { LiveWords } from "./liveWords";

/** The row below a cell's code: its buttons, and how it stands. */
export interface CellBar {
  readonly element: HTMLElement;
  readonly runButton: HTMLButtonElement;
  /** Brings the row up to date; `now` is in milliseconds since 1970. */
  update(state: CellBarState, now: number): void;
}

export interface CellBarState {
  readonly run: RunState;
  readonly edited: boolean;
  readonly connected: boolean;
  /** Name of the cell that it runs for, where that is another. */
  readonly neededBy: string | undefined;
  /** Whether what it shows no longer holds, without an edit of its own. */
  readonly stale: boolean;
}

export interface CellActions {
  readonly run: () => void;
  readonly stop: () => void;
  readonly runAbove: () => void;
  readonly reset: () => void;
  readonly goToError: () => void;
}

/** @param name what the cell is called, such as `code cell 3` */
export function createCellBar(
  name: string,
  isFirst: boolean,
  actions: CellActions,
  words: LiveWords,
): CellBar {
  const runButton = createButton(
    "run",
    words.run,
    words.runCell(name),
    () => (runButton.dataset.busy === undefined ? actions.run() : actions.stop()),
    "run",
  );
  const stopIcon = createButton("stop", "", "", () => undefined).firstElementChild as Element;
  const runIcon = runButton.firstElementChild as Element;
  const above = createButton(
    "runAbove",
    words.runAbove,
    words.runAboveCell(name),
    actions.runAbove,
    "quiet",
  );
  const reset = createButton("reset", words.reset, words.resetCell(name), actions.reset, "quiet");
  const state = createElement("span", { class: "cell-state" });
  const edited = createElement("span", { class: "cell-edited", hidden: true }, words.edited);
  const stale = createElement("span", { class: "cell-stale", hidden: true }, words.staleMark);
  const errorLink = createElement("button", { type: "button", class: "error-link", hidden: true });
  errorLink.addEventListener("click", actions.goToError);
  above.hidden = isFirst;
  const element = createElement(
    "div",
    { class: "cell-bar" },
    runButton,
    state,
    errorLink,
    edited,
    stale,
    createElement("span", { class: "cell-bar-end" }, above, reset),
  );
  return {
    element,
    runButton,
    update({ run, edited: isEdited, connected, neededBy, stale: isStale }, now) {
      const busy = isBusy(run);
      const wasBusy = runButton.dataset.busy !== undefined;
      if (busy && !wasBusy) setBusy(runButton, true, stopIcon, words.stop, words.stopCell(name));
      if (!busy && wasBusy) setBusy(runButton, false, runIcon, words.run, words.runCell(name));
      for (const button of [runButton, above]) setDisabled(button, !connected);
      setDisabled(reset, busy || (!isEdited && run.status === "none"));
      const stands = describeRun(run, now, words);
      const described = stands && neededBy ? words.neededBy(stands, neededBy) : stands;
      if (state.textContent !== described) state.textContent = described;
      state.dataset.status = run.status;
      edited.hidden = !isEdited;
      stale.hidden = !isStale;
      errorLink.hidden = run.errorLine === undefined;
      errorLink.textContent = run.errorLine === undefined ? "" : words.line(run.errorLine);
      if (run.errorLine !== undefined)
        errorLink.setAttribute("aria-label", words.goToLine(run.errorLine, name));
    },
  };
}

/** While the cell waits or runs, its button stops it. */
function setBusy(
  button: HTMLButtonElement,
  busy: boolean,
  icon: Element,
  short: string,
  label: string,
): void {
  if (busy) button.dataset.busy = "";
  else delete button.dataset.busy;
  button.firstElementChild?.replaceWith(icon);
  const words = button.querySelector(".tool-words");
  if (words) words.textContent = short;
  button.setAttribute("aria-label", label);
  button.title = label;
}

/**
 * A disabled button can still be reached and says that it is; clicks do nothing (see createButton).
 */
export function setDisabled(button: HTMLButtonElement, disabled: boolean): void {
  if (disabled) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
}
