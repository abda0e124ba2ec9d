import type { KernelState, OpenedMessage, SessionEvent } from "../../live/protocol";
import { outdatedNotice } from "../outdatedPage";
import type { PageContent } from "../pageContent";
import { createAnnouncer, type Announce } from "./announcer";
import { createArrangeHost } from "./arrangeCells";
import type { ArrangeHost } from "./arrangeHost";
import type { KernelChoice, KernelPlace } from "./chosenConnection";
import { bookAddress, keepAutomatic, type AutomaticChoice } from "./automatic";
import { CellFlow } from "./cellFlow";
import { CellSet, type PageCell } from "./cellSet";
import type { CellHost } from "./cellHost";
import { formatSeconds, isBusy } from "./runState";
import type { Connection, ConnectionState, OpenConnection } from "./connection";
import { createButton } from "./createElement";
import { keepEdits, type KeptEdits } from "./keepEdits";
import { keepLayout } from "./keepLayout";
import { createFindBox, type FindBox } from "./findBox";
import { emptyFlow, keepSession, type KeptSession } from "./keepSession";
import type { KernelHints } from "./kernelHints";
import { createKernelPanel, type KernelPanel } from "./kernelPanel";
import { LiveCell } from "./liveCell";
import { liveWords, type LiveWords } from "./liveWords";
import { LiveProse, type ProseHost } from "./prose/liveProse";
import { createProseLoader } from "./prose/loadProse";
import { RunFlow } from "./runFlow";
import { saveCopy } from "./saveCopy";
import { offerSharedCells, shareCells } from "./shareCells";
import { carriesCells } from "./shareLink";
import { createToolbar, type Toolbar } from "./toolbar";
import { createVariablesPanel, type VariablesPanel } from "./variablesPanel";

/** The page of a notebook whose cells can be changed and run. */
export class LiveNotebook {
  private readonly words: LiveWords = liveWords(document.documentElement.lang);
  private readonly announce: Announce = createAnnouncer(document.body);
  private readonly session: KeptSession;
  private readonly toolbar: Toolbar;
  private readonly variables: VariablesPanel;
  private readonly find: FindBox;
  private readonly connection: Connection;
  /** The code cells, from the top. */
  private readonly cells: LiveCell[] = [];
  private readonly set: CellSet;
  private readonly arrange: ArrangeHost<PageCell>;
  private readonly flow: RunFlow;
  private readonly automatic: AutomaticChoice = keepAutomatic(
    bookAddress(),
    readStorage(() => localStorage),
  );
  /** Cells of the last run of several, which ends at one that fails. */
  private readonly batch = new Set<LiveCell>();
  private refreshing: ReturnType<typeof setTimeout> | undefined;
  private kernel: KernelState = "none";
  private isOutdated = false;
  /** Whether no cell has an output or has run, as in a project that is just made. */
  private isUnrun = false;
  private readonly kernelPanel: KernelPanel | undefined;
  private isChoosing = false;
  /** What the reader has just chosen to run the cells, until a session is open there. */
  private chosen: { place: KernelPlace; lost: boolean } | undefined;
  /** Whether the notice says that another kernel runs the cells: until one of them does. */
  private saysSwitched = false;
  /** Major version of the server's Node. */
  private node: number | undefined;
  private lastEvent = 0;
  private saidNotKept = false;
  private ticking: ReturnType<typeof setInterval> | undefined;

