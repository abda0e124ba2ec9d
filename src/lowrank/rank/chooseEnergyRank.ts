import { checkOptions } from "../base/checkOptions";
import { cumulativeEnergy } from "../linalg/frobenius";
import { checkSpectrum } from "./criteria/checkSpectrum";

export interface EnergyRankOptions {
  /** Share of the energy to keep, above 0 and at most 1; default 0.9. */
  share?: number;
  /**
   * ‖A‖²_F, from `energy(A)`; needed where the spectrum is truncated. Default: the sum of the
   * squares of the values given.
   */
  totalEnergy?: number;
}

const knownOptions = {
  share: true,
  totalEnergy: true,
} satisfies Record<keyof EnergyRankOptions, true>;

/**
 * The smallest rank that keeps a given share of the energy: the least k with σ₁² + … + σ_k² ≥ share
 * · ‖A‖²_F.
 *
 * The share is a habit and not a measurement: it says how well entries are copied, not what is
 * signal. A matrix of zeros has rank 0.
 *
 * Cost: one pass over the values.
 *
 * Source: Jolliffe, Principal Component Analysis, 2nd ed. 2002, section 6.1.1.
 *
 * @param singularValues - σ₁ ≥ σ₂ ≥ … ≥ 0, all of them or the leading ones
 * @throws RangeError if the share is out of range, totalEnergy is less than the energy of the
 *   values, or a truncated spectrum does not reach the share
 * @example
 * chooseEnergyRank([4, 3, 0.1], { share: 0.9 }); // 2
 */
export function chooseEnergyRank(
  singularValues: ArrayLike<number>,
  options: EnergyRankOptions = {},
): number {
  checkOptions(options, knownOptions, "chooseEnergyRank");
  const { share = 0.9 } = options;
  checkSpectrum(singularValues);
  checkShare(share);
  const held = Array.from(singularValues).reduce((sum, value) => sum + value * value, 0);
  const totalEnergy = options.totalEnergy ?? held;
  // Values of a loosely converged SVD may hold a little more than the whole.
  if (!(totalEnergy >= held * (1 - 1e-6)) || totalEnergy === Infinity) {
    throw new RangeError(
      `totalEnergy ${totalEnergy} is less than ${held}, the energy of the singular values; pass the matrix's squared Frobenius norm`,
    );
  }
  if (totalEnergy === 0) return 0;
  const shares = cumulativeEnergy(singularValues, totalEnergy);
  // Rounding of the sum must not ask for one value more.
  const at = shares.findIndex((reached) => reached >= share * (1 - 1e-12));
  if (at < 0) {
    const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
    throw new RangeError(
      `${shares.length} singular values hold ${percent(shares[shares.length - 1])} of the energy, short of ${percent(share)}; factor at a higher rank, or choose a smaller share`,
    );
  }
  return at + 1;
}

/** @throws RangeError if the share is not above 0 and at most 1 */
export function checkShare(share: number): void {
  if (!(share > 0 && share <= 1))
    throw new RangeError(`share ${share} is not above 0 and at most 1; choose one such as 0.9`);
}
