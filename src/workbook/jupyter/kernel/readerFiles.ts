import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import vm from "node:vm";
import type { CellCompiler } from "./cellCompiler";
import { withOwnBuiltins } from "./builtins";
import { compileFile, type CompiledFile } from "./compileFile";

/** What a file's own imports are loaded by. */
interface Loading {
  prepare(specifier: string, from: string): Promise<void>;
  requireFrom(from: string): NodeJS.Require;
  importNamespace(specifier: string, from: string): Promise<unknown>;
}

/** A file of the reader that cells import, loaded. */
interface LoadedFile {
  readonly file: string;
  readonly compiled: CompiledFile;
  readonly module: { exports: unknown };
  state: "new" | "running" | "done";
  /** Files that it imports; known once they are found. */
  readonly dependencies: Map<string, string>;
  failure?: { error: unknown };
}

const suffixes = ["", ".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json"];
/** What a suffix of JavaScript may stand for in a project of TypeScript. */
const written: Record<string, readonly string[]> = {
  ".js": [".ts", ".tsx"],
  ".jsx": [".tsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
};

/**
 * Loads the reader's own files, TypeScript, JavaScript and JSON.
 *
 * A file is run once, and again when it or one that it imports has changed since: each import of a
 * cell looks. Files that import each other see what the other has exported by then, as in Node.
 */
export class ReaderFiles {
  /** Hears that an export of a file has changed after the file has run. */
  onChange: () => void = () => undefined;
  private readonly loaded = new Map<string, LoadedFile>();
  private readonly compiled = new Map<string, { stamp: string; compiled: CompiledFile }>();

  constructor(
    private readonly loader: Loading,
    private readonly cells: CellCompiler,
  ) {}

  /** Forgets the files that have changed, and those that import them. */
  look(): void {
    const changed = new Set<string>();
    for (const [file, { compiled }] of this.loaded)
      if (this.compile(file) !== compiled) changed.add(file);
    for (let size = -1; size !== changed.size;) {
      size = changed.size;
      for (const [file, { dependencies, failure }] of this.loaded)
        if (failure || [...dependencies.values()].some((one) => changed.has(one)))
          changed.add(file);
    }
    for (const file of changed) this.loaded.delete(file);
  }

  /** The file that a relative or absolute specifier means; undefined for any other. */
  find(specifier: string, from: string): string | undefined {
    if (
      !/^\.{0,2}\//.test(specifier) &&
      specifier !== "." &&
      specifier !== ".." &&
      !path.isAbsolute(specifier)
    )
      return undefined;
    const base = path.resolve(path.dirname(from), specifier);
    if (base.includes(`${path.sep}node_modules${path.sep}`)) return undefined;
    const suffix = path.extname(base);
    const stem = base.slice(0, base.length - suffix.length);
    const candidates = [
      ...suffixes.map((end) => base + end),
      ...(written[suffix] ?? []).map((end) => stem + end),
      ...suffixes.slice(1).map((end) => path.join(base, `index${end}`)),
    ];
    const file = candidates.find((one) => statSync(one, { throwIfNoEntry: false })?.isFile());
    return file !== undefined && /\.([cm]?[jt]s|[jt]sx|json)$/.test(file) ? file : undefined;
  }

  /** Loads a file and what it imports. */
  async load(file: string): Promise<unknown> {
    const order: LoadedFile[] = [];
    await this.gather(file, order, new Set());
    for (const one of order) {
      const running = this.run(one);
      if (running) await running;
    }
    return this.exportsOf(file);
  }

  /** Loads a file without waiting. */
  loadNow(file: string): unknown {
    const one = this.open(file);
    if (one.state === "new" && this.run(one))
      throw new Error(`${file} awaits at its top level: load it by import, not by require`);
    return this.exportsOf(file);
  }

  private exportsOf(file: string): unknown {
    const { module, failure } = this.loaded.get(file)!;
    if (failure) throw failure.error;
    return module.exports;
  }

  /** Files in the order in which they run: what a file imports comes before it. */
  private async gather(file: string, order: LoadedFile[], seen: Set<string>): Promise<void> {
    if (seen.has(file)) return;
    seen.add(file);
    const one = this.open(file);
    for (const specifier of one.compiled.imports) {
      const dependency = one.dependencies.get(specifier);
      if (dependency === undefined) await this.loader.prepare(specifier, file);
      else await this.gather(dependency, order, seen);
    }
    if (one.state === "new") order.push(one);
  }

  private open(file: string): LoadedFile {
    const known = this.loaded.get(file);
    if (known) return known;
    const compiled = this.compile(file)!;
    const one: LoadedFile = {
      file,
      compiled,
      module: { exports: {} },
      state: "new",
      dependencies: new Map(),
    };
    for (const specifier of compiled.imports) {
      const dependency = this.find(specifier, file);
      if (dependency !== undefined) one.dependencies.set(specifier, dependency);
    }
    this.loaded.set(file, one);
    return one;
  }

  /** What a file compiles to now: the same object as long as its text is the same. */
  private compile(file: string): CompiledFile | undefined {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (!stat?.isFile()) return undefined;
    const stamp = `${stat.mtimeMs}:${stat.size}`;
    const known = this.compiled.get(file);
    if (known?.stamp === stamp) return known.compiled;
    const source = readFileSync(file, "utf8");
    const compiled =
      known?.compiled.source === source
        ? known.compiled
        : withOwnBuiltins(() => compileFile(file, source, this.cells.folder));
    this.compiled.set(file, { stamp, compiled });
    this.cells.remember(file, compiled);
    return compiled;
  }

  /** Runs a file that has not run; returns a promise if it awaits at its top level. */
  private run(one: LoadedFile): Promise<unknown> | undefined {
    if (one.state !== "new") return undefined;
    one.state = "running";
    const { file, compiled, module } = one;
    const fail = (error: unknown): never => {
      one.failure = { error };
      throw error;
    };
    if (compiled.json) {
      module.exports = JSON.parse(compiled.javascript);
      one.state = "done";
      return undefined;
    }
    try {
      const script = new vm.Script(compiled.javascript, { filename: file });
      const body = script.runInThisContext() as (...parts: unknown[]) => unknown;
      const load = this.loader.requireFrom(file);
      const dynamic = (specifier: string): Promise<unknown> =>
        this.loader.importNamespace(specifier, file);
      const result = body(module.exports, load, module, file, path.dirname(file), dynamic);
      one.state = "done";
      if (compiled.awaits)
        return (result as Promise<unknown>).then(() => this.watchExports(one)).catch(fail);
      this.watchExports(one);
      return undefined;
    } catch (error) {
      return fail(error);
    }
  }

  /** Makes exports that the file may assign later tell of it. */
  private watchExports({ module, compiled }: LoadedFile): void {
    for (const name of compiled.changing) {
      const found = Object.getOwnPropertyDescriptor(Object(module.exports), name);
      if (!found?.writable) continue;
      let value: unknown = found.value;
      Object.defineProperty(module.exports, name, {
        enumerable: true,
        configurable: true,
        get: () => value,
        set: (next: unknown) => {
          value = next;
          this.onChange();
        },
      });
    }
  }
}
