import type { SessionEvent } from "../../live/protocol";
import type { Output } from "../../../jupyter/notebook";
import type { PageContent } from "../goLive";
import { createCellBar, type CellBar } from "./cellBar";
import { createCellEditor, type CellEditor } from "./cellEditor";
import { followRun, forgetRun, isBusy, loseRun, notRun, type CellRun } from "./cellRun";
import { createButton, createElement } from "./createElement";
import { hashText, type KeptEdits } from "./keepEdits";
import type { KeptSession } from "./keepSession";
import type { KernelHints } from "./kernelHints";
import { createOutputView, type OutputView } from "./outputView";

/** What a cell asks of its notebook. */
export interface CellHost {
  readonly content: PageContent;
  readonly hints: KernelHints;
  readonly edits: KeptEdits;
  readonly session: KeptSession;
  isConnected(): boolean;
  /** Number of the last event of the session. */
  lastEvent(): number;
  run(cell: LiveCell): void;
  runAbove(cell: LiveCell): void;
  moveOn(cell: LiveCell): void;
  interrupt(): void;
  readonly restart: () => void;
  announce(words: string): void;
}

/** One code cell of a live page. */
export interface LiveCell {
  readonly id: string;
  /** Such as `code cell 3`. */
  readonly name: string;
  readonly element: HTMLElement;
  /** Whether Run all passes it by. */
  readonly isSkipped: boolean;
  readonly text: string;
  readonly isEdited: boolean;
  readonly run: CellRun;
  /** What it showed since it ran; undefined where it shows what the book came with. */
  readonly outputs: readonly Output[] | undefined;
  setText(text: string): void;
  follow(event: SessionEvent & { readonly number: number; readonly cell: string }): void;
  /** Its text has been sent to run. */
  sent(): void;
  /** The kernel that it ran in has ended, and with it perhaps the whole session. */
  forget(session: boolean): void;
  /** The server would not run it. */
  refuse(message: string): void;
  /** Back to the book's text and output. */
  reset(): void;
  focus(): void;
  /** Brings its row up to date. */
  refresh(): void;
}

/** Id of the words that tell an editor's keys. */
export const keysDescription = "live-keys";

