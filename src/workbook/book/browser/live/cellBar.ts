import { createCellMenu, type ArrangeActions } from "./cellMenu";
import { createButton, createElement, setDisabled, setLabel } from "./createElement";
import { describeRun, isBusy, type RunState } from "./runState";
import type { LiveWords } from "./liveWords";

/** The row below a cell's code: its buttons, and how it stands. */
export interface CellBar {
  readonly element: HTMLElement;
  readonly runButton: HTMLButtonElement;
  /** Brings the row up to date; `now` is in milliseconds since 1970. */
  update(state: CellBarState, now: number): void;
  /** The cell has another name, or has become the first or is no longer. */
  rename(name: string, isFirst: boolean): void;
}

export interface CellBarState {
  readonly run: RunState;
  readonly edited: boolean;
  /** Whether the reader has added it. */
  readonly own: boolean;
  readonly connected: boolean;
  /** Name of the cell that it runs for, where that is another. */
  readonly neededBy: string | undefined;
  /** Whether what it shows no longer holds, without an edit of its own. */
  readonly stale: boolean;
}

export interface CellActions extends ArrangeActions {
  readonly run: () => void;
  readonly stop: () => void;
  readonly runAbove: () => void;
  readonly reset: () => void;
  readonly goToError: () => void;
}

/** @param given what the cell is called, such as `code cell 3` */
export function createCellBar(
  given: string,
  isFirst: boolean,
  isOwn: boolean,
  actions: CellActions,
  words: LiveWords,
): CellBar {
  let name = given;
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
  const menu = createCellMenu(name, isOwn ? "ownCode" : "code", actions, words);
  const element = createElement(
    "div",
    { class: "cell-bar" },
    runButton,
    state,
    errorLink,
    edited,
    stale,
    createElement("span", { class: "cell-bar-end" }, above, reset, menu.element),
  );
  let shown: RunState | undefined;
  const labelError = (): void => {
    if (shown?.errorLine !== undefined)
      errorLink.setAttribute("aria-label", words.goToLine(shown.errorLine, name));
  };
  return {
    element,
    runButton,
    rename(other, first) {
      name = other;
      above.hidden = first;
      setLabel(runButton, (shown && isBusy(shown) ? words.stopCell : words.runCell)(name));
      setLabel(above, words.runAboveCell(name));
      setLabel(reset, words.resetCell(name));
      menu.rename(name);
      labelError();
    },
    update({ run, edited: isEdited, own, connected, neededBy, stale: isStale }, now) {
      shown = run;
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
      edited.hidden = !isEdited && !own;
      edited.textContent = own ? words.own : words.edited;
      reset.hidden = own;
      menu.update(busy);
      stale.hidden = !isStale;
      errorLink.hidden = run.errorLine === undefined;
      errorLink.textContent = run.errorLine === undefined ? "" : words.line(run.errorLine);
      labelError();
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
  setLabel(button, label);
}
