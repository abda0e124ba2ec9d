import { arrayTag, describeValue } from "../../base/describeValue";

/**
 * Refuses what cannot be the singular values of a matrix.
 *
 * @throws RangeError if there is none, or one is negative, not finite, or larger than the one
 *   before
 */
export function checkSpectrum(singularValues: ArrayLike<number>): void {
  if (!Array.isArray(singularValues) && arrayTag(singularValues) === undefined)
    throw new TypeError(
      `singularValues is ${describeValue(singularValues)}; ` +
        "pass numbers, such as truncatedSvd(matrix, rank).singularValues",
    );
  if (singularValues.length === 0) throw new RangeError("0 singular values; pass at least one");
  for (let i = 0; i < singularValues.length; i++) {
    const value = singularValues[i];
    if (!(value >= 0 && value < Infinity))
      throw new RangeError(
        `singular value ${i} is ${value}; singular values are finite and never negative`,
      );
    // A loosely converged SVD may leave neighbours a rounding apart in the wrong order.
    if (i > 0 && value > singularValues[i - 1] * (1 + 1e-9)) {
      throw new RangeError(
        `singular value ${i} is ${value}, larger than ${singularValues[i - 1]} before it; ` +
          "sort them, largest first",
      );
    }
  }
}

/**
 * @throws RangeError if a matrix of this shape has fewer singular values than are given, or sizes
 * are not whole numbers from 1
 */
export function checkShape(
  singularValues: ArrayLike<number>,
  shape: { rows: number; columns: number },
): void {
  if (typeof shape !== "object" || shape === null)
    throw new TypeError(
      `shape is ${describeValue(shape)}; pass { rows, columns } of the matrix that was factored`,
    );
  const { rows, columns } = shape;
  if (!Number.isInteger(rows) || !Number.isInteger(columns) || rows < 1 || columns < 1) {
    throw new RangeError(
      `${rows} rows and ${columns} columns are not the shape of a matrix; ` +
        "pass whole numbers from 1",
    );
  }
  const most = Math.min(rows, columns);
  if (singularValues.length > most) {
    throw new RangeError(
      `${singularValues.length} singular values exceed min(${rows} rows, ` +
        `${columns} columns) = ${most}; pass the shape of the matrix that was factored`,
    );
  }
}
