import type { DenseMatrix } from "../denseMatrix";
import { SparseMatrix } from "../sparseMatrix";

/** Rows made ready to be searched by cosine, many times. */
export interface SimilarityIndex {
  /** Number of rows to find. */
  readonly rows: number;
  /** Numbers a row, and a query. */
  readonly columns: number;
  /** The rows as they came; what is found is scored on them. Do not change them. */
  readonly matrix: DenseMatrix | SparseMatrix;
  /** Euclidean length of each row. */
  readonly lengths: Float64Array;
}

/**
 * The parts of an index: rows, with the length of each. What is searched is made of them when the
 * first query comes, unless it was made before.
 *
 * Cost: one pass over the entries.
 *
 * @throws RangeError if an entry is not finite, or a row too long for its length to be a number
 */
export function rowsToFind(matrix: DenseMatrix | SparseMatrix): SimilarityIndex {
  const { rows, columns } = matrix;
  return { rows, columns, matrix, lengths: rowLengths(matrix) };
}

function rowLengths(matrix: DenseMatrix | SparseMatrix): Float64Array {
  const lengths = new Float64Array(matrix.rows);
  const values = matrix instanceof SparseMatrix ? matrix.values : matrix.data;
  for (let row = 0; row < matrix.rows; row++) {
    const start = matrix instanceof SparseMatrix ? matrix.rowOffsets[row] : row * matrix.columns;
    const end =
      matrix instanceof SparseMatrix ? matrix.rowOffsets[row + 1] : start + matrix.columns;
    let squares = 0;
    for (let at = start; at < end; at++) squares += values[at] * values[at];
    if (!Number.isFinite(squares)) {
      throw new RangeError(
        `row ${row} has an entry that is not finite, or the length ${Math.sqrt(squares)}; ` +
          "clean or drop the row, or scale the matrix",
      );
    }
    lengths[row] = Math.sqrt(squares);
  }
  return lengths;
}
