import assert from "node:assert/strict";
import { test } from "node:test";
import { nearestRows, projectRows, sparseFromRows, truncatedSvd } from "../../../src/lowrank/index";
import type { MatrixOperator } from "../../../src/lowrank/index";
import { estimateSpectrum } from "../../../src/lowrank/rank/estimateSpectrum";

const held = sparseFromRows(
  Array.from({ length: 120 }, (_, i) => Array.from({ length: 110 }, (_, j) => (i * j) % 7)),
);
const sound: MatrixOperator = {
  rows: held.rows,
  columns: held.columns,
  multiply: (block, width) => held.multiply(block, width),
  multiplyTransposed: (block, width) => held.multiplyTransposed(block, width),
};
const spoil = (product: Float64Array, value: number): Float64Array => {
  product[3] = value;
  return product;
};

test("a sound operator gives what its matrix gives", () => {
  assert.deepEqual(
    projectRows(truncatedSvd(held, 2), sound),
    projectRows(truncatedSvd(held, 2), held),
  );
});

for (const [name, broken, message] of [
  [
    "NaN from multiply",
    { multiply: (b: Float64Array, w: number) => spoil(held.multiply(b, w), NaN) },
    /matrix\.multiply returned NaN at 3; its products must be finite/,
  ],
  [
    "an infinity from multiplyTransposed alone",
    {
      multiplyTransposed: (b: Float64Array, w: number) =>
        spoil(held.multiplyTransposed(b, w), Infinity),
    },
    /matrix\.multiplyTransposed returned Infinity at 3; its products must be finite/,
  ],
  [
    "a product of another length",
    { multiply: () => new Float64Array(3) },
    /matrix\.multiply returned 3 numbers; return \d+/,
  ],
  [
    "a plain array",
    { multiply: (b: Float64Array, w: number) => Array.from(held.multiply(b, w)) as never },
    /matrix\.multiply returned an array of \d+ numbers; return a Float64Array/,
  ],
  [
    "nothing",
    { multiply: () => undefined as never },
    /matrix\.multiply returned undefined; return/,
  ],
] as [string, Partial<MatrixOperator>, RegExp][]) {
  test(`an operator that gives ${name} is refused where it does`, () => {
    const operator = { ...sound, ...broken };
    for (const method of ["exact", "iterative"] as const) {
      // The exact method multiplies from one side only.
      if (method === "exact" && "multiplyTransposed" in broken) continue;
      assert.throws(() => truncatedSvd(operator, 2, { method }), message);
    }
    assert.throws(() => estimateSpectrum(operator), message);
  });
}

test("a query with NaN, or of another length, is refused", () => {
  const rows = [
    [1, 2],
    [3, 4],
  ];
  assert.throws(() => nearestRows(rows, [1, NaN]), /query\[1\] is NaN; pass finite numbers/);
  assert.throws(() => nearestRows(rows, [1]), /a query of 1 numbers does not fit rows of 2/);
  assert.throws(() => nearestRows(rows, undefined as never), /query is undefined; pass 2 numbers/);
  assert.throws(() => nearestRows(rows, [1, 2], -1), /count is -1, a number; choose a whole/);
});
