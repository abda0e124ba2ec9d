import vm from "node:vm";
import type { CompiledCell } from "../../cells/cellSession";
import { sharedName } from "../../cells/running/runtimeNames";
import type { CellProgress } from "../../cells/running/sharedVariables";
import { cellStorage, type Cell } from "./cell";
import type { CellCompiler } from "./cellCompiler";
import { InterruptedError } from "./cellDriver";
import { CellFrame } from "./cellFrame";
import { explainForeignLine } from "./foreignLine";
import { formatResult } from "./formatResult";
import type { CellModules } from "./cellModules";
import { takeInterrupt } from "./interruptFlag";
import { LiveImports } from "./liveImports";
import { guardedCall } from "./widgets/guardedCall";
import type { MimeBundle } from "../notebook/notebook";
import { describeFindings, describeThrown, type CellError } from "./traceback";

/** How a cell ended. */
export type Outcome =
  { error: CellError; interrupted: boolean } | { result: MimeBundle | undefined };

interface Run {
  cell: Cell;
  settle: (outcome: Outcome) => void;
  /** How far it came; undefined before its first statement. */
  progress: CellProgress | undefined;
}

/**
 * Runs cells one at a time, and ends them early when they are interrupted or fail outside their own
 * course.
 */
export class CellRunner {
  private current: Run | undefined;
  /** Shared variables that exist. */
  private readonly made = new Set<string>();
  private readonly assigners = new Map<string, (value: unknown) => void>();
  private readonly live = new LiveImports((name, value) => this.setVariable(name, value));

  /**
   * @param interruptFlag entry 0 is 1 while an interrupt is asked for and no cell has ended by it
   */
  constructor(
    private readonly compiler: CellCompiler,
    private readonly loader: CellModules,
    private readonly interruptFlag: Int32Array,
  ) {
    loader.followChanges(() => this.live.update());
  }

  get cell(): Cell | undefined {
    return this.current?.cell;
  }

  run(cell: Cell, settle: (outcome: Outcome) => void): void {
    const run: Run = { cell, settle, progress: undefined };
    this.current = run;
    cellStorage.run(cell, () => {
      this.execute(run).then(
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
    return true;
  }

  /** Sets a variable of the cells, if they have it. */
  setVariable(name: string, value: unknown): void {
    if (!this.made.has(name)) return;
    let assign = this.assigners.get(name);
    if (!assign) {
      const made: unknown = vm.runInThisContext(`(value) => { ${sharedName(name)} = value; }`);
      assign = made as (value: unknown) => void;
      this.assigners.set(name, assign);
    }
    assign(value);
  }

  private async execute(run: Run): Promise<Outcome> {
    const { cell } = run;
    const name = this.compiler.nameOf(cell.count);
    const compiled = this.compiler.compile(name, cell.code);
    if ("findings" in compiled) {
      const findings = explainForeignLine(cell.code, compiled.findings);
      return { error: describeFindings(findings, cell.code), interrupted: false };
    }
    const frame = new CellFrame(cell, this.compiler, this.loader, this.interruptFlag, name);
    this.declare(run, compiled, frame);
    if (compiled.imports.length > 0) {
      await this.loader.loadInto(frame.modules, compiled.imports);
      if (cell.settled) return { result: undefined };
      for (const [index, { bindings }] of compiled.imports.entries())
        for (const { local, imported } of bindings)
          this.live.follow(local, frame.modules[index].module, imported);
    }
    await this.start(name, compiled, frame);
    // A rejection that nobody handles is known one turn of the event loop later.
    await new Promise((resolve) => setImmediate(resolve));
    const { value } = frame;
    const shown = value !== undefined && value !== null && !cell.silent;
    return { result: shown ? await this.format(value) : undefined };
  }

  /** The forms of a result. Its own code may run for them, and can be stopped as the cell's. */
  private format(value: unknown): Promise<MimeBundle> {
    return new Promise((resolve, reject: (reason: Error) => void) => {
      setImmediate(() => {
        try {
          guardedCall(() => formatResult(value)).then(resolve, reject);
        } catch (error) {
          reject(error as Error);
        }
      });
    });
  }

  /** Makes the cell's variables, which have no values yet. */
  private declare(run: Run, compiled: CompiledCell, frame: CellFrame): void {
    const fresh = compiled.variables.filter((name) => !this.made.has(name));
    for (const name of fresh) this.made.add(name);
    if (fresh.length > 0) vm.runInThisContext(`let ${fresh.map(sharedName).join(", ")};`);
    const { variables } = this.compiler.session;
    variables.begin(compiled, frame);
    this.live.drop(compiled.variables);
    for (const name of compiled.assumed) variables.set(name);
    run.progress = frame;
  }

  private start(name: string, { javascript }: CompiledCell, frame: CellFrame): unknown {
    const script = new vm.Script(javascript, { filename: name });
    const body = script.runInThisContext() as (...parts: unknown[]) => unknown;
    const module = { exports: {} };
    const { folder } = this.compiler;
    const file = frame.meta.filename;
    return guardedCall(() =>
      body(frame, this.loader.require, module, module.exports, file, folder),
    );
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
    const failed = "error" in outcome;
    if (failed && outcome.interrupted) takeInterrupt(this.interruptFlag);
    if (run.progress) {
      const how = failed && outcome.interrupted ? "was interrupted" : "failed";
      const reason = `was declared in cell ${run.cell.count}, which ${how} before it was set`;
      this.compiler.session.variables.end(run.progress, failed ? reason : undefined);
    }
    run.settle(outcome);
  }
}
