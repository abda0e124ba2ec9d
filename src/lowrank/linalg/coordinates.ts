import { DenseMatrix } from "./denseMatrix";
import { toOperator, type MatrixLike } from "./matrixOperator";
import type { TruncatedSvd } from "./truncatedSvd";

/**
 * Projects rows onto the first right singular vectors: A_new V, one row of `rank` coordinates for
 * each row of A_new.
 *
 * Rows that the SVD was fitted on get their rows of U Σ back; new rows land in the same space
 * ("folding in").
 *
 * Cost: 2 · nonZeros · rank flops.
 *
 * Source: Deerwester et al. 1990.
 *
 * @throws RangeError if the rows have another number of columns than the fitted matrix
 * @example
 * const coordinates = projectRows(svd, transformTfidf(tfidf, ["a new text"])); // 1 × rank
 */
export function projectRows(svd: TruncatedSvd, rows: MatrixLike): DenseMatrix {
  if (rows.columns !== svd.v.rows) {
    throw new RangeError(
      `rows with ${rows.columns} columns cannot be projected by an SVD of ${svd.v.rows} columns; use the same vocabulary for both`,
    );
  }
  const { columns: rank, data } = svd.v;
  return new DenseMatrix(rows.rows, rank, toOperator(rows).multiply(data, rank));
}

/**
 * Coordinates of the fitted rows in the low-rank space: U Σ, rows × rank. Dot products between its
 * rows are those of the rank-k copy of A.
 *
 * Where the SVD was stopped at a loose tolerance, `projectRows(svd, A)` treats fitted rows exactly
 * as it will treat new ones, and a row of zeros stays zero; the two agree to the tolerance.
 *
 * Cost: rows · rank flops.
 */
export function rowCoordinates(svd: TruncatedSvd): DenseMatrix {
  return scaleColumns(svd.u, svd.singularValues);
}

/** Coordinates of the fitted columns in the low-rank space: V Σ, columns × rank. */
export function columnCoordinates(svd: TruncatedSvd): DenseMatrix {
  return scaleColumns(svd.v, svd.singularValues);
}

/** A row this much shorter than the longest is rounding noise around zero, unless told otherwise. */
const negligibleLength = 1e-8;

/**
 * Scales every row to Euclidean length 1, so that dot products are cosines. A row of zeros, or one
 * shorter than 1e-8 of the longest, becomes zeros: its direction would be noise.
 *
 * Cost: 5 · rows · columns flops.
 */
export function unitRows(matrix: DenseMatrix): DenseMatrix {
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
    const lengths = squares.map(Math.sqrt);
    const shortest = negligible * lengths.reduce((longest, length) => Math.max(longest, length), 0);
    return lengths.map((length) => (length > shortest ? 1 / length : 0));
  };
}

function scaleColumns(matrix: DenseMatrix, factors: Float64Array): DenseMatrix {
  const scaled = new DenseMatrix(matrix.rows, matrix.columns, matrix.data.slice());
  for (let at = 0; at < scaled.data.length; at++) scaled.data[at] *= factors[at % matrix.columns];
  return scaled;
}
