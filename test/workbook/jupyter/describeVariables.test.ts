import assert from "node:assert/strict";
import { test } from "node:test";
import { describeVariables } from "../../../src/workbook/jupyter/kernel/describeVariables";
import { Cells } from "../cells/cellsHarness";

const cells = new Cells();
async function described(...codes: string[]): Promise<Record<string, string[]>> {
  for (const code of codes) await cells.run(code);
  return Object.fromEntries(
    describeVariables(cells.session).map(({ name, type, shape, glance }) => [
      name,
      [type, shape, glance],
    ]),
  );
}

test("variables come with type, shape and value, as they are now", async () => {
  const found = await described(
    `let n = 1; const rows = [[1, 2], [3, 4], [5, 6]], word = "rank", floats = new Float64Array(8);
     class SparseMatrix { rows = 3; columns = 2; }
     const matrix = new SparseMatrix(), table = new Map([["a", 1]]), half = (x: number) => x / 2;
     const nothing = null; interface Gone { a: 1 }`,
    "n = 7;",
  );
  assert.deepEqual(found, {
    n: ["number", "", "7"],
    rows: ["Array", "3 × 2", "[ [ 1, 2 ], [ 3, 4 ], [ 5, 6 ] ]"],
    word: ["string", "4", "'rank'"],
    floats: ["Float64Array", "8", "Float64Array(8) [ 0, 0, 0, 0, 0, 0, ... 2 more items ]"],
    SparseMatrix: ["class", "", "[class SparseMatrix]"],
    matrix: ["SparseMatrix", "3 × 2", "SparseMatrix { rows: 3, columns: 2 }"],
    table: ["Map", "1", "Map(1) { 'a' => 1 }"],
    half: ["function", "", "[Function: half]"],
    nothing: ["null", "", "null"],
  });
});

test("what a failed cell did not reach is left out, and nothing of the reader's runs", async () => {
  const found = await described(
    `let ran = 0; const show = Symbol.for("nodejs.util.inspect.custom");
     const traps = { get rows() { return ++ran; }, [show]() { return String(++ran); } };
     const look = () => ++ran as any;
     const proxy = new Proxy({}, { get: look, ownKeys: look, getPrototypeOf: look });
     const bare = Object.create(null);
     const big = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => ["k" + i, i]));`,
    "const reached = 1; throw 1; const late = 2;",
  );
  assert.equal(found.late, undefined);
  assert.deepEqual(found.reached, ["number", "", "1"]);
  assert.deepEqual(found.proxy, ["Proxy", "", ""]);
  assert.equal(found.bare[0], "object");
  assert.match(found.traps[2], /rows: \[Getter\]/);
  assert.ok(found.big[2].length <= 121, found.big[2]);
  assert.equal(found.ran[2], "0");
});
