import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import fc from "fast-check";
import { Matrix } from "ml-matrix";
import { describeValue } from "../../../src/lowrank/base/describeValue";
import { readDense } from "../../../src/lowrank/base/readDense";
import { readMatrix } from "../../../src/lowrank/base/readMatrix";
import { asMatrix } from "../../../src/lowrank/linalg/asMatrix";
import { SparseMatrix, sparseFromRows, toDense } from "../../../src/lowrank/index";

const otherCopy = createRequire(__filename)(
  "lowrank",
) as typeof import("../../../src/lowrank/index");

test("a matrix of this copy or another is not copied", () => {
  const [dense, sparse] = [toDense([[1, 2]]), sparseFromRows([[0, 2]])];
  assert.equal(asMatrix(dense, "m"), dense);
  assert.equal(asMatrix(sparse, "m"), sparse);
  assert.notEqual(otherCopy.SparseMatrix, SparseMatrix, "the bundle is no second copy");
  const otherDense = otherCopy.toDense([[1, 2]]);
  const otherSparse = otherCopy.sparseFromRows([[0, 2]]);
  assert.equal((asMatrix(otherDense, "m") as typeof dense).data, otherDense.data);
  const taken = asMatrix(otherSparse, "m");
  assert.ok(taken instanceof SparseMatrix);
  assert.equal(taken.values, otherSparse.values);
  assert.equal(taken.columnIndices, otherSparse.columnIndices);
});

test("a flat array that nobody marked as row-major is read by get(), whatever its order", () => {
  const columnMajor = {
    rows: 2,
    columns: 2,
    data: Float64Array.of(1, 3, 2, 4),
    get: (i: number, j: number) => columnMajor.data[j * 2 + i],
  };
  assert.deepEqual([...readDense(columnMajor, "m").data], [1, 2, 3, 4]);
});

test("readDense gives the same entries for rows, ml-matrix and sparse matrices", () => {
  const matrices = fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
    .chain(([rows, columns]) =>
      fc.array(
        fc.array(fc.integer({ min: -3, max: 3 }), { minLength: columns, maxLength: columns }),
        {
          minLength: rows,
          maxLength: rows,
        },
      ),
    );
  fc.assert(
    fc.property(matrices, (rows) => {
      for (const form of [rows, new Matrix(rows), sparseFromRows(rows), toDense(rows)])
        assert.deepEqual([...readDense(form, "m").data], rows.flat());
    }),
  );
});

test("typed rows of another realm are rows", () => {
  const { runInNewContext } = createRequire(__filename)("node:vm") as typeof import("node:vm");
  const rows: unknown = runInNewContext("[Float64Array.of(1, 2), [3, 4]]");
  assert.deepEqual([...readDense(rows, "m").data], [1, 2, 3, 4]);
});

for (const [value, message] of [
  ["red fish", /^m is "red fish", a string; turn texts into rows first: transformTfidf/],
  [["red"], /entry 0 is "red", a string, not a row of numbers; turn texts into rows first/],
  [[1, 2], /m is an array of 2 numbers, not rows of them; write \[m\] for one row/],
  [{ shape: [2], data: [1, 2] }, /turn it into a matrix: npyToDense\(array\)/],
  [{ u: 1, singularValues: [1] }, /pass its rows: rowCoordinates\(svd\)/],
  [Promise.resolve(1), /m is a promise; await it first; pass/],
  [{ rows: 1, columns: 1, multiply() {}, multiplyTransposed() {} }, /operator of 1 × 1/],
  [[[1, 2], [3]], /row 1 of m has 1 entries, row 0 has 2; give every row the same length/],
  [[[1, "2"]], /entry \(row 0, column 1\) of m is "2", a string; pass numbers/],
  [{ rows: 1, columns: 2, get: () => undefined }, /entry \(row 0, column 0\) of m is undefined/],
] as [unknown, RegExp][]) {
  test(`readMatrix says of ${describeValue(value)} what it is and what to pass`, () => {
    assert.throws(() => readMatrix(value, "m"), { message });
  });
}
