import type { Factorable } from "../../linalg/asMatrix";
import type { Steps } from "../../base/steps";
import { DenseMatrix } from "../../linalg/denseMatrix";
import { checkFinite } from "../../linalg/finiteEntries";
import { cumulativeEnergy, energy } from "../../linalg/frobenius";
import { SparseMatrix } from "../../linalg/sparseMatrix";
import { checkSpectrum } from "./checkSpectrum";
import { findSpectrum, spectrumOptionNames, type Spectrum, type SpectrumOptions } from "./spectrum";

/**
 * The smallest rank that keeps a share of the energy: the least k with σ₁² + … + σ_k² ≥ share ·
 * ‖A‖²_F.
 *
 * The share is a habit and not a measurement: it says how well entries are copied, not what is
 * signal. A matrix of zeros has rank 0.
 *
 * Source: I. T. Jolliffe, Principal Component Analysis, 2nd ed. 2002, section 6.1.1.
 */
export interface EnergyCriterion extends SpectrumOptions {
  by: "energy";
  /** Share of the energy to keep, above 0 and at most 1; default 0.9. */
  share?: number;
}

/** The rank that keeps the share asked for, from 0. */
export interface EnergyChoice extends Spectrum {
  readonly rank: number;
  readonly by: "energy";
  /** Share of the energy that this rank keeps, 0 … 1. */
  readonly keptShare: number;
}

/** The names of the options. */
export const energyOptionNames = {
  share: true,
  ...spectrumOptionNames,
} satisfies Record<Exclude<keyof EnergyCriterion, "by">, true>;

/** An operator shows its energy only in all of its singular values. */
export function* chooseByEnergy(
  matrix: Factorable,
  criterion: EnergyCriterion,
): Steps<EnergyChoice> {
  const { share = 0.9 } = criterion;
  if (!(share > 0 && share <= 1))
    throw new RangeError(`share ${share} is not above 0 and at most 1; choose one such as 0.9`);
  checkFinite(matrix);
  const whole = hasEntries(matrix) ? energy(matrix) : undefined;
  if (whole !== undefined) checkEnergy(criterion.singularValues, whole);
  const { singularValues, resolved } = yield* findSpectrum(
    matrix,
    criterion,
    (leading) => whole !== undefined && sumSquares(leading) >= share * whole,
  );
  const isWhole = singularValues.length === Math.min(matrix.rows, matrix.columns);
  const totalEnergy = isWhole || whole === undefined ? sumSquares(singularValues) : whole;
  const found = findEnergyRank(singularValues, share, totalEnergy);
  // Leading values that are known to fall short do so whatever an estimate makes of the others.
  const isEstimate = resolved < singularValues.length && whole !== undefined;
  const rank = isEstimate ? Math.max(found, resolved + 1) : found;
  const keptShare = rank === 0 ? 1 : cumulativeEnergy(singularValues, totalEnergy)[rank - 1];
  return { rank, by: "energy", keptShare, singularValues, resolved };
}

/** The least number of values that hold the share of the energy; 0 of zeros. */
export function findEnergyRank(
  singularValues: ArrayLike<number>,
  share: number,
  totalEnergy = sumSquares(singularValues),
): number {
  if (totalEnergy === 0) return 0;
  // Rounding of the sum must not ask for one value more.
  const enough = share * (1 - 1e-12);
  const shares = cumulativeEnergy(singularValues, totalEnergy);
  return shares.findIndex((reached) => reached >= enough) + 1;
}

function hasEntries(matrix: Factorable): matrix is SparseMatrix | DenseMatrix {
  return matrix instanceof SparseMatrix || matrix instanceof DenseMatrix;
}

/** Refuses singular values that cannot be the matrix's own. */
function checkEnergy(given: ArrayLike<number> | undefined, whole: number): void {
  if (given === undefined) return;
  checkSpectrum(given);
  const held = sumSquares(given);
  if (held * (1 - 1e-6) > whole)
    throw new RangeError(
      `singularValues hold an energy of ${held}, more than the matrix's ${whole}; ` +
        "pass those of this matrix, or leave them out",
    );
}

function sumSquares(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return sum;
}
