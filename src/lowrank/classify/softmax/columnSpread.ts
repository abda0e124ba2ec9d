import { SparseMatrix } from "../../linalg/sparseMatrix";
import type { Features } from "../features";

/** How each column varies about its mean. */
export interface ColumnSpread {
  readonly means: Float64Array;
  /** s_j = Σᵢ (x_ij − mean_j)². */
  readonly squares: Float64Array;
}

/**
 * Measures each column's mean and its sum of squares about it.
 *
 * Cost: two passes over the stored entries.
 *
 * @throws RangeError if the squares of a column overflow
 */
export function measureColumns(features: Features): ColumnSpread {
  if (features instanceof SparseMatrix) return checkSquares(measureSparse(features));
  return measureRows(
    features.rows,
    features.columns,
    features.data,
    (row) => row * features.columns,
  );
}

/**
 * The same for dense rows that come one by one, twice each: `placeOf(i)` says where in `data` row i
 * stands, and may write it there first.
 *
 * @throws RangeError if the squares of a column overflow
 */
export function measureRows(
  rows: number,
  columns: number,
  data: Float64Array,
  placeOf: (row: number) => number,
): ColumnSpread {
  const means = new Float64Array(columns);
  const squares = new Float64Array(columns);
  // Measured from the first row, so that a constant column has a spread of 0 to the last bit.
  const first = data.slice(placeOf(0), placeOf(0) + columns);
  for (let i = 0; i < rows; i++) {
    const at = placeOf(i);
    for (let j = 0; j < columns; j++) means[j] += data[at + j] - first[j];
  }
  for (let j = 0; j < columns; j++) means[j] = first[j] + means[j] / rows;
  for (let i = 0; i < rows; i++) {
    const at = placeOf(i);
    for (let j = 0; j < columns; j++) {
      const off = data[at + j] - means[j];
      squares[j] += off * off;
    }
  }
  return checkSquares({ means, squares });
}

function checkSquares(spread: ColumnSpread): ColumnSpread {
  spread.squares.forEach((square, j) => {
    if (!Number.isFinite(square))
      throw new RangeError(
        `the squares of column ${j} overflow; divide that column by its largest entry`,
      );
  });
  return spread;
}

function measureSparse({ rows, columns, columnIndices, values }: SparseMatrix): ColumnSpread {
  const means = new Float64Array(columns);
  const squares = new Float64Array(columns);
  const stored = new Float64Array(columns);
  for (let at = 0; at < values.length; at++) {
    means[columnIndices[at]] += values[at];
    stored[columnIndices[at]]++;
  }
  for (let j = 0; j < columns; j++) means[j] /= rows;
  for (let at = 0; at < values.length; at++)
    squares[columnIndices[at]] += (values[at] - means[columnIndices[at]]) ** 2;
  for (let j = 0; j < columns; j++) squares[j] += (rows - stored[j]) * means[j] ** 2;
  return { means, squares };
}
