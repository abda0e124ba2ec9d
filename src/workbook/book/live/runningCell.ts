import type { Displays } from "../../jupyter/notebook/collectOutputs";
import type { Output } from "../../jupyter/notebook/notebook";
import type { Message } from "../../jupyter/wire";
import { BoundedOutputs, note } from "./boundedOutputs";
import type { EventLog, LoggedEvent } from "./eventLog";
import type { SessionWords } from "./sessionWords";

/** Shortest time between two states of a cell's outputs that are sent, in milliseconds. */
const period = 50;
/** Characters sent a millisecond at most: large outputs that change are sent less often. */
const pace = 400;
/** Outputs below this size, in characters, stay when room must be made. */
const small = 2_000;

/** One run of a cell: gathers what it shows and says now and then what has changed. */
export class RunningCell {
  /** When it began, in ms. */
  readonly started = performance.now();
  private readonly shown: BoundedOutputs;
  /** What was said last, by index. */
  private said: { output: Output; version: unknown }[] = [];
  private timer: NodeJS.Timeout | undefined;
  private nextFlush = 0;
  private isClosed = false;

  constructor(
    readonly cell: string,
    readonly code: string,
    private readonly words: SessionWords,
    private readonly emit: (event: LoggedEvent) => void,
  ) {
    this.shown = new BoundedOutputs(words);
  }

  get outputs(): readonly Output[] {
    return this.shown.outputs;
  }

  get executionCount(): number | null {
    return this.shown.executionCount;
  }

  get error(): BoundedOutputs["error"] {
    return this.shown.error;
  }

  /** Characters that its outputs take. */
  get size(): number {
    return this.outputs.reduce((sum, output) => sum + this.shown.sizeOf(output), 0);
  }

  collect(message: Message, displays: Displays): void {
    if (this.isClosed && message.header.msg_type !== "update_display_data") return;
    this.shown.collect(message, displays);
    this.scheduleFlush();
  }

  /** Adds text as if the cell had printed it. */
  print(text: string): void {
    const message = { header: { msg_type: "stream" }, content: { name: "stdout", text } };
    this.collect(message as unknown as Message, new Map());
  }

  /** Says soon what has changed. */
  scheduleFlush(): void {
    if (this.isClosed) return;
    this.timer ??= setTimeout(() => this.flush(), Math.max(0, this.nextFlush - performance.now()));
  }

  /** Says now what has changed. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { outputs } = this.shown;
    let sent = 0;
    if (outputs.length < this.said.length) {
      this.said.length = outputs.length;
      this.emit({ type: "cleared", cell: this.cell, from: outputs.length });
    }
    for (const [index, output] of outputs.entries()) {
      const version = this.shown.versionOf(output);
      if (this.said[index]?.output === output && this.said[index].version === version) continue;
      this.said[index] = { output, version };
      sent += this.shown.sizeOf(output);
      this.emit({ type: "output", cell: this.cell, index, output: this.shown.present(output) });
    }
    this.nextFlush = performance.now() + Math.max(period, sent / pace);
  }

  /** Collects nothing more, for the cell runs anew. */
  close(): void {
    clearTimeout(this.timer);
    this.isClosed = true;
    this.shown.empty();
  }

  /** Lets go of large outputs. Pages keep what they show; one that is loaded again finds a note. */
  makeRoom(log: EventLog): void {
    clearTimeout(this.timer);
    this.isClosed = true;
    for (const [index, output] of this.outputs.entries()) {
      if (this.shown.sizeOf(output) > small)
        log.replaceOutput(this.cell, index, note(this.words.tooLargeToKeep));
    }
    this.shown.empty();
  }
}
