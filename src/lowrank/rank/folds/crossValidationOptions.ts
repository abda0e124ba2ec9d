import type { StopSignal } from "../../base/stopSignal";
import type { TfidfOptions } from "../../text/tfidf";
import { weightOptionNames, type ScoringWeights } from "./foldWeights";

/** How the documents are held out and what is fitted on the rest. */
export interface CrossValidationOptions extends ScoringWeights {
  /** Number of folds; default 5. */
  folds?: number;
  /** Seed of the folds and of the factorisation; default 0. */
  seed?: number;
  /** Tokens, vocabulary and weights; default `fitTfidf`'s own. */
  tfidf?: TfidfOptions;
  /** Inverse penalty of the logistic regression (scikit-learn's C); default 1. */
  inversePenalty?: number;
  /**
   * Threads that share the work; default: the machine's cores, at most 8. The scores are the same
   * for any number.
   */
  threads?: number;
  /** Called after each step. */
  onProgress?: (progress: CrossValidationProgress) => void;
  /** Stops the work; the promise is then rejected with the signal's reason. */
  signal?: StopSignal;
}

export interface CrossValidateRankOptions extends CrossValidationOptions {
  /** Ranks to try, in any order. */
  ranks: readonly number[];
  /**
   * Scale each document's coordinates to length 1 before classifying; default true: cosines, not
   * lengths, carry the topic.
   */
  unitRows?: boolean;
  /**
   * Relative error allowed in the singular values; default 1e-8 · largest rank, at most 1e-6,
   * which brings the accuracy to within a tenth of its standard error of what the exact factors give.
   */
  svdTolerance?: number;
}

export const crossValidationOptionNames = {
  folds: true,
  seed: true,
  tfidf: true,
  inversePenalty: true,
  ...weightOptionNames,
  threads: true,
  onProgress: true,
  signal: true,
} satisfies Record<keyof CrossValidationOptions, true>;

export const rankOptionNames = {
  ranks: true,
  unitRows: true,
  svdTolerance: true,
  ...crossValidationOptionNames,
} satisfies Record<keyof CrossValidateRankOptions, true>;

/** How far a cross-validation has come. */
export interface CrossValidationProgress {
  /** Fold just worked on, 1 … folds. */
  readonly fold: number;
  readonly folds: number;
  /** Rank just scored; undefined after the factorisation. */
  readonly rank?: number;
  /** Steps done and steps in all. */
  readonly done: number;
  readonly total: number;
}
