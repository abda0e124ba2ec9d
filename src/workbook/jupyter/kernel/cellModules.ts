import type { CellImport } from "../../cells/running/readImports";

/** Where a running cell gets its modules from. */
export interface CellModules {
  /** `require` of cells. */
  readonly require: NodeJS.Require;
  /** Loads a cell's imports, one after the other. */
  loadInto(
    modules: { specifier: string; module: unknown }[],
    imports: readonly CellImport[],
  ): Promise<void>;
  /** Has something called when modules that were loaded have run again. */
  followChanges(changed: () => void): void;
  /** The namespace of a module for `import(…)`, with `default`. */
  importNamespace(specifier: string): Promise<unknown>;
}
