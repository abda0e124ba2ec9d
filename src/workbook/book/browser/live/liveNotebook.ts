import type { KernelState, OpenedMessage, SessionEvent } from "../../live/protocol";
import type { PageContent } from "../pageContent";
import { createAnnouncer, type Announce } from "./announcer";
import type { CellHost } from "./cellHost";
import { formatSeconds, isBusy } from "./runState";
import { openConnection, type Connection, type ConnectionState } from "./connection";
import { createButton } from "./createElement";
import { keepEdits } from "./keepEdits";
import { keepSession, type KeptSession } from "./keepSession";
import type { KernelHints } from "./kernelHints";
import { LiveCell } from "./liveCell";
import { liveWords, type LiveWords } from "./liveWords";
import { saveCopy } from "./saveCopy";
import { createToolbar, type Toolbar } from "./toolbar";

/** The page of a notebook whose cells can be changed and run. */
export class LiveNotebook {
  private readonly words: LiveWords = liveWords(document.documentElement.lang);
  private readonly announce: Announce = createAnnouncer(document.body);
  private readonly session: KeptSession;
  private readonly toolbar: Toolbar;
  private readonly connection: Connection;
  private readonly cells: LiveCell[];
  private kernel: KernelState = "none";
  private lastEvent = 0;
  private ticking: ReturnType<typeof setInterval> | undefined;

