import { exp } from "../../base/elementary/exp";
import type { DenseMatrix } from "../../linalg/denseMatrix";

/**
 * Turns each row of scores into probabilities, in place: p_k = exp(z_k) / Σ_l exp(z_l).
 *
 * The row's largest score is subtracted first, so that nothing overflows.
 */
export function softmaxRows(scores: DenseMatrix): DenseMatrix {
  const { rows, columns, data } = scores;
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * columns, (i + 1) * columns);
    const largest = row[largestColumn(scores, i)];
    let sum = 0;
    for (let k = 0; k < columns; k++) sum += row[k] = exp(row[k] - largest);
    for (let k = 0; k < columns; k++) row[k] /= sum;
  }
  return scores;
}

/** The column of the row's largest entry; the first of equals. */
export function largestColumn({ columns, data }: DenseMatrix, row: number): number {
  let best = 0;
  for (let k = 1; k < columns; k++)
    if (data[row * columns + k] > data[row * columns + best]) best = k;
  return best;
}
