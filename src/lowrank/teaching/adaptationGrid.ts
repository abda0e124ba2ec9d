import { records } from "#adaptationGrid";
import type { LanguageTaskName } from "./languageTasks";

/** One adaptation of the model of `loadNounModel`, and what it came to. */
export interface AdaptationRun {
  readonly task: Exclude<LanguageTaskName, "nouns">;
  /**
   * "none", "lastLayer", "full", the matrices with factors, such as "q+v", or what is done beside q
   * and v: "DoRA", "PiSSA" or "LoRA+" (B four times as fast as A).
   */
  readonly way: string;
  /**
   * Where the learning rate was chosen, by the perplexity on the trial texts: at this very setting
   * ("own"), or for q and v at rank 4 with α = 16 ("rank 4").
   */
  readonly rateFrom: "own" | "rank 4";
  /** r; 0 where there are no factors. */
  readonly rank: number;
  /** α; 0 where there are no factors, and for PiSSA, which has none. */
  readonly alpha: number;
  /** 0 where nothing is trained. */
  readonly learningRate: number;
  /** 0 … 4. */
  readonly seed: number;
  /** Numbers trained. */
  readonly parameters: number;
  /** Perplexity on the task's held-out texts. */
  readonly perplexity: number;
  /** Perplexity on 500 held-out definitions of nouns, adaptation on: what was forgotten. */
  readonly nouns: number;
}

/**
 * Loads the table of notebook 10: adaptations of the small language model to three tasks, over ways,
 * ranks and five seeds, each with one pass over the task's texts in batches of 16.
 *
 * Cost: one pass over the table.
 *
 * Source: data/adaptationGrid.csv, which src/build/data/runAdaptationGrid.mjs makes.
 *
 * @example
 * const [before] = loadAdaptationGrid();
 * before.way; // "none"
 */
export function loadAdaptationGrid(): AdaptationRun[] {
  return (JSON.parse(records) as string[][]).map(([task, way, rateFrom, ...numbers]) => {
    const [rank, alpha, learningRate, seed, parameters, perplexity, nouns] = numbers.map(Number);
    const run = { rank, alpha, learningRate, seed, parameters, perplexity, nouns };
    return {
      task: task as AdaptationRun["task"],
      way,
      rateFrom: rateFrom as AdaptationRun["rateFrom"],
      ...run,
    };
  });
}
