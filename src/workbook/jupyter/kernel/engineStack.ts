import vm from "node:vm";
import { withoutMarks } from "../../cells/running/runtimeNames";
import type { CellCompiler } from "./cellCompiler";

/** Knows where code stands that runs, in what was written. */
export type WrittenPlaces = Pick<CellCompiler, "knows" | "find" | "shownName">;

/** A frame of Firefox, and of Safari where it knows the file: `scale@cell-3.ts:1:40`. */
const frameForm = /^(.*?)@(.*?):(\d+):(\d+)$/;

/** Names that engines give to frames without one of their own. */
const unnamed = /^(?:(?:eval|global|module) code|anonymous|.*<)$/;

/** Whether the engine lets `mapStackTraces` write its stacks, as V8 does. */
export const writesV8Stacks = String(new Error("x").stack).startsWith("Error");

/** Whether stacks say where cells stand: those of WebKit leave the places of evaluated code out. */
export const tellsPlaces = String(
  vm.runInThisContext("new Error().stack", { filename: "place.ts" }),
).includes("place.ts");

/**
 * The stack of an error as V8 writes it, with lines of cells as they were written: in Node it is
 * that already; what Firefox and Safari write is read here.
 *
 * Frames below the last cell, which ran it, are left out, and code that the compiler added.
 */
export function stackOf(error: Error, places: WrittenPlaces, isV8 = writesV8Stacks): string {
  const stack = String(error.stack);
  // One that was read before has V8's form now.
  if (isV8 || /^ {4}at /m.test(stack)) return stack;
  const frames = stack.split("\n").flatMap((line) => {
    const [, name, file, row, column] = frameForm.exec(line) ?? [];
    return file === undefined ? [] : [{ name, file, row: Number(row), column: Number(column) }];
  });
  const last = frames.map(({ file }) => places.knows(file)).lastIndexOf(true);
  const lines = frames.slice(0, last + 1).flatMap(({ name, file, row, column }) => {
    const isCell = places.knows(file);
    const place = isCell ? places.find(file, row, column) : { line: row, column };
    if (!place) return [];
    const at = `${isCell ? places.shownName(file) : file}:${place.line}:${place.column}`;
    const shown = withoutMarks(name).replace(/^.*\//, "");
    return [`\n    at ${shown === "" || unnamed.test(shown) ? at : `${shown} (${at})`}`];
  });
  return headOf(error) + lines.join("");
}

function headOf(error: Error): string {
  try {
    return withoutMarks(Error.prototype.toString.call(error));
  } catch {
    return "<error>"; // a getter of its own throws
  }
}