  /**
   * @param download address of the notebook's file; @param place gives way to the tools
   * @param open opens the session with what runs the cells
   * @param choice of what that is, where the reader has one
   */
  constructor(
    article: HTMLElement,
    private readonly download: string,
    place: HTMLElement,
    content: PageContent,
    open: OpenConnection,
    choice?: KernelChoice,
  ) {
    const notebook = article.dataset.notebook ?? "";
    this.isUnrun =
      article.querySelector("[data-cell]") !== null &&
      article.querySelector("[data-cell] .outputs") === null;
    this.session = keepSession(
      notebook,
      readStorage(() => sessionStorage),
    );
    const { interrupt, restart } = this;
    this.variables = createVariablesPanel(() => this.connection.variables(), this.words);
    const blocks = ":scope > [data-cell] .editor, :scope > .prose, :scope > .raw > .listing";
    this.find = createFindBox(() => article.querySelectorAll<HTMLElement>(blocks), this.words);
    this.kernelPanel =
      choice &&
      createKernelPanel(choice, (place) => void this.chooseKernel(choice, place), this.words);
    this.toolbar = createToolbar(
      {
        runAll: () => this.run(this.cells),
        runStale: () => this.runStale(),
        automatic: () => this.toggleAutomatic(),
        interrupt,
        restart,
        resetAll: () => this.resetAll(),
        save: () => void this.save(),
        share: () => void this.share(),
      },
      [this.variables.element, this.find.element],
      this.kernelPanel?.element,
      this.words,
    );
    place.replaceWith(this.toolbar.element);
    document.documentElement.classList.add("is-live");
    this.connection = open(notebook, this.session.memory.session, {
      opened: (message, wanted) => this.open(message, wanted),
      event: (event) => this.follow(event),
      refused: ({ cell: id, message }) => {
        const cell = this.set.get(id ?? "");
        if (!cell) return this.toolbar.say(message);
        this.flow.flow.fail(cell.id);
        cell.refuse(message);
      },
      changed: (state) => this.tellConnection(state),
    });
    const { announce, words, toolbar } = this;
    const find = (): void => this.find.open();
    this.arrange = createArrangeHost({ set: () => this.set, announce, words, toolbar, find });
    const host = this.createHost(notebook, content);
    const proseHost = this.createProseHost(host);
    const { connection } = this;
    this.flow = new RunFlow(new CellFlow(this.session.memory.flow), {
      cells: this.cells,
      connection,
      refresh: () => this.refreshSoon(),
      send: (cell) => this.send(cell),
      tellNeeded: (needed, wanted) =>
        this.announce(this.words.runsFirst(needed.length, wanted.name)),
    });
    this.set = new CellSet(
      article,
      keepLayout(
        notebook,
        readStorage(() => localStorage),
      ),
      this.cells,
      {
        code: (element, place) => new LiveCell(element, place, host),
        prose: (element, place) => new LiveProse(element, place, proseHost),
      },
      (isKept) => {
        if (!isKept) this.tellNotKept();
        this.flow.changed();
        this.refreshSoon();
        content.updateContents();
      },
    );
    document.addEventListener("keydown", (event) => {
      const isKey = event.key === "Enter" && event.shiftKey && (event.ctrlKey || event.metaKey);
      if (isKey && !event.defaultPrevented) this.runStale();
    });
    host.edits.follow((id) => void this.takeFromTab(id, host.edits));
    this.flow.changed();
    this.refresh();
    addEventListener("hashchange", () => void this.offerShared());
    void this.offerShared();
  }

  private offerFirstRun(): void {
    const [words, ...button] = this.words.firstRun;
    const begin = (): void => {
      this.toolbar.say("");
      this.run(this.cells);
    };
    this.toolbar.say(words, createButton("runAll", ...button, begin));
  }

  /** A cell was edited in another tab: the text is taken, unless the reader is in the cell. */
  private async takeFromTab(id: string, edits: KeptEdits): Promise<void> {
    const cell = this.set.find(id);
    if (!cell || !(await cell.ready())) return;
    const text = edits.read(id, cell.original) ?? cell.original;
    if (text === cell.text) return;
    if (!cell.isHeld) return cell.setText(text);
    const { takeTab, keepMine, editedInTab } = this.words;
    const settle = (act: () => void) => () => {
      act();
      this.toolbar.say("");
    };
    this.toolbar.say(
      editedInTab(cell.name),
      createButton(
        "reset",
        ...takeTab,
        settle(() => cell.setText(text)),
      ),
      createButton(
        "stop",
        ...keepMine,
        settle(() => cell.keep(true)),
      ),
    );
  }

  /** Runs a cell by its id; nothing happens where there is none. */
  runCell(id: string): void {
    const cell = this.set.get(id);
    if (cell) this.run([cell]);
  }

  /** The book was updated under this page: what is not loaded of its parts will not be. */
  tellOutdated(): void {
    this.isOutdated = true;
    this.toolbar.say(...outdatedNotice(document.documentElement.lang));
  }

