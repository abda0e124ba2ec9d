import { createRequire } from "node:module";
import { AbstractMatrix, Matrix, MatrixSubView, MatrixTransposeView } from "ml-matrix";
import { Matrix as OldMatrix } from "ml-matrix-old";
import {
  DenseMatrix,
  SparseMatrix,
  sparseFromRows,
  toDense,
  truncatedSvd,
} from "../../../src/lowrank/index";

/** The bundle is a second copy of the library, with classes of its own. */
const otherCopy = createRequire(__filename)(
  "lowrank",
) as typeof import("../../../src/lowrank/index");

type Rows = readonly (readonly number[])[];

/** A kind of thing that people pass for a matrix. */
export interface Kind {
  readonly name: string;
  readonly make: (rows: Rows) => unknown;
  /**
   * "same": every door gives the numbers that it gives for a DenseMatrix. "products": those doors
   * do that need no entries, the others refuse. "finite": refused by every door but those that pass
   * numbers on. "refused": by every door. "empty": as a DenseMatrix without rows.
   */
  readonly answer: "same" | "products" | "finite" | "refused" | "empty";
}

const mutable = (rows: Rows): number[][] => rows.map((row) => [...row]);
const withEntry = (rows: Rows, entry: number): number[][] => {
  const spoilt = mutable(rows);
  spoilt[1][0] = entry;
  return spoilt;
};
const transposed = (rows: Rows): number[][] => rows[0].map((_, j) => rows.map((row) => row[j]));

/** Each entry as two halves, columns descending: what a careless writer of CSR makes. */
function looseCompressedRows(rows: Rows): object {
  const [columnIndices, values, rowOffsets]: number[][] = [[], [], [0]];
  for (const row of rows) {
    for (let j = row.length - 1; j >= 0; j--) {
      if (row[j] === 0) continue;
      columnIndices.push(j, j);
      values.push(row[j] / 2, row[j] / 2);
    }
    rowOffsets.push(values.length);
  }
  return {
    rows: rows.length,
    columns: rows[0].length,
    rowOffsets: Int32Array.from(rowOffsets),
    columnIndices: Int32Array.from(columnIndices),
    values: Float64Array.from(values),
  };
}

function operator(rows: Rows): object {
  const held = sparseFromRows(rows);
  return {
    rows: held.rows,
    columns: held.columns,
    multiply: (block: Float64Array, width: number) => held.multiply(block, width),
    multiplyTransposed: (block: Float64Array, width: number) =>
      held.multiplyTransposed(block, width),
  };
}

/** A view of ml-matrix on more rows and columns than it shows. */
function windowOf(rows: Rows): AbstractMatrix {
  const framed = new Matrix([[9, ...rows[0]], ...rows.map((row) => [7, ...row])]);
  return new MatrixSubView(framed, 1, rows.length, 1, rows[0].length);
}

export const kinds: readonly Kind[] = [
  { name: "DenseMatrix", answer: "same", make: (rows) => toDense(rows) },
  { name: "SparseMatrix", answer: "same", make: (rows) => sparseFromRows(rows) },
  { name: "DenseMatrix of another copy", answer: "same", make: (rows) => otherCopy.toDense(rows) },
  {
    name: "SparseMatrix of another copy",
    answer: "same",
    make: (rows) => otherCopy.sparseFromRows(rows),
  },
  { name: "compressed rows, unsorted, twice", answer: "same", make: looseCompressedRows },
  { name: "ml-matrix 6.15", answer: "same", make: (rows) => new Matrix(mutable(rows)) },
  { name: "ml-matrix 6.10", answer: "same", make: (rows) => new OldMatrix(mutable(rows)) },
  {
    name: "ml-matrix view, transposed",
    answer: "same",
    make: (rows) => new MatrixTransposeView(new Matrix(transposed(rows))),
  },
  { name: "ml-matrix view, window", answer: "same", make: windowOf },
  { name: "array of arrays", answer: "same", make: mutable },
  {
    name: "array of Float64Array",
    answer: "same",
    make: (rows) => rows.map((row) => Float64Array.from(row)),
  },
  {
    name: "array of Float32Array",
    answer: "same",
    make: (rows) => rows.map((row) => Float32Array.from(row)),
  },
  {
    name: "a DenseMatrix's JSON",
    answer: "same",
    make: (rows) => JSON.parse(JSON.stringify(toDense(rows))) as unknown,
  },
  { name: "operator", answer: "products", make: operator },
  { name: "operator with NaN", answer: "refused", make: (rows) => operator(withEntry(rows, NaN)) },
  { name: "dense with NaN", answer: "finite", make: (rows) => toDense(withEntry(rows, NaN)) },
  {
    name: "sparse with NaN",
    answer: "finite",
    make: (rows) => sparseFromRows(withEntry(rows, NaN)),
  },
  { name: "arrays with Infinity", answer: "finite", make: (rows) => withEntry(rows, Infinity) },
  { name: "no rows", answer: "empty", make: () => [] },
  { name: "ragged rows", answer: "refused", make: (rows) => [...rows.slice(1), [...rows[0], 1]] },
  {
    name: "a row that is missing",
    answer: "refused",
    make: (rows) => [rows[0], null, ...rows.slice(2)],
  },
  {
    name: "strings for numbers",
    answer: "refused",
    make: (rows) => rows.map((r) => r.map(String)),
  },
  { name: "BigInt64Array rows", answer: "refused", make: () => [new BigInt64Array(4)] },
  { name: "one list of numbers", answer: "refused", make: (rows) => rows[0] },
  { name: "one Float64Array", answer: "refused", make: (rows) => Float64Array.from(rows[0]) },
  { name: "texts", answer: "refused", make: () => ["a red fish", "red wine"] },
  { name: "a string", answer: "refused", make: () => "a red fish" },
  { name: "a number", answer: "refused", make: () => 3 },
  { name: "null", answer: "refused", make: () => null },
  { name: "undefined", answer: "refused", make: () => undefined },
  { name: "a function", answer: "refused", make: () => toDense },
  { name: "a promise", answer: "refused", make: (rows) => Promise.resolve(rows) },
  { name: "an SVD", answer: "refused", make: (rows) => truncatedSvd(rows, 2) },
  {
    name: "a SparseMatrix's JSON",
    answer: "refused",
    make: (rows) => JSON.parse(JSON.stringify(sparseFromRows(rows))) as unknown,
  },
  {
    name: "sparse, column out of range",
    answer: "refused",
    make: (rows) => ({
      ...looseCompressedRows(rows),
      columnIndices: new Int32Array(2 * rows.flat().filter((value) => value !== 0).length).fill(99),
    }),
  },
];

/** A matrix without rows, for the doors' own answer to one. */
export const withoutRows = (): DenseMatrix => new DenseMatrix(0, 0);
export const isOurs = (value: unknown): boolean =>
  value instanceof DenseMatrix || value instanceof SparseMatrix;
