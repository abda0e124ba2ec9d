import { randomUUID } from "node:crypto";
import { locateInCell } from "../../jupyter/notebook/cellError";
import type { KernelClient, Question } from "../../jupyter/client/client";
import type { Json } from "../../jupyter/wire";
import type { Chapter } from "../pages/chapter";
import { ControlMoves } from "./controlMoves";
import { RunningCell } from "./runningCell";
import { EventLog, type LoggedEvent, type NumberedEvent } from "./eventLog";
import { askKernel, askVariables } from "./kernelQuestions";
import type { ControlState, FinishedEvent, KernelState } from "./protocol";
import { SessionKernel, type LaunchSessionKernel } from "./sessionKernel";
import { sessionWords, type SessionWords } from "./sessionWords";
import { ShownCells } from "./shownCells";

export interface SessionOptions {
  /** Path of the notebook below the folder of notebooks. */
  notebook: string;
  /** Page of the notebook in the book, and the folder that its kernel runs in. */
  chapter: Pick<Chapter, "page" | "folder" | "language">;
  launch: LaunchSessionKernel;
  /** Cells, by id, after whose error the ones behind still run. */
  mayFail: ReadonlySet<string>;
  /** Cells that may wait. */
  queueLimit: number;
  /** Asks for leave to start a kernel: the reason against it, in words, or undefined. */
  refuseKernel: () => string | undefined;
}

interface Job {
  cell: string;
  code: string;
}

/** Hears each event as it comes. */
export type Listener = (event: NumberedEvent) => void;

/**
 * Milliseconds after which an interrupt is asked for again: one that comes before the kernel has
 * begun the cell is lost.
 */
const interruptAgain = 500;
const interruptAttempts = 5;

/**
 * A notebook that is open on a page: its kernel, the cells that wait, and what there is to say of
 * them.
 */
export class LiveSession {
  readonly id = randomUUID();
  readonly log = new EventLog();
  readonly words: SessionWords;
  /** Whether a page listens, or is about to. */
  isAttended = true;
  /** When something was last asked or shown, in ms. */
  lastActive = performance.now();
  private readonly listeners = new Set<Listener>();
  private readonly kernel: SessionKernel;
  private readonly cells = new ShownCells();
  private readonly moves = new ControlMoves(
    (comm, data) => this.sendMove(comm, data),
    (busy) => {
      if (this.kernel.client && !this.isWorking) this.kernel.setState(busy ? "busy" : "idle");
    },
  );
  private queue: Job[] = [];
  private isWorking = false;
  private running: RunningCell | undefined;
  private question: Question | undefined;
  private isClosed = false;

  constructor(readonly options: SessionOptions) {
    this.words = sessionWords(options.chapter.language);
    this.kernel = new SessionKernel({
      words: this.words,
      launch: options.launch,
      onState: (state, message) =>
        this.emit({ type: "kernel", state, ...(message !== undefined && { message }) }),
      onLoss: () => this.loseKernel(),
    });
  }

  get kernelState(): KernelState {
    return this.kernel.state;
  }

  get hasKernel(): boolean {
    return this.kernel.isThere;
  }

  get isBusy(): boolean {
    return this.isWorking;
  }

  attach(listener: Listener): void {
    this.listeners.add(listener);
    this.isAttended = true;
  }

  detach(listener: Listener): void {
    this.listeners.delete(listener);
    this.isAttended = this.listeners.size > 0;
    this.lastActive = performance.now();
  }

  /** Runs code as a cell, behind those that wait; returns why not, in words, where it will not. */
  execute(cell: string, code: string): string | undefined {
    this.lastActive = performance.now();
    if (this.queue.length >= this.options.queueLimit)
      return this.words.queueFull(this.queue.length.toLocaleString("en"));
    const refusal = this.hasKernel ? undefined : this.options.refuseKernel();
    if (refusal !== undefined) return refusal;
    this.queue.push({ cell, code });
    this.emit({ type: "queued", cell });
    if (!this.isWorking) void this.work();
    return undefined;
  }

  /** Stops the cell that runs and forgets those that wait. */
  async interrupt(): Promise<void> {
    this.lastActive = performance.now();
    this.dropQueue();
    const { running } = this;
    if (this.kernel.client?.stopEnds) return this.stopKernel();
    if (!running && this.moves.isBusy) await this.kernel.client?.interrupt();
    for (
      let attempt = 0;
      running && running === this.running && attempt < interruptAttempts;
      attempt++
    ) {
      await this.kernel.client?.interrupt();
      await new Promise((resolve) => setTimeout(resolve, interruptAgain));
    }
    if (running && running === this.running)
      this.emit({ type: "kernel", state: this.kernel.state, message: this.words.noAnswer });
  }

  /** Passes the move of a control on to the kernel; without a state it was pressed. */
  move(comm: string, state: Readonly<Record<string, ControlState>> | undefined): void {
    this.lastActive = performance.now();
    if (this.kernel.client) this.moves.add(comm, state);
  }

  /** Gives the cell that runs what it asked for. */
  answer(cell: string, value: string): void {
    this.lastActive = performance.now();
    if (this.running?.cell !== cell) return;
    this.kernel.client?.answer(value);
    // As a terminal has it, the question and the answer stay.
    if (this.question && !this.question.password)
      this.running.print(`${this.question.prompt}${value}\n`);
    this.question = undefined;
    this.emit({ type: "answered", cell });
  }