  private createHost(notebook: string, content: PageContent): CellHost<LiveCell> {
    const { session, interrupt, restart, announce, connection, words } = this;
    // The kernel answers nothing while it runs a cell.
    const ask = (...question: Parameters<Connection["ask"]>): ReturnType<Connection["ask"]> =>
      this.kernel === "idle" ? connection.ask(...question) : Promise.resolve(undefined);
    const hints: KernelHints = {
      complete: (code, cursor) => ask("complete", code, cursor),
      inspect: (code, cursor) => ask("inspect", code, cursor),
      announce,
      words,
    };
    return {
      ...this.arrange,
      content,
      session,
      interrupt,
      restart,
      announce,
      hints,
      words,
      edits: keepEdits(
        notebook,
        readStorage(() => localStorage),
      ),
      answer: ({ id }, value) => void connection.send({ type: "answer", cell: id, value }),
      move: (cell, comm, state) => {
        connection.send({ type: "move", comm, ...(state && { state }) });
        if (!this.flow.move(cell, comm, state ?? Date.now())) return;
        this.session.save();
        this.refreshSoon();
        if (this.automatic.isOn) this.flow.follow();
      },
      forgot: ({ id }) => this.flow.flow.forget(id),
      staleness: ({ id }) => this.flow?.flow.staleness(id),
      runStale: () => this.runStale(),
      isConnected: () => connection.state === "open",
      lastEvent: () => this.lastEvent,
      notKept: () => this.tellNotKept(),
      edited: () => {
        this.flow.changed();
        this.flow.settle();
        this.refreshSoon();
      },
      run: (cell) => this.run([cell]),
      runAbove: (cell) => this.run(this.cells.slice(0, this.cells.indexOf(cell))),
      moveOn: (cell) => this.cells[this.cells.indexOf(cell) + 1]?.focus(),
    };
  }

  private createProseHost({ content, edits }: CellHost<LiveCell>): ProseHost {
    return {
      ...this.arrange,
      ...{ content, edits },
      words: this.words,
      load: createProseLoader(this.download),
      notKept: () => this.tellNotKept(),
      changed: () => this.refreshSoon(),
      note: (undo, redo) => this.set.note(undo, redo),
      moveOn: (cell) => {
        const { inOrder } = this.set;
        const below = inOrder.slice(inOrder.indexOf(cell) + 1);
        (below.find(({ isShown }) => isShown) ?? cell).leave();
      },
      say: (words) => this.toolbar.say(words),
    };
  }

  private readonly interrupt = (): void => void this.connection.send({ type: "interrupt" });

  private readonly restart = (): void => void this.connection.send({ type: "restart" });

  private async chooseKernel(choice: KernelChoice, place: KernelPlace): Promise<void> {
    if (place === choice.place || this.isChoosing) return;
    this.isChoosing = true;
    const { kernel: words } = this.words;
    this.toolbar.say(words.loading);
    this.chosen = { place, lost: this.cells.some(({ run }) => run.status !== "none") };
    try {
      await choice.choose(place);
    } catch (error) {
      this.chosen = undefined;
      this.toolbar.say(words.notSwitched((error as Error).message));
    }
    this.isChoosing = false;
    this.refreshTools();
  }

  private run(chosen: readonly LiveCell[]): void {
    const wanted = chosen.filter(
      (cell) =>
        !isBusy(cell.run) && cell.text.trim() !== "" && !(cell.isSkipped && chosen.length > 1),
    );
    if (wanted.length > 1) this.toolbar.say("");
    if (!this.cells.some(({ run }) => isBusy(run))) this.batch.clear();
    void this.flow.run(wanted).then(() => this.session.save());
  }

  private runStale(): void {
    this.flow.settle();
    this.run(this.flow.stale);
  }

  private toggleAutomatic(): void {
    this.automatic.toggle();
    if (this.automatic.isOn) this.flow.follow();
    this.refreshTools();
  }

  private send(cell: LiveCell): boolean {
    if (this.saysSwitched) this.toolbar.say("");
    this.saysSwitched = false;
    const isSent = this.connection.send({ type: "execute", cell: cell.id, code: cell.text });
    if (!isSent) this.announce(this.words.cellUnsent);
    else this.batch.add(cell);
    return isSent;
  }

