import assert from "node:assert/strict";
import { Console } from "node:console";
import { Writable } from "node:stream";
import { test } from "node:test";
import { drawTable } from "../../../../src/workbook/book/worker/twins/consoleTable";

/** What Node itself draws, its cells laid against no side. */
function nodeTable(rows: object, columns?: string[]): string {
  let text = "";
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  new Console({ stdout, colorMode: false }).table(rows, columns);
  return text.trimEnd();
}

/** Versions of Node lay cells in the middle or to the left. */
const withoutSpaces = (text: string): string => text.replace(/ +/g, " ");

test("a table has the rows, columns and widths of Node's", () => {
  const records = [
    { name: "rank 1", error: 0.25, at: [1, 2, 3, 4] },
    { name: "rank 20", error: 1e-12, note: { deep: { er: 1 } } },
  ];
  for (const rows of [
    records,
    { a: { x: 1 }, b: { y: "2" } },
    [1, "two", { three: 3 }],
    [[1, 2], [3]],
  ])
    assert.equal(withoutSpaces(drawTable(rows)), withoutSpaces(nodeTable(rows)));
  assert.equal(
    withoutSpaces(drawTable(records, ["error"])),
    withoutSpaces(nodeTable(records, ["error"])),
  );
});
