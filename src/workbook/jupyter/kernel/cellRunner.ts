import { createExecutor, type Executor } from "tslab/dist/executor";
import { cellStorage, type Cell } from "./cell";
import type { CellCompiler } from "./cellCompiler";
import { InterruptedError } from "./cellDriver";
import { formatResult } from "./formatResult";
import type { MimeBundle } from "../notebook/notebook";
import { describeDiagnostics, describeThrown, type CellError } from "./traceback";

/** How a cell ended. */
export type Outcome =
  { error: CellError; interrupted: boolean } | { result: MimeBundle | undefined };

interface Run {
  cell: Cell;
  settle: (outcome: Outcome) => void;
}

/**
 * Runs cells one at a time, and ends them early when they are interrupted or fail outside their own
 * course.
 */
export class CellRunner {
  readonly executor: Executor;
  private current: Run | undefined;
  /**
   * What the executor told of the cell that runs: its last expression's value, or what it threw.
   */
  private told: { value: unknown } | { thrown: unknown } | undefined;

  /**
   * @param interruptFlag entry 0 is 1 while an interrupt is asked for and no cell has ended by it
   */
  constructor(
    private readonly compiler: CellCompiler,
    private readonly interruptFlag: Int32Array,
  ) {
    this.executor = createExecutor(process.cwd(), compiler.converters, {
      log: (value: unknown) => this.note({ value }),
      // Diagnostics come here as well, as five arguments; the compiler has them already.
      error: (...args: unknown[]) => this.note({ thrown: args[0] }),
    });
  }

  get cell(): Cell | undefined {
    return this.current?.cell;
  }

  run(cell: Cell, settle: (outcome: Outcome) => void): void {
    const run: Run = { cell, settle };
    this.current = run;
    this.told = undefined;
    this.compiler.begin(cell.count, cell.code);
    cellStorage.run(cell, () => {
      this.execute(cell).then(
        (outcome) => this.finish(run, outcome),
        (error: unknown) => this.finish(run, this.failure(error)),
      );
    });
  }

  /** Stops the cell that runs; false if none does. */
  interrupt(): boolean {
    return this.current !== undefined && this.fail(this.current.cell, new InterruptedError());
  }

  /**
   * Ends a running cell with an error that its own course did not bring; false if it has ended
   * before.
   */
  fail(cell: Cell, error: unknown): boolean {
    const run = this.current;
    if (run?.cell !== cell || cell.settled) return false;
    this.finish(run, this.failure(error));
    // The executor must not wait for the rest of the cell, nor keep its declarations.
    this.executor.interrupt();
    return true;
  }

  private note(told: { value: unknown } | { thrown: unknown }): void {
    const cell = cellStorage.getStore();
    if (cell === this.current?.cell && !cell?.settled) this.told = told;
  }

  private async execute(cell: Cell): Promise<Outcome> {
    const ok = await this.executor.execute(cell.code);
    if (!ok) {
      const { diagnostics } = this.compiler;
      if (diagnostics.length > 0)
        return { error: describeDiagnostics(diagnostics, cell.code), interrupted: false };
      return this.failure(this.told && "thrown" in this.told ? this.told.thrown : undefined);
    }
    // A rejection that nobody handles is known one turn of the event loop later.
    await new Promise((resolve) => setImmediate(resolve));
    const shown = this.told && "value" in this.told && !cell.silent;
    return {
      result: shown ? await formatResult((this.told as { value: unknown }).value) : undefined,
    };
  }

  private failure(thrown: unknown): Outcome {
    const interrupted =
      thrown instanceof InterruptedError ||
      (thrown as { code?: unknown } | undefined)?.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
    const error =
      interrupted && !(thrown instanceof InterruptedError) ? new InterruptedError() : thrown;
    return { error: describeThrown(error, this.compiler), interrupted };
  }

  private finish(run: Run, outcome: Outcome): void {
    if (run.cell.settled) return;
    run.cell.settled = true;
    if ("error" in outcome && outcome.interrupted) Atomics.store(this.interruptFlag, 0, 0);
    run.settle(outcome);
  }
}
