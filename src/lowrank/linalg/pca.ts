import type { AbstractMatrix } from "ml-matrix";
import { DenseMatrix, toDense } from "./denseMatrix";
import { checkFinite } from "./finiteEntries";
import { multiplyCentred, type StreamedRows } from "./centring/centredBlocks";
import { centreRows, moveRows } from "./centring/centredRows";
import { toOperator } from "./matrixOperator";
import { SparseMatrix } from "./sparseMatrix";
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
 * Variances are taken about the mean, so that a column of 1.7 · 10⁹ ± 1 is as well resolved as one
 * of 0 ± 1; a sparse A stays sparse, see `centreRows`. A matrix in a file (`openBlocks`) is read
 * block by block.
 *
 * Cost: that of `truncatedSvd`; of a sparse A also 2 · (rows + columns) flops a product. Memory
 * beside it: a copy of a dense A.
 *
 * Source: Pearson 1901; Hotelling 1933.
 *
 * @throws RangeError if there are fewer than 2 rows, the rank does not fit, or an entry is not
 *   finite
 * @example
 * const { explainedVarianceRatio } = fitPca(images, 20);
 */
export function fitPca(
  matrix: SparseMatrix | AbstractMatrix | StreamedRows,
  rank: number,
  options: TruncatedSvdOptions = {},
): Pca {
  const { rows } = matrix;
  if (rows < 2) throw new RangeError(`${rows} rows have no variance; give at least 2`);
  checkFinite(matrix);
  const { centred, mean, norm } = centreRows(matrix);
  const svd = truncatedSvd(centred, rank, options);
  return {
    mean,
    axes: svd.v,
    explainedVariance: svd.singularValues.map((value) => (value * value) / (rows - 1)),
    explainedVarianceRatio: svd.singularValues.map((value) => (norm > 0 ? (value / norm) ** 2 : 0)),
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
  const { data: axes, columns: rank } = pca.axes;
  const coordinates =
    rows instanceof SparseMatrix
      ? multiplyCentred(rows, pca.mean, axes, rank)
      : toOperator(moveRows(toDense(rows), pca.mean)).multiply(axes, rank);
  return new DenseMatrix(rows.rows, rank, coordinates);
}
