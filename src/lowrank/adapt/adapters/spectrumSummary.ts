import { exp } from "../../base/elementary/exp";
import { log } from "../../base/elementary/log";
import type { ModuleSpectrum } from "./adapterSpectrum";

/** A module's spectrum in a few numbers. */
export interface SpectrumSummary {
  readonly name: string;
  readonly shape: readonly [number, number];
  /** The rank that was trained. */
  readonly rank: number;
  /** ‖ΔW‖_F = √Σσ². */
  readonly norm: number;
  /** ‖ΔW‖²_F / σ₁²: how many directions as strong as the first the energy would fill. */
  readonly stableRank: number;
  /** exp of the entropy of σᵢ / Σσ (Roy & Vetterli 2007). */
  readonly effectiveRank: number;
  /** The least rank that keeps this share of the energy Σσ²: 0.5, 0.9, 0.99. */
  readonly rankForEnergy: Readonly<Record<"0.5" | "0.9" | "0.99", number>>;
}

/**
 * What a module's singular values say in a few numbers. All are 0 for an update that is zero.
 *
 * Cost: a pass over the values.
 *
 * @example
 * const singularValues = Float64Array.of(2, 1, 0);
 * const spectrum = { name: "query", shape: [8, 8], rank: 3, scale: 2, singularValues };
 * const { norm, stableRank, rankForEnergy } = summariseSpectrum(spectrum);
 * stableRank; // 1.25
 * rankForEnergy["0.9"]; // 2
 */
export function summariseSpectrum({
  name,
  shape,
  rank,
  singularValues,
}: ModuleSpectrum): SpectrumSummary {
  const largest = singularValues[0] ?? 0;
  const shares = singularValues.map((value) => (largest > 0 ? value / largest : 0));
  const energy = shares.reduce((sum, share) => sum + share * share, 0);
  const sum = shares.reduce((total, share) => total + share, 0);
  const entropy = shares.reduce(
    (total, share) => (share > 0 ? total - (share / sum) * log(share / sum) : total),
    0,
  );
  return {
    ...{ name, shape, rank },
    norm: largest * Math.sqrt(energy),
    stableRank: energy,
    effectiveRank: largest > 0 ? exp(entropy) : 0,
    rankForEnergy: {
      "0.5": leastRank(shares, 0.5),
      "0.9": leastRank(shares, 0.9),
      "0.99": leastRank(shares, 0.99),
    },
  };
}

/** The least rank whose values hold a share of Σσ²; 0 for an update that is zero. */
export function leastRank(singularValues: Float64Array, share: number): number {
  // From the last up: what a rank leaves out is then right to its own rounding.
  const total = singularValues.reduceRight((sum, value) => sum + value * value, 0);
  let left = 0;
  let rank = singularValues.length;
  while (rank > 0) {
    const more = left + singularValues[rank - 1] ** 2;
    if (more > (1 - share) * total) break;
    left = more;
    rank--;
  }
  return rank;
}
