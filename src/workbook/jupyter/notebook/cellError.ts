import { joinText, type CodeCell } from "./notebook";

/** Why a cell of a notebook failed, and where. */
export interface CellError {
  /**
   * `error`: its code failed; `timeout`: it ran too long; `died`: the kernel ended under it;
   * `language`: the notebook is in another language than the kernel's, and nothing was run.
   */
  kind: "error" | "timeout" | "died" | "language";
  /** Path of the notebook, as given. */
  notebook: string;
  /** Number of the cell among all cells, from 1; 0 if it failed before the first. */
  cell: number;
  /** Number of the cell among the code cells, from 1. */
  codeCell: number;
  /** Line in the cell, from 1, and column, from 1, where they are known. */
  line?: number;
  column?: number;
  /** Text of that line. */
  sourceLine?: string;
  /** Name of the error: `TypeError`. */
  name: string;
  message: string;
  /** As the kernel gave it, with its terminal colors. */
  traceback: string[];
}

/** Where a cell stands in its notebook. */
export interface CellPlace {
  notebook: string;
  cell: number;
  codeCell: number;
}

/** Describes a cell's failure, with the line of the source that its traceback points at. */
export function createCellError(
  kind: CellError["kind"],
  place: CellPlace,
  cell: CodeCell,
  error: { name: string; message: string; traceback: string[] },
): CellError {
  const lines = joinText(cell.source).split("\n");
  const found = locateInCell(error.traceback, cell.execution_count);
  const at =
    found && found.line >= 1 && found.line <= lines.length
      ? { ...found, sourceLine: lines[found.line - 1] }
      : {};
  return { kind, ...place, ...at, ...error };
}

/**
 * Finds where in the cell an error comes from: a type error's `2:7 - message`, or the innermost
 * frame in the cell itself, which Lowrank's kernel writes as `cell-3.ts:2:7` and IPython as `Cell
 * In [3], line 2`.
 */
export function locateInCell(
  traceback: readonly string[],
  count: number | null,
): { line: number; column?: number } | undefined {
  const text = stripColors(traceback.join("\n"));
  const diagnostic = /^(\d+):(\d+) - /.exec(text);
  if (diagnostic) return { line: Number(diagnostic[1]), column: Number(diagnostic[2]) };
  for (const [, number, line, column] of text.matchAll(/\bcell-(\d+)(?:-\d+)?\.ts:(\d+):(\d+)/g)) {
    if (count === null || Number(number) === count)
      return { line: Number(line), column: Number(column) };
  }
  for (const [, number, line] of text.matchAll(/\bCell In ?\[(\d+)\], line (\d+)/g)) {
    if (count === null || Number(number) === count) return { line: Number(line) };
  }
  return undefined;
}

/** Removes the escape sequences that color text on a terminal. */
export function stripColors(text: string): string {
  return text.replace(/\x1b\[[0-9;]*m/g, "");
}

/** Lays a failure out for a reader: place, source line with a caret, message, traceback. */
export function formatCellError(error: CellError): string {
  const place =
    error.cell === 0
      ? error.notebook
      : `${error.notebook}, cell ${error.cell} (code cell ${error.codeCell})`;
  const lines = [error.line === undefined ? place : `${place}, line ${error.line}`];
  if (error.sourceLine !== undefined) {
    lines.push(`    ${error.sourceLine}`);
    const indent =
      error.column === undefined
        ? (/^\s*/.exec(error.sourceLine)?.[0] ?? "")
        : error.sourceLine.slice(0, error.column - 1).replace(/[^\t]/g, " ");
    lines.push(`    ${indent}^`);
  }
  lines.push(`${error.name}: ${error.message}`);
  if (error.traceback.length > 0) lines.push("", ...error.traceback);
  return lines.join("\n");
}
