import { inspect } from "node:util";
import type { Diagnostic } from "tslab/dist/converter";
import type { CellCompiler } from "./cellCompiler";

/** Content of an `error` message. */
export interface CellError {
  ename: string;
  evalue: string;
  traceback: string[];
}

const position = /\b(cell-\d+(?:-\d+)?\.ts):(\d+):(\d+)/;
/** Stands for a place that is in no line of a cell. */
const unwritten = "cell:unwritten";
/** The place that Node puts above the stack of an error that leaves the code it ran. */
const nodeExcerpt = /^\S.*:\d+\n.*\n\s*\^+\n\n?/;

/** Frames below a cell: the machinery that ran it. */
function isMachinery(frame: string): boolean {
  return (
    frame.includes(__dirname) ||
    /[( ]node:|\(evalmachine|Generator\.(next|throw) \(<anonymous>\)|[\\/]tslab[\\/]dist[\\/]/.test(
      frame,
    )
  );
}

/** Makes every stack trace of this process name the lines of cells as they were written. */
export function mapStackTraces(compiler: CellCompiler): void {
  const everywhere = new RegExp(position, "g");
  Error.prepareStackTrace = (error: Error, sites: readonly { toString(): string }[]): string => {
    const lines = sites.map((site) =>
      `\n    at ${site.toString()}`.replace(
        everywhere,
        (_, name: string, line: string, column: string) => {
          const place = compiler.find(name, Number(line), Number(column));
          return place ? `${name}:${place.line}:${place.column}` : unwritten;
        },
      ),
    );
    // Code that the compiler added has no line of its own; functions of earlier cells are called
    // through a proxy.
    return (
      errorHead(error) +
      lines
        .filter((line) => !line.includes(unwritten))
        .join("")
        .replaceAll("at Proxy.", "at ")
    );
  };
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
  const ename = isError ? String(thrown.name || "Error") : "Thrown";
  const evalue = isError ? String(thrown.message) : inspectAnything(thrown);
  const text = isError ? inspectAnything(thrown).replace(nodeExcerpt, "") : `${ename}: ${evalue}`;
  const lines = text.split("\n").filter((line) => !/^\s+at /.test(line) || !isMachinery(line));
  return { ename, evalue, traceback: [...excerpt(lines, compiler), ...lines] };
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
    const match = /^\s+at /.test(line) ? position.exec(line) : null;
    if (!match) continue;
    const [, name, row, column] = match;
    const source = compiler.source(name)?.split("\n")[Number(row) - 1];
    if (source === undefined) continue;
    return [`${name}:${row}`, ...pointAt(source, Number(row), Number(column)), ""];
  }
  return [];
}

/** The error message for what the compiler found: each finding with its source line and a caret. */
export function describeDiagnostics(diagnostics: readonly Diagnostic[], source: string): CellError {
  const texts = diagnostics.map(({ fileName, start, messageText }) => {
    return `${fileName ? `${fileName} ` : ""}${start.line + 1}:${start.character + 1} - ${messageText}`;
  });
  const lines = source.split("\n");
  const traceback = diagnostics.flatMap(({ fileName, start }, index) => {
    const line = fileName ? undefined : lines[start.line];
    return [
      texts[index],
      ...(line === undefined ? [] : pointAt(line, start.line + 1, start.character + 1)),
      "",
    ];
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
