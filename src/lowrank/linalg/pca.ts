import type { AbstractMatrix } from "ml-matrix";
import { DenseMatrix } from "./denseMatrix";
import { checkFinite } from "./finiteEntries";
import { energy } from "./frobenius";
import { toOperator, type MatrixOperator } from "./matrixOperator";
import type { SparseMatrix } from "./sparseMatrix";
import { truncatedSvd, type TruncatedSvd, type TruncatedSvdOptions } from "./truncatedSvd";

/** Principal components of the rows of a matrix. */
export interface Pca {
  /** Mean of each column. */
  readonly mean: Float64Array;
  /** Principal axes, columns × rank: orthonormal, the direction of most variance first. */
  readonly axes: DenseMatrix;
  /** Variance along each axis (divisor rows − 1). */
  readonly explainedVariance: Float64Array;
  /** That variance as a share of the total, 0 … 1. */
  readonly explainedVarianceRatio: Float64Array;
  /** SVD of the centred matrix. */
  readonly svd: TruncatedSvd;
}

/**
 * Finds the directions in which the rows of A vary most: the truncated SVD of the centred matrix A
 * − 1μᵀ.
 *
 * The centred matrix is never written out: (A − 1μᵀ)X = AX − 1(μᵀX), so a sparse A stays sparse.
 *
 * Cost: that of `truncatedSvd`, and 2 · (rows + columns) flops a product more.
 *
 * Source: Pearson 1901; Hotelling 1933.
 *
 * @throws RangeError if there are fewer than 2 rows, the rank does not fit, or an entry is not
 *   finite
 * @example
 * const { explainedVarianceRatio } = fitPca(images, 20);
 */
export function fitPca(
  matrix: SparseMatrix | AbstractMatrix,
  rank: number,
  options: TruncatedSvdOptions = {},
): Pca {
  const { rows, columns } = matrix;
  if (rows < 2) throw new RangeError(`${rows} rows have no variance; give at least 2`);
  checkFinite(matrix);
  const operator = toOperator(matrix);
  const mean = operator.multiplyTransposed(new Float64Array(rows).fill(1 / rows), 1);
  const svd = truncatedSvd(centre(operator, mean), rank, options);
  const explainedVariance = svd.singularValues.map((value) => (value * value) / (rows - 1));
  const total = (energy(matrix) - rows * energy(new DenseMatrix(1, columns, mean))) / (rows - 1);
  return {
    mean,
    axes: svd.v,
    explainedVariance,
    explainedVarianceRatio: explainedVariance.map((value) => (total > 0 ? value / total : 0)),
    svd,
  };
}

/**
 * Coordinates of rows along the principal axes: (A_new − 1μᵀ) V, one row for each row of A_new.
 *
 * @throws RangeError if the rows have another number of columns than the fitted matrix
 */
export function transformPca(pca: Pca, rows: SparseMatrix | AbstractMatrix): DenseMatrix {
  if (rows.columns !== pca.mean.length) {
    throw new RangeError(
      `rows with ${rows.columns} columns cannot be projected by components of ${pca.mean.length} columns; use the same columns for both`,
    );
  }
  const rank = pca.axes.columns;
  return new DenseMatrix(
    rows.rows,
    rank,
    centre(toOperator(rows), pca.mean).multiply(pca.axes.data, rank),
  );
}

function centre(a: MatrixOperator, mean: Float64Array): MatrixOperator {
  const { rows, columns } = a;
  return {
    rows,
    columns,
    multiply(block, width) {
      const product = a.multiply(block, width);
      const shift = new Float64Array(width);
      for (let i = 0; i < columns; i++)
        for (let v = 0; v < width; v++) shift[v] += mean[i] * block[i * width + v];
      for (let i = 0; i < rows; i++)
        for (let v = 0; v < width; v++) product[i * width + v] -= shift[v];
      return product;
    },
    multiplyTransposed(block, width) {
      const product = a.multiplyTransposed(block, width);
      const sum = new Float64Array(width);
      for (let i = 0; i < rows; i++) for (let v = 0; v < width; v++) sum[v] += block[i * width + v];
      for (let i = 0; i < columns; i++)
        for (let v = 0; v < width; v++) product[i * width + v] -= mean[i] * sum[v];
      return product;
    },
  };
}
