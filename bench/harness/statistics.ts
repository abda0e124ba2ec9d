/** The middle of some numbers, and how far they spread. */
export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/**
 * Median, smallest and largest. With an even count the median is the mean of the two in the middle.
 *
 * @throws RangeError if there are no numbers
 */
export function summarise(numbers: readonly number[]): Summary {
  if (numbers.length === 0) throw new RangeError("0 numbers have no median; pass at least 1");
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median =
    sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted[sorted.length - 1] };
}

/** How many times as long one side takes as the other. */
export interface Ratio {
  /** Median of the peer's times / median of ours. */
  readonly ofMedians: number;
  /** Median, smallest and largest of the ratios of the pairs, two runs one after the other each. */
  readonly ofPairs: number;
  readonly min: number;
  readonly max: number;
}

/**
 * Compares two lists of times taken in turns, a b a b …: the machine's slow moments fall on both.
 * Where one list is shorter, its last time stands in for the pairs that it lacks.
 *
 * @throws RangeError if one list is empty
 */
export function compareTimes(peer: readonly number[], ours: readonly number[]): Ratio {
  const ofMedians = summarise(peer).median / summarise(ours).median;
  const pairs = Array.from(
    { length: Math.max(peer.length, ours.length) },
    (_, i) => peer[Math.min(i, peer.length - 1)] / ours[Math.min(i, ours.length - 1)],
  );
  const { median, min, max } = summarise(pairs);
  return { ofMedians, ofPairs: median, min, max };
}

/**
 * The exponent e of growth y ∝ xᵉ: the least-squares slope of ln y over ln x.
 *
 * @throws RangeError if there are fewer than two different x, or a number is not above 0
 * @example
 * growthExponent([1, 10, 100], [2, 20, 200]); // 1
 */
export function growthExponent(x: readonly number[], y: readonly number[]): number {
  const wrong = [...x, ...y].find((value) => !(value > 0));
  if (wrong !== undefined) throw new RangeError(`${wrong} has no logarithm; pass numbers above 0`);
  const logX = x.map(Math.log);
  const logY = y.map(Math.log);
  const meanX = mean(logX);
  const meanY = mean(logY);
  const spread = logX.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  if (!(spread > 0))
    throw new RangeError(
      `${x.length} sizes, all alike, have no slope; pass at least two different ones`,
    );
  return logX.reduce((sum, value, i) => sum + (value - meanX) * (logY[i] - meanY), 0) / spread;
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}
