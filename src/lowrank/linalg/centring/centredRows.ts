import { centreBlocks, type CentredRows, type StreamedRows } from "./centredBlocks";
import { DenseMatrix } from "../denseMatrix";
import type { SparseMatrix } from "../sparseMatrix";

/**
 * Measures a matrix from the mean of its rows, with errors of the size of what varies, wherever it
 * lies.
 *
 * A dense matrix is written out less its means, and then less the means of what is left, because μ
 * itself is rounded. A sparse one stays sparse: see `centreBlocks`.
 *
 * Cost: four passes over the entries (of a file: two). Memory: 8 bytes an entry; of a sparse
 * matrix, at most 24 bytes a stored one, and none where no column is more than half full.
 *
 * Source: Chan, Golub & LeVeque, The American Statistician 37 (1983): corrected two-pass variance.
 */
export function centreRows(matrix: SparseMatrix | DenseMatrix | StreamedRows): CentredRows {
  if (!(matrix instanceof DenseMatrix)) return centreBlocks(matrix);
  const near = columnMeans(matrix);
  const centred = moveRows(matrix, near);
  const rest = columnMeans(centred);
  moveRows(centred, rest, centred);
  return { centred, mean: near.map((value, j) => value + rest[j]), norm: normOf(centred.data) };
}

/** A − 1 originᵀ, written to a new matrix or to the one given. */
export function moveRows(
  { rows, columns, data }: DenseMatrix,
  origin: Float64Array,
  moved = new DenseMatrix(rows, columns),
): DenseMatrix {
  for (let i = 0, at = 0; i < rows; i++)
    for (let j = 0; j < columns; j++, at++) moved.data[at] = data[at] - origin[j];
  return moved;
}

/** Summed from the first row, so that the mean of a constant column is exact. */
function columnMeans({ rows, columns, data }: DenseMatrix): Float64Array {
  const sums = new Float64Array(columns);
  for (let i = 0, at = 0; i < rows; i++)
    for (let j = 0; j < columns; j++, at++) sums[j] += data[at] - data[j];
  return sums.map((sum, j) => data[j] + sum / rows);
}

/** ‖x‖ whose squares neither overflow nor vanish. */
function normOf(values: Float64Array): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] / largest) ** 2;
  return largest * Math.sqrt(sum);
}
