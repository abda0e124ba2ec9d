import type { KernelState } from "../../live/protocol";
import type { ConnectionState } from "./connection";
import { createButton, createElement, setDisabled } from "./createElement";
import { keysDescription } from "./liveCell";
import type { LiveWords } from "./liveWords";
import { proseKeysDescription } from "./prose/liveProse";

/** The row of tools of a live page. */
export interface Toolbar {
  readonly element: HTMLElement;
  update(state: NotebookState): void;
  /**
   * Says something that stays until it is taken away (no words) or something else is said; a button
   * may go with it.
   */
  say(words: string, ...elements: HTMLElement[]): void;
}

export interface NotebookState {
  readonly connection: ConnectionState;
  readonly kernel: KernelState;
  /** Place of the cell that runs, from 1, among how many. */
  readonly running: number | undefined;
  readonly cells: number;
  readonly waiting: number;
  /** Whether any cell differs from the book. */
  readonly changed: boolean;
  /** Cells whose results no longer hold. */
  readonly stale: number;
  /** Whether these run by themselves. */
  readonly isAutomatic: boolean;
  /** Name of the first cell whose failure stands on the page. */
  readonly failed: string | undefined;
}

export interface ToolbarActions {
  readonly runAll: () => void;
  readonly runStale: () => void;
  readonly automatic: () => void;
  readonly interrupt: () => void;
  readonly restart: () => void;
  readonly resetAll: () => void;
  readonly save: () => void;
  readonly share: () => void;
}

/**
 * @param panels what opens from it: the list of variables, the search
 * @param kernel which kernel runs, where the reader may choose it
 */
export function createToolbar(
  actions: ToolbarActions,
  panels: readonly HTMLElement[],
  kernel: HTMLElement | undefined,
  words: LiveWords,
): Toolbar {
  const runAll = createButton("runAll", ...words.runAll, actions.runAll);
  const runStale = createButton("runStale", ...words.runStale, actions.runStale, "run-stale");
  const automatic = createButton("auto", ...words.automatic, actions.automatic);
  const interrupt = createButton("stop", ...words.interrupt, actions.interrupt);
  const restart = createButton("restart", ...words.restart, actions.restart, "icon-only");
  const reset = createButton("reset", ...words.resetAll, actions.resetAll, "icon-only");
  const save = createButton("save", ...words.save, actions.save, "icon-only");
  const share = createButton("share", ...words.share, actions.share, "icon-only");
  const state = createElement("span", { class: "kernel-state", role: "status" });
  const said = createElement("span");
  const notice = createElement("div", { class: "live-notice", role: "status", hidden: true });
  const element = createElement(
    "div",
    { class: "live-bar", role: "region", "aria-label": words.tools },
    createElement(
      "div",
      { class: "tools" },
      runAll,
      runStale,
      automatic,
      interrupt,
      restart,
      reset,
      save,
      share,
      ...panels,
      createKeys(words),
      createElement("span", { class: "kernel-place" }, ...(kernel ? [kernel] : []), state),
    ),
    notice,
  );
  // What sticks below the page's bar, such as an explorer's slider, leaves room for these tools.
  new ResizeObserver(() =>
    document.documentElement.style.setProperty("--live-bar", `${element.offsetHeight}px`),
  ).observe(element);
  return {
    element,
    update(now) {
      const connected = now.connection === "open";
      setDisabled(runAll, !connected);
      setDisabled(runStale, !connected || now.stale === 0);
      // The style shows it.
      runStale.dataset.count = now.stale === 0 ? "" : String(now.stale);
      const count = now.stale === 0 ? "" : ` (${now.stale})`;
      runStale.setAttribute("aria-label", words.runStale[1] + count);
      automatic.setAttribute("aria-pressed", String(now.isAutomatic));
      setDisabled(interrupt, !connected || (now.running === undefined && now.waiting === 0));
      setDisabled(restart, !connected || now.kernel === "none");
      setDisabled(reset, !now.changed);
      const described = describe(now, words);
      setText(state, described);
      state.dataset.state = !connected
        ? now.connection
        : now.kernel === "idle" && now.failed !== undefined
          ? "failed"
          : now.kernel;
      restart.classList.toggle("wanted", now.kernel === "dead");
    },
    say(text, ...elements) {
      said.textContent = text;
      notice.replaceChildren(said, ...elements);
      notice.hidden = text === "";
    },
  };
}

function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

function describe(
  { connection, kernel, running, cells, waiting, failed }: NotebookState,
  words: LiveWords,
): string {
  if (connection === "connecting") return words.connecting;
  if (connection !== "open") return words.notConnected;
  if (kernel === "none") return words.noKernel;
  if (kernel === "starting") return words.starts;
  if (kernel === "dead") return words.ended;
  if (running === undefined && kernel === "busy") return words.busy;
  if (running === undefined) return failed === undefined ? words.ready : words.failedAt(failed);
  return words.running(running, cells, waiting);
}

/** The keys, behind a button. */
function createKeys({ keys, keyList, keysInShort, prose, unseen }: LiveWords): HTMLElement {
  const list = createElement(
    "dl",
    {},
    ...keyList.flatMap(([key, effect]) => [
      createElement("dt", {}, key),
      createElement("dd", {}, effect),
    ]),
    createElement("dd", { class: "keys-note" }, unseen),
  );
  const short = createElement("p", { class: "unseen", id: keysDescription }, keysInShort);
  const proseShort = createElement(
    "p",
    { class: "unseen", id: proseKeysDescription },
    prose.keysInShort,
  );
  const summary = createElement(
    "summary",
    { class: "tool", title: keys },
    createElement("span", { class: "tool-words" }, keys),
  );
  summary.prepend(createButton("keys", "", "", () => undefined).firstElementChild as Element);
  const details = createElement("details", { class: "keys" }, summary, list);
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    details.open = false;
    summary.focus();
  });
  return createElement("span", { class: "keys-place" }, details, short, proseShort);
}
