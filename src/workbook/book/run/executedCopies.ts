import { mkdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import type { CellError } from "../../jupyter/notebook/cellError";
import type { CodeCell, Notebook } from "../../jupyter/notebook/notebook";
import { readNotebook, writeNotebook } from "../../jupyter/notebook/notebookFile";
import { writeAtomically } from "../writeAtomically";

/**
 * Keeps an executed copy. Without a key, as after a failure, it is shown but never taken for up to
 * date.
 */
export async function storeCopy(
  executed: string,
  notebook: Notebook,
  key: string | undefined,
): Promise<void> {
  mkdirSync(path.dirname(executed), { recursive: true });
  const note = `${executed}.key`;
  if (statSync(note, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`cannot write ${note}: it is a folder`);
  rmSync(note, { force: true });
  await writeNotebook(executed, notebook);
  if (key !== undefined) writeAtomically(note, key);
}

/**
 * Brings an executed copy's prose up to its source's, whose code is the same: outputs move over in
 * order of the code cells.
 */
export async function refreshProse(executed: string, source: string): Promise<void> {
  const [copy, fresh] = await Promise.all([readNotebook(executed), readNotebook(source)]);
  const ran = copy.cells.filter((cell): cell is CodeCell => cell.cell_type === "code");
  let next = 0;
  const cells = fresh.cells.map((cell) => {
    if (cell.cell_type !== "code") return cell;
    const { outputs, execution_count } = ran[next++];
    return { ...cell, outputs, execution_count };
  });
  await writeNotebook(executed, { ...copy, cells });
}

/**
 * A copy whose failing cell shows the failure, also where the kernel could not say it: a time-out,
 * a death, no start.
 */
export function showFailure(notebook: Notebook, error: CellError): Notebook {
  const failing =
    notebook.cells[error.cell - 1] ?? notebook.cells.find((cell) => cell.cell_type === "code");
  if (
    failing?.cell_type !== "code" ||
    failing.outputs.some((output) => output.output_type === "error")
  )
    return notebook;
  const shown: CodeCell = {
    ...failing,
    outputs: [
      ...failing.outputs,
      {
        output_type: "error",
        ename: error.name,
        evalue: error.message,
        traceback: error.traceback,
      },
    ],
  };
  return { ...notebook, cells: notebook.cells.map((cell) => (cell === failing ? shown : cell)) };
}
