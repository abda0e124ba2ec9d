import path from "node:path";
import type { CellSession, CompiledCell } from "../../cells/cellSession";
import type { Finding } from "../../cells/checking/findings";
import { withOwnBuiltins } from "./builtins";
import { InterruptedError } from "./cellDriver";
import type { Place } from "../../cells/running/sourceMap";

/** A place in a file's source, both counted from 1. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
}

/** Code that runs under a name, and the way back to where it was written. */
export interface SourceFile {
  readonly source: string;
  readonly find: (place: Place) => Place | undefined;
}

/** Compiles cells, and remembers where each line of theirs came from. */
export class CellCompiler {
  private readonly files = new Map<string, SourceFile>();

  /**
   * @param folder the notebook's
   * @param stopped whether an interrupt is asked for
   */
  constructor(
    readonly folder: string,
    readonly session: CellSession,
    private readonly stopped: () => boolean,
  ) {}

  /** A file name for a cell that no other has had; it is in stack traces. */
  nameOf(count: number): string {
    let name = `cell-${count}.ts`;
    for (let again = 2; this.files.has(name); again++) name = `cell-${count}-${again}.ts`;
    return name;
  }

  /** @throws InterruptedError if an interrupt came while it compiled */
  compile(name: string, code: string): { findings: readonly Finding[] } | CompiledCell {
    const compiled = withOwnBuiltins(() => this.session.compile(code));
    if (this.stopped()) throw new InterruptedError();
    if (!("findings" in compiled)) this.remember(name, { source: code, find: compiled.find });
    return compiled;
  }

  remember(name: string, file: SourceFile): void {
    this.files.set(name, file);
  }

  /**
   * Looks at a trivial cell, so that the reader's first one does not wait for the standard
   * library's types.
   */
  warmUp(): void {
    this.session.warmUp();
  }

  /** The place as written of one in the code that runs; undefined where nobody wrote it. */
  find(name: string, line: number, column: number): SourcePosition | undefined {
    const place = this.files.get(name)?.find({ line: line - 1, column: column - 1 });
    return place && { line: place.line + 1, column: place.column + 1 };
  }

  knows(name: string): boolean {
    return this.files.has(name);
  }

  /** How a file is called in messages: a cell by its name, others from the notebook's folder. */
  shownName(name: string): string {
    return path.isAbsolute(name) ? path.relative(this.folder, name).replaceAll("\\", "/") : name;
  }

  /** The source of what a message calls so. */
  shownSource(name: string): string | undefined {
    const file = this.files.get(name) ?? this.files.get(path.resolve(this.folder, name));
    return file?.source;
  }
}
