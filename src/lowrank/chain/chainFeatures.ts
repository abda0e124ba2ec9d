import { projectRows } from "../linalg/coordinates";
import { DenseMatrix } from "../linalg/denseMatrix";
import type { MatrixLike } from "../linalg/matrixOperator";
import type { TruncatedSvd } from "../linalg/svd";

/** From rows to what the classifier of a chain sees: coordinates z = f · x V. */
export interface LowRankFeatures {
  /** V and Σ of the training rows; `u` has no rows. */
  readonly svd: TruncatedSvd;
  /**
   * Coordinates are scaled to length 1, f = 1 / ‖x V‖; those no longer than this are rounding noise
   * and become zeros. null: they are left as they are, f = 1.
   */
  readonly negligibleLength: number | null;
}

/** A row this much shorter than the longest training row is rounding noise around zero. */
const negligibleShare = 1e-8;

/** Below what length coordinates are noise: a training row's threshold, kept for new rows. */
export function measureNegligibleLength(coordinates: DenseMatrix): number {
  return negligibleShare * rowLengths(coordinates).reduce((a, b) => Math.max(a, b), 0);
}

/**
 * The features of rows. Unlike `unitRows`, it looks at no row's neighbours, so that a text gets the
 * same features alone and among others.
 */
export function projectFeatures(features: LowRankFeatures, rows: MatrixLike): DenseMatrix {
  const coordinates = projectRows(features.svd, rows);
  const factors = lengthFactors(coordinates, features.negligibleLength);
  const { columns, data } = coordinates;
  return new DenseMatrix(
    coordinates.rows,
    columns,
    data.map((value, at) => value * factors[Math.floor(at / columns)]),
  );
}

/** f of each row: what its coordinates are multiplied by. */
export function lengthFactors(
  coordinates: DenseMatrix,
  negligibleLength: number | null,
): Float64Array {
  if (negligibleLength === null) return new Float64Array(coordinates.rows).fill(1);
  return rowLengths(coordinates).map((length) => (length > negligibleLength ? 1 / length : 0));
}

function rowLengths({ rows, columns, data }: DenseMatrix): Float64Array {
  const lengths = new Float64Array(rows);
  for (let i = 0, at = 0; i < rows; i++) {
    let squares = 0;
    for (let j = 0; j < columns; j++, at++) squares += data[at] * data[at];
    lengths[i] = Math.sqrt(squares);
  }
  return lengths;
}
