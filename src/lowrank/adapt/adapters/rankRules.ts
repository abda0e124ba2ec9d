import { checkChoice } from "../../base/checkOptions";
import type { ModuleSpectrum } from "./adapterSpectrum";
import { leastRank } from "./spectrumSummary";

/**
 * How the ranks of a resized adapter are chosen. `maxRank` caps what the rule gives.
 *
 * - "rank": this rank for every module that has more.
 * - "energy": the least rank that keeps this share of Σσ².
 * - "sv_ratio", "sv_fro", "sv_cumulative": what kohya's resize_lora.py chooses under these names, to
 *   the same rank: one more than the number of σ above σ₁ / value; than the least that keeps `value`
 *   of √Σσ²; than the least that keeps `value` of Σσ.
 * - "size": the most energy that weights of this many bytes can hold.
 */
export type RankRule =
  | { readonly by: "rank"; readonly value: number }
  | {
      readonly by: "energy" | "sv_ratio" | "sv_fro" | "sv_cumulative";
      readonly value: number;
      readonly maxRank?: number;
    }
  | { readonly by: "size"; readonly value: number };

/** The rank that a rule gives a module, and what is lost with it. */
export interface RankChoice {
  readonly name: string;
  /** The rank that the module has. */
  readonly before: number;
  readonly rank: number;
  /** Share of Σσ² that is kept; 1 for an update that is zero. */
  readonly energyKept: number;
  /** ‖ΔW − ΔW′‖_F: the least possible at this rank (Eckart & Young 1936). */
  readonly error: number;
}

/** What numbers of a module cost, for the rule "size". */
export interface StoredSize {
  /** Bytes of a number of the factors. */
  readonly bytesPerNumber: number;
  /** Bytes of all that is written whatever the ranks are. */
  readonly fixed: number;
}

/**
 * Chooses the rank of every module by a rule.
 *
 * Each module keeps at least rank 1, which PEFT needs, and at most the rank it has.
 *
 * "size" is a knapsack: rank k of an m × n module brings σ_k² for (m + n) numbers. Since σ falls
 * within a module, taking what brings most for a number stored, until the next piece does not fit,
 * is optimal but for that piece: no choice keeps more than what was taken and the share of the piece
 * that would have fitted (Dantzig 1957).
 *
 * Cost: a pass over the values, and a sort for "size".
 *
 * @throws RangeError that names the rule's value, its limits and the remedy
 * @example
 * const spectra = await adapterSpectrum(await readAdapter(adapterFiles));
 * const [query] = chooseAdapterRanks(spectra, { by: "energy", value: 0.9 });
 * query.rank; // 1
 * query.energyKept.toFixed(4); // "0.9615"
 */
export function chooseAdapterRanks(
  spectra: readonly ModuleSpectrum[],
  rule: RankRule,
  stored: StoredSize = { bytesPerNumber: 4, fixed: 0 },
): RankChoice[] {
  checkRule(spectra, rule);
  const ranks =
    rule.by === "size"
      ? shareBudget(spectra, rule.value, stored)
      : spectra.map((spectrum) =>
          Math.min(
            rankByRule(spectrum, rule),
            rule.by === "rank" ? Infinity : (rule.maxRank ?? Infinity),
          ),
        );
  return spectra.map((spectrum, i) => describeChoice(spectrum, clampRank(spectrum, ranks[i])));
}

const rules = ["rank", "energy", "sv_ratio", "sv_fro", "sv_cumulative", "size"] as const;