  /** Ends the kernel and starts a new one; returns why not, in words, where it will not. */
  restart(): string | undefined {
    this.lastActive = performance.now();
    const refusal = this.hasKernel ? undefined : this.options.refuseKernel();
    if (refusal !== undefined) return refusal;
    void this.endKernel();
    void this.kernel.ready();
    return undefined;
  }

  /** The kernel's answer to `complete` or `inspect`; empty where it cannot answer at once. */
  async ask(
    type: "complete" | "inspect",
    code: string,
    cursor: number,
  ): Promise<Record<string, unknown>> {
    this.lastActive = performance.now();
    const { client } = this.kernel;
    return client && !this.isWorking ? askKernel(client, type, code, cursor) : {};
  }

  /** The kernel's variables; empty where it cannot answer at once. */
  async variables(): Promise<Record<string, unknown>> {
    this.lastActive = performance.now();
    const { client } = this.kernel;
    return client && !this.isWorking ? askVariables(client) : {};
  }

  /** Ends the kernel, and says why where nobody asked for it; the next cell starts a new one. */
  async shutDown(message?: string): Promise<void> {
    const ending = this.endKernel();
    this.kernel.setState("none", message);
    await ending;
  }

  /** The kernel, started if there is none; undefined where it cannot start. */
  ready(): Promise<KernelClient | undefined> {
    return this.kernel.ready();
  }

  /** Ends the kernel for good. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.endKernel();
    this.cells.close();
  }

  private async work(): Promise<void> {
    this.isWorking = true;
    while (this.queue.length > 0) {
      const client = await this.kernel.ready();
      await this.moves.settled();
      const job = client && client === this.kernel.client ? this.queue.shift() : undefined;
      if (client && job) await this.run(job, client);
    }
    this.isWorking = false;
    if (this.kernel.client && !this.moves.isBusy) this.kernel.setState("idle");
  }

  private async run({ cell, code }: Job, client: KernelClient): Promise<void> {
    const run = new RunningCell(cell, code, this.words, (event) => this.emit(event));
    this.running = run;
    this.cells.begin(run);
    this.kernel.setState("busy");
    this.emit({ type: "started", cell });
    try {
      const { status } = await client.execute(code, {
        onMessage: (message) => {
          this.lastActive = performance.now();
          this.cells.collect(run, message);
        },
        onQuestion: (question) => {
          this.lastActive = performance.now();
          run.flush();
          if (this.running !== run) return;
          this.question = question;
          this.emit({ type: "asked", cell, ...question });
        },
      });
      this.finish(run, status === "ok" || status === "error" ? status : "aborted");
    } catch {
      this.finish(run, "died"); // Whoever watches the kernel's end says why.
    }
  }

  /** Says once how a run has ended; cells behind one that failed are not run. */
  private finish(run: RunningCell, status: FinishedEvent["status"]): void {
    if (this.running !== run) return;
    this.running = undefined;
    this.lastActive = performance.now();
    run.flush();
    const seconds = (this.lastActive - run.started) / 1000;
    this.emit({
      type: "finished",
      cell: run.cell,
      status,
      executionCount: run.executionCount,
      seconds,
      ...(status === "error" && findErrorLine(run)),
    });
    if (status !== "ok" && !(status === "error" && this.options.mayFail.has(run.cell)))
      this.dropQueue();
    this.cells.makeRoom(this.log);
  }

  private async sendMove(comm: string, data: Json): Promise<void> {
    await this.kernel.client?.notify("comm_msg", { comm_id: comm, data }, (message) => {
      this.lastActive = performance.now();
      this.cells.update(message);
    });
  }

  private async stopKernel(): Promise<void> {
    if (this.running || this.moves.isBusy) await this.shutDown(this.words.stopped);
  }

  private endKernel(): Promise<unknown> {
    this.moves.clear();
    const ending = this.kernel.end();
    if (this.running) this.finish(this.running, "died");
    this.cells.clearDisplays();
    this.dropQueue();
    return ending;
  }

  /**
   * The kernel has ended by itself, under the cell that runs, or could not start for the first that
   * waits.
   */
  private loseKernel(): void {
    if (this.running) this.finish(this.running, "died");
    else if (this.queue.length > 0)
      this.emit({
        type: "finished",
        cell: this.queue.shift()!.cell,
        status: "died",
        executionCount: null,
        seconds: 0,
      });
    this.cells.clearDisplays();
    this.dropQueue();
  }

  private dropQueue(): void {
    const dropped = this.queue;
    this.queue = [];
    for (const { cell } of dropped)
      this.emit({ type: "finished", cell, status: "aborted", executionCount: null, seconds: 0 });
  }

  private emit(event: LoggedEvent): void {
    if (this.isClosed) return;
    const numbered = this.log.add(event);
    for (const listener of this.listeners) listener(numbered);
  }
}

function findErrorLine({
  error,
  executionCount,
  code,
}: RunningCell): { errorLine: number } | undefined {
  const line = error && locateInCell(error.traceback, executionCount)?.line;
  return line !== undefined && line >= 1 && line <= code.split("\n").length
    ? { errorLine: line }
    : undefined;
}
