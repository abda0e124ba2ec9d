import { records } from "#digitAdaptations";

/** One adaptation of a network for upright digits to turned ones, and what it came to. */
export interface DigitAdaptation {
  /** As `adaptNetwork` names it: "lastLayer", "full" or "lowRank". */
  readonly way: "lastLayer" | "full" | "lowRank";
  /** r; 0 where there are no factors. */
  readonly rank: number;
  /** α; 0 where there are no factors. */
  readonly alpha: number;
  readonly learningRate: number;
  /** 0 … 9: images, first weights and factors of its own. */
  readonly seed: number;
  /** Turned trial images read right, of 1,000: to choose the learning rate by. */
  readonly trial: number;
  /** Turned held-out images read right, of 2,000. */
  readonly turned: number;
  /** Upright held-out images read right, of 2,000: what is not forgotten. */
  readonly upright: number;
}

/**
 * Loads the table of notebook 09: adaptations of a small network to digits turned by 90°, for every
 * way, rank and rule for α at seven learning rates, with ten seeds.
 *
 * Cost: one pass over the table.
 *
 * Source: data/digitAdaptations.csv, which src/build/data/runDigitAdaptations.mjs makes.
 *
 * @example
 * const [first] = loadDigitAdaptations();
 * first.way; // "lastLayer"
 */
export function loadDigitAdaptations(): DigitAdaptation[] {
  return (JSON.parse(records) as string[][]).map(([way, ...numbers]) => {
    const [rank, alpha, learningRate, seed, trial, turned, upright] = numbers.map(Number);
    const run = { rank, alpha, learningRate, seed, trial, turned, upright };
    return { way: way as DigitAdaptation["way"], ...run };
  });
}
