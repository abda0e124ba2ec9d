import { cellStorage, type Cell } from "../cell";
import { InterruptedError } from "../cellDriver";
import { guardedCall } from "./guardedCall";
import { takeInterrupt } from "../interruptFlag";
import type { ShownPieces } from "./shownPieces";
import type { MessageHeader } from "../../wire";

export type CallbackEnd = { readonly value: unknown } | { readonly error: unknown };

interface Run {
  readonly cell: Cell;
  readonly settle: (end: CallbackEnd) => void;
}

/** Runs the callbacks of controls one at a time, as a cell's code is run: output is gathered. */
export class CallbackRuns {
  private current: Run | undefined;

  /** @param interruptFlag entry 0 is 1 while an interrupt is asked for */
  constructor(private readonly interruptFlag: Int32Array) {}

  /** @param parent the message that asked for it */
  run(
    parent: MessageHeader,
    pieces: ShownPieces,
    work: () => unknown,
    settle: (end: CallbackEnd) => void,
  ): void {
    const cell: Cell = {
      parent,
      code: "",
      count: 0,
      silent: false,
      settled: false,
      payload: [],
      pieces,
    };
    const run = { cell, settle };
    this.current = run;
    cellStorage.run(cell, () => {
      try {
        const value = guardedCall(work);
        if (!isPromise(value)) return this.finish(run, { value });
        value.then(
          (settled) => setImmediate(() => this.finish(run, { value: settled })),
          (error: unknown) => setImmediate(() => this.finish(run, { error })),
        );
      } catch (error) {
        this.finish(run, { error });
      }
    });
  }

  /** Stops the callback that runs; false if none does. */
  interrupt(): boolean {
    return this.current !== undefined && this.fail(this.current.cell, new InterruptedError());
  }

  /** Ends a running callback with an error that its own course did not bring. */
  fail(cell: Cell, error: unknown): boolean {
    if (this.current?.cell !== cell) return false;
    this.finish(this.current, { error });
    return true;
  }

  private finish(run: Run, end: CallbackEnd): void {
    if (run.cell.settled) return;
    run.cell.settled = true;
    this.current = undefined;
    if ("error" in end && isInterrupt(end.error)) {
      takeInterrupt(this.interruptFlag);
      run.settle({ error: new InterruptedError() });
    } else run.settle(end);
  }
}

function isInterrupt(error: unknown): boolean {
  return (
    error instanceof InterruptedError ||
    (error as { code?: unknown } | undefined)?.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED"
  );
}

export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | undefined)?.then === "function";
}
