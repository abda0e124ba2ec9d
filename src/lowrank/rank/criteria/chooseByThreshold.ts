import type { Factorable } from "../../linalg/asMatrix";
import { asPart, type Steps } from "../../base/steps";
import { checkChoice } from "../../base/checkOptions";
import { checkFinite } from "../../linalg/finiteEntries";
import { marchenkoPasturMedian } from "./marchenkoPastur";
import { optimalMedianThreshold, optimalThreshold } from "./optimalThreshold";
import {
  findSpectrum,
  resolveAt,
  spectrumOptionNames,
  type Spectrum,
  type SpectrumOptions,
} from "./spectrum";

/**
 * The singular values above the Gavish–Donoho threshold, the best one for recovering a low-rank
 * matrix from noise of equal variance in every entry.
 *
 * With m = max(rows, columns), β = min / max and known noise σ the threshold is λ*(β) · √m · σ,
 * λ*(β) = √(2(β + 1) + 8β / ((β + 1) + √(β² + 14β + 1))), which is 4/√3 for a square matrix. Of
 * unknown noise it is ω(β) · median singular value, ω(β) = λ*(β) / √μ_β, μ_β the median of the
 * Marchenko–Pastur law.
 *
 * The unknown noise is read off a median that must be noise: a true rank near half of min(rows,
 * columns) spoils it, and a matrix without noise is refused.
 *
 * Source: M. Gavish, D. Donoho, The optimal hard threshold for singular values is 4/√3, IEEE
 * Transactions on Information Theory 60 (2014), 5040–5053.
 */
export interface ThresholdCriterion extends SpectrumOptions {
  by: "threshold";
  /**
   * Standard deviation of the noise in one entry, where it is known. Default: estimated from the
   * median singular value.
   */
  noise?: number;
  /**
   * Median of all min(rows, columns) singular values, zeros included, where it is at hand. Default:
   * of the values computed or, of a matrix with more than 500 rows and columns, estimated.
   */
  medianSingularValue?: number;
  /**
   * How ω(β) is found where the noise is unknown: "exact", default, or the "cubic" that the paper
   * fits to it, 0.56β³ − 0.95β² + 1.82β + 1.43 (within 1.1 %).
   */
  medianFactor?: "exact" | "cubic";
}

/** The number of singular values above the threshold, the threshold and the noise. */
export interface ThresholdChoice extends Spectrum {
  /** Number of singular values above the threshold, from 0. */
  readonly rank: number;
  readonly by: "threshold";
  readonly threshold: number;
  /**
   * Standard deviation of the noise in one entry: the one given, or its estimate σ_median / √(m ·
   * μ_β).
   */
  readonly noise: number;
}

/** The names of the options. */
export const thresholdOptionNames = {
  noise: true,
  medianSingularValue: true,
  medianFactor: true,
  ...spectrumOptionNames,
} satisfies Record<Exclude<keyof ThresholdCriterion, "by">, true>;

export function* chooseByThreshold(
  matrix: Factorable,
  criterion: ThresholdCriterion,
): Steps<ThresholdChoice> {
  const { noise, medianSingularValue } = criterion;
  checkNoise(criterion);
  checkFinite(matrix);
  const thresholdOf = (values: ArrayLike<number>): number =>
    thresholdSingularValues(values, matrix, criterion).threshold;
  const isKnown = noise !== undefined || medianSingularValue !== undefined;
  const found = yield* findSpectrum(
    matrix,
    criterion,
    (values) => isKnown && values[values.length - 1] <= thresholdOf(values),
  );
  const values = found.singularValues;
  const level = isKnown ? thresholdOf(values) : values[values.length >> 1];
  const spectrum = yield* asPart(resolveAt(level, matrix, found, criterion), 0.5, 1);
  const choice = thresholdSingularValues(spectrum.singularValues, matrix, criterion);
  return { ...choice, by: "threshold", ...spectrum };
}

type NoiseOptions = Pick<ThresholdCriterion, "noise" | "medianSingularValue" | "medianFactor">;

/**
 * The values above the threshold: of all values or, noise or median known, of the leading ones.
 *
 * @throws RangeError if the median is 0 to rounding
 */
export function thresholdSingularValues(
  singularValues: ArrayLike<number>,
  { rows, columns }: { rows: number; columns: number },
  options: NoiseOptions = {},
): Pick<ThresholdChoice, "rank" | "threshold" | "noise"> {
  const longer = Math.max(rows, columns);
  const beta = Math.min(rows, columns) / longer;
  const { noise, threshold } =
    options.noise === undefined
      ? thresholdByMedian(singularValues, longer, beta, options)
      : {
          noise: options.noise,
          threshold: optimalThreshold(beta) * Math.sqrt(longer) * options.noise,
        };
  const rank = Array.from(singularValues).filter((value) => value > threshold).length;
  return { rank, threshold, noise };
}

function thresholdByMedian(
  singularValues: ArrayLike<number>,
  longer: number,
  beta: number,
  { medianSingularValue: given, medianFactor = "exact" }: NoiseOptions,
): Pick<ThresholdChoice, "threshold" | "noise"> {
  const median = given ?? middle(singularValues);
  if (median <= longer * Number.EPSILON * singularValues[0]) {
    throw new RangeError(
      `the median singular value is ${median}, zero to rounding: ` +
        "at least half of the matrix is exactly dependent and shows no noise to estimate; " +
        "pass the noise (noise)",
    );
  }
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
function checkNoise({ noise, medianSingularValue, medianFactor = "exact" }: NoiseOptions): void {
  checkChoice(medianFactor, ["exact", "cubic"], "medianFactor");
  if (noise !== undefined) checkPositive(noise, "noise");
  if (medianSingularValue !== undefined) checkPositive(medianSingularValue, "medianSingularValue");
}

function checkPositive(value: number, name: string): void {
  if (!(value > 0 && value < Infinity))
    throw new RangeError(`${name} is ${value}; pass a positive number`);
}
