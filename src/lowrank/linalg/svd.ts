import type { DenseMatrix } from "./denseMatrix";

/** The leading part of A ≈ U Σ Vᵀ. */
export interface TruncatedSvd {
  /** U, rows × rank: orthonormal columns, one row for each row of A. */
  readonly u: DenseMatrix;
  /** Diagonal of Σ, largest first. */
  readonly singularValues: Float64Array;
  /** V, columns × rank: orthonormal columns, one row for each column of A. */
  readonly v: DenseMatrix;
  readonly method: "exact" | "iterative";
  /** Estimated largest relative error of the singular values; 0 from the exact method. */
  readonly relativeError: number;
}
