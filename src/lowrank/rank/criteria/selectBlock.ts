import { DenseMatrix } from "../../linalg/denseMatrix";
import { SparseMatrix } from "../../linalg/sparseMatrix";

/**
 * Copies the entries in some rows and some columns; sparse stays sparse.
 *
 * Cost: one pass over the entries of the chosen rows.
 *
 * @param columns - ascending
 */
export function selectBlock(
  matrix: SparseMatrix | DenseMatrix,
  rows: Int32Array,
  columns: Int32Array,
): SparseMatrix | DenseMatrix {
  return matrix instanceof SparseMatrix
    ? selectColumns(matrix.selectRows(rows), columns)
    : selectDense(matrix, rows, columns);
}

function selectDense(matrix: DenseMatrix, rows: Int32Array, columns: Int32Array): DenseMatrix {
  const block = new DenseMatrix(rows.length, columns.length);
  for (let i = 0, at = 0; i < rows.length; i++) {
    for (let j = 0; j < columns.length; j++)
      block.data[at++] = matrix.data[rows[i] * matrix.columns + columns[j]];
  }
  return block;
}

function selectColumns(matrix: SparseMatrix, columns: Int32Array): SparseMatrix {
  const place = new Int32Array(matrix.columns).fill(-1);
  columns.forEach((column, i) => (place[column] = i));
  const kept = Int32Array.from(matrix.columnIndices.keys()).filter(
    (at) => place[matrix.columnIndices[at]] >= 0,
  );
  const offsets = new Int32Array(matrix.rows + 1);
  for (let row = 0, at = 0; row < matrix.rows; row++) {
    while (at < kept.length && kept[at] < matrix.rowOffsets[row + 1]) at++;
    offsets[row + 1] = at;
  }
  return new SparseMatrix(
    matrix.rows,
    columns.length,
    offsets,
    kept.map((at) => place[matrix.columnIndices[at]]),
    Float64Array.from(kept, (at) => matrix.values[at]),
  );
}
