import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Matrix } from "ml-matrix";
import { SparseMatrix, sparseFromTriplets } from "../../../src/lowrank/linalg/sparseMatrix";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";

interface Triplet {
  row: number;
  column: number;
  value: number;
}

const rows = 7;
const columns = 5;
const triplets = fc.array(
  fc.record<Triplet>({
    row: fc.nat(rows - 1),
    column: fc.nat(columns - 1),
    value: fc.integer({ min: -9, max: 9 }),
  }),
  { maxLength: 40 },
);

function sumUp(entries: readonly Triplet[]): number[][] {
  const sums = Matrix.zeros(rows, columns);
  for (const { row, column, value } of entries)
    sums.set(row, column, sums.get(row, column) + value);
  return sums.to2DArray();
}

const build = (entries: readonly Triplet[]): SparseMatrix =>
  sparseFromTriplets(
    rows,
    columns,
    entries.map(({ row }) => row),
    entries.map(({ column }) => column),
    entries.map(({ value }) => value),
  );

function assertCanonical({ rowOffsets, columnIndices, values }: SparseMatrix): void {
  assert.equal(columnIndices.length, values.length);
  for (let row = 0; row < rows; row++)
    for (let at = rowOffsets[row] + 1; at < rowOffsets[row + 1]; at++)
      assert.ok(columnIndices[at] > columnIndices[at - 1]);
}

test("sparseFromTriplets adds up entries of the same place, in any order", () => {
  fc.assert(
    fc.property(triplets, (entries) => {
      const matrix = build(entries);
      assertCanonical(matrix);
      assert.deepEqual(matrix.toDense().to2DArray(), sumUp(entries));
    }),
  );
});

test("new SparseMatrix sorts columns and adds up duplicates, and leaves the caller's arrays alone", () => {
  fc.assert(
    fc.property(triplets, (entries) => {
      const byRow = [...entries].sort((a, b) => a.row - b.row);
      const offsets = Int32Array.from({ length: rows + 1 }, (_, row) =>
        byRow.reduce((count, entry) => count + Number(entry.row < row), 0),
      );
      const columnIndices = Int32Array.from(byRow, ({ column }) => column);
      const values = Float64Array.from(byRow, ({ value }) => value);
      const before = [columnIndices.slice(), values.slice()];
      const matrix = new SparseMatrix(rows, columns, offsets, columnIndices, values);
      assertCanonical(matrix);
      assert.deepEqual(matrix.toDense().to2DArray(), sumUp(entries));
      assert.deepEqual([columnIndices, values], before);
    }),
  );
});

test("duplicates count once in get, and alike in both methods of the SVD", () => {
  const matrix = new SparseMatrix(
    1,
    2,
    Int32Array.of(0, 2),
    Int32Array.of(1, 1),
    Float64Array.of(1, 2),
  );
  assert.equal(matrix.get(0, 1), 3);
  for (const method of ["exact", "iterative"] as const)
    assert.ok(Math.abs(truncatedSvd(matrix, 1, { method }).singularValues[0] - 3) < 1e-12);
});

test("arrays in order are kept as they are", () => {
  const values = Float64Array.of(1, 2);
  const columnIndices = Int32Array.of(0, 1);
  const matrix = new SparseMatrix(1, 2, Int32Array.of(0, 2), columnIndices, values);
  assert.equal(matrix.values, values);
  assert.equal(matrix.columnIndices, columnIndices);
});

const one = Float64Array.of(1);
const offsets = Int32Array.of(0, 1);
for (const [name, make, message] of [
  [
    "a column beyond the last",
    () => new SparseMatrix(1, 2, offsets, Int32Array.of(2), one),
    /column 2 of a non-zero in row 0 of the matrix is outside its 2 columns; pass columns from 0 to 1/,
  ],
  [
    "a column below 0",
    () => new SparseMatrix(1, 2, offsets, Int32Array.of(-1), one),
    /column -1 of a non-zero in row 0/,
  ],
  [
    "offsets that descend",
    () => new SparseMatrix(2, 2, Int32Array.of(0, 2, 1), Int32Array.of(0), one),
    /row offset 2 of the matrix is 1, below 2 before it; pass offsets that ascend/,
  ],
  [
    "a negative size",
    () => new SparseMatrix(-1, 2, offsets, Int32Array.of(0), one),
    /rows is -1, a number; pass a whole number from 0/,
  ],
  [
    "indices that are not whole",
    () => new SparseMatrix(1, 2, offsets, [0.5] as never, one),
    /entry 0 of columnIndices of the matrix is 0.5, a number; pass whole numbers/,
  ],
  [
    "no array",
    () => new SparseMatrix(1, 2, offsets, undefined as never, one),
    /columnIndices of the matrix is undefined; pass an array of numbers/,
  ],
  [
    "triplets outside",
    () => sparseFromTriplets(2, 2, [2], [0], [1]),
    /entry 0 stands at \(row 2, column 0\), outside the matrix of 2 × 2; count both from 0/,
  ],
  [
    "triplets of different lengths",
    () => sparseFromTriplets(2, 2, [1], [0, 1], [1]),
    /1 row indices and 2 column indices for 1 values; pass one of each/,
  ],
  [
    "a value that is no number",
    () => sparseFromTriplets(2, 2, [1], [0], ["1"] as never),
    /entry 0 of values is "1", a string; pass numbers/,
  ],
  [
    "get outside",
    () => sparseFromTriplets(2, 2, [1], [0], [1]).get(2, 0),
    /entry \(row 2, column 0\) is outside the matrix of 2 × 2; count both from 0/,
  ],
] as [string, () => unknown, RegExp][]) {
  test(`a sparse matrix refuses ${name}`, () => {
    assert.throws(make, message);
  });
}

test("plain arrays of whole numbers will do for JavaScript", () => {
  const matrix = new SparseMatrix(1, 3, [0, 2] as never, [2, 0] as never, [5, 4] as never);
  assert.deepEqual([...matrix.toDense().data], [4, 0, 5]);
});
