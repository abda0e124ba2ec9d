import { formatNotebook } from "../../../jupyter/notebook/formatNotebook";
import type { Cell, Notebook, Output } from "../../../jupyter/notebook/notebook";
import { withPlainControls } from "../../../jupyter/notebook/plainControls";
import { fitLayout, isOwn, kindOfOwn, type Layout } from "./layout";
import type { LiveWords } from "./liveWords";

/** A cell as the reader has it; of prose, only what they have changed or added. */
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
 *
 * @param layout the order of its cells, and which there are; cells that no page shows, such as
 *   empty ones, stay behind those that they follow
 */
export function assembleCopy(
  notebook: Notebook,
  cells: readonly CopiedCell[],
  layout: Layout = { order: [], deleted: [] },
): string {
  const copied = new Map(cells.map((cell) => [cell.id, cell]));
  const inBook = new Map(notebook.cells.map((cell) => [cell.id, cell]));
  const { order } = fitLayout([...inBook.keys()], layout);
  const arranged = order.flatMap((id) => inBook.get(id) ?? (isOwn(id) ? ownCell(id) : []));
  return formatNotebook({
    ...notebook,
    cells: arranged.map((cell) => {
      const mine = copied.get(cell.id);
      if (!mine) return cell;
      const source = mine.text;
      if (cell.cell_type !== "code") return { ...cell, source };
      if (mine.outputs === undefined) return { ...cell, source };
      const outputs = withPlainControls(mine.outputs.filter((output) => output !== undefined)).map(
        (output) => withCount(output, mine.executionCount),
      );
      return { ...cell, source, outputs, execution_count: mine.executionCount };
    }),
  });
}

function ownCell(id: string): Cell {
  if (kindOfOwn(id) === "prose") return { cell_type: "markdown", id, metadata: {}, source: "" };
  return { cell_type: "code", id, metadata: {}, source: "", outputs: [], execution_count: null };
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
  layout: Layout,
  words: LiveWords,
): Promise<string> {
  const response = await fetch(address).catch(() => undefined);
  if (!response?.ok)
    throw new Error(words.bookUnread(response ? String(response.status) : words.noAnswer));
  const copy = assembleCopy((await response.json()) as Notebook, cells, layout);
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