  /** @param download address of the notebook's file; @param place gives way to the tools */
  constructor(
    article: HTMLElement,
    private readonly download: string,
    place: HTMLElement,
    content: PageContent,
  ) {
    const notebook = article.dataset.notebook ?? "";
    this.session = keepSession(
      notebook,
      readStorage(() => sessionStorage),
    );
    const { interrupt, restart } = this;
    this.toolbar = createToolbar(
      {
        runAll: () => this.run(this.cells),
        interrupt,
        restart,
        resetAll: () => this.resetAll(),
        save: () => void this.save(),
      },
      this.words,
    );
    place.replaceWith(this.toolbar.element);
    document.documentElement.classList.add("is-live");
    this.connection = openConnection(notebook, this.session.memory.session, {
      opened: (message, wanted) => this.open(message, wanted),
      event: (event) => this.follow(event),
      refused: ({ cell: id, message }) => {
        const cell = this.cells.find((other) => other.id === id);
        if (cell) cell.refuse(message);
        else this.toolbar.say(message);
      },
      changed: (state) => this.tellConnection(state),
    });
    const host = this.createHost(notebook, content);
    this.cells = [...article.querySelectorAll<HTMLElement>("[data-cell]")].map(
      (element, i) => new LiveCell(element, i + 1, host),
    );
    this.refresh();
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
      move: (comm, state) => void connection.send({ type: "move", comm, ...(state && { state }) }),
      answer: ({ id }, value) => void connection.send({ type: "answer", cell: id, value }),
      isConnected: () => connection.state === "open",
      lastEvent: () => this.lastEvent,
      edited: () => this.refreshTools(),
      run: (cell) => this.run([cell]),
      runAbove: (cell) => this.run(this.cells.slice(0, this.cells.indexOf(cell))),
      moveOn: (cell) => this.cells[this.cells.indexOf(cell) + 1]?.focus(),
    };
  }

  private readonly interrupt = (): void => void this.connection.send({ type: "interrupt" });

  private readonly restart = (): void => void this.connection.send({ type: "restart" });

  private run(chosen: readonly LiveCell[]): void {
    for (const cell of chosen) {
      if (isBusy(cell.run) || cell.text.trim() === "" || (cell.isSkipped && chosen.length > 1))
        continue;
      if (!this.connection.send({ type: "execute", cell: cell.id, code: cell.text }))
        return this.announce(this.words.cellUnsent);
      cell.sent();
    }
  }

  private open({ session, isNew, kernel }: OpenedMessage, wanted: string | undefined): void {
    const { memory, save } = this.session;
    if (isNew) {
      // What the cells know of an earlier session is void.
      Object.assign(memory, { ran: {}, putAway: {}, startedAt: {} });
      this.lastEvent = 0;
      for (const cell of this.cells) cell.kernelEnded(true);
      if (wanted !== undefined) this.toolbar.say(this.words.newSession);
    }
    memory.session = session;
    save();
    this.kernel = kernel;
    this.refresh();
  }

  private follow(event: SessionEvent & { readonly number: number }): void {
    this.lastEvent = event.number;
    if (event.type === "kernel") return this.followKernel(event.state, event.message);
    const cell = this.cells.find(({ id }) => id === event.cell);
    if (!cell) return;
    const {
      memory: { startedAt },
      save,
    } = this.session;
    if (event.type === "started") startedAt[cell.id] ??= Date.now();
    cell.follow(event);
    if (event.type === "output") return;
    if (event.type === "finished") {
      delete startedAt[cell.id];
      save();
      this.tellEnd(cell, event);
    }
    this.refresh();
  }

  private followKernel(state: KernelState, message: string | undefined): void {
    const before = this.kernel;
    this.kernel = state;
    // A kernel that starts or is gone knows none of the earlier variables.
    if (state === "none" || state === "dead" || state === "starting")
      for (const cell of this.cells) cell.kernelEnded(false);
    if (state === "dead") {
      this.toolbar.say(
        message ?? this.words.kernelEnded,
        createButton("restart", ...this.words.restart, this.restart),
      );
    } else if (message !== undefined && state === "busy")
      this.toolbar.say(message, createButton("restart", ...this.words.restart, this.restart));
    else if (message !== undefined) this.toolbar.say(message);
    else if (state === "starting" || before === "dead") this.toolbar.say("");
    this.refresh();
  }

  private tellConnection(state: ConnectionState): void {
    const { gone, locked, connected, cut } = this.words;
    this.toolbar.say(state === "gone" ? gone : state === "locked" ? locked : "");
    if (state === "open") this.announce(connected);
    if (state === "lost") this.announce(cut);
    this.refresh();
  }

  private tellEnd(
    cell: LiveCell,
    { status, seconds, errorLine }: Extract<SessionEvent, { type: "finished" }>,
  ): void {
    if (status === "error")
      this.announce(this.words.cellFailed(cell.name, errorLine, errorOf(cell)));
    else if (status === "ok" && !this.cells.some((other) => isBusy(other.run)))
      this.announce(this.words.cellDone(cell.name, formatSeconds(seconds, this.words)));
  }

  private resetAll(): void {
    const edited = this.cells
      .filter(({ isEdited }) => isEdited)
      .map((cell) => [cell, cell.text] as const);
    for (const cell of this.cells) cell.reset();
    const undo = createButton("restart", ...this.words.undo, () => {
      for (const [cell, text] of edited) cell.setText(text);
      this.toolbar.say("");
    });
    if (edited.length === 0) this.toolbar.say(this.words.outputsReset);
    else this.toolbar.say(this.words.editsReset(edited.length), undo);
    this.refresh();
  }

  private async save(): Promise<void> {
    const copied = this.cells.map(({ id, text, outputs, run: { executionCount = null } }) => ({
      id,
      text,
      outputs,
      executionCount,
    }));
    try {
      this.announce(this.words.saved(await saveCopy(this.download, copied, this.words)));
    } catch (error) {
      this.toolbar.say(this.words.notSaved((error as Error).message));
    }
  }

  private refresh(): void {
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
    this.toolbar.update({
      connection: this.connection.state,
      kernel: this.kernel,
      running: running === -1 ? undefined : running + 1,
      cells: this.cells.length,
      waiting: this.cells.filter((cell) => cell.run.status === "queued").length,
      changed: this.cells.some((cell) => cell.isEdited || cell.run.status !== "none"),
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
