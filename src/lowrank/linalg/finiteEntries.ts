import { DenseMatrix } from "./denseMatrix";
import type { MatrixOperator } from "./matrixOperator";
import { SparseMatrix } from "./sparseMatrix";

/**
 * Refuses a matrix that holds NaN or an infinity, with its position. An operator's entries cannot
 * be seen; its products are checked instead.
 *
 * Cost: one pass over the entries.
 *
 * @param name - what the error message calls the matrix
 * @throws RangeError naming the first such entry
 */
export function checkFinite(
  matrix: SparseMatrix | DenseMatrix | MatrixOperator,
  name = "matrix",
): void {
  if (!(matrix instanceof SparseMatrix || matrix instanceof DenseMatrix)) return;
  const entries = entriesOf(matrix);
  if (areFinite(entries)) return;
  const at = entries.findIndex((value) => !Number.isFinite(value));
  throw new RangeError(`${describeEntry(matrix, at, name)}; replace or drop it`);
}

/**
 * Refuses a matrix with a negative entry, with its position.
 *
 * Cost: one pass over the entries.
 *
 * @param remedy - what the error message advises
 * @throws RangeError naming the first such entry
 */
export function checkNonNegative(
  matrix: SparseMatrix | DenseMatrix,
  name: string,
  remedy: string,
): void {
  const at = entriesOf(matrix).findIndex((value) => value < 0);
  if (at >= 0) throw new RangeError(`${describeEntry(matrix, at, name)}; ${remedy}`);
}

function describeEntry(matrix: SparseMatrix | DenseMatrix, at: number, name: string): string {
  const [row, column] =
    matrix instanceof SparseMatrix
      ? [rowOf(matrix, at), matrix.columnIndices[at]]
      : [Math.floor(at / matrix.columns), at % matrix.columns];
  return `entry (row ${row}, column ${column}) of ${name} is ${entriesOf(matrix)[at]}`;
}

/** The stored entries of a matrix. */
const entriesOf = (matrix: SparseMatrix | DenseMatrix): Float64Array =>
  matrix instanceof SparseMatrix ? matrix.values : matrix.data;

/**
 * Whether none of the numbers is NaN or infinite: 0 times any other is 0.
 *
 * Cost: one pass.
 */
export function areFinite(numbers: ArrayLike<number>): boolean {
  let sum = 0;
  for (let i = 0; i < numbers.length; i++) sum += 0 * numbers[i];
  return sum === 0;
}

/** Refuses a row of numbers, such as a query, that holds NaN, an infinity or no number at all. */
export function checkFiniteNumbers(numbers: ArrayLike<number>, name: string): void {
  for (let i = 0; i < numbers.length; i++) {
    if (!Number.isFinite(numbers[i]))
      throw new RangeError(`${name}[${i}] is ${String(numbers[i])}; pass finite numbers`);
  }
}

function rowOf(matrix: SparseMatrix, at: number): number {
  let row = 0;
  while (matrix.rowOffsets[row + 1] <= at) row++;
  return row;
}
