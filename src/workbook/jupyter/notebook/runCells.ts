import { cellTags, hasTag } from "./cellTags";
import { createCellError, type CellError } from "./cellError";
import type { KernelClient } from "../client/client";
import { createCellOutputs, type Displays } from "./collectOutputs";
import { joinText, type Notebook } from "./notebook";
import { describeEnd, runCell, type CellRun } from "./runCell";

/** How a notebook's cells run. */
export interface CellOptions {
  /** Seconds a cell may run; 0 for no limit. Default 300. */
  timeoutSeconds?: number;
  /** Characters that a cell may print. Default 100 million. */
  printLimit?: number;
  /** Whether to go on after a cell that fails. Default false. */
  allowErrors?: boolean;
  /** Called when a code cell has run, with how many of all have. */
  onCell?: (progress: RunProgress) => void;
}

export interface RunProgress {
  /** Code cells that have run. */
  done: number;
  /** Code cells of the notebook. */
  total: number;
}

/** Runs a notebook's code cells in order; fills in their outputs. */
export async function runCells(
  notebook: Notebook,
  name: string,
  kernel: KernelClient,
  { allowErrors, timeoutSeconds = 300, printLimit, onCell }: CellOptions,
): Promise<{ cells: number; error?: CellError; allowed?: CellError[] }> {
  const displays: Displays = new Map();
  const runs = listRuns(notebook, name);
  const published = (): CellError[] =>
    runs.flatMap(({ cell, place, shown }) =>
      shown.error && !hasTag(cell, cellTags.mayFail)
        ? [createCellError("error", place, cell, shown.error)]
        : [],
    );
  const firstError = (): CellError | undefined => (allowErrors ? undefined : published()[0]);
  const end = (cells: number, error?: CellError): Awaited<ReturnType<typeof runCells>> => ({
    cells,
    error,
    ...(allowErrors && { allowed: published().filter(({ cell }) => cell !== error?.cell) }),
  });
  let done = 0;
  for (const run of runs) {
    const failure = await runCell(run, kernel, displays, { timeoutSeconds, printLimit });
    const first = firstError();
    // An interrupted cell also publishes that it was interrupted; that it ran too long says more.
    const error = failure && (!first || first.cell === failure.cell) ? failure : first;
    if (error) return end(done, error);
    done++;
    onCell?.({ done, total: runs.length });
  }
  const last = runs.at(-1);
  const failure = last && (await flush(last, kernel, timeoutSeconds));
  return end(done, firstError() ?? failure);
}

function listRuns(notebook: Notebook, name: string): CellRun[] {
  let codeCell = 0;
  return notebook.cells.flatMap((cell, index): CellRun[] => {
    if (cell.cell_type !== "code") return [];
    codeCell++;
    if (joinText(cell.source).trim() === "" || hasTag(cell, cellTags.skipped)) return [];
    const shown = createCellOutputs();
    cell.outputs = shown.outputs;
    return [{ cell, place: { notebook: name, cell: index + 1, codeCell }, shown }];
  });
}

/** One more round trip, by which the errors that the last cell left behind have come. */
async function flush(
  { cell, place, shown }: CellRun,
  kernel: KernelClient,
  timeoutSeconds: number,
): Promise<CellError | undefined> {
  try {
    await kernel.execute("", { timeoutSeconds });
    return undefined;
  } catch (error) {
    return describeEnd(error, cell, place, shown.error?.traceback);
  }
}
