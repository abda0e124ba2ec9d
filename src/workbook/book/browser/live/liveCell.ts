import type { Output } from "../../../jupyter/notebook/notebook";
import type { SessionEvent } from "../../live/protocol";
import { createCellBar, type CellBar } from "./cellBar";
import { followCellKeys } from "./cellKeys";
import { createCellEditor, type CellEditor } from "./cellEditor";
import type { CellHost } from "./cellHost";
import {
  followRun,
  afterKernelEnd,
  isBusy,
  afterSessionEnd,
  notRun,
  type RunState,
} from "./runState";
import type { Staleness } from "./cellFlow";
import { createButton, createElement } from "./createElement";
import { describeForHearing, describeStaleness } from "./describeStaleness";
import { createQuestionForm } from "./questionForm";
import { offerOutdatedEdit } from "./outdatedEdit";
import { createOutputView, type OutputView } from "./outputView";

export type CellEvent = Exclude<SessionEvent, { type: "kernel" }> & { readonly number: number };

/** Id of the words that tell an editor's keys. */
export const keysDescription = "live-keys";

/**
 * One code cell of a live page. Its code becomes an editor when it comes near the window or is
 * called for.
 */
export class LiveCell {
  readonly kind = "code";
  readonly id: string;
  /** Such as `code cell 3`. */
  name = "";
  /** Whether the reader has added it. */
  readonly isOwn: boolean;
  /** Whether Run all passes it by. */
  readonly isSkipped: boolean;
  /** Whether its author lets it fail. */
  readonly mayFail: boolean;
  /** Name of the cell that it runs for, where that is another. */
  neededBy: string | undefined;
  run: RunState = notRun;
  /** What it showed since it ran; undefined where it shows what the book came with. */
  outputs: Output[] | undefined;
  private current: string;
  readonly original: string;
  private readonly still: HTMLElement;
  private readonly code = createElement("div", { class: "editor" });
  private readonly bar: CellBar;
  private readonly view: OutputView;
  private editor: CellEditor | undefined;
  private readonly hasBookOutputs: boolean;

  /** @param place among the page's code cells, from 1 */
  constructor(
    private readonly element: HTMLElement,
    place: number,
    private readonly host: CellHost<LiveCell>,
  ) {
    this.id = element.dataset.cell ?? "";
    this.isOwn = element.dataset.own !== undefined;
    this.name = host.words.cell(place);
    this.isSkipped = element.dataset.skip !== undefined;
    this.mayFail = element.dataset.mayFail !== undefined;
    this.hasBookOutputs = element.querySelector(".outputs") !== null;
    element.setAttribute("role", "group");
    this.group = host.words.cellGroup(place);
    this.still = element.querySelector<HTMLElement>(".source") ?? createElement("pre");
    this.original = this.still.textContent ?? "";
    this.current = host.edits.read(this.id, this.original) ?? this.original;
    this.bar = createCellBar(
      this.name,
      place === 1,
      this.isOwn,
      {
        run: () => host.run(this),
        stop: host.interrupt,
        runAbove: () => host.runAbove(this),
        reset: () => this.reset(),
        addAbove: () => host.add(this, -1, "code"),
        addBelow: () => host.add(this, 1, "code"),
        addProse: () => host.add(this, 1, "prose"),
        toProse: () => host.turn(this),
        toCode: () => undefined,
        split: () => host.split(this),
        moveUp: () => host.shift(this, -1),
        moveDown: () => host.shift(this, 1),
        delete: () => host.delete(this),
        goToError: () =>
          this.run.errorLine !== undefined && this.openEditor().goToLine(this.run.errorLine),
      },
      host.words,
    );
    this.layOut();
    this.view = createOutputView(
      element,
      element.querySelector<HTMLElement>(".outputs") ?? undefined,
      host.content,
      host.words,
      (...moved) => host.move(this, ...moved),
    );
    if (!this.isOwn) offerOutdatedEdit(this, this.original, host, this.view);
    followCellKeys(element, {
      add: (by) => host.add(this, by, "code"),
      shift: (by) => host.shift(this, by),
      turn: (kind) => kind === "prose" && host.turn(this),
      delete: () => host.delete(this),
      find: () => host.find(),
      undo: () => host.undo(),
      redo: () => host.redo(),
    });
    this.settle();
  }

  get text(): string {
    return this.current;
  }

  /** Whether it waits or runs. */
  get isBusy(): boolean {
    return isBusy(this.run);
  }

  /** Whether a reader is in it. */
  get isHeld(): boolean {
    return this.holds(document.activeElement);
  }

  readonly isShown = true;

  /** Its text is there from the start. */
  ready(): Promise<boolean> {
    return Promise.resolve(true);
  }

  /** Whether its own failure stands on the page. */
  get hasFailed(): boolean {
    return this.run.status === "error" && !this.run.outlived && !this.mayFail;
  }

  /** What is wrong with the result that it shows. */
  get staleness(): Staleness | undefined {
    const shows = this.run.status !== "none" || this.hasBookOutputs;
    return shows && !isBusy(this.run) ? this.host.staleness(this) : undefined;
  }

  /** Whether its text is another than the book's; a cell of the reader's has none there. */
  get isEdited(): boolean {
    return !this.isOwn && this.current !== this.original;
  }

  /** Where the cursor stands in its text; the end where nobody has been in it. */
  get cursor(): number {
    return this.editor?.cursor ?? this.current.length;
  }

  /** Its place among the page's code cells has changed; from 1. */
  renumber(place: number): void {
    const { words } = this.host;
    if (this.name === words.cell(place)) return;
    this.name = words.cell(place);
    this.group = words.cellGroup(place);
    this.bar.rename(this.name, place === 1);
    this.editor?.relabel();
    this.refresh();
  }

