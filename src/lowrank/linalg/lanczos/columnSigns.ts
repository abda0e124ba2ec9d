import type { TruncatedSvd } from "../svd";

/** For each column −1 where its entry of largest size is negative, else 1. */
export function columnSigns(data: Float64Array, columns: number): Float64Array {
  const largest = new Float64Array(columns);
  for (let row = 0; row < data.length; row += columns) {
    for (let j = 0; j < columns; j++) {
      const value = data[row + j];
      if (Math.abs(value) > Math.abs(largest[j]) * (1 + 1e-6)) largest[j] = value;
    }
  }
  return largest.map((value) => (value < 0 ? -1 : 1));
}

/** Multiplies each column by its sign. */
export function turnColumns(data: Float64Array, signs: Float64Array): void {
  if (signs.every((sign) => sign > 0)) return;
  const columns = signs.length;
  for (let row = 0; row < data.length; row += columns) {
    for (let j = 0; j < columns; j++) data[row + j] *= signs[j];
  }
}

/**
 * Turns each pair of columns so that V's entry of largest size is positive; entries equal to
 * rounding count as the first.
 */
export function fixSigns(svd: TruncatedSvd): TruncatedSvd {
  const signs = columnSigns(svd.v.data, svd.v.columns);
  turnColumns(svd.v.data, signs);
  turnColumns(svd.u.data, signs);
  return svd;
}
