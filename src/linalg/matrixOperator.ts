/**
 * Anything that can multiply a block of vectors: all that the truncated SVD asks of a matrix A.
 *
 * A block of `width` vectors is one Float64Array, row after row: entry i of vector v is `block[i * width + v]`.
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
