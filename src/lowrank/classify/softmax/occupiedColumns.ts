import { SparseMatrix } from "../../linalg/sparseMatrix";

/** A matrix without its empty columns. */
export interface OccupiedColumns {
  readonly matrix: SparseMatrix;
  /** Which column of the whole each one is, ascending. */
  readonly columns: Int32Array;
}

/**
 * Leaves the empty columns out; the same matrix where there are none. Cost: two passes over the
 * non-zeros and one over the columns.
 */
export function takeOccupiedColumns(matrix: SparseMatrix): OccupiedColumns {
  const places = new Int32Array(matrix.columns);
  for (const column of matrix.columnIndices) places[column] = 1;
  const columns = Int32Array.from(places.keys()).filter((column) => places[column] === 1);
  if (columns.length === matrix.columns) return { matrix, columns };
  columns.forEach((column, i) => (places[column] = i));
  const columnIndices = matrix.columnIndices.map((column) => places[column]);
  return {
    matrix: new SparseMatrix(
      matrix.rows,
      columns.length,
      matrix.rowOffsets,
      columnIndices,
      matrix.values,
    ),
    columns,
  };
}