  /** Keeps its text in this browser, or forgets it with the cell. */
  keep(isKept: boolean): void {
    this.host.edits.write(this.id, this.original, isKept ? this.current : this.original);
  }

  setText(text: string): void {
    if (this.editor) return this.editor.setText(text);
    this.still.textContent = text;
    this.change(text);
  }

  /** Takes up an event of the session. */
  follow(event: CellEvent): void {
    const { memory } = this.host.session;
    if (event.number <= (memory.putAway[this.id] ?? -1)) return;
    this.run = followRun(this.run, event, memory.startedAt[this.id] ?? Date.now());
    if (event.type === "started") {
      this.outputs = [];
      this.view.say();
      this.view.begin();
    } else if (event.type === "output") {
      (this.outputs ??= [])[event.index] = event.output;
      this.view.show(event.index, event.html);
    } else if (event.type === "cleared") {
      this.outputs?.splice(event.from);
      this.view.clear(event.from);
    } else if (event.type === "asked") {
      this.ask(event);
    } else if (event.type === "answered") {
      this.view.say();
    } else if (event.type === "finished") {
      if (this.isAsking) this.view.say();
      this.view.finish();
      if (event.status === "died") this.sayDeath();
    }
    if (event.type !== "output") this.settle();
  }

  /** The kernel that it ran in has ended, and with it perhaps the whole session. */
  kernelEnded(wholeSession: boolean): void {
    this.run = wholeSession ? afterSessionEnd(this.run) : afterKernelEnd(this.run);
    if (wholeSession) this.view.finish();
    this.settle();
  }

  /** The server would not run it. */
  refuse(message: string): void {
    this.view.say(message);
    this.host.announce(this.host.words.cellRefused(this.name, message));
  }

  /** Back to the book's text and, unless it runs just now, output. */
  reset(): void {
    this.setText(this.original);
    if (!isBusy(this.run)) {
      this.run = notRun;
      this.outputs = undefined;
      this.view.say();
      this.view.restore();
      const { memory, save } = this.host.session;
      this.neededBy = undefined;
      this.host.forgot(this);
      memory.putAway[this.id] = this.host.lastEvent();
      save();
    }
    this.settle();
  }

  focus(): void {
    this.openEditor().focus();
    this.element.scrollIntoView({ block: "nearest" });
  }

  /** Whether an element stands in it. */
  holds(element: Element | null): boolean {
    return this.element.contains(element);
  }

  /** Puts the focus on its button, where keys mean the cell as a whole. */
  leave(): void {
    this.bar.runButton.focus();
    this.element.scrollIntoView({ block: "nearest" });
  }

  /** Brings it into the middle of the window. */
  show(): void {
    this.element.scrollIntoView({ block: "center" });
  }

  /** Brings its row, and what is said of its result, up to date. */
  refresh(): void {
    const { run, staleness, neededBy, isEdited, host } = this;
    this.bar.update(
      {
        run,
        edited: isEdited,
        own: this.isOwn,
        connected: host.isConnected(),
        neededBy,
        stale: staleness !== undefined && !staleness.isEdited,
      },
      Date.now(),
    );
    this.view.markStale(staleness && describeStaleness(staleness, host.words));
    const label = this.group + describeForHearing(run, staleness !== undefined, host.words);
    if (label !== this.label) this.element.setAttribute("aria-label", (this.label = label));
  }

  /** What a screen reader calls it, without and with how it stands. */
  private group: string;
  private label = "";

  private layOut(): void {
    const { still, code } = this;
    const box = createElement("div", { class: "source live-source" });
    still.replaceWith(box);
    still.className = "still";
    still.removeAttribute("data-label");
    if (this.current !== this.original) still.textContent = this.current;
    code.append(still);
    box.append(code, this.bar.element);
    const near = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && this.openEditor(),
      { rootMargin: "600px 0px" },
    );
    near.observe(this.element);
    still.tabIndex = 0;
    still.addEventListener("focus", () => this.openEditor().focus());
    this.stopWaiting = () => near.disconnect();
  }

  private stopWaiting: () => void = () => undefined;

  private openEditor(): CellEditor {
    if (this.editor) return this.editor;
    this.stopWaiting();
    this.editor = createCellEditor({
      parent: this.code,
      text: this.current,
      label: () => this.host.words.codeOf(this.name),
      description: keysDescription,
      hints: this.host.hints,
      change: (text) => this.change(text),
      run: (moveOn) => {
        this.host.run(this);
        if (moveOn) this.host.moveOn(this);
      },
      runStale: this.host.runStale,
      leave: () => this.leave(),
      split: () => this.host.split(this),
    });
    this.editor.markLine(this.run.errorLine);
    return this.editor;
  }

  private change(text: string): void {
    this.current = text;
    if (!this.host.edits.write(this.id, this.original, text)) this.host.notKept();
    if (!isBusy(this.run)) this.run = { ...this.run, errorLine: undefined };
    this.host.edited();
    this.refresh();
  }

  private settle(): void {
    this.editor?.markLine(this.run.errorLine);
    this.refresh();
  }

  private ask(event: Extract<CellEvent, { type: "asked" }>): void {
    const { words, announce } = this.host;
    const answer = (value: string): void => this.host.answer(this, value);
    const form = createQuestionForm(event, this.name, words, answer);
    this.view.say(form);
    form.querySelector("input")!.focus();
    announce(event.prompt);
  }

  private get isAsking(): boolean {
    return this.element.querySelector(".question") !== null;
  }

  private sayDeath(): void {
    const { words, restart } = this.host;
    this.view.say(words.diedUnder, createButton("restart", ...words.restart, restart));
  }
}
