import { addProduct } from "../base/blockProducts";
import { checkFields } from "../base/checkFields";
import type { MatrixInput } from "../base/readMatrix";
import { runAtOnce, type Steps } from "../base/steps";
import { asFactorable, asMatrix } from "./asMatrix";
import { asSvd } from "./asSvd";
import { asDense, DenseMatrix } from "./denseMatrix";
import { checkFinite } from "./finiteEntries";
import type { MatrixLike } from "./matrixOperator";
import { rowsAtOnce } from "./rowsAtOnce";
import { multiplySparseSteps } from "./sparse/multiplySparseRows";
import { SparseMatrix } from "./sparseMatrix";
import type { TruncatedSvd } from "./svd";

/**
 * Projects rows onto the first right singular vectors: A_new V, one row of `rank` coordinates for
 * each row of A_new.
 *
 * Rows that the SVD was fitted on get their rows of U Σ back; new rows land in the same space
 * ("folding in").
 *
 * Cost: 2 · nonZeros · rank flops. Memory beside the coordinates: many sparse rows are copied, and
 * those rows of V that they name, at most 256 MiB.
 *
 * Source: Deerwester et al. 1990.
 *
 * @param rows - a matrix of any kind, or an operator
 * @throws RangeError if the rows have another number of columns than the fitted matrix, or an entry
 *   is not finite; TypeError if they are no matrix
 * @example
 * projectRows(svd, transformTfidf(tfidf, ["a new text"])); // 1 × 20
 */
export function projectRows(svd: TruncatedSvd, rows: MatrixLike): DenseMatrix {
  return runAtOnce(projectRowsSteps(svd, rows));
}

/** The right singular vectors of what must be an SVD. */
export function fittedAxes(svd: Pick<TruncatedSvd, "v">): DenseMatrix {
  checkFields(svd, ["v"], "svd", "truncatedSvd(matrix, rank)");
  return asDense(svd.v, "svd.v");
}

/** `projectRows` in steps, some rows each; an operator's product is one. */
export function* projectRowsSteps(
  svd: Pick<TruncatedSvd, "v">,
  rows: MatrixLike,
): Steps<DenseMatrix> {
  const { columns: rank, data, rows: columns } = fittedAxes(svd);
  const a = asFactorable(rows, "rows");
  if (a.columns !== columns) {
    throw new RangeError(
      `rows with ${a.columns} columns cannot be projected by an SVD of ${columns} columns; ` +
        "use the same vocabulary for both",
    );
  }
  checkFinite(a, "rows");
  if (!(a instanceof SparseMatrix || a instanceof DenseMatrix))
    return new DenseMatrix(a.rows, rank, a.multiply(data, rank));
  const step = rowsAtOnce(a, rank);
  return a instanceof SparseMatrix
    ? new DenseMatrix(a.rows, rank, yield* multiplySparseSteps(a, data, rank, step))
    : yield* multiplyDenseSteps(a, data, rank, step);
}

/** A X for dense A, some rows at a time. */
function* multiplyDenseSteps(
  a: DenseMatrix,
  block: Float64Array,
  width: number,
  step: number,
): Steps<DenseMatrix> {
  const { rows, columns } = a;
  const product = new DenseMatrix(rows, width);
  for (let from = 0; from < rows; from += step) {
    const to = Math.min(rows, from + step);
    const data = product.data.subarray(from * width, to * width);
    const some = a.data.subarray(from * columns, to * columns);
    const target = { length: to - from, width, data };
    addProduct(target, { length: to - from, width: columns, data: some }, block, 1);
    yield to / rows;
  }
  return product;
}

/**
 * Coordinates of the fitted rows in the low-rank space: U Σ, rows × rank. Dot products between its
 * rows are those of the rank-k copy of A.
 *
 * Where the SVD was stopped at a loose tolerance, `projectRows(svd, A)` treats fitted rows exactly
 * as it will treat new ones, and a row of zeros stays zero; the two agree to the tolerance.
 *
 * Cost: rows · rank flops.
 *
 * Source: Deerwester et al. 1990.
 *
 * @throws TypeError if it is no SVD; RangeError if its factors differ in rank
 * @example
 * rowCoordinates(truncatedSvd(toDense([[2, 0], [0, 1]]), 1)); // [[2], [0]]
 */
export function rowCoordinates(svd: TruncatedSvd): DenseMatrix {
  const { u, singularValues } = asSvd(svd);
  return scaleColumns(u, singularValues);
}

