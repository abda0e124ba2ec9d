import { addProduct, type Block } from "../base/blockProducts";
import type { MatrixInput } from "../base/readMatrix";
import { asMatrix } from "./asMatrix";
import { asSvd } from "./asSvd";
import { rowCoordinates } from "./coordinates";
import { DenseMatrix } from "./denseMatrix";
import { SparseMatrix } from "./sparseMatrix";
import type { TruncatedSvd } from "./svd";

/**
 * Keeps the first `rank` singular triplets: the truncated SVD of every smaller rank is a slice of a
 * larger one.
 *
 * Cost: 8 · (rows + columns) · rank bytes to copy.
 *
 * Source: Eckart & Young 1936.
 *
 * @throws RangeError if the SVD holds fewer
 * @example
 * takeRank(svd, 5).v.columns; // 5
 */
export function takeRank(svd: TruncatedSvd, rank: number): TruncatedSvd {
  const { u, v, singularValues } = asSvd(svd);
  const held = singularValues.length;
  if (!Number.isInteger(rank) || rank < 1 || rank > held) {
    throw new RangeError(
      `rank ${rank} is not held by an SVD of rank ${held}; choose a whole rank from 1 to ${held}`,
    );
  }
  if (rank === held) return svd;
  return {
    ...svd,
    u: takeColumns(u, rank),
    singularValues: singularValues.slice(0, rank),
    v: takeColumns(v, rank),
  };
}

/**
 * The first `count` columns of a matrix, copied; a sparse matrix stays sparse.
 *
 * Cost: one pass over the entries.
 *
 * @throws RangeError if the matrix has fewer columns; TypeError if it is no matrix
 * @example
 * takeColumns([[1, 2, 3], [4, 5, 6]], 2); // [[1, 2], [4, 5]]
 */
export function takeColumns(matrix: SparseMatrix, count: number): SparseMatrix;
export function takeColumns(
  matrix: DenseMatrix | readonly ArrayLike<number>[],
  count: number,
): DenseMatrix;
export function takeColumns(matrix: MatrixInput, count: number): SparseMatrix | DenseMatrix;
export function takeColumns(matrix: MatrixInput, count: number): SparseMatrix | DenseMatrix {
  const a = asMatrix(matrix, "matrix");
  if (!Number.isInteger(count) || count < 0 || count > a.columns)
    throw new RangeError(
      `${count} columns cannot be taken of ${a.columns}; ` +
        `choose a whole number from 0 to ${a.columns}`,
    );
  return a instanceof SparseMatrix ? takeSparseColumns(a, count) : takeDenseColumns(a, count);
}

/** Columns ascend, so that those taken come first in each row. */
function takeSparseColumns(matrix: SparseMatrix, count: number): SparseMatrix {
  const { rows, rowOffsets, columnIndices, values } = matrix;
  const kept = columnIndices.reduce((sum, column) => sum + Number(column < count), 0);
  const offsets = new Int32Array(rows + 1);
  const taken = { columns: new Int32Array(kept), values: new Float64Array(kept) };
  for (let i = 0, filled = 0; i < rows; i++) {
    for (let at = rowOffsets[i]; at < rowOffsets[i + 1] && columnIndices[at] < count; at++) {
      taken.columns[filled] = columnIndices[at];
      taken.values[filled++] = values[at];
    }
    offsets[i + 1] = filled;
  }
  return new SparseMatrix(rows, count, offsets, taken.columns, taken.values);
}

function takeDenseColumns(matrix: DenseMatrix, count: number): DenseMatrix {
  const taken = new DenseMatrix(matrix.rows, count);
  for (let i = 0; i < matrix.rows; i++) {
    taken.data.set(matrix.data.subarray(i * matrix.columns, i * matrix.columns + count), i * count);
  }
  return taken;
}

/**
 * Writes out the rank-k copy of A: U Σ Vᵀ, rows × columns, or some of its rows. The copy is dense
 * even where A is sparse.
 *
 * Cost: 2 · rows · columns · rank flops, 8 · rows · columns bytes.
 *
 * Source: Eckart & Young 1936.
 *
 * @param rowIndices - rows to write out; default all
 * @throws TypeError if it is no SVD; RangeError if its factors differ in rank, or a row does not
 *   exist
 * @example
 * reconstruct(truncatedSvd(toDense([[2, 0], [0, 1]]), 1)); // [[2, 0], [0, 0]]
 * reconstruct(takeRank(svd, 2), [0, 7]).rows; // 2: the copies of rows 0 and 7
 */
export function reconstruct(svd: TruncatedSvd, rowIndices?: ArrayLike<number>): DenseMatrix {
  const { v } = asSvd(svd);
  const coordinates = rowCoordinates(svd);
  const chosen = rowIndices ?? Int32Array.from({ length: coordinates.rows }, (_, i) => i);
  for (let i = 0; i < chosen.length; i++) {
    if (!(Number.isInteger(chosen[i]) && chosen[i] >= 0 && chosen[i] < coordinates.rows))
      throw new RangeError(
        `row ${chosen[i]} of rowIndices is none of the ${coordinates.rows} rows of u; count from 0`,
      );
  }
  const copy = new DenseMatrix(chosen.length, v.rows);
  const vBlock: Block = { length: v.rows, width: v.columns, data: v.data };
  for (let i = 0; i < chosen.length; i++) {
    const row: Block = {
      length: v.rows,
      width: 1,
      data: copy.data.subarray(i * v.rows, (i + 1) * v.rows),
    };
    addProduct(
      row,
      vBlock,
      coordinates.data.subarray(chosen[i] * v.columns, (chosen[i] + 1) * v.columns),
      1,
    );
  }
  return copy;
}
