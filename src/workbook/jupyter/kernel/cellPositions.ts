import { SourceMap } from "node:module";
import type { CellMaps } from "./compilerLibrary";
import type { Insertion } from "./cellTransform";

/** A place in a cell's source, both counted from 1. */
export interface CellPosition {
  line: number;
  column: number;
}

/** Finds the place in a cell's TypeScript that a place in the JavaScript run for it came from. */
export class CellPositions {
  private readonly toModule: SourceMap;
  private readonly toCommonJs: SourceMap;
  private readonly lineStarts: number[];

  constructor(
    readonly source: string,
    private readonly output: string,
    private readonly insertions: readonly Insertion[],
    /** Characters that the executor puts before the first line. */
    private readonly prefixLength: number,
    maps: CellMaps,
  ) {
    this.toModule = new SourceMap(maps.toModule as never);
    this.toCommonJs = new SourceMap(maps.toCommonJs as never);
    let start = 0;
    this.lineStarts = output
      .split("\n")
      .map((line) => (start += line.length + 1) - line.length - 1);
  }

  /** @param line counted from 1, as stack traces do */
  find(line: number, column: number): CellPosition | undefined {
    const plain = this.withoutInsertions(
      line - 1,
      column - 1 - (line === 1 ? this.prefixLength : 0),
    );
    if (!plain) return undefined;
    const inModule = findEntry(this.toCommonJs, plain.line, plain.column);
    const inCell = inModule && findEntry(this.toModule, inModule.line, inModule.column);
    // The converter puts one line before the cell, `export {};`: its line 1 is the cell's line 0.
    if (!inCell || inCell.line < 1 || inCell.line > this.source.split("\n").length)
      return undefined;
    return { line: inCell.line, column: inCell.column + 1 };
  }

  /**
   * From the text that runs (insertions included) back to the converter's output; both counted from
   * 0.
   */
  private withoutInsertions(
    line: number,
    column: number,
  ): { line: number; column: number } | undefined {
    const start = this.lineStarts[line];
    if (start === undefined) return undefined;
    const end = this.lineStarts[line + 1] ?? this.output.length + 1;
    let shift = 0;
    for (const { at, length, text } of this.insertions) {
      if (at < start) continue;
      if (at >= end || at - start + shift > column) break;
      shift += Math.min(text.length - length, column - (at - start + shift));
    }
    return { line, column: Math.max(0, column - shift) };
  }
}

function findEntry(
  map: SourceMap,
  line: number,
  column: number,
): { line: number; column: number } | undefined {
  const entry = map.findEntry(line, column);
  return "originalLine" in entry
    ? { line: entry.originalLine, column: entry.originalColumn }
    : undefined;
}
