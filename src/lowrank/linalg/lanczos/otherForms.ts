import type { Factorable } from "../asMatrix";
import { DenseMatrix } from "../denseMatrix";
import type { MatrixOperator } from "../matrixOperator";
import { SparseMatrix } from "../sparseMatrix";
import { nameStored, storedMatrixOf } from "../stored/storedRows";

/** Every entry of a matrix; an operator shows its columns when it multiplies the identity. */
export function writeOut(matrix: Factorable): DenseMatrix {
  if (matrix instanceof DenseMatrix) return matrix;
  if (matrix instanceof SparseMatrix) return matrix.toDense();
  const identity = new Float64Array(matrix.columns * matrix.columns);
  for (let i = 0; i < matrix.columns; i++) identity[i * (matrix.columns + 1)] = 1;
  return new DenseMatrix(matrix.rows, matrix.columns, matrix.multiply(identity, matrix.columns));
}

/** Aᵀ, of the kind that A is. */
export function transpose(matrix: Factorable): Factorable {
  if (matrix instanceof SparseMatrix) return matrix.transpose();
  if (matrix instanceof DenseMatrix) return transposeDense(matrix);
  const turned: MatrixOperator = {
    rows: matrix.columns,
    columns: matrix.rows,
    multiply: (block, width) => matrix.multiplyTransposed(block, width),
    multiplyTransposed: (block, width) => matrix.multiply(block, width),
  };
  const stored = storedMatrixOf(matrix);
  return stored ? nameStored(turned, { ...stored, turned: !stored.turned }) : turned;
}

function transposeDense({ rows, columns, data }: DenseMatrix): DenseMatrix {
  const turned = new DenseMatrix(columns, rows);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) turned.data[j * rows + i] = data[i * columns + j];
  return turned;
}
