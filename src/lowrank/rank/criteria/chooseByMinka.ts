import { log } from "../../base/elementary/log";
import type { Steps } from "../../base/steps";
import type { DenseMatrix } from "../../linalg/denseMatrix";
import { checkFinite } from "../../linalg/finiteEntries";
import { fitPcaSteps } from "../../linalg/pca";
import type { SparseMatrix } from "../../linalg/sparseMatrix";
import { checkShape, checkSpectrum } from "./checkSpectrum";

/**
 * The number of principal components by Minka's Laplace approximation of the evidence of
 * probabilistic PCA.
 *
 * With λᵢ = σᵢ² / (rows − 1) the variances along the axes, p(A | k) is approximated in closed form
 * from the λ, the noise being their mean beyond k. The model is normal signal in normal noise of
 * equal variance in every column; where columns differ in noise, it keeps nearly all of them. It
 * never chooses 0. Ranks that split equal variances have no defined evidence and are passed over.
 * There must be at least as many rows as columns.
 *
 * Source: T. P. Minka, Automatic choice of dimensionality for PCA, NIPS 13 (2000); as
 * `PCA(n_components="mle")` of scikit-learn.
 */
export interface MinkaCriterion {
  by: "minka";
  /**
   * All singular values of the matrix less its column means, where they are at hand. Default:
   * computed.
   */
  singularValues?: ArrayLike<number>;
  /** Seed of the iterative SVD; default 0. */
  seed?: number;
  /** Relative error allowed in singular values from the iterative SVD; default 1e-6. */
  svdTolerance?: number;
}

/** The rank of most evidence, and the evidence of every rank. */
export interface MinkaChoice {
  /** 1 … columns − 1. */
  readonly rank: number;
  readonly by: "minka";
  /** Log-evidence of rank 1, 2, … columns − 1, up to a constant; −∞ where it is not defined. */
  readonly logEvidence: Float64Array;
  /** All singular values of the matrix less its column means. */
  readonly singularValues: Float64Array;
}

/** The names of the options. */
export const minkaOptionNames = {
  singularValues: true,
  seed: true,
  svdTolerance: true,
} satisfies Record<Exclude<keyof MinkaCriterion, "by">, true>;

export function* chooseByMinka(
  matrix: SparseMatrix | DenseMatrix,
  { singularValues: given, seed, svdTolerance: tolerance }: MinkaCriterion,
): Steps<MinkaChoice> {
  checkMinkaShape(matrix);
  checkFinite(matrix);
  if (given !== undefined) {
    checkSpectrum(given);
    checkShape(given, matrix);
  }
  const singularValues =
    given === undefined
      ? (yield* fitPcaSteps(matrix, matrix.columns, { seed, tolerance })).svd.singularValues
      : Float64Array.from(given);
  return { ...maximiseEvidence(singularValues, matrix), by: "minka", singularValues };
}

/**
 * The rank of most evidence.
 *
 * Cost: about columns³ / 3 logarithms.
 *
 * @param singularValues - all of the column-centred matrix, largest first
 * @throws RangeError if the spectrum is truncated, or no rank has a defined evidence
 */
export function maximiseEvidence(
  singularValues: ArrayLike<number>,
  { rows, columns }: { rows: number; columns: number },
): Pick<MinkaChoice, "rank" | "logEvidence"> {
  if (singularValues.length < columns)
    throw new RangeError(
      `${singularValues.length} of ${columns} singular values; Minka's evidence needs all of them`,
    );
  // In units of the largest: the evidence of all ranks shifts by the same constant.
  const variances = Float64Array.from(
    singularValues,
    (value) => (value / (singularValues[0] || 1)) ** 2,
  );
  const logEvidence = Float64Array.from({ length: columns - 1 }, (_, i) =>
    evidence(variances, i + 1, rows),
  );
  const best = logEvidence.reduce((most, value) => Math.max(most, value));
  if (best === -Infinity)
    throw new RangeError(
      `no rank of the ${columns} singular values has a defined evidence, ` +
        "because they are equal or zero; choose the rank by other means",
    );
  return { rank: logEvidence.indexOf(best) + 1, logEvidence };
}

/** Minka's equations 76–80, in logarithms. */
function evidence(variances: Float64Array, rank: number, rows: number): number {
  const columns = variances.length;
  if (variances[rank - 1] < Number.EPSILON || variances[rank - 1] === variances[rank])
    return -Infinity;
  const noise = Math.max(
    Number.EPSILON,
    variances.slice(rank).reduce((sum, value) => sum + value, 0) / (columns - rank),
  );
  const free = columns * rank - (rank * (rank + 1)) / 2;
  let evidence = -rank * Math.LN2 + 0.5 * log(2 * Math.PI) * (free + rank) - 0.5 * rank * log(rows);
  evidence -= 0.5 * rows * (columns - rank) * log(noise);
  for (let i = 0; i < rank; i++) {
    evidence +=
      logGammaOfHalf(columns - i) -
      0.5 * log(Math.PI) * (columns - i) -
      0.5 * rows * log(variances[i]);
    for (let j = i + 1; j < columns; j++) {
      const smoothed = j < rank ? variances[j] : noise;
      const curvature = (variances[i] - variances[j]) * (1 / smoothed - 1 / variances[i]);
      if (!(curvature > 0)) return -Infinity;
      evidence -= 0.5 * (log(curvature) + log(rows));
    }
  }
  return evidence;
}

/** log Γ(n/2) for a whole number n from 1, by Γ(x + 1) = x Γ(x). */
function logGammaOfHalf(n: number): number {
  let sum = n % 2 === 1 ? 0.5 * log(Math.PI) : 0;
  for (let m = n - 2; m > 0; m -= 2) sum += log(m / 2);
  return sum;
}

/** @throws RangeError if there are fewer rows than columns, or fewer than 2 columns */
function checkMinkaShape({ rows, columns }: { rows: number; columns: number }): void {
  if (rows < columns)
    throw new RangeError(
      `${rows} rows are fewer than ${columns} columns; ` +
        "Minka's evidence needs at least as many rows",
    );
  if (columns < 2) throw new RangeError("1 column has no rank to choose; pass at least 2 columns");
}
