import path from "node:path";
import { inspect } from "node:util";
import type { Finding } from "../../cells/checking/findings";
import { withoutMarks } from "../../cells/running/runtimeNames";
import type { CellCompiler } from "./cellCompiler";
import { stackOf, writesV8Stacks } from "./engineStack";

/** Content of an `error` message. */
export interface CellError {
  ename: string;
  evalue: string;
  traceback: string[];
}

/** Stands for a place that is in no line of a cell. */
const unwritten = "cell:unwritten";
/** The place that Node puts above the stack of an error that leaves the code it ran. */
const nodeExcerpt = /^\S.*:\d+\n.*\n\s*\^+\n\n?/;

/** What compiles cells, and knows which of their names are set. */
const cellsFolder = path.join(__dirname, "..", "..", "cells");

/** Frames below a cell: the machinery that ran it. */
function isMachinery(frame: string): boolean {
  return (
    frame.includes(__dirname) ||
    frame.includes(cellsFolder) ||
    /[( ]node:|\(evalmachine|(Generator\.(next|throw)|eval) \(<anonymous>\)/.test(frame)
  );
}

/** Makes every stack trace of this process name the lines of cells as they were written. */
export function mapStackTraces(compiler: CellCompiler): void {
  Error.prepareStackTrace = (error: Error, sites: readonly NodeJS.CallSite[]): string => {
    const lines = sites.map((site) => describeSite(site, compiler));
    const written = lines.filter((line) => !line.includes(unwritten));
    return withoutMarks(errorHead(error) + written.join(""));
  };
}

/** A frame; code that the compiler added has no line of its own. */
function describeSite(site: NodeJS.CallSite, compiler: CellCompiler): string {
  // What an `eval` runs has no file, but the name that its last line gives it.
  const name = site.getFileName() ?? site.getScriptNameOrSourceURL();
  const text = `\n    at ${(site as { toString(): string }).toString()}`.replace(
    /at eval \((cell-.*)\)$/,
    "at $1",
  );
  if (!name || !compiler.knows(name)) return text;
  const [line, column] = [site.getLineNumber() ?? 1, site.getColumnNumber() ?? 1];
  const place = compiler.find(name, line, column);
  if (!place) return unwritten;
  const shown = compiler.shownName(name);
  return text.replace(`${name}:${line}:${column}`, `${shown}:${place.line}:${place.column}`);
}

function errorHead(error: unknown): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    // A getter of the thrown object itself throws; V8 does the same with such an object.
    return "<error>";
  }
}

/**
 * The error message for what a cell threw: the line it came from with a caret, then the error and
 * its stack.
 */
export function describeThrown(thrown: unknown, compiler: CellCompiler): CellError {
  const isError = thrown instanceof Error;
  if (isError && !writesV8Stacks) rewriteStack(thrown, compiler);
  const ename = isError ? String(thrown.name || "Error") : "Thrown";
  const shown = withoutMarks(inspectAnything(thrown));
  const evalue = isError ? withoutMarks(String(thrown.message)) : shown;
  const text = isError ? shown.replace(nodeExcerpt, "") : `${ename}: ${evalue}`;
  const lines = text.split("\n").filter((line) => !/^\s+at /.test(line) || !isMachinery(line));
  return { ename, evalue, traceback: [...excerpt(lines, compiler), ...lines] };
}

/** Other engines take no `prepareStackTrace`: the error itself gets the lines as written. */
function rewriteStack(error: Error, compiler: CellCompiler): void {
  // What is frozen keeps the engine's own lines.
  Reflect.defineProperty(error, "stack", {
    value: stackOf(error, compiler),
    configurable: true,
    writable: true,
  });
}

/** The text of a value; one whose own code for this throws is shown without that code. */
function inspectAnything(value: unknown): string {
  try {
    return inspect(value, { depth: 2 });
  } catch (error) {
    return `${inspect(value, { depth: 2, customInspect: false })}\n(its own text could not be made: ${String(error)})`;
  }
}

function excerpt(lines: readonly string[], compiler: CellCompiler): string[] {
  for (const line of lines) {
    const match = /^\s+at (?:.* \()?(.+):(\d+):(\d+)\)?$/.exec(line);
    if (!match) continue;
    const [, name, row, column] = match;
    const source = compiler.shownSource(name)?.split("\n")[Number(row) - 1];
    if (source === undefined) continue;
    return [`${name}:${row}`, ...pointAt(source, Number(row), Number(column)), ""];
  }
  return [];
}

/** The error message for what the compiler found: each finding with its source line and a caret. */
export function describeFindings(findings: readonly Finding[], source: string): CellError {
  const texts = findings.map(
    ({ file, line, column, message }) =>
      `${file ? `${file.name}:` : ""}${line}:${column} - ${message}`,
  );
  const traceback = findings.flatMap(({ file, line, column }, index) => {
    const text = (file?.text ?? source).split("\n")[line - 1];
    return [texts[index], ...(text === undefined ? [] : pointAt(text, line, column)), ""];
  });
  const more = texts.length > 1 ? ` (and ${texts.length - 1} more)` : "";
  return {
    ename: "TypeScriptError",
    evalue: `${texts[0]}${more}`,
    traceback: traceback.slice(0, -1),
  };
}

function pointAt(line: string, row: number, column: number): string[] {
  const label = `  ${row} | `;
  // Tabs stay tabs, so that the caret stands below its character.
  const indent = line.slice(0, column - 1).replace(/[^\t]/g, " ");
  return [label + line, `${" ".repeat(label.length - 2)}| ${indent}^`];
}
