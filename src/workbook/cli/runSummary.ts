import { stripColors, type CellError } from "../jupyter/notebook/cellError";
import type { Difference } from "../jupyter/compare/compareNotebooks";
import { shortenPath } from "./findNotebooks";
import type { RunCommandOptions } from "./runOptions";
import type { Task } from "../book/run/runTasks";

/** What `lowrank run --json` prints. */
export interface RunSummary {
  notebooks: NotebookSummary[];
}

export interface NotebookSummary {
  notebook: string;
  /**
   * `ok`: ran to its end; `failed`: stopped at `error`; `different`: with --check, see
   * `differences`; `edited`: cells were changed while it ran in place; `not written`: it ran, but
   * the file cannot be written into any more; `other language`: see `error`; `not run`: another
   * notebook failed before.
   */
  result: "ok" | "failed" | "different" | "edited" | "not written" | "other language" | "not run";
  /** Code cells that ran. */
  cells: number;
  seconds: number;
  /** Path of what was written, if anything was. */
  written?: string;
  error?: CellError;
  /** With --allow-errors: the failures that it went on after. */
  allowed?: CellError[];
  /** With --check: the first difference in each cell that differs. */
  differences?: Difference[];
  /** With --in-place: code cells, from 1, whose outputs are not of this run. */
  editedCells?: number[];
  /** Why it was not written. */
  reason?: string;
}

/** The outcome of all notebooks for a program to read. */
export function describeRun(tasks: readonly Task[], options: RunCommandOptions): RunSummary {
  return { notebooks: tasks.map((task) => describeTask(task, options)) };
}

function describeTask(task: Task, { inPlace }: RunCommandOptions): NotebookSummary {
  const { name, result, differences, edit, refused, target } = task;
  const error = result?.error;
  const isWritten = result !== undefined && error?.kind !== "language" && !(inPlace && error);
  return {
    notebook: name,
    result: judge(task),
    cells: result?.cells ?? 0,
    seconds: Number((result?.seconds ?? 0).toFixed(3)),
    ...(isWritten && { written: shortenPath(refused?.copy ?? target) }),
    ...(error && { error: withoutColors(error) }),
    ...(result?.allowed && { allowed: result.allowed.map(withoutColors) }),
    ...(differences && { differences }),
    ...(edit && { editedCells: edit.cells }),
    ...(refused && { reason: refused.why }),
  };
}

function judge({ result, differences, edit, refused }: Task): NotebookSummary["result"] {
  if (result === undefined) return "not run";
  if (result.error) return result.error.kind === "language" ? "other language" : "failed";
  if (refused) return "not written";
  if (edit && edit.cells.length > 0) return "edited";
  return differences?.length ? "different" : "ok";
}

function withoutColors(error: CellError): CellError {
  return {
    ...error,
    message: stripColors(error.message),
    traceback: error.traceback.map(stripColors),
  };
}
