import { randomUUID } from "node:crypto";
import { locateInCell } from "../../jupyter/cellError";
import { launchKernel, type KernelClient } from "../../jupyter/client";
import type { Displays } from "../../jupyter/collectOutputs";
import type { Message } from "../../jupyter/wire";
import type { Chapter } from "../chapter";
import { CellRun } from "./cellRun";
import { EventLog, type LoggedEvent, type NumberedEvent } from "./eventLog";
import { askKernel } from "./kernelQuestions";
import type { FinishedEvent, KernelState } from "./protocol";

export interface SessionOptions {
  /** Path of the notebook below the folder of notebooks. */
  notebook: string;
  /** Page of the notebook in the book, and the folder that its kernel runs in. */
  chapter: Pick<Chapter, "page" | "folder" | "language">;
  /** Command that starts the kernel. */
  command: readonly string[];
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

/** Characters of outputs kept for pages that come back; beyond it the oldest cells' large outputs go. */
const keptCharacters = 64_000_000;
/** Cells whose outputs are kept. */
const keptCells = 2_000;
/** Displays after which those are forgotten that a cell has shown and taken away again. */
const displaysBetween = 1_000;
/** Milliseconds after which an interrupt is asked for again: one that comes before the kernel has begun the cell is lost. */
const interruptAgain = 500;
const interruptAttempts = 10;

/** A notebook that is open on a page: its kernel, the cells that wait, and what there is to say of them. */
export class LiveSession {
  readonly id = randomUUID();
  readonly log = new EventLog();
  /** Whether a page listens, or is about to. */
  isAttended = true;
  /** When something was last asked or shown, in ms. */
  lastActive = performance.now();
  private readonly listeners = new Set<Listener>();
  private state: KernelState = "none";
  private kernel: KernelClient | undefined;
  private starting: { promise: Promise<KernelClient | undefined>; abort: AbortController } | undefined;
  private ending: Promise<unknown> = Promise.resolve();
  private queue: Job[] = [];
  private isWorking = false;
  private running: CellRun | undefined;
  private runs = new Map<string, CellRun>();
  private displays: Displays = new Map();
  private displayed = 0;
  private isClosed = false;

  constructor(readonly options: SessionOptions) {}

  get kernelState(): KernelState {
    return this.state;
  }

  /** Process of the kernel, where there is one. */
  get kernelPid(): number | undefined {
    return this.kernel?.pid;
  }

  get hasKernel(): boolean {
    return this.kernel !== undefined || this.starting !== undefined;
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
    if (this.queue.length >= this.options.queueLimit) return `${this.queue.length.toLocaleString("en")} cells wait already; run this one again when they are done.`;
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
    const { running, kernel } = this;
    for (let attempt = 0; running && running === this.running && kernel === this.kernel && attempt < interruptAttempts; attempt++) {
      await kernel?.interrupt();
      await new Promise((resolve) => setTimeout(resolve, interruptAgain));
    }
  }

  /** Ends the kernel and starts a new one; returns why not, in words, where it will not. */
  restart(): string | undefined {
    this.lastActive = performance.now();
    const refusal = this.hasKernel ? undefined : this.options.refuseKernel();
    if (refusal !== undefined) return refusal;
    this.endKernel();
    void this.ready();
    return undefined;
  }

  /** The kernel's answer to `complete` or `inspect`; empty where it cannot answer at once. */
  async ask(type: "complete" | "inspect", code: string, cursor: number): Promise<Record<string, unknown>> {
    this.lastActive = performance.now();
    return this.kernel && !this.isWorking ? askKernel(this.kernel, type, code, cursor) : {};
  }

  /** Ends the kernel; the next cell starts a new one. */
  shutDown(message?: string): Promise<unknown> {
    this.endKernel();
    this.setState("none", message);
    return this.ending;
  }

  /** Ends the kernel for good. */
  close(): Promise<unknown> {
    this.isClosed = true;
    this.endKernel();
    for (const run of this.runs.values()) run.close();
    return this.ending;
  }

  private async work(): Promise<void> {
    this.isWorking = true;
    while (this.queue.length > 0) {
      const kernel = await this.ready();
      const job = kernel && kernel === this.kernel ? this.queue.shift() : undefined;
      if (kernel && job) await this.run(job, kernel);
    }
    this.isWorking = false;
    if (this.kernel) this.setState("idle");
  }

  /** The kernel, once it is ready; undefined where it cannot start, or was ended meanwhile. */
  private ready(): Promise<KernelClient | undefined> {
    if (this.kernel) return Promise.resolve(this.kernel);
    if (!this.starting) {
      const abort = new AbortController();
      this.starting = { abort, promise: this.start(abort.signal) };
    }
    return this.starting.promise;
  }