  private open({ session, isNew, kernel, node }: OpenedMessage, wanted: string | undefined): void {
    const { memory, save } = this.session;
    this.node = node ?? this.node;
    if (isNew) {
      // What the cells know of an earlier session is void.
      const { shown } = memory.flow;
      Object.assign(memory, { putAway: {}, startedAt: {} });
      // What stands on the page keeps what it came from.
      Object.assign(memory.flow, emptyFlow(), {
        shown: Object.fromEntries(
          Object.entries(shown).filter(([id]) => this.set.get(id)?.outputs !== undefined),
        ),
      });
      this.lastEvent = 0;
      for (const cell of this.cells) cell.kernelEnded(true);
      if (wanted !== undefined) this.toolbar.say(this.words.newSession);
    }
    if (this.chosen) {
      this.toolbar.say(this.words.kernel.switched(this.chosen.place, this.chosen.lost));
      this.saysSwitched = true;
      this.chosen = undefined;
    }
    memory.session = session;
    save();
    this.kernel = kernel;
    this.flow.changed();
    this.refresh();
  }

  private follow(event: SessionEvent & { readonly number: number }): void {
    this.lastEvent = event.number;
    if (event.type === "kernel") return this.followKernel(event.state, event.message);
    const cell = this.set.get(event.cell);
    if (!cell) return;
    const {
      memory: { startedAt },
      save,
    } = this.session;
    if (event.type === "started") {
      startedAt[cell.id] ??= Date.now();
      this.isUnrun = false;
      this.flow.flow.start(cell.id);
    }
    cell.follow(event);
    if (event.type === "output") return;
    if (event.type === "finished") {
      delete startedAt[cell.id];
      if (event.status === "ok" || (event.status === "error" && cell.mayFail))
        this.flow.flow.end(cell.id);
      else this.flow.flow.fail(cell.id);
      save();
      this.tellEnd(cell, event);
    }
    this.refreshSoon();
  }

  private followKernel(state: KernelState, message: string | undefined): void {
    const before = this.kernel;
    this.kernel = state;
    // A kernel that starts or is gone knows none of the earlier variables.
    if (state === "none" || state === "dead" || state === "starting") {
      this.flow.flow.forgetKernel();
      this.flow.changed();
      for (const cell of this.cells) cell.kernelEnded(false);
    }
    if (this.isOutdated) this.toolbar.say(...outdatedNotice(document.documentElement.lang));
    else if (state === "dead") {
      this.toolbar.say(
        message ?? this.words.kernelEnded,
        createButton("restart", ...this.words.restart, this.restart),
      );
    } else if (message !== undefined && state === "busy")
      this.toolbar.say(message, createButton("restart", ...this.words.restart, this.restart));
    else if (message !== undefined) this.toolbar.say(message);
    else if ((state === "starting" && !this.saysSwitched) || before === "dead")
      this.toolbar.say("");
    if (state === "idle") this.variables.refresh();
    this.refresh();
  }

  private tellConnection(state: ConnectionState): void {
    const { gone, locked, connected, cut } = this.words;
    this.toolbar.say(state === "gone" ? gone : state === "locked" ? locked : "");
    if (state === "open") {
      this.announce(connected);
      if (this.isUnrun && !carriesCells(location.hash)) this.offerFirstRun();
    }
    if (state === "lost") this.announce(cut);
    this.refresh();
  }

  private tellEnd(
    cell: LiveCell,
    { status, seconds, errorLine }: Extract<SessionEvent, { type: "finished" }>,
  ): void {
    if (status === "error") {
      this.announce(this.words.cellFailed(cell.name, errorLine, errorOf(cell)));
      if (this.batch.size > 1 && this.batch.has(cell) && cell.hasFailed) this.tellStop(cell);
    } else if (status === "ok" && !this.cells.some((other) => isBusy(other.run)))
      this.announce(this.words.cellDone(cell.name, formatSeconds(seconds, this.words)));
  }

  /** A run of several cells ended at one: the page goes there, unless the reader writes. */
  private tellStop(cell: LiveCell): void {
    const left = [...this.batch].filter(({ run }) => run.status === "queued").length;
    const go = createButton("goTo", ...this.words.goTo(cell.name), () => cell.focus());
    this.toolbar.say(this.words.stoppedAt(cell.name, errorOf(cell), left), go);
    if (!document.activeElement?.closest(".cm-editor, input, select")) cell.show();
  }

