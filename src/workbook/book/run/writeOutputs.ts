import { stat } from "node:fs/promises";
import { formatNotebook } from "../../jupyter/notebook/formatNotebook";
import { joinText, type Cell, type CodeCell, type Notebook } from "../../jupyter/notebook/notebook";
import { readNotebook, writeNotebook } from "../../jupyter/notebook/notebookFile";

/** What was saved into a notebook while it ran: it stays. */
export interface SavedEdit {
  /** Code cells, from 1, that were changed or are new, and have no outputs of this run. */
  cells: number[];
}

/**
 * Puts a run's outputs into what the notebook's file holds by now. A cell takes them where it has
 * the id and the text of a cell that ran; all else stays as it was saved.
 *
 * @param file path of the notebook
 * @param ran the notebook as it was read before the run
 * @param executed its executed copy
 * @returns the edit that was found there, if there was one
 * @throws Error if the file cannot be read as a notebook any more, or not written
 */
export async function writeOutputs(
  file: string,
  ran: Notebook,
  executed: Notebook,
): Promise<SavedEdit | undefined> {
  for (;;) {
    const seen = await readState(file);
    const current = await readNotebook(file);
    const isEdited = formatNotebook(current) !== formatNotebook(ran);
    const { notebook, cells } = isEdited
      ? mergeOutputs(current, executed)
      : { notebook: executed, cells: [] };
    const isUnchanged = async (): Promise<boolean> => (await readState(file)) === seen;
    if (await writeNotebook(file, notebook, isUnchanged)) return isEdited ? { cells } : undefined;
  }
}

/** What changes when a file is saved. */
async function readState(file: string): Promise<string> {
  const { ino, size, mtimeNs } = await stat(file, { bigint: true });
  return [ino, size, mtimeNs].join(" ");
}

function mergeOutputs(
  current: Notebook,
  executed: Notebook,
): { notebook: Notebook; cells: number[] } {
  const results = new Map(executed.cells.map((cell) => [cell.id, cell]));
  const kept: number[] = [];
  const cells = current.cells.map((cell, index): Cell => {
    if (cell.cell_type !== "code") return cell;
    const result = results.get(cell.id);
    if (result?.cell_type === "code" && hasSameText(result, cell)) return takeOutputs(cell, result);
    if (joinText(cell.source).trim() !== "") kept.push(index + 1);
    return cell;
  });
  const { kernelspec, language_info } = executed.metadata;
  const metadata = { ...current.metadata, kernelspec, language_info };
  return { notebook: { ...current, metadata, cells }, cells: kept };
}

function hasSameText(one: Cell, other: Cell): boolean {
  return joinText(one.source) === joinText(other.source);
}

function takeOutputs(cell: CodeCell, { outputs, execution_count }: CodeCell): CodeCell {
  const { execution, ...metadata } = cell.metadata;
  void execution; // Times of another run.
  return { ...cell, metadata, outputs, execution_count };
}