  private async start(signal: AbortSignal): Promise<KernelClient | undefined> {
    this.setState("starting");
    try {
      await this.ending;
      const kernel = await launchKernel({ command: this.options.command, cwd: this.options.chapter.folder, signal });
      if (signal.aborted) {
        void kernel.shutdown(0);
        return undefined;
      }
      this.starting = undefined;
      this.kernel = kernel;
      void kernel.ended.then((reason) => this.hearEnd(kernel, reason));
      this.setState("idle");
      return kernel;
    } catch (error) {
      if (signal.aborted) return undefined;
      this.starting = undefined;
      this.setState("dead", `The kernel cannot start: ${(error as Error).message}`);
      const first = this.queue.shift();
      if (first) this.emit({ type: "finished", cell: first.cell, status: "died", executionCount: null, seconds: 0 });
      this.dropQueue();
      return undefined;
    }
  }

  private async run({ cell, code }: Job, kernel: KernelClient): Promise<void> {
    this.forgetOutputs(cell);
    const run = new CellRun(cell, code, (event) => this.emit(event));
    this.running = run;
    this.runs.set(cell, run);
    this.setState("busy");
    this.emit({ type: "started", cell });
    try {
      const { status } = await kernel.execute(code, { onMessage: (message) => this.hear(run, message) });
      this.finish(run, status === "ok" || status === "error" ? status : "aborted");
    } catch {
      this.finish(run, "died"); // Whoever watches the kernel's end says why.
    }
  }

  /** Says once how a run has ended; cells behind one that failed are not run. */
  private finish(run: CellRun, status: FinishedEvent["status"]): void {
    if (this.running !== run) return;
    this.running = undefined;
    this.lastActive = performance.now();
    run.flush();
    const seconds = (this.lastActive - run.started) / 1000;
    this.emit({ type: "finished", cell: run.cell, status, executionCount: run.executionCount, seconds, ...(status === "error" && findErrorLine(run)) });
    if (status !== "ok" && !(status === "error" && this.options.mayFail.has(run.cell))) this.dropQueue();
    this.makeRoom();
  }

  /** The outputs of the cell's last run go, also where displays are looked for. */
  private forgetOutputs(cell: string): void {
    this.runs.get(cell)?.close();
    this.runs.delete(cell);
    this.forgetDisplays();
  }

  /** Displays that no cell shows any more are not looked for. */
  private forgetDisplays(): void {
    const kept = new Set([...this.runs.values()].flatMap(({ outputs }) => outputs));
    for (const [id, shown] of this.displays) {
      const left = shown.filter((output) => kept.has(output));
      if (left.length === 0) this.displays.delete(id);
      else this.displays.set(id, left);
    }
  }

  private hear(run: CellRun, message: Message): void {
    this.lastActive = performance.now();
    run.hear(message, this.displays);
    const type = message.header.msg_type;
    if (type === "update_display_data") for (const other of this.runs.values()) other.look();
    if (type === "display_data" && ++this.displayed % displaysBetween === 0) this.forgetDisplays();
  }

  private hearEnd(kernel: KernelClient, reason: string): void {
    if (this.kernel !== kernel) return; // It was ended on purpose.
    this.endKernel();
    this.setState("dead", `The kernel ended by itself (${reason}). Its variables are gone; the next cell that you run starts a new one.`);
  }

  private endKernel(): void {
    const { kernel, starting } = this;
    this.kernel = this.starting = undefined;
    this.displays = new Map();
    if (this.running) this.finish(this.running, "died");
    this.dropQueue();
    starting?.abort.abort(new Error("the kernel was ended while it started"));
    this.ending = Promise.all([this.ending, kernel?.shutdown(0.5), starting?.promise]);
  }

  private dropQueue(): void {
    const dropped = this.queue;
    this.queue = [];
    for (const { cell } of dropped) this.emit({ type: "finished", cell, status: "aborted", executionCount: null, seconds: 0 });
  }

  private makeRoom(): void {
    let size = [...this.runs.values()].reduce((sum, run) => sum + run.size, 0);
    for (const [cell, run] of this.runs) {
      const isNewest = [...this.runs.keys()].at(-1) === cell;
      if (isNewest || (size <= keptCharacters && this.runs.size <= keptCells)) return;
      size -= run.size;
      run.makeRoom(this.log);
      this.runs.delete(cell);
    }
  }

  private setState(state: KernelState, message?: string): void {
    if (this.state === state && message === undefined) return;
    this.state = state;
    this.emit({ type: "kernel", state, ...(message !== undefined && { message }) });
  }

  private emit(event: LoggedEvent): void {
    if (this.isClosed) return;
    const numbered = this.log.add(event);
    for (const listener of this.listeners) listener(numbered);
  }
}

function findErrorLine({ error, executionCount, code }: CellRun): { errorLine: number } | undefined {
  const line = error && locateInCell(error.traceback, executionCount)?.line;
  return line !== undefined && line >= 1 && line <= code.split("\n").length ? { errorLine: line } : undefined;
}
