import { checkShape, checkSpectrum } from "./criteria/checkSpectrum";
import { marchenkoPasturMedian } from "./criteria/marchenkoPastur";
import { checkChoice, checkOptions } from "../base/checkOptions";
import type { EntryMatrix } from "../base/readMatrix";

export interface ThresholdOptions {
  /** Rows of the factored matrix. */
  rows: number;
  /** Columns of the factored matrix. */
  columns: number;
  /**
   * Standard deviation of the noise in one entry, where it is known. Default: estimated from the
   * median singular value.
   */
  noise?: number;
  /**
   * Median of all min(rows, columns) singular values, zeros included; needed where the spectrum is
   * truncated and the noise unknown (`estimateSpectrum` gives it). Default: the median of the
   * values given.
   */
  medianSingularValue?: number;
  /**
   * How ω(β) is found where the noise is unknown: "exact", default, or the "cubic" that the paper
   * fits to it, 0.56β³ − 0.95β² + 1.82β + 1.43 (within 1.1 %).
   */
  medianFactor?: "exact" | "cubic";
}

/** What the hard threshold keeps. */
export interface SingularValueThreshold {
  /** Number of singular values above the threshold, from 0. */
  readonly rank: number;
  readonly threshold: number;
  /**
   * Standard deviation of the noise in one entry: the one given, or its estimate σ_median / √(n ·
   * μ_β).
   */
  readonly noise: number;
}

const knownOptions = {
  rows: true,
  columns: true,
  noise: true,
  medianSingularValue: true,
  medianFactor: true,
} satisfies Record<keyof ThresholdOptions, true>;

/**
 * Keeps the singular values above the Gavish–Donoho threshold, the best one for recovering a
 * low-rank matrix from noise of equal variance in every entry.
 *
 * With n = max(rows, columns) and β = min / max: known noise σ: τ = λ*(β) · √n · σ with
 * λ*(β) = √(2(β + 1) + 8β / ((β + 1) + √(β² + 14β + 1))), which is 4/√3 for a square matrix;
 * unknown noise: τ = ω(β) · median singular value with ω(β) = λ*(β) / √μ_β, μ_β the median of the
 * Marchenko–Pastur law.
 *
 * A truncated spectrum serves where `noise` or `medianSingularValue` is given and its last value
 * lies below the threshold; it is refused otherwise. The unknown noise is read off a median that
 * must be noise: a true rank near half of min(rows, columns) spoils it, and a matrix without noise
 * is refused.
 *
 * Cost: one pass over the values.
 *
 * Source: M. Gavish, D. Donoho, The optimal hard threshold for singular values is 4/√3, IEEE
 * Transactions on Information Theory 60 (2014), 5040–5053.
 *
 * @param singularValues - σ₁ ≥ σ₂ ≥ … ≥ 0
 * @throws RangeError if noise or median is not a positive number, the median is 0 to rounding, the
 *   shape has fewer singular values than given, or a truncated spectrum leaves the answer open
 * @example
 * const random = createRandom(0);
 * const rows = Array.from({ length: 40 }, (_, i) =>
 *   Array.from({ length: 20 }, (_, j) => 3 * Math.sin(i) * Math.cos(j) + 0.1 * random.normal()),
 * );
 * const { singularValues } = truncatedSvd(toDense(rows), 20);
 * thresholdSingularValues(singularValues, { rows: 40, columns: 20 }).rank; // 1
 */
export function thresholdSingularValues(
  singularValues: ArrayLike<number>,
  options: ThresholdOptions,
): SingularValueThreshold {
  checkSpectrum(singularValues);
  // The factored matrix itself tells rows and columns as well.
  if (typeof (options as Partial<EntryMatrix> | undefined)?.get !== "function")
    checkOptions(options, knownOptions, "thresholdSingularValues", "{ rows: 300, columns: 200 }");
  checkNoise(options);
  checkShape(singularValues, options);
  const { noise, threshold } = findThreshold(singularValues, options);
  const count = Math.min(options.rows, options.columns);
  const rank = Array.from(singularValues).filter((value) => value > threshold).length;
  if (rank === singularValues.length && rank < count) {
    throw new RangeError(
      `all ${rank} singular values given, of ${count}, exceed the threshold ${threshold.toPrecision(4)}; factor at a higher rank`,
    );
  }
  return { rank, threshold, noise };
}

