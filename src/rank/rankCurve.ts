/** A score over folds: mean and standard error (sample standard deviation over folds / √folds). */
export interface FoldScore {
  readonly mean: number;
  readonly standardError: number;
  /** The score of each fold, in fold order. */
  readonly folds: readonly number[];
}

/** How one rank did in cross-validation. */
export interface RankScore {
  readonly rank: number;
  /** Fraction of held-out documents classified right, 0 … 1. */
  readonly accuracy: FoldScore;
  /** Mean over classes of the F1 score, 0 … 1. */
  readonly macroF1: FoldScore;
  /** Fraction of the training matrix's squared Frobenius norm that the rank keeps, 0 … 1. */
  readonly explainedEnergy: FoldScore;
  /** Time to train and test the classifier on this rank, all folds together, in seconds. */
  readonly seconds: number;
}

/** Cross-validated scores by rank, and the two ranks that the rules choose. */
export interface RankCurve {
  /** One entry a rank, ranks ascending. */
  readonly scores: readonly RankScore[];
  /** The rank with the highest mean accuracy (the smallest of equals). */
  readonly bestRank: number;
  /** The smallest rank whose mean accuracy is within one standard error of the best rank's. */
  readonly oneStandardErrorRank: number;
  readonly folds: number;
  /** Time of the vocabulary, the weights and the factorisations, all folds together, in seconds. */
  readonly factorisationSeconds: number;
}
