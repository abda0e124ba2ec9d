import { createCellError, type CellError, type CellPlace } from "./cellError";
import {
  CellTimeoutError,
  KernelDiedError,
  type ExecuteReply,
  type KernelClient,
} from "../client/client";
import { collectOutput, type CellOutputs, type Displays } from "./collectOutputs";
import { refuseCell } from "./languages";
import { joinText, type CodeCell } from "./notebook";
import { PrintLimit } from "./printLimit";

/** One run of a cell. */
export interface CellRun {
  cell: CodeCell;
  place: CellPlace;
  shown: CellOutputs;
}

/** Runs one cell; returns how it failed if that is not among its published errors. */
export async function runCell(
  { cell, place, shown }: CellRun,
  kernel: KernelClient,
  displays: Displays,
  { timeoutSeconds, printLimit }: { timeoutSeconds: number; printLimit: number | undefined },
): Promise<CellError | undefined> {
  const refusal = refuseCell(cell, kernel.info);
  if (refusal) {
    const { name, message } = refusal;
    shown.error = { name, message, traceback: [] };
    shown.outputs.push({ output_type: "error", ename: name, evalue: message, traceback: [] });
    return undefined;
  }
  const limit = new PrintLimit(() => void kernel.interrupt(), printLimit);
  try {
    const reply = await kernel.execute(joinText(cell.source), {
      timeoutSeconds,
      onMessage: (message) => {
        if (limit.isExceeded(shown, message)) return;
        collectOutput(shown, message, displays);
        cell.execution_count = shown.executionCount ?? cell.execution_count;
      },
    });
    if (typeof reply.content.execution_count === "number")
      cell.execution_count = reply.content.execution_count;
    if (reply.status !== "ok") shown.error ??= describeReply(reply, shown);
    return undefined;
  } catch (error) {
    return describeEnd(error, cell, place, shown.error?.traceback);
  }
}

/** What the reply says of an error; where it says nothing, what the cell wrote to stderr. */
function describeReply(
  { status, content }: ExecuteReply,
  shown: CellOutputs,
): NonNullable<CellOutputs["error"]> {
  const written = shown.outputs
    .flatMap((output) =>
      output.output_type === "stream" && output.name === "stderr" ? [joinText(output.text)] : [],
    )
    .join("");
  const fallback =
    status === "error"
      ? written.trim() || "the kernel gave no reason"
      : `the kernel did not run the cell (status ${status})`;
  return {
    name: typeof content.ename === "string" ? content.ename : "Error",
    message: typeof content.evalue === "string" ? content.evalue : fallback,
    traceback: Array.isArray(content.traceback) ? content.traceback.map(String) : [],
  };
}

/** A cell that timed out or whose kernel died; any other error is no matter of the cell's. */
export function describeEnd(
  error: unknown,
  cell: CodeCell,
  place: CellPlace,
  traceback: string[] = [],
): CellError {
  const kind =
    error instanceof CellTimeoutError
      ? "timeout"
      : error instanceof KernelDiedError
        ? "died"
        : undefined;
  if (kind === undefined) throw error;
  const { name, message } = error as Error;
  return createCellError(kind, place, cell, { name, message, traceback });
}