/** Makes a cell of the page live: its code becomes an editor when it comes near the window or is called for. */
export function createLiveCell(element: HTMLElement, place: number, host: CellHost): LiveCell {
  const id = element.dataset.cell ?? "";
  const name = `code cell ${place}`;
  const still = element.querySelector<HTMLElement>(".source") ?? createElement("pre");
  const original = still.textContent ?? "";
  const box = createElement("div", { class: "source live-source" });
  const code = createElement("div", { class: "editor" });
  still.replaceWith(box);
  still.className = "still";
  still.removeAttribute("data-label");
  code.append(still);
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", name[0].toUpperCase() + name.slice(1));

  let text = host.edits.read(id, original) ?? original;
  let run: CellRun = notRun;
  let outputs: Output[] | undefined;
  let editor: CellEditor | undefined;
  let sent: string | undefined;
  const bar: CellBar = createCellBar(name, place === 1, {
    run: () => host.run(cell),
    stop: () => host.interrupt(),
    runAbove: () => host.runAbove(cell),
    reset: () => cell.reset(),
    goToError: () => run.errorLine !== undefined && openEditor().goToLine(run.errorLine),
  });
  box.append(code, bar.element);
  const view: OutputView = createOutputView(element, element.querySelector<HTMLElement>(".outputs") ?? undefined, host.content);
  if (text !== original) still.textContent = text;

  const refresh = (): void => bar.update({ run, edited: text !== original, connected: host.isConnected() }, Date.now());
  const showStale = (): void => view.markStale(!isBusy(run) && hashText(text) !== (host.session.memory.ran[id] ?? hashText(original)));

  const change = (next: string): void => {
    text = next;
    if (!host.edits.write(id, original, text)) host.announce("This browser does not keep edits: save a copy before you leave the page.");
    if (run.errorLine !== undefined && !isBusy(run)) run = { ...run, errorLine: undefined };
    showStale();
    refresh();
  };
  const openEditor = (): CellEditor => {
    editor ??= createCellEditor({
      parent: code, text, label: `Code of ${name}`, description: keysDescription, hints: host.hints, change,
      run(moveOn) {
        host.run(cell);
        if (moveOn) host.moveOn(cell);
      },
      leave: () => bar.runButton.focus(),
    });
    return editor;
  };
  openWhenNear(element, still, openEditor);

  const settle = (): void => {
    editor?.markLine(run.errorLine);
    showStale();
    refresh();
  };

  const cell: LiveCell = {
    id, name, element, isSkipped: element.dataset.skip !== undefined,
    get text() { return text; },
    get isEdited() { return text !== original; },
    get run() { return run; },
    get outputs() { return outputs; },
    setText(next) {
      if (editor) editor.setText(next);
      else {
        still.textContent = next;
        change(next);
      }
    },
    follow(event) {
      if (event.number <= (host.session.memory.putAway[id] ?? -1)) return;
      run = followRun(run, event, host.session.memory.startedAt[id] ?? Date.now());
      if (event.type === "started") {
        outputs = [];
        if (sent !== undefined) host.session.memory.ran[id] = sent;
        host.session.save();
        view.say();
        view.begin();
      } else if (event.type === "output") {
        outputs ??= [];
        outputs[event.index] = event.output;
        view.show(event.index, event.html);
      } else if (event.type === "cleared") {
        outputs?.splice(event.from);
        view.clear(event.from);
      } else if (event.type === "finished") {
        view.finish();
        if (event.status === "died") view.say(...sayDeath(host));
      }
      settle();
    },
    sent: () => void (sent = hashText(text)),
    forget(wholeSession) {
      run = wholeSession ? loseRun(run) : forgetRun(run);
      if (wholeSession) view.finish();
      settle();
    },
    refuse(message) {
      view.say(message);
      if (isBusy(run)) return;
      host.announce(`${name} does not run: ${message}`);
    },
    reset() {
      cell.setText(original);
      if (!isBusy(run)) {
        run = notRun;
        outputs = undefined;
        view.say();
        view.restore();
        delete host.session.memory.ran[id];
        host.session.memory.putAway[id] = host.lastEvent();
        host.session.save();
      }
      settle();
    },
    focus() {
      openEditor().focus();
      element.scrollIntoView({ block: "nearest" });
    },
    refresh,
  };
  offerOutdated(cell, original, host, view);
  settle();
  return cell;
}

function sayDeath(host: CellHost): (Node | string)[] {
  return ["The kernel ended while this cell ran; all variables are gone, your edits are kept. ", createButton("restart", "Restart", "Restart the kernel", () => host.restart())];
}

/** Makes the editor when the cell comes near the window, or when a reader clicks or tabs into the code at rest. */
function openWhenNear(element: HTMLElement, still: HTMLElement, open: () => CellEditor): void {
  const near = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    near.disconnect();
    open();
  }, { rootMargin: "600px 0px" });
  near.observe(element);
  still.tabIndex = 0;
  still.addEventListener("focus", () => open().focus());
}

/** An edit of an earlier version of the cell is offered; the reader decides. */
function offerOutdated(cell: LiveCell, original: string, host: CellHost, view: OutputView): void {
  const outdated = host.edits.readOutdated(cell.id, original);
  if (outdated === undefined || cell.isEdited) return;
  const done = (): void => {
    host.edits.forgetOutdated(cell.id, original);
    view.say();
  };
  view.say(
    "You edited an earlier version of this cell; the book’s text has changed since. ",
    createButton("reset", "Use my edit", `Use my edit in ${cell.name}`, () => {
      cell.setText(outdated);
      done();
    }),
    " ",
    createButton("stop", "Forget it", `Forget my edit of ${cell.name}`, done),
  );
}