/**
 * λ*(β): the optimal hard threshold in units of √n · σ for noise of known standard deviation σ.
 *
 * Source: Gavish & Donoho 2014, equation 11.
 *
 * @param aspectRatio - β = min(rows, columns) / max(rows, columns), above 0 and at most 1
 * @example
 * optimalThreshold(1); // 4/√3 = 2.3094
 */
export function optimalThreshold(aspectRatio: number): number {
  if (!(aspectRatio > 0 && aspectRatio <= 1)) {
    throw new RangeError(
      `aspect ratio ${aspectRatio} is not above 0 and at most 1; pass min(rows, columns) / max(rows, columns)`,
    );
  }
  const sum = aspectRatio + 1;
  return Math.sqrt(
    2 * sum +
      (8 * aspectRatio) / (sum + Math.sqrt(aspectRatio * aspectRatio + 14 * aspectRatio + 1)),
  );
}

/**
 * ω(β): the optimal hard threshold in units of the median singular value, for unknown noise: λ*(β)
 * / √μ_β.
 *
 * Source: Gavish & Donoho 2014, section III.E.
 *
 * @example
 * optimalMedianThreshold(1); // 2.8584
 */
export function optimalMedianThreshold(aspectRatio: number): number {
  return optimalThreshold(aspectRatio) / Math.sqrt(marchenkoPasturMedian(aspectRatio));
}

type Threshold = Pick<SingularValueThreshold, "noise" | "threshold">;

/** The threshold and the noise behind it, of options that were checked. */
export function findThreshold(
  singularValues: ArrayLike<number>,
  options: ThresholdOptions,
): Threshold {
  const longer = Math.max(options.rows, options.columns);
  const count = Math.min(options.rows, options.columns);
  return options.noise === undefined
    ? thresholdByMedian(singularValues, options)
    : thresholdByNoise(options.noise, count, longer);
}

function thresholdByNoise(noise: number, count: number, longer: number): Threshold {
  return { noise, threshold: optimalThreshold(count / longer) * Math.sqrt(longer) * noise };
}

function thresholdByMedian(
  singularValues: ArrayLike<number>,
  { rows, columns, medianSingularValue: given, medianFactor = "exact" }: ThresholdOptions,
): Threshold {
  const count = Math.min(rows, columns);
  const longer = Math.max(rows, columns);
  if (given === undefined && singularValues.length < count) {
    throw new RangeError(
      `${singularValues.length} of ${count} singular values do not show their median, from which the noise is estimated; ` +
        "pass all of them, the noise (noise), or medianSingularValue from estimateSpectrum",
    );
  }
  const median = given ?? middle(singularValues);
  if (median <= longer * Number.EPSILON * singularValues[0]) {
    throw new RangeError(
      `the median singular value is ${median}, zero to rounding: at least half of the matrix is exactly dependent and shows no noise to estimate; pass the noise (noise)`,
    );
  }
  const beta = count / longer;
  const factor =
    medianFactor === "exact"
      ? optimalMedianThreshold(beta)
      : 0.56 * beta ** 3 - 0.95 * beta ** 2 + 1.82 * beta + 1.43;
  return {
    noise: median / Math.sqrt(longer * marchenkoPasturMedian(beta)),
    threshold: factor * median,
  };
}

function middle(sorted: ArrayLike<number>): number {
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** @throws RangeError if noise or median is not a positive number, or the factor none of the two */
export function checkNoise({
  noise,
  medianSingularValue,
  medianFactor = "exact",
}: Omit<ThresholdOptions, "rows" | "columns">): void {
  checkChoice(medianFactor, ["exact", "cubic"], "medianFactor");
  if (noise !== undefined) checkPositive(noise, "noise");
  if (medianSingularValue !== undefined) checkPositive(medianSingularValue, "medianSingularValue");
}

function checkPositive(value: number, name: string): void {
  if (!(value > 0 && value < Infinity))
    throw new RangeError(`${name} is ${value}; pass a positive number`);
}
