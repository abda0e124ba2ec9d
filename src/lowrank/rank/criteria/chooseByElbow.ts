import { log } from "../../base/elementary/log";
import type { Factorable } from "../../linalg/asMatrix";
import { asPart, type Steps } from "../../base/steps";
import { checkFinite } from "../../linalg/finiteEntries";
import {
  findSpectrum,
  resolveAt,
  spectrumOptionNames,
  type Spectrum,
  type SpectrumOptions,
} from "./spectrum";

/**
 * The elbow of the scree plot by profile likelihood: the split of the singular values into two
 * groups that fits them best.
 *
 * The first q values are taken for draws from a normal law of mean μ₁, the others from one of mean
 * μ₂, both of variance σ²: ℓ(q) = −(p/2) · log(2πσ̂²) − (p − 2)/2 with σ̂² = (Σ_{i≤q} (dᵢ − μ̂₁)² +
 * Σ_{i>q} (dᵢ − μ̂₂)²) / (p − 2). The rank is the q of the largest ℓ.
 *
 * It always finds an elbow of at least 1, in pure noise too, and it depends on how many values are
 * looked at: a longer tail moves it.
 *
 * Source: M. Zhu, A. Ghodsi, Automatic dimensionality selection from the scree plot via the use of
 * profile likelihood, Computational Statistics & Data Analysis 51 (2006), 918–930.
 */
export interface ElbowCriterion extends SpectrumOptions {
  by: "elbow";
  /**
   * Leading singular values among which the elbow is looked for; a longer tail moves it. Default
   * all that are given, all of a matrix with up to 500 rows or columns, 100 of a larger one.
   */
  leadingValues?: number;
}

/** The number of singular values before the bend, and the likelihood of every bend. */
export interface ElbowChoice extends Spectrum {
  /** The number of values before the bend, 1 … count − 1. */
  readonly rank: number;
  readonly by: "elbow";
  /**
   * Profile log-likelihood of a bend after value 1, 2, …, count − 1; +∞ where both sides are
   * constant.
   */
  readonly logLikelihoods: Float64Array;
}

/** The names of the options. */
export const elbowOptionNames = spectrumOptionNames satisfies Record<
  Exclude<keyof ElbowCriterion, "by">,
  true
>;

export function* chooseByElbow(matrix: Factorable, criterion: ElbowCriterion): Steps<ElbowChoice> {
  checkFinite(matrix);
  const found = yield* findSpectrum(matrix, criterion, () => true);
  const { rank } = findElbow(found.singularValues.slice(0, criterion.leadingValues));
  const afterBend = found.singularValues[rank];
  const resolving = resolveAt(afterBend, matrix, found, criterion);
  const spectrum = yield* asPart(resolving, 0.5, 1);
  const singularValues = spectrum.singularValues.slice(0, criterion.leadingValues);
  return {
    ...findElbow(singularValues),
    by: "elbow",
    singularValues,
    resolved: singularValues.length,
  };
}

/**
 * The split of the largest profile likelihood.
 *
 * @throws RangeError if there are fewer than three values, or all are equal
 */
export function findElbow(
  singularValues: ArrayLike<number>,
): Pick<ElbowChoice, "rank" | "logLikelihoods"> {
  const count = singularValues.length;
  if (count < 3) throw new RangeError(`${count} singular values have no elbow; pass at least 3`);
  if (singularValues[0] === singularValues[count - 1])
    throw new RangeError(
      `all ${count} singular values are ${singularValues[0]}: there is no elbow; ` +
        "pass values that differ",
    );
  const values = Array.from(singularValues, (value) => value / singularValues[0]);
  const before = squaredDeviations(values);
  const after = squaredDeviations(values.slice().reverse());
  const logLikelihoods = Float64Array.from({ length: count - 1 }, (_, i) => {
    const variance = (before[i] + after[count - 2 - i]) / (count - 2);
    return variance === 0 ? Infinity : logLikelihood(count, variance * singularValues[0] ** 2);
  });
  return {
    rank: logLikelihoods.indexOf(logLikelihoods.reduce((most, value) => Math.max(most, value))) + 1,
    logLikelihoods,
  };
}

function logLikelihood(count: number, variance: number): number {
  return -0.5 * count * log(2 * Math.PI * variance) - 0.5 * (count - 2);
}

/**
 * Sum of squared deviations from the mean of the first 1, 2, … values, by Welford's update, which
 * cancels no digits.
 */
function squaredDeviations(values: readonly number[]): Float64Array {
  const sums = new Float64Array(values.length);
  let mean = 0;
  let sum = 0;
  values.forEach((value, i) => {
    const step = value - mean;
    mean += step / (i + 1);
    sum += step * (value - mean);
    sums[i] = sum;
  });
  return sums;
}
