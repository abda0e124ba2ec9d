import { checkFields } from "../base/checkFields";
import { checkOptions } from "../base/checkOptions";
import type { MatrixInput } from "../base/readMatrix";
import { runAtOnce, type Steps } from "../base/steps";
import { asMatrix, toOperator } from "./asMatrix";
import { trustProducts } from "./checkProducts";
import { asDense, DenseMatrix } from "./denseMatrix";
import { checkFinite } from "./finiteEntries";
import { multiplyCentred, type StreamedRows } from "./centring/centredBlocks";
import { centreRows, moveRows } from "./centring/centredRows";
import type { MatrixOperator } from "./matrixOperator";
import { SparseMatrix } from "./sparseMatrix";
import type { TruncatedSvd } from "./svd";
import { svdOptionNames, truncatedSvdSteps, type TruncatedSvdOptions } from "./truncatedSvd";

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
 * @param source - the matrix A, of any kind, or one that `openBlocks` reads
 * @throws RangeError if there are fewer than 2 rows, the rank does not fit, or an entry is not
 *   finite; TypeError if it is no matrix
 * @example
 * const pca = fitPca(toDense([[1, 2], [2, 4], [3, 6]]), 1);
 * pca.mean; // [2, 4]
 * pca.explainedVarianceRatio; // [1.000]: the rows lie on a line
 */
export function fitPca(
  source: MatrixInput | StreamedRows,
  rank: number,
  options: TruncatedSvdOptions = {},
): Pca {
  return runAtOnce(fitPcaSteps(source, rank, options));
}

/** The same in steps: those of the truncated SVD. */
export function* fitPcaSteps(
  source: MatrixInput | StreamedRows,
  rank: number,
  options: TruncatedSvdOptions = {},
): Steps<Pca> {
  const matrix = isStreamed(source) ? source : asMatrix(source, "matrix");
  checkOptions(options, svdOptionNames, "fitPca");
  const { rows } = matrix;
  if (rows < 2) throw new RangeError(`${rows} rows have no variance; give at least 2`);
  checkFinite(matrix);
  const { centred, mean, norm } = centreRows(matrix);
  // Its products are those of a matrix that was checked.
  if (!(centred instanceof DenseMatrix)) trustProducts(centred as MatrixOperator);
  const svd = yield* truncatedSvdSteps(centred, rank, options);
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
 * Cost: 2 · nonZeros · rank flops; of a dense matrix, 2 · rows · columns · rank.
 *
 * @param source - rows of any kind of matrix but an operator
 * @throws RangeError if the rows have another number of columns than the fitted matrix, or an entry
 *   is not finite; TypeError if they are no matrix
 * @example
 * transformPca(pca, digits.images); // 200 × 20
 */
export function transformPca(pca: Pca, source: MatrixInput): DenseMatrix {
  checkFields(pca, ["mean", "axes"], "pca", "fitPca(matrix, rank)");
  const rows = asMatrix(source, "rows");
  checkFinite(rows, "rows");
  const axes = asDense(pca.axes, "pca.axes");
  if (rows.columns !== pca.mean.length) {
    throw new RangeError(
      `rows with ${rows.columns} columns cannot be projected by components of ` +
        `${pca.mean.length} columns; use the same columns for both`,
    );
  }
  const { data, columns: rank } = axes;
  const coordinates =
    rows instanceof SparseMatrix
      ? multiplyCentred(rows, pca.mean, data, rank)
      : toOperator(moveRows(rows, pca.mean)).multiply(data, rank);
  return new DenseMatrix(rows.rows, rank, coordinates);
}

/** Whether a matrix is read block by block, as `openBlocks` reads one. */
export function isStreamed(source: MatrixInput | StreamedRows): source is StreamedRows {
  return typeof source === "object" && source !== null && "readBlocks" in source;
}
