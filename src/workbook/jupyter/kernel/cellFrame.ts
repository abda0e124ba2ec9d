import path from "node:path";
import { pathToFileURL } from "node:url";
import type { CellProgress } from "../../cells/running/sharedVariables";
import type { Cell } from "./cell";
import type { CellCompiler } from "./cellCompiler";
import { drive, InterruptedError } from "./cellDriver";
import type { CellModules } from "./cellModules";
import { takeExport } from "./takeExport";

/** What a cell's JavaScript calls while it runs. */
export class CellFrame implements CellProgress {
  reached = 0;
  /** The modules of its imports. */
  readonly modules: { specifier: string; module: unknown }[] = [];
  /** Value of its last expression. */
  value: unknown = undefined;
  /** Stands for `import.meta`: a file in the notebook's folder. */
  readonly meta: { url: string; filename: string; dirname: string };

  /** @param flag entry 0 is 1 while an interrupt is asked for */
  constructor(
    private readonly cell: Cell,
    private readonly compiler: CellCompiler,
    private readonly loader: CellModules,
    readonly flag: Int32Array,
    name: string,
  ) {
    const filename = path.join(compiler.folder, name);
    this.meta = { url: pathToFileURL(filename).href, filename, dirname: compiler.folder };
  }

  stop(): never {
    throw new InterruptedError();
  }

  drive(body: Generator<unknown, unknown, unknown>): Promise<unknown> {
    return drive(this.cell, body);
  }

  result(value: unknown): void {
    this.value = value;
  }

  need(name: string): void {
    this.compiler.session.variables.need(name);
  }

  set<T>(name: string, value: T): T {
    this.compiler.session.variables.set(name);
    return value;
  }

  take(index: number, name: string): unknown {
    const { module, specifier } = this.modules[index];
    return takeExport(module, name, specifier);
  }

  /** `import(…)` of the cell. */
  load(specifier: string): Promise<unknown> {
    return this.loader.importNamespace(String(specifier));
  }
}
