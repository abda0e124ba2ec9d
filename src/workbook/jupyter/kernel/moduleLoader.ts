import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { CellImport } from "../../cells/running/readImports";
import type { CellCompiler } from "./cellCompiler";
import { findEsModule } from "./packageExports";
import type { CellModules } from "./cellModules";
import { ReaderFiles } from "./readerFiles";
import { isNamespace } from "./takeExport";

/** Loads what cells import: files of the reader, packages, and parts of Node. */
export class ModuleLoader implements CellModules {
  /** `require` of cells. */
  readonly require: NodeJS.Require;
  private readonly files: ReaderFiles;
  private readonly from: string;
  /** Modules that only `import()` could load, by the file that asks and the specifier. */
  private readonly esModules = new Map<string, unknown>();

  constructor(compiler: CellCompiler) {
    this.from = path.join(compiler.folder, "cell.ts");
    this.files = new ReaderFiles(this, compiler);
    this.require = this.requireFrom(this.from);
  }

  /** Loads a cell's imports, one after the other, as Node does. */
  async loadInto(
    modules: { specifier: string; module: unknown }[],
    imports: readonly CellImport[],
  ): Promise<void> {
    this.files.look();
    for (const { specifier } of imports)
      modules.push({ specifier, module: await this.load(specifier, this.from) });
  }

  followChanges(changed: () => void): void {
    this.files.onChange = changed;
  }

  /** The namespace of a module for `import(…)`, with `default`. */
  async importNamespace(specifier: string, from = this.from): Promise<unknown> {
    this.files.look();
    const module = await this.load(specifier, from);
    if (isNamespace(module)) return module;
    const members = typeof module === "object" || typeof module === "function" ? module : {};
    return Object.freeze({ ...members, default: module });
  }

  /** Loads a module that a file asks for. */
  async load(specifier: string, from: string): Promise<unknown> {
    const file = this.files.find(toPath(specifier), from);
    if (file !== undefined) return this.files.load(file);
    await this.prepare(specifier, from);
    return this.loadNow(specifier, from);
  }

  /** Loads a package that `require` cannot load, so that `loadNow` has it. */
  async prepare(specifier: string, from: string): Promise<void> {
    const key = `${from}\n${specifier}`;
    if (this.esModules.has(key)) return;
    const file = findEsModule(specifier, from);
    if (file === undefined) return;
    const namespace = (await import(pathToFileURL(file).href)) as object;
    // A copy says that it has a default export to code that expects a CommonJS module.
    const module = Object.assign(Object.create(null) as object, namespace);
    this.esModules.set(key, Object.defineProperty(module, "__esModule", { value: true }));
  }

  /** A module that needs no waiting, or has been prepared. */
  loadNow(specifier: string, from: string): unknown {
    const prepared = this.esModules.get(`${from}\n${specifier}`);
    if (prepared) return prepared;
    const file = this.files.find(toPath(specifier), from);
    return file === undefined ? createRequire(from)(specifier) : this.files.loadNow(file);
  }

  requireFrom(from: string): NodeJS.Require {
    const native = createRequire(from);
    const load = (specifier: string): unknown => this.loadNow(specifier, from);
    return Object.assign(load, native);
  }
}

function toPath(specifier: string): string {
  return specifier.startsWith("file:") ? fileURLToPath(specifier) : specifier;
}
