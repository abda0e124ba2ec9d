import type { SourcePosition } from "../cellCompiler";

/** How deep in the stack a cell may be: the library and the kernel stand above it. */
const depth = 12;

/**
 * The place in the cell that runs from which a function of the kernel was called.
 *
 * @param stackOf the stack of an error, with lines of cells as they were written
 */
export function callPosition(
  count: number,
  stackOf: (error: Error) => string,
): SourcePosition | undefined {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = depth;
  const stack = stackOf(new Error());
  Error.stackTraceLimit = stackTraceLimit;
  const match = /\bcell-(\d+)(?:-\d+)?\.ts:(\d+):(\d+)/.exec(stack);
  if (!match || Number(match[1]) !== count) return undefined;
  return { line: Number(match[2]), column: Number(match[3]) };
}