function checkRule(spectra: readonly ModuleSpectrum[], rule: RankRule): void {
  checkChoice(rule.by, rules, "by");
  const { by, value } = rule;
  const largest = spectra.reduce((most, { rank }) => Math.max(most, rank), 0);
  if (by === "rank" && !(Number.isInteger(value) && value >= 1 && value <= largest))
    throw new RangeError(
      `rank ${value} is not a whole number from 1 to ${largest}, the largest rank there; choose one of them`,
    );
  if (by === "sv_ratio" && !(value >= 1))
    throw new RangeError(
      `sv_ratio ${value} is below 1, the ratio of σ₁ to itself; choose 10 or so`,
    );
  if (by === "size" && !(value > 0))
    throw new RangeError(`size ${value} is not a number of bytes above 0; choose one`);
  const isShare = by === "energy" || by === "sv_fro" || by === "sv_cumulative";
  if (isShare && !(value > 0 && value <= 1))
    throw new RangeError(`${by} ${value} is outside 0 … 1; choose for example 0.9`);
  const maxRank = "maxRank" in rule ? rule.maxRank : undefined;
  if (maxRank !== undefined && !(Number.isInteger(maxRank) && maxRank >= 1))
    throw new RangeError(`maxRank ${maxRank} is not a whole number from 1 up; choose one`);
}

function rankByRule(
  { shape, singularValues }: ModuleSpectrum,
  { by, value }: Exclude<RankRule, { by: "size" }>,
): number {
  if (by === "rank") return value;
  if (by === "energy") return leastRank(singularValues, value);
  // Kohya looks at all min(m, n) values, keeps one of them off, and then adds one.
  const least = Math.max(
    1,
    Math.min(kohyaIndex(singularValues, by, value), Math.min(...shape) - 1),
  );
  return least + 1;
}

function kohyaIndex(
  values: Float64Array,
  by: "sv_ratio" | "sv_fro" | "sv_cumulative",
  value: number,
): number {
  if (by === "sv_ratio") return values.filter((one) => one > values[0] / value).length;
  const power = by === "sv_fro" ? 2 : 1;
  const total = values.reduce((sum, one) => sum + one ** power, 0);
  let sum = 0;
  for (let k = 0; k < values.length; k++) {
    sum += values[k] ** power;
    if (sum / total >= value ** power) return k + 1;
  }
  return values.length;
}

function clampRank({ rank, singularValues }: ModuleSpectrum, wanted: number): number {
  if (!(singularValues[0] > 0)) return 1;
  return Math.max(1, Math.min(wanted, rank, singularValues.length));
}

/** Greedy by σ² a number stored. */
function shareBudget(
  spectra: readonly ModuleSpectrum[],
  bytes: number,
  { bytesPerNumber, fixed }: StoredSize,
): number[] {
  const price = spectra.map(({ shape: [m, n] }) => (m + n) * bytesPerNumber);
  const least = fixed + price.reduce((sum, one) => sum + one, 0);
  if (bytes < least)
    throw new RangeError(
      `${bytes} bytes do not hold rank 1 of each module and what is carried over, which take ${least}; allow more`,
    );
  const pieces = spectra.flatMap(({ singularValues }, module) =>
    Array.from(singularValues.subarray(1), (value, k) => ({
      module,
      rank: k + 2,
      worth: (value * value) / price[module],
    })),
  );
  pieces.sort((a, b) => b.worth - a.worth || a.rank - b.rank);
  const ranks = spectra.map(() => 1);
  let left = bytes - least;
  for (const { module, rank, worth } of pieces) {
    // A piece without the one before it in its module is of no use.
    if (worth <= 0 || price[module] > left || ranks[module] !== rank - 1) continue;
    left -= price[module];
    ranks[module] = rank;
  }
  return ranks;
}

function describeChoice(
  { name, rank: before, singularValues }: ModuleSpectrum,
  rank: number,
): RankChoice {
  const energy = (from: number, to: number): number =>
    singularValues.subarray(from, to).reduceRight((sum, value) => sum + value * value, 0);
  const total = energy(0, singularValues.length);
  const lost = energy(rank, singularValues.length);
  return {
    ...{ name, before, rank },
    energyKept: total > 0 ? 1 - lost / total : 1,
    error: Math.sqrt(lost),
  };
}
