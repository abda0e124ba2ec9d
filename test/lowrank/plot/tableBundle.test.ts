import assert from "node:assert/strict";
import { test } from "node:test";
import { tableBundle } from "../../../src/lowrank/plot/tableBundle";

test("tableBundle aligns numbers right, words left, and rounds to the digits asked for", () => {
  const records = [
    { name: "svd", rank: 5, accuracy: 0.38712 },
    { name: "tf-idf", rank: 7500, accuracy: 0.5 },
  ];
  assert.equal(
    tableBundle(records, { digits: 3 })["text/plain"],
    "name    rank  accuracy\nsvd        5     0.387\ntf-idf  7500     0.500",
  );
});

test("tableBundle gives the numbers of a column the same decimals, at least two significant digits of the smallest, and zero none", () => {
  const column = (values: number[], digits: number): string[] =>
    tableBundle(
      values.map((a) => ({ a })),
      { digits },
    )
      ["text/plain"].split("\n")
      .slice(1)
      .map((line) => line.trim());
  assert.deepEqual(column([0.998, 0.05, -0.0988, 0], 3), ["0.998", "0.050", "-0.099", "0"]);
  assert.deepEqual(column([1.268, 14.21, 30.04], 2), ["1.3", "14.2", "30.0"]);
  assert.deepEqual(column([123.456, 0.00012345], 3), ["123", "0.000123"], "sizes too far apart");
});

test("tableBundle counts East Asian characters as two columns", () => {
  assert.equal(
    tableBundle([
      { a: "植物", b: 1 },
      { a: "x", b: 22 },
    ])["text/plain"],
    "a      b\n植物   1\nx     22",
  );
});

test("tableBundle escapes names and cells", () => {
  const html = tableBundle([{ "<i>": "<script>alert('1')</script>" }])["text/html"];
  assert.ok(!html.includes("<script>") && !html.includes("<i>"));
  assert.ok(html.includes("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;"));
});

test("tableBundle shows missing fields as blanks, other values as JSON, and small numbers by exponent", () => {
  const text = tableBundle(
    [
      { a: [1, 2], b: null, c: 1.23456e-7 },
      { a: true, c: NaN },
    ],
    { columns: ["a", "b", "c"] },
  )["text/plain"];
  assert.deepEqual(text.split("\n"), [
    "a      b         c",
    "[1,2]     1.235e-7",
    "true           NaN",
  ]);
});

test("tableBundle stops after maxRows and says how many rows are left", () => {
  const text = tableBundle(
    Array.from({ length: 5 }, (_, i) => ({ i })),
    { maxRows: 2 },
  )["text/plain"];
  assert.equal(text, "i\n0\n1\n… and 3 more rows");
});

test("tableBundle refuses no records, unknown columns and digits out of range", () => {
  assert.throws(() => tableBundle([]), /0 records/);
  assert.throws(
    () => tableBundle([{ a: 1 }], { columns: ["b"] }),
    /no record has a field "b"; choose from a/,
  );
  assert.throws(() => tableBundle([{ a: 1 }], { digits: 0 }), /digits 0 is out of range/);
});

test("tableBundle stops after maxColumns and says how many columns are left", () => {
  const record = { a: 1, b: 2, c: 3 };
  const { "text/plain": text } = tableBundle([record, record], { maxRows: 1, maxColumns: 2 });
  assert.equal(text, "a  b\n1  2\n… and 1 more rows, 1 more columns");
});

test("tableBundle writes a mean with its standard error in one cell, both to the column's decimals", () => {
  const records = [
    { rank: 5, accuracy: { mean: 0.4, standardError: 0.00571 } },
    { rank: 20, accuracy: { mean: 0.6072, standardError: 0 } },
  ];
  assert.equal(
    tableBundle(records, { digits: 3 })["text/plain"],
    "rank       accuracy\n   5  0.400 ± 0.006\n  20  0.607 ± 0.000",
  );
});
