import type { KernelState } from "../../live/protocol";
import type { ConnectionState } from "./connection";
import { setDisabled } from "./cellBar";
import { createButton, createElement } from "./createElement";
import { keysDescription } from "./liveCell";

/** The row of tools of a live page. */
export interface Toolbar {
  readonly element: HTMLElement;
  update(state: NotebookState): void;
  /** Says something that stays until it is taken away (no words) or something else is said; a button may go with it. */
  say(words: string, ...buttons: HTMLButtonElement[]): void;
}

export interface NotebookState {
  readonly connection: ConnectionState;
  readonly kernel: KernelState;
  /** The cell that runs, such as `code cell 3 of 17`. */
  readonly running: string | undefined;
  readonly waiting: number;
  /** Whether any cell differs from the book. */
  readonly changed: boolean;
}

export interface ToolbarActions {
  readonly runAll: () => void;
  readonly interrupt: () => void;
  readonly restart: () => void;
  readonly resetAll: () => void;
  readonly save: () => void;
}

const keys: readonly (readonly [string, string])[] = [
  ["Shift+Enter", "run the cell and go to the next"],
  ["Ctrl+Enter or ⌘+Enter", "run the cell and stay"],
  ["Ctrl+Space", "complete a name"],
  ["Ctrl+I or ⌘+I", "documentation of the name at the cursor"],
  ["Tab", "indent, once you have typed or clicked in the cell; before that, go on"],
  ["Escape", "leave the cell; Tab then goes on"],
];

export function createToolbar(actions: ToolbarActions): Toolbar {
  const runAll = createButton("runAll", "Run all", "Run all cells", actions.runAll);
  const interrupt = createButton("stop", "Interrupt", "Interrupt the cell that runs", actions.interrupt);
  const restart = createButton("restart", "Restart", "Restart the kernel; variables go, edits stay", actions.restart);
  const reset = createButton("reset", "Reset notebook", "Reset notebook: all cells back to the book’s text and output", actions.resetAll);
  const save = createButton("save", "Save a copy", "Save a copy with your edits and outputs as a notebook", actions.save);
  const state = createElement("span", { class: "kernel-state", role: "status" });
  const words = createElement("span");
  const notice = createElement("div", { class: "live-notice", role: "status", hidden: true });
  const element = createElement("div", { class: "live-bar", role: "region", "aria-label": "Notebook tools" },
    createElement("div", { class: "tools" }, runAll, interrupt, restart, reset, save, createKeys(), state), notice);
  return {
    element,
    update(now) {
      const connected = now.connection === "open";
      setDisabled(runAll, !connected);
      setDisabled(interrupt, !connected || (now.running === undefined && now.waiting === 0));
      setDisabled(restart, !connected || now.kernel === "none");
      setDisabled(reset, !now.changed);
      const described = describe(now);
      if (state.textContent !== described) state.textContent = described;
      state.dataset.state = connected ? now.kernel : now.connection;
      restart.classList.toggle("wanted", now.kernel === "dead");
    },
    say(text, ...buttons) {
      words.textContent = text;
      notice.replaceChildren(words, ...buttons);
      notice.hidden = text === "";
    },
  };
}

function describe({ connection, kernel, running, waiting }: NotebookState): string {
  if (connection === "connecting") return "Connecting";
  if (connection !== "open") return "Not connected";
  if (kernel === "none") return "Ready, no kernel yet";
  if (kernel === "starting") return "Kernel starts";
  if (kernel === "dead") return "Kernel has ended";
  if (running === undefined) return kernel === "busy" ? "Busy" : "Ready";
  return `Runs ${running}${waiting > 0 ? `, ${waiting} wait${waiting === 1 ? "s" : ""}` : ""}`;
}

/** The keys, behind a button. */
function createKeys(): HTMLElement {
  const list = createElement("dl", {}, ...keys.flatMap(([key, effect]) => [createElement("dt", {}, key), createElement("dd", {}, effect)]));
  const short = createElement("p", { class: "unseen", id: keysDescription }, "Shift+Enter runs. Escape leaves the cell.");
  const summary = createElement("summary", { class: "tool", title: "Keys" }, createElement("span", { class: "tool-words" }, "Keys"));
  summary.prepend(createButton("keys", "", "", () => undefined).firstElementChild as Element);
  const details = createElement("details", { class: "keys" }, summary, list);
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    details.open = false;
    summary.focus();
  });
  return createElement("span", { class: "keys-place" }, details, short);
}
