import assert from "node:assert/strict";
import path from "node:path";
import { describe, test } from "node:test";
import { readCellFacts } from "../../src/workbook/cells/graph/readCellFacts";
import {
  neededCells,
  relateCells,
  type RelatedCell,
} from "../../src/workbook/cells/graph/relateCells";
import {
  compareNotebooks,
  formatDifference,
} from "../../src/workbook/jupyter/compare/compareNotebooks";
import { kernelCommand } from "../../src/workbook/jupyter/kernel/kernelspec";
import {
  joinText,
  type CodeCell,
  type Notebook,
} from "../../src/workbook/jupyter/notebook/notebook";
import { runNotebook } from "../../src/workbook/jupyter/notebook/runNotebook";
import { notebooksFolder, readNotebooks, type NotebookFile } from "./notebookFiles";

const all = ["", "solutions", "zh-CN"].flatMap((folder) => readNotebooks(folder));

const codeCells = ({ notebook }: NotebookFile): CodeCell[] =>
  notebook.cells.filter((cell): cell is CodeCell => cell.cell_type === "code");

function relate(file: NotebookFile): RelatedCell[] {
  return relateCells(codeCells(file).map(({ source }) => readCellFacts(joinText(source))));
}

test("every name that a notebook's cell uses comes from a cell above, or is global", () => {
  for (const file of all) {
    const related = relate(file);
    codeCells(file).forEach(({ source }, place) => {
      const { reads, isBroken, unseen } = readCellFacts(joinText(source));
      assert.equal(isBroken, false, `${file.name}, code cell ${place + 1} cannot be parsed`);
      assert.deepEqual(unseen, [], `${file.name}, code cell ${place + 1}`);
      const found = new Set(related[place].needs.map(({ name }) => name));
      const strange = reads.filter((name) => !found.has(name) && !isGlobal(name));
      assert.deepEqual(strange, [], `${file.name}, code cell ${place + 1}`);
    });
  }
});

/** Names of the language and of its types. */
function isGlobal(name: string): boolean {
  return (
    name in globalThis ||
    /^(Record|ArrayLike|Awaited|Iterable|Partial|Parameters|ReturnType|const)$/.test(name)
  );
}

/** A late cell that needs the fewest of those above it, and shows something other than times. */
function findSparing(file: NotebookFile): { place: number; needed: number[] } | undefined {
  const related = relate(file);
  const cells = codeCells(file);
  const isTiming = ({ metadata }: CodeCell): boolean =>
    Array.isArray(metadata.tags) && metadata.tags.includes("timing");
  return [...cells.keys()]
    .filter((place) => place >= cells.length / 2 && cells[place].outputs.length > 0)
    .map((place) => ({ place, needed: neededCells(related, place) }))
    .filter(({ place, needed }) => ![...needed, place].some((one) => isTiming(cells[one])))
    .sort((a, b) => a.needed.length - b.needed.length)[0];
}

describe("a late cell behind only the cells that it needs shows what the notebook shows", () => {
  for (const file of readNotebooks().filter((_, i) => [1, 4, 7].includes(i))) {
    const chosen = findSparing(file);
    if (!chosen) continue;
    const { place, needed } = chosen;
    test(`${file.name}: code cell ${place + 1} behind ${needed.length} of ${place}`, async () => {
      const cells = [...needed, place].map((one) => codeCells(file)[one]);
      const part: Notebook = { ...file.notebook, cells };
      const { notebook, error } = await runNotebook(part, {
        command: kernelCommand,
        cwd: path.join(notebooksFolder, path.dirname(file.name)),
      });
      assert.equal(error, undefined);
      const last = (one: Notebook): Notebook => {
        const cell = one.cells.at(-1) as CodeCell;
        return { ...one, cells: [{ ...cell, execution_count: null }] };
      };
      const differences = await compareNotebooks(last(part), last(notebook));
      assert.deepEqual(
        differences.map((one) => formatDifference(file.name, one)),
        [],
      );
    });
  }
});
