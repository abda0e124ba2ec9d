import { exp } from "../../base/elementary/exp";
import { log } from "../../base/elementary/log";
import type { Block } from "../../base/blockProducts";

/**
 * A loss over a batch: takes the last layer's outputs, returns the mean loss, and puts its gradient
 * in their place.
 */
export type Loss = (outputs: Block, rows: Int32Array) => number;

/**
 * Turns each row of scores into probabilities, in place: p_k = exp(z_k) / Σ_l exp(z_l).
 *
 * The row's largest score is subtracted first, so that nothing overflows.
 */
export function softmaxInPlace({ length, width, data }: Block): void {
  for (let i = 0; i < length; i++) {
    const row = data.subarray(i * width, (i + 1) * width);
    let largest = row[0];
    for (let k = 1; k < width; k++) if (row[k] > largest) largest = row[k];
    let sum = 0;
    for (let k = 0; k < width; k++) sum += row[k] = exp(row[k] - largest);
    for (let k = 0; k < width; k++) row[k] /= sum;
  }
}

/**
 * The cross-entropy of a softmax, L = mean of −ln p(true class), with gradient ∂L/∂z = (p − y) /
 * batch.
 *
 * A probability below 1e-300 counts as that, so that one certain mistake costs 691 and not
 * infinity.
 *
 * @param truth - the class number of each row of the whole training set
 */
export function createCrossEntropy(truth: Int32Array): Loss {
  return (outputs, rows) => {
    softmaxInPlace(outputs);
    const { length, width, data } = outputs;
    let loss = 0;
    for (let i = 0; i < length; i++) {
      const at = i * width + truth[rows[i]];
      loss -= log(Math.max(data[at], 1e-300));
      data[at] -= 1;
    }
    for (let at = 0; at < data.length; at++) data[at] /= length;
    return loss / length;
  };
}
