import { AbstractMatrix } from "ml-matrix";
import { addProduct, crossProduct, type Block } from "../base/blockProducts";
import { toDense, type DenseMatrix } from "./denseMatrix";

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
 * Every form of matrix that the library factors: sparse, dense (ml-matrix) or an operator of your
 * own.
 */
export type MatrixLike = MatrixOperator | AbstractMatrix;

/**
 * Gives any matrix the operator's two products; operators pass through, ml-matrix matrices are
 * copied once to one array.
 *
 * Cost of a product with a dense matrix: 2 · rows · columns · width flops.
 */
export function toOperator(matrix: MatrixLike): MatrixOperator {
  return matrix instanceof AbstractMatrix ? denseOperator(toDense(matrix)) : matrix;
}

function denseOperator(matrix: DenseMatrix): MatrixOperator {
  const { rows, columns } = matrix;
  const asBlock: Block = { length: rows, width: columns, data: matrix.data };
  return {
    rows,
    columns,
    multiply(block, width) {
      const product: Block = { length: rows, width, data: new Float64Array(rows * width) };
      addProduct(product, asBlock, block, 1);
      return product.data;
    },
    multiplyTransposed(block, width) {
      return crossProduct(asBlock, { length: rows, width, data: block });
    },
  };
}
