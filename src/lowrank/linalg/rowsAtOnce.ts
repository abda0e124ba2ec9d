import type { DenseMatrix } from "./denseMatrix";
import { SparseMatrix } from "./sparseMatrix";

/** Multiplications that take a few milliseconds. */
const shortWork = 1 << 21;

/**
 * Rows that a step of work over a matrix takes, so that it is short.
 *
 * @param work - multiplications an entry
 */
export function rowsAtOnce(matrix: SparseMatrix | DenseMatrix, work: number): number {
  const entries = matrix instanceof SparseMatrix ? matrix.values.length : matrix.data.length;
  const workOfRow = (entries / Math.max(1, matrix.rows)) * work;
  return Math.max(1, Math.floor(shortWork / Math.max(1, workOfRow)));
}
