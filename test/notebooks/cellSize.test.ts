import assert from "node:assert/strict";
import { test } from "node:test";
import { countLines, readNotebooks, type TextCell } from "./notebookFiles";

/** What a reader would type, and sees whole on a page. */
const most = { lines: 10, columns: 90 };

function findLargeCells(cells: readonly TextCell[]): string[] {
  return cells
    .filter(({ isCode }) => isCode)
    .flatMap(({ place, text }) => {
      const columns = Math.max(...text.split("\n").map((line) => [...line].length));
      return [
        ...(countLines(text) > most.lines ? [`cell ${place}: ${countLines(text)} lines`] : []),
        ...(columns > most.columns ? [`cell ${place}: ${columns} columns`] : []),
      ];
    });
}

for (const folder of [undefined, "zh-CN", "solutions"])
  for (const { name, cells } of readNotebooks(folder)) {
    test(`cells of notebook ${name} have at most ${most.lines} lines of ${most.columns} columns`, () => {
      assert.deepEqual(findLargeCells(cells), []);
    });
  }

test("a cell of eleven lines and one of 91 columns are found out", () => {
  const cell = (text: string): TextCell => ({ place: 1, text, isCode: true });
  assert.deepEqual(findLargeCells([cell("a;\n".repeat(11)), cell("x".repeat(91))]), [
    "cell 1: 11 lines",
    "cell 1: 91 columns",
  ]);
});