/**
 * Coordinates of the fitted columns in the low-rank space: V Σ, columns × rank.
 *
 * Cost: columns · rank flops.
 *
 * Source: Deerwester et al. 1990.
 *
 * @throws TypeError if it is no SVD; RangeError if its factors differ in rank
 * @example
 * columnCoordinates(truncatedSvd(toDense([[0, 3, 0], [0, 0, 1]]), 1)); // [[0], [3], [0]]
 */
export function columnCoordinates(svd: TruncatedSvd): DenseMatrix {
  const { v, singularValues } = asSvd(svd);
  return scaleColumns(v, singularValues);
}

/**
 * A row this much shorter than the longest is rounding noise around zero, unless told otherwise.
 */
const negligibleLength = 1e-8;

/**
 * Scales every row to Euclidean length 1, so that dot products are cosines. A row of zeros, or one
 * shorter than 1e-8 of the longest, becomes zeros: its direction would be noise. A sparse matrix
 * stays sparse.
 *
 * Cost: 5 flops an entry.
 *
 * @throws RangeError if an entry is not finite; TypeError if it is no matrix
 * @example
 * unitRows([[3, 4], [0, 0]]); // [[0.6, 0.8], [0, 0]]
 */
export function unitRows(matrix: SparseMatrix): SparseMatrix;
export function unitRows(matrix: DenseMatrix | readonly ArrayLike<number>[]): DenseMatrix;
export function unitRows(matrix: MatrixInput): SparseMatrix | DenseMatrix;
export function unitRows(matrix: MatrixInput): SparseMatrix | DenseMatrix {
  const a = asMatrix(matrix, "matrix");
  checkFinite(a);
  return a instanceof SparseMatrix ? unitSparseRows(a) : unitDenseRows(a);
}

function unitSparseRows(matrix: SparseMatrix): SparseMatrix {
  const { rows, columns, rowOffsets, columnIndices } = matrix;
  const squares = new Float64Array(rows);
  const values = matrix.values.slice();
  for (let i = 0; i < rows; i++)
    for (let at = rowOffsets[i]; at < rowOffsets[i + 1]; at++) squares[i] += values[at] ** 2;
  const factors = reciprocalLengths(squares);
  for (let i = 0; i < rows; i++)
    for (let at = rowOffsets[i]; at < rowOffsets[i + 1]; at++) values[at] *= factors[i];
  return new SparseMatrix(rows, columns, rowOffsets, columnIndices, values);
}

function unitDenseRows(matrix: DenseMatrix): DenseMatrix {
  const { rows, columns, data } = matrix;
  const factors = unitFactors(matrix)(columns);
  const scaled = new DenseMatrix(rows, columns);
  for (let i = 0; i < rows; i++) {
    if (factors[i] === 0) continue;
    for (let at = i * columns; at < (i + 1) * columns; at++)
      scaled.data[at] = data[at] * factors[i];
  }
  return scaled;
}

/**
 * What each row of the first `count` columns is multiplied by to have length 1, as `unitRows`
 * would; 0 where that makes zeros.
 *
 * Cost: 2 · rows flops a column, once: ask for ascending counts.
 *
 * @param negligible - a row shorter than this share of the longest becomes zeros
 */
export function unitFactors(
  { rows, columns, data }: DenseMatrix,
  negligible = negligibleLength,
): (count: number) => Float64Array {
  const squares = new Float64Array(rows);
  let counted = 0;
  return (count) => {
    if (count < counted) {
      squares.fill(0);
      counted = 0;
    }
    for (let i = 0; i < rows; i++) {
      for (let at = i * columns + counted; at < i * columns + count; at++)
        squares[i] += data[at] * data[at];
    }
    counted = count;
    return reciprocalLengths(squares, negligible);
  };
}

function reciprocalLengths(squares: Float64Array, negligible = negligibleLength): Float64Array {
  const lengths = squares.map(Math.sqrt);
  const shortest = negligible * lengths.reduce((longest, length) => Math.max(longest, length), 0);
  return lengths.map((length) => (length > shortest ? 1 / length : 0));
}

function scaleColumns(matrix: DenseMatrix, factors: Float64Array): DenseMatrix {
  const scaled = new DenseMatrix(matrix.rows, matrix.columns, matrix.data.slice());
  for (let at = 0; at < scaled.data.length; at++) scaled.data[at] *= factors[at % matrix.columns];
  return scaled;
}