  private resetAll(): void {
    const { isArranged } = this.set;
    this.set.restoreBook();
    const edited = this.set.inOrder
      .filter(({ isEdited }) => isEdited)
      .map((cell) => [cell, cell.text] as const);
    for (const cell of this.set.inOrder) cell.reset();
    const undo = createButton("restart", ...this.words.undo, () => {
      if (isArranged) this.set.undo();
      for (const [cell, text] of edited) cell.setText(text);
      this.toolbar.say("");
    });
    if (edited.length > 0) this.toolbar.say(this.words.editsReset(edited.length), undo);
    else if (isArranged) this.toolbar.say(this.words.cellsReset, undo);
    else this.toolbar.say(this.words.outputsReset);
    this.refresh();
  }

  /** The browser keeps nothing; that is said once, for all to see. */
  private tellNotKept(): void {
    if (!this.saidNotKept) this.toolbar.say(this.words.notKept);
    this.saidNotKept = true;
  }

  /** What a link brings never runs by itself. */
  private offerShared(): Promise<void> {
    const { set, toolbar, words } = this;
    return offerSharedCells(set.inOrder, set, toolbar.element, words, {
      prepare: (ids) =>
        Promise.all(set.prose.filter(({ id }) => ids.has(id)).map((cell) => cell.ready())),
      use: () => {
        if (this.automatic.isOn) this.automatic.toggle();
        this.refreshTools();
      },
      show: (id) => {
        const cell = set.find(id);
        if (cell?.kind === "prose") cell.leave();
        else cell?.focus();
      },
    });
  }

  private async share(): Promise<void> {
    await this.set.restored();
    await shareCells(this.set.inOrder, this.set, this.toolbar, this.words);
  }

  private async save(): Promise<void> {
    await this.set.restored();
    const prose = this.set.prose.filter(({ isEdited, isOwn }) => isEdited || isOwn);
    const copied = this.cells
      .map(({ id, text, outputs, run: { executionCount = null } }) => ({
        id,
        text,
        outputs,
        executionCount,
      }))
      .concat(
        prose.map(({ id, text }) => ({ id, text, outputs: undefined, executionCount: null })),
      );
    try {
      this.announce(this.words.saved(await saveCopy(this.download, copied, this.set, this.words)));
    } catch (error) {
      this.toolbar.say(this.words.notSaved((error as Error).message));
    }
  }

  /** Of many changes in quick succession the page shows the last. */
  private refreshSoon(): void {
    this.refreshing ??= setTimeout(() => {
      this.refreshing = undefined;
      this.refresh();
      if (this.automatic.isOn) this.flow.follow();
    }, 30);
  }

  private refresh(): void {
    this.flow.settle();
    this.refreshTools();
    for (const cell of this.cells) cell.refresh();
    const isRunning = this.cells.some((cell) => cell.run.status === "running");
    if (isRunning)
      this.ticking ??= setInterval(
        () => this.cells.forEach((cell) => isBusy(cell.run) && cell.refresh()),
        250,
      );
    else this.ticking = void clearInterval(this.ticking);
  }

  private refreshTools(): void {
    const running = this.cells.findIndex((cell) => cell.run.status === "running");
    this.kernelPanel?.update(this.node);
    this.toolbar.update({
      connection: this.connection.state,
      kernel: this.kernel,
      running: running === -1 ? undefined : running + 1,
      cells: this.cells.length,
      waiting: this.cells.filter((cell) => cell.run.status === "queued").length,
      changed:
        this.set.isArranged ||
        this.set.inOrder.some(({ isEdited }) => isEdited) ||
        this.cells.some(({ run }) => run.status !== "none"),
      stale: this.flow.stale.length,
      isAutomatic: this.automatic.isOn,
      failed: this.cells.find(({ hasFailed }) => hasFailed)?.name,
    });
  }
}

function errorOf({ outputs = [] }: LiveCell): string {
  const error = outputs.find((output) => output?.output_type === "error");
  return error?.output_type === "error" ? `${error.ename}: ${error.evalue}` : "";
}

/** Browsers may refuse storage, as in private windows. */
function readStorage(storage: () => Storage): Storage | undefined {
  try {
    return storage();
  } catch {
    return undefined;
  }
}
