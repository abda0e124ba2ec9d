import { bandEigenvalues } from "./bandEigen";
import { tridiagonalise, type BandMatrix } from "./bandMatrix";
import { continued, sizeOf, toBand, type BlockTridiagonal } from "./blockTridiagonal";
import { countAbove, countAboveTridiagonal } from "./eigenvalueCounts";

/** Growth of the basis, as a share of its size, that an estimate looks ahead. */
const outlook = 0.5;
/**
 * What is left to grow beyond that: a value at the edge of an even spectrum errs by C / size², of
 * which 1 − 1 / 1.5² shows by then.
 */
const beyond = 1 / (1 - 1 / (1 + outlook) ** 2);

/** The eigenvalues of T and how far the leading ones are from those of S. */
export interface Estimate {
  /** All eigenvalues of T, largest first. */
  readonly values: Float64Array;
  /** Estimated largest relative error of the leading values' square roots. */
  readonly error: number;
}

/**
 * Estimates the errors of the `count` leading eigenvalues of T = QᵀSQ by a look ahead: how much
 * they still grow when T is continued by half with its latest blocks over again.
 *
 * Eigenvalues of T only grow with the basis, up to those of S. A residual bound (Kato–Temple) must
 * assume the worst of the gaps between them: it overstates small errors and understates large ones.
 * The look ahead overstates both; most where values converge all at once.
 *
 * Cost: about 80 · size² flops.
 */
export function estimateErrors(t: BlockTridiagonal, count: number): Estimate {
  const values = bandEigenvalues(toBand(t));
  const ahead = tridiagonalise(toBand(lookAhead(t)));
  const above = (shift: number): number => countAboveTridiagonal(ahead, shift);
  const top = 2 * values[0];
  let error = 0;
  // From the last, which is usually the furthest off: most of the others then need one count each.
  for (let j = count - 1; j >= 0; j--) {
    if (above(values[j] * (1 + error / beyond) ** 2 + 8 * Number.EPSILON * values[0]) <= j)
      continue;
    error = relativeGrowth(
      values[j],
      bisect(above, j + 1, values[j], top, 1e-3 * error, top),
      values[0],
    );
  }
  return { values, error };
}

/** The count-th value of T and its estimated error. */
export interface LastEstimate {
  readonly value: number;
  readonly error: number;
}

/**
 * The same for the count-th value alone, which is usually the last to converge. Cost: about 3,000 ·
 * size flops.
 *
 * @param floor - its value when T was smaller: it has not fallen since
 */
export function estimateLastError(
  t: BlockTridiagonal,
  count: number,
  tolerance: number,
  floor: number,
): LastEstimate {
  const now = toBand(t);
  const ahead = toBand(lookAhead(t));
  const top = largestRowSum(ahead);
  const precision = Math.min(1e-3, tolerance / 10);
  const value = bisect((shift) => countAbove(now, shift), count, floor, top, precision, top);
  const grown = bisect((shift) => countAbove(ahead, shift), count, value, top, precision, top);
  return { value: value * (1 - precision), error: relativeGrowth(value, grown, top) };
}

function lookAhead(t: BlockTridiagonal): BlockTridiagonal {
  return continued(t, Math.max(4 * t.widths[t.widths.length - 1], outlook * sizeOf(t)));
}

/** How much √value is expected to grow; rounding of the largest eigenvalue counts for nothing. */
function relativeGrowth(value: number, ahead: number, largest: number): number {
  const rounding = 8 * Number.EPSILON * largest;
  const growth = ahead - value;
  if (growth <= rounding) return 0;
  return beyond * (Math.sqrt(1 + growth / Math.max(value, rounding)) - 1);
}

/**
 * The count-th largest eigenvalue between low and high, to a relative precision, from the number of
 * eigenvalues above a shift.
 */
function bisect(
  above: (shift: number) => number,
  count: number,
  low: number,
  high: number,
  precision: number,
  largest: number,
): number {
  const finest = Math.max(precision, 4 * Number.EPSILON);
  // Most values have grown by little: close in from below before halving.
  for (let step = finest; low > 0 && low * (1 + step) < high; step *= 32) {
    if (above(low * (1 + step)) >= count) continue;
    high = low * (1 + step);
    break;
  }
  while (high - low > finest * high && high > Number.EPSILON * largest) {
    const middle =
      low > 0.1 * high ? (low + high) / 2 : Math.max(Math.sqrt(low * high), 0.1 * high);
    if (above(middle) >= count) low = middle;
    else high = middle;
  }
  return high;
}

/** A bound on the largest eigenvalue (Gershgorin). */
function largestRowSum({ size, bandwidth, data }: BandMatrix): number {
  const sums = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    for (let d = 0; d <= Math.min(bandwidth, i); d++) {
      const value = Math.abs(data[i * (bandwidth + 1) + d]);
      sums[i] += value;
      if (d > 0) sums[i - d] += value;
    }
  }
  return sums.reduce((most, sum) => Math.max(most, sum), 0);
}
