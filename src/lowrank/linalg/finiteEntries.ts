import { AbstractMatrix } from "ml-matrix";
import { toDense } from "./denseMatrix";
import type { MatrixLike } from "./matrixOperator";
import { SparseMatrix } from "./sparseMatrix";

/**
 * Refuses a matrix that holds NaN or an infinity, with its position. An operator's entries cannot
 * be seen; it passes.
 *
 * Cost: one pass over the entries.
 *
 * @throws RangeError naming the first such entry
 */
export function checkFinite(matrix: MatrixLike): void {
  if (matrix instanceof SparseMatrix) {
    const at = matrix.values.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) refuse(matrix.values[at], rowOf(matrix, at), matrix.columnIndices[at]);
  } else if (matrix instanceof AbstractMatrix) {
    const { data, columns } = toDense(matrix);
    const at = data.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) refuse(data[at], Math.floor(at / columns), at % columns);
  }
}

function rowOf(matrix: SparseMatrix, at: number): number {
  let row = 0;
  while (matrix.rowOffsets[row + 1] <= at) row++;
  return row;
}

function refuse(value: number, row: number, column: number): never {
  throw new RangeError(
    `entry (row ${row}, column ${column}) is ${value}; replace or drop it before factoring`,
  );
}
