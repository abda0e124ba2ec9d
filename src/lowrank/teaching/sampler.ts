import type { Random } from "../base/random";

/**
 * Draws numbers 0, 1, 2 … with probabilities in proportion to the weights, by a binary search of
 * their running sum.
 *
 * Cost: log₂(weights) comparisons a draw; 8 bytes a weight.
 *
 * @throws RangeError if there is no weight above 0, or one is negative or not finite
 */
export function createSampler(weights: Float64Array): (random: Random) => number {
  const sums = new Float64Array(weights.length);
  let total = 0;
  weights.forEach((weight, i) => {
    if (!(weight >= 0 && weight < Infinity))
      throw new RangeError(`weight ${i} is ${weight}; pass finite numbers from 0 up`);
    sums[i] = total += weight;
  });
  if (!(total > 0))
    throw new RangeError(`${weights.length} weights add up to ${total}; pass at least one above 0`);
  return (random) => {
    const target = random.uniform() * total;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] > target) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
