import type { Factorable } from "../asMatrix";
import { DenseMatrix } from "../denseMatrix";
import type { MatrixOperator } from "../matrixOperator";
import { SparseMatrix } from "../sparseMatrix";
import { bytesOfProducts, storedMatrixOf } from "../stored/storedRows";

/**
 * Memory that the iteration is likely to need: the matrix, a basis of three vectors a value, and V.
 */
export function workspaceBytes(matrix: Factorable, rank: number): number {
  const { rows, columns } = matrix;
  const entries =
    matrix instanceof SparseMatrix
      ? 12 * matrix.nonZeros + 4 * rows
      : matrix instanceof DenseMatrix
        ? 8 * rows * columns
        : bytesOfStored(matrix);
  return 8 * columns * Math.min(columns + 64, 4 * rank + 64) + entries;
}

/** Work that the iteration is likely to need, with three vectors a value. */
export function likelyFlops(matrix: Factorable, rank: number): number {
  const size = 3 * rank;
  const entries =
    matrix instanceof SparseMatrix
      ? matrix.nonZeros
      : (storedMatrixOf(matrix as MatrixOperator)?.stored.nonZeros ?? matrix.rows * matrix.columns);
  return 4 * size * entries + matrix.columns * size * size + 2 * matrix.columns * size * rank;
}

/** Slots and sums of a product, where the matrix is loaded block by block. */
function bytesOfStored(matrix: MatrixOperator): number {
  const found = storedMatrixOf(matrix);
  return found === undefined ? 0 : bytesOfProducts(found.stored);
}
