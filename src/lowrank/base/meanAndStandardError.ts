import { arrayTag, describeValue } from "./describeValue";

/** The mean of some values and how far it may be off. */
export interface MeanAndStandardError {
  readonly mean: number;
  /** Sample standard deviation / √n, in the unit of the values. */
  readonly standardError: number;
}

/**
 * Gives the mean of the values, and the standard error of that mean.
 *
 * mean = Σxᵢ / n, standardError = √(Σ(xᵢ − mean)² / (n − 1)) / √n.
 *
 * Cost: two passes. Folds of one cross-validation share training rows, so their scores are not
 * independent and this standard error is a little too small; it is the usual yardstick all the
 * same.
 *
 * @throws RangeError if there are fewer than two values, or one is not finite
 * @example
 * meanAndStandardError([0.7, 0.8, 0.9]); // { mean: 0.8, standardError: 0.0577… }
 */
export function meanAndStandardError(values: ArrayLike<number>): MeanAndStandardError {
  const n = checkNumbers(values).length;
  if (n < 2) throw new RangeError(`${n} value(s) have no standard error; pass at least 2`);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    if (!Number.isFinite(values[i]))
      throw new RangeError(`value ${i} is ${values[i]}; pass finite numbers`);
    sum += values[i];
  }
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i] - mean) ** 2;
  return { mean, standardError: Math.sqrt(squares / (n - 1) / n) };
}

function checkNumbers(values: unknown): ArrayLike<number> {
  if (Array.isArray(values) || arrayTag(values) !== undefined) return values as ArrayLike<number>;
  throw new TypeError(`values is ${describeValue(values)}; pass an array of numbers`);
}
