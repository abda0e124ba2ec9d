/**
 * Chooses `count` of `total` indices at random, ascending: the same seed gives the same choice.
 *
 * Each index draws a 32-bit number from the seed and itself, and the smallest `count` numbers win
 * (bottom-k sampling), so every subset is about equally likely and one index's number does not
 * depend on how many there are. Cost: a sort of `total` numbers.
 *
 * Source: mixing function by Chris Wellons, "lowbias32" (2018).
 */
export function sampleIndices(total: number, count: number, seed: number): number[] {
  if (!Number.isFinite(seed))
    throw new RangeError(`seed ${seed} is not a finite number; use a whole number such as 0`);
  const indices = Array.from({ length: total }, (_, index) => index);
  if (total <= count) return indices;
  const start = mix(seed | 0);
  const draws = Uint32Array.from(indices, (index) => mix(start + Math.imul(index, 0x9e3779b9)));
  return indices
    .sort((a, b) => draws[a] - draws[b] || a - b)
    .slice(0, count)
    .sort((a, b) => a - b);
}

/**
 * Chooses at most `count` of `total` indices at even distances, the first and the last among them.
 */
export function spaceIndices(total: number, count: number): number[] {
  if (total <= count) return Array.from({ length: total }, (_, index) => index);
  return Array.from({ length: count }, (_, i) => Math.round((i * (total - 1)) / (count - 1)));
}

function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}
