import { asPart, type Steps } from "../../base/steps";
import type { Factorable } from "../../linalg/asMatrix";
import { truncatedSvdSteps } from "../../linalg/truncatedSvd";
import { estimateSpectrumSteps } from "../estimateSpectrum";
import { checkShape, checkSpectrum } from "./checkSpectrum";

/** How the singular values of the matrix are come by. */
export interface SpectrumOptions {
  /**
   * σ₁ ≥ σ₂ ≥ … of this matrix, all or the leading ones, where they are at hand. Default: computed.
   */
  singularValues?: ArrayLike<number>;
  /**
   * Leading singular values that are computed of a matrix with more than 500 rows and columns; of
   * a smaller one all are. Default 100.
   */
  leadingValues?: number;
  /** Seed of the iterative SVD and of the estimate; default 0. */
  seed?: number;
  /** Relative error allowed in singular values from the iterative SVD; default 1e-6. */
  svdTolerance?: number;
}

/** The names of these options. */
export const spectrumOptionNames = {
  singularValues: true,
  seed: true,
  svdTolerance: true,
  leadingValues: true,
} satisfies Record<keyof SpectrumOptions, true>;

/** The singular values that a criterion looked at. */
export interface Spectrum {
  /**
   * σ₁ ≥ σ₂ ≥ …. Those below 1e-4 of σ₁ may be right to 1e-8 of σ₁ only; they are resolved where a
   * threshold, or what follows an elbow, is as low.
   */
  readonly singularValues: Float64Array;
  /**
   * How many of them, from the first, are computed or were given. The others are estimates, and so
   * is a rank above this number; raise `leadingValues` above it to have it computed.
   */
  readonly resolved: number;
}

/** Largest min(rows, columns) of which all singular values are computed. */
const mostValues = 500;

/**
 * Finds as many singular values as a criterion needs: those given, or the leading ones; where they
 * are not enough, all of them.
 *
 * With n = min(rows, columns) up to 500 all are computed (`truncatedSvd` of rank n). Beyond that
 * the ones that follow the leading are read off `estimateSpectrum`, none larger than the last
 * leading one: the leading values are what that estimate cannot resolve, and the bulk is what the
 * SVD would be slow at.
 *
 * Cost, n ≤ 500: 4 · n · nonZeros + 3 · n³ flops. Beyond: a truncated SVD of rank
 * `leadingValues`, and where that is not enough 800 products with A and Aᵀ.
 *
 * @param isEnough - whether leading values settle the answer
 */
export function* findSpectrum(
  matrix: Factorable,
  options: SpectrumOptions,
  isEnough: (leading: Float64Array) => boolean,
): Steps<Spectrum> {
  const count = Math.min(matrix.rows, matrix.columns);
  const leading = yield* asPart(findLeading(matrix, options), 0, 0.5);
  if (leading.length === count || isEnough(leading))
    return { singularValues: leading, resolved: leading.length };
  if (count <= mostValues) {
    const all = yield* asPart(factorValues(matrix, count, options), 0.5, 1);
    return { singularValues: all, resolved: count };
  }
  const estimate = estimateSpectrumSteps(matrix, { seed: options.seed });
  const singularValues = yield* asPart(estimate, 0.5, 1);
  const last = leading[leading.length - 1];
  for (let i = leading.length; i < count; i++)
    singularValues[i] = Math.min(singularValues[i], last);
  singularValues.set(leading);
  return { singularValues, resolved: leading.length };
}

/** The values given; else all of a small matrix, the leading ones of a large one. */
function* findLeading(matrix: Factorable, options: SpectrumOptions): Steps<Float64Array> {
  const { singularValues: given, leadingValues = 100 } = options;
  const count = Math.min(matrix.rows, matrix.columns);
  if (!Number.isInteger(leadingValues) || leadingValues < 1)
    throw new RangeError(
      `leadingValues is ${leadingValues}; choose a whole number from 1, such as 100`,
    );
  if (given === undefined)
    return yield* factorValues(
      matrix,
      count <= mostValues ? count : Math.min(leadingValues, count),
      options,
    );
  checkSpectrum(given);
  checkShape(given, matrix);
  return Float64Array.from(given);
}

/** All values are found without the vectors of the longer side, which would cost most. */
function* factorValues(
  matrix: Factorable,
  rank: number,
  { seed, svdTolerance: tolerance }: SpectrumOptions,
): Steps<Float64Array> {
  const leftVectors = rank < Math.min(matrix.rows, matrix.columns);
  const steps = truncatedSvdSteps(matrix, rank, { seed, tolerance, leftVectors });
  return (yield* steps).singularValues;
}

/**
 * The spectrum, with all values resolved if a level that decides among them is too small for the
 * fast way: at most 1e-4 of σ₁.
 *
 * Cost where it is: an SVD with all vectors, 10 · rows · columns · n flops.
 */
export function* resolveAt(
  level: number,
  matrix: Factorable,
  spectrum: Spectrum,
  { singularValues: given, seed, svdTolerance: tolerance }: SpectrumOptions,
): Steps<Spectrum> {
  const { singularValues, resolved } = spectrum;
  const count = Math.min(matrix.rows, matrix.columns);
  const isFast = count <= mostValues && resolved === count && given?.length !== count;
  if (!isFast || level > 1e-4 * singularValues[0]) return spectrum;
  const all = yield* truncatedSvdSteps(matrix, count, { seed, tolerance });
  return { singularValues: all.singularValues, resolved };
}
