/*
 * Compares two executed copies of a notebook, made by two kernels, as `lowrank run --check` compares:
 *
 *     node dist/test/notebooks/compareExecuted.js ONE.ipynb OTHER.ipynb
 *
 * Of controls their words count: what draws them speaks to one kernel.
 *
 * Kernels may publish what a cell printed before or after what it displayed, so the printed text is put first. Prints each cell's first
 * difference. Exit code: 0, or 1 where there is one.
 */
import {
  compareNotebooks,
  formatDifference,
} from "../../src/workbook/jupyter/compare/compareNotebooks";
import type { Notebook, Output } from "../../src/workbook/jupyter/notebook/notebook";
import { withPlainControls } from "../../src/workbook/jupyter/notebook/plainControls";
import { readNotebook } from "../../src/workbook/jupyter/notebook/notebookFile";

function putStreamsFirst(notebook: Notebook): Notebook {
  const rank = (output: Output): number =>
    output.output_type === "stream" ? ["stdout", "stderr"].indexOf(output.name) : 2;
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "code"
      ? { ...cell, outputs: withPlainControls(cell.outputs).sort((a, b) => rank(a) - rank(b)) }
      : cell,
  );
  return { ...notebook, cells };
}

async function main([one, other]: readonly string[]): Promise<void> {
  const [expected, found] = await Promise.all(
    [one, other].map(async (file) => putStreamsFirst(await readNotebook(file))),
  );
  const differences = await compareNotebooks(expected, found);
  for (const difference of differences) console.log(formatDifference(one, difference));
  process.exitCode = differences.length > 0 ? 1 : 0;
}

void main(process.argv.slice(2));
