import { describeValue } from "../base/describeValue";
import type { MatrixInput } from "../base/readMatrix";
import { asMatrix } from "./asMatrix";
import { DenseMatrix } from "./denseMatrix";
import { checkFinite, checkFiniteNumbers } from "./finiteEntries";
import type { SparseMatrix } from "./sparseMatrix";

/** A row and how alike it is to the query. */
export interface Neighbour {
  readonly row: number;
  /** Cosine of the angle between row and query, −1 … 1; 0 where either is all zeros. */
  readonly cosine: number;
}

/**
 * Finds the rows of a matrix that point most nearly in the direction of a query: x·q / (‖x‖ ‖q‖),
 * largest first, equal ones in the order of the rows.
 *
 * Cost: 4 flops an entry and a sort of the rows. For many queries, or many rows, make a
 * `createSimilarityIndex` once.
 *
 * Source: G. Salton, A. Wong, C. S. Yang, A vector space model for automatic indexing,
 * Communications of the ACM 18 (1975).
 *
 * @param query - as many numbers as the matrix has columns
 * @throws RangeError if the lengths differ, or a number is not finite; TypeError if the matrix or
 *   the query is none
 * @example
 * nearestRows(toDense([[1, 0], [0, 1], [2, 0.1]]), [1, 0], 2); // [{ row: 0, cosine: 1 }, …]
 *
 * const query = projectRows(svd, transformTfidf(tfidf, ["a recipe for soup"]));
 * const [nearest] = nearestRows(rowCoordinates(svd), query.getRow(0), 5);
 * labels[nearest.row]; // "cooking"
 */
export function nearestRows(
  matrix: MatrixInput,
  query: ArrayLike<number>,
  count = 10,
): Neighbour[] {
  const a = asMatrix(matrix, "matrix");
  checkFinite(a);
  const q = readQuery(query, a.columns);
  if (!Number.isInteger(count) || count < 0)
    throw new RangeError(
      `count is ${describeValue(count)}; choose a whole number from 0, such as 10`,
    );
  const squared = rowEnergies(a);
  const dots = a instanceof DenseMatrix ? denseDots(a, q) : a.multiply(q, 1);
  const length = Math.sqrt(q.reduce((sum, value) => sum + value * value, 0));
  const neighbours = Array.from(dots, (dot, row): Neighbour => ({
    row,
    cosine: toCosine(dot, Math.sqrt(squared[row]) * length),
  }));
  return sortNeighbours(neighbours).slice(0, count);
}

/** A dot product over the product of the two lengths; 0 where either is all zeros. */
export function toCosine(dot: number, lengths: number): number {
  return dot === 0 || lengths === 0 ? 0 : dot / lengths;
}

/** Largest cosine first, equal ones in the order of the rows. */
export function sortNeighbours(neighbours: Neighbour[]): Neighbour[] {
  return neighbours.sort((a, b) => b.cosine - a.cosine || a.row - b.row);
}

function readQuery(query: ArrayLike<number>, columns: number): Float64Array {
  const found: unknown = query;
  if (typeof found !== "object" || found === null || typeof query.length !== "number")
    throw new TypeError(
      `query is ${describeValue(found)}; pass ${columns} numbers, ` +
        "such as projectRows(svd, row).getRow(0)",
    );
  if (query.length !== columns)
    throw new RangeError(
      `a query of ${query.length} numbers does not fit rows of ${columns}; pass ${columns} numbers`,
    );
  checkFiniteNumbers(query, "query");
  return Float64Array.from(query);
}

function denseDots({ rows, columns, data }: DenseMatrix, q: Float64Array): Float64Array {
  const dots = new Float64Array(rows);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) dots[i] += data[i * columns + j] * q[j];
  return dots;
}

function rowEnergies(matrix: DenseMatrix | SparseMatrix): Float64Array {
  const energies = new Float64Array(matrix.rows);
  if (matrix instanceof DenseMatrix) {
    for (let at = 0; at < matrix.data.length; at++)
      energies[Math.floor(at / matrix.columns)] += matrix.data[at] ** 2;
    return energies;
  }
  for (let row = 0; row < matrix.rows; row++) {
    for (let at = matrix.rowOffsets[row]; at < matrix.rowOffsets[row + 1]; at++)
      energies[row] += matrix.values[at] ** 2;
  }
  return energies;
}
