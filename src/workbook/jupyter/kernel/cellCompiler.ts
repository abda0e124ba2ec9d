import type { Converter, ConvertResult, Diagnostic } from "tslab/dist/converter";
import type { ConverterSet } from "tslab/dist/executor";
import { CellPositions, type CellPosition } from "./cellPositions";
import { convertWithMaps, createConverter } from "./compilerLibrary";
import { makeInterruptible } from "./cellTransform";
import { quietly } from "./quietly";

/** Text that tslab's executor puts before a cell's JavaScript, on its first line. */
const asyncPrefix = "(async function(exports, require) { ";
const plainPrefix = "(function(exports, require) { ";

/** Compiles cells for tslab's executor and remembers where each line of theirs came from. */
export class CellCompiler {
  readonly converters: ConverterSet;
  private readonly cells = new Map<string, CellPositions>();
  private browser: Converter | undefined;
  private readonly node: Converter;
  /** File name under which the next cell runs. */
  private name = "cell.ts";
  private code = "";
  /** Diagnostics of the cell compiled last. */
  diagnostics: readonly Diagnostic[] = [];

  /** @param compiled called when a cell is compiled and about to run; may throw to stop it */
  constructor(private readonly compiled: () => void) {
    this.node = quietly(() => createConverter());
    this.converters = {
      node: { ...this.node, convert: (previous, source) => this.convert(previous, source) },
      browser: this.node,
      close: () => {
        this.node.close();
        this.browser?.close();
      },
    };
    // Few cells need the converter for browser code, which takes a second to make.
    Object.defineProperty(this.converters, "browser", {
      get: () => (this.browser ??= quietly(() => createConverter({ isBrowser: true }))),
    });
  }

  /** Says which cell comes next; its file name is in stack traces. */
  begin(count: number, code: string): string {
    let name = `cell-${count}.ts`;
    for (let again = 2; this.cells.has(name); again++) name = `cell-${count}-${again}.ts`;
    this.name = name;
    this.code = code;
    this.diagnostics = [];
    return name;
  }

  /**
   * Compiles a trivial cell, so that the reader's first one does not wait for the standard
   * library's types.
   */
  warmUp(): void {
    quietly(() => this.node.convert("", "const warm: number = 1; console.log(warm);"));
  }

  find(name: string, line: number, column: number): CellPosition | undefined {
    return this.cells.get(name)?.find(line, column);
  }

  source(name: string): string | undefined {
    return this.cells.get(name)?.source;
  }

  private convert(previous: string, source: string): ConvertResult {
    const { result, maps } = quietly(() => convertWithMaps(this.node, previous, source));
    this.diagnostics = result.diagnostics;
    this.compiled();
    if (result.output === undefined || !maps) return result;
    const { output, insertions, isAsync } = makeInterruptible(result.output);
    const prefix = isAsync ? asyncPrefix : plainPrefix;
    this.cells.set(
      this.name,
      new CellPositions(this.code, result.output, insertions, prefix.length, maps),
    );
    return {
      ...result,
      hasToplevelAwait: isAsync,
      output: `${output}\n//# sourceURL=${this.name}`,
    };
  }
}
