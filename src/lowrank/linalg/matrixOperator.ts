import type { MatrixInput } from "../base/readMatrix";

/**
 * Anything that can multiply a block of vectors: all that the truncated SVD asks of a matrix A.
 *
 * A block of `width` vectors is one Float64Array, row after row: entry i of vector v is `block[i *
 * width + v]`.
 */
export interface MatrixOperator {
  /** Number of rows of A. */
  readonly rows: number;
  /** Number of columns of A. */
  readonly columns: number;
  /** A X: `block` is columns × width, the result a new rows × width block. */
  multiply(block: Float64Array, width: number): Float64Array;
  /** Aᵀ Y: `block` is rows × width, the result a new columns × width block. */
  multiplyTransposed(block: Float64Array, width: number): Float64Array;
}

/**
 * A matrix that is read rather than held. It multiplies by AᵀA in one reading, so that each step of
 * the truncated SVD reads it once.
 *
 * `openBlocks` gives one that reads a file; one that sums over the parts of a cluster looks the
 * same.
 */
export interface StreamedOperator extends MatrixOperator {
  /** Size of the largest entry of A: products are scaled by it to stay in range. */
  readonly largestEntry: number;
  /**
   * (AᵀA / scale²) X = Σ Aₚᵀ(Aₚ X) / scale² over the parts Aₚ of rows: `block` and the result are
   * columns × width.
   */
  multiplyGram(block: Float64Array, width: number, scale: number): Float64Array;
}

/**
 * Every form of matrix that the library factors: whatever has rows and columns of numbers, or an
 * operator of your own.
 */
export type MatrixLike = MatrixOperator | MatrixInput;
