import { formatNotebook } from "../../../jupyter/notebook/formatNotebook";
import type { Notebook, Output } from "../../../jupyter/notebook/notebook";
import { withPlainControls } from "../../../jupyter/notebook/plainControls";
import type { LiveWords } from "./liveWords";

/** A cell as the reader has it. */
export interface CopiedCell {
  readonly id: string;
  readonly text: string;
  /** What it showed since it ran; undefined where it did not run. */
  readonly outputs: readonly Output[] | undefined;
  readonly executionCount: number | null;
}

/**
 * The book's notebook with a reader's texts, outputs and execution counts in it, laid out as
 * Jupyter writes it.
 */
export function assembleCopy(notebook: Notebook, cells: readonly CopiedCell[]): string {
  const copied = new Map(cells.map((cell) => [cell.id, cell]));
  return formatNotebook({
    ...notebook,
    cells: notebook.cells.map((cell) => {
      const mine = copied.get(cell.id);
      if (cell.cell_type !== "code" || !mine) return cell;
      const source = mine.text;
      if (mine.outputs === undefined) return { ...cell, source };
      const outputs = withPlainControls(mine.outputs.filter((output) => output !== undefined)).map(
        (output) => withCount(output, mine.executionCount),
      );
      return { ...cell, source, outputs, execution_count: mine.executionCount };
    }),
  });
}

function withCount(output: Output, count: number | null): Output {
  return output.output_type === "execute_result"
    ? { ...output, execution_count: output.execution_count ?? count }
    : output;
}

/**
 * Fetches the book's notebook and hands the reader a copy with their own work in it.
 *
 * @throws Error that says why there is no copy
 */
export async function saveCopy(
  address: string,
  cells: readonly CopiedCell[],
  words: LiveWords,
): Promise<string> {
  const response = await fetch(address).catch(() => undefined);
  if (!response?.ok)
    throw new Error(words.bookUnread(response ? String(response.status) : words.noAnswer));
  const copy = assembleCopy((await response.json()) as Notebook, cells);
  const name = decodeURIComponent(new URL(address).pathname.split("/").at(-1) ?? "").replace(
    /\.ipynb$/,
    "-copy.ipynb",
  );
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([copy], { type: "application/x-ipynb+json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return name;
}
