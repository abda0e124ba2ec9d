import {
  hasShape,
  isCompressed,
  isOperator,
  readMatrix,
  type MatrixInput,
} from "../base/readMatrix";
import { addProduct, crossProduct, type Block } from "../base/blockProducts";
import { checkProducts } from "./checkProducts";
import { DenseMatrix } from "./denseMatrix";
import type { MatrixLike, MatrixOperator } from "./matrixOperator";
import { fromCompressed, SparseMatrix } from "./sparseMatrix";

/**
 * The one entrance for a matrix: whatever has rows and columns of numbers becomes a `SparseMatrix`
 * or a `DenseMatrix` of this copy of the library, on which the loops run.
 *
 * Cost: nothing for a matrix of this copy; for one of another copy a check of its column indices,
 * without copying; for all else one pass and 8 bytes an entry.
 *
 * @param name - the argument's name, for the error message
 * @throws TypeError or RangeError as `readMatrix`
 */
export function asMatrix(value: MatrixInput, name: string): SparseMatrix | DenseMatrix {
  if (value instanceof SparseMatrix || value instanceof DenseMatrix) return value;
  const found = readMatrix(value, name);
  return isCompressed(found)
    ? fromCompressed(found, name)
    : new DenseMatrix(found.rows, found.columns, found.data);
}

/** A matrix that has passed the entrance, where products are enough. */
export type Factorable = SparseMatrix | DenseMatrix | MatrixOperator;

/**
 * The same where products are enough: an operator passes, with each product checked for its length
 * and for numbers that are not finite.
 *
 * Cost beside `asMatrix`: one pass over each product of an operator.
 *
 * @throws as `asMatrix`; when it multiplies, RangeError as `checkProducts`
 */
export function asFactorable(value: MatrixLike, name: string): Factorable {
  if (value instanceof SparseMatrix || value instanceof DenseMatrix) return value;
  return isOperator(value) && hasShape(value) && !isCompressed(value)
    ? checkProducts(value as MatrixOperator, name)
    : asMatrix(value as MatrixInput, name);
}

/**
 * Gives any matrix the operator's two products.
 *
 * Cost of a product with a dense matrix: 2 · rows · columns · width flops.
 */
export function toOperator(matrix: Factorable): MatrixOperator {
  return matrix instanceof DenseMatrix ? denseOperator(matrix) : matrix;
}

function denseOperator({ rows, columns, data }: DenseMatrix): MatrixOperator {
  const asBlock: Block = { length: rows, width: columns, data };
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
