import { meanAndStandardError, type MeanAndStandardError } from "../base/meanAndStandardError";

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

/** Scores by rank with one penalty. */
export interface PenaltyCurve {
  /** C of the logistic regression. */
  readonly inversePenalty: number;
  readonly curve: RankCurve;
}

/** The part of a rank's scores that the rules look at. */
export interface RankAccuracy {
  readonly rank: number;
  readonly accuracy: MeanAndStandardError;
}

/** Summarises one score a fold. */
export function summariseFolds(folds: readonly number[]): FoldScore {
  return { ...meanAndStandardError(folds), folds };
}

/**
 * The rank with the highest mean accuracy; the smallest of equals.
 *
 * Cost: one pass over the scores.
 *
 * @throws RangeError if there are no scores
 * @example
 * chooseBestRank([
 *   { rank: 5, accuracy: { mean: 0.78, standardError: 0.02 } },
 *   { rank: 20, accuracy: { mean: 0.8, standardError: 0.03 } },
 * ]); // 20
 */
export function chooseBestRank(scores: readonly RankAccuracy[]): number {
  return best(scores).rank;
}

/**
 * The smallest rank whose mean accuracy is at least that of the best rank less one standard error
 * of the best: a simpler model that is about as good as the best one.
 *
 * Cost: one pass over the scores.
 *
 * Source: Breiman, Friedman, Olshen & Stone, Classification and Regression Trees (1984), section
 * 3.4.3.
 *
 * @throws RangeError if there are no scores
 * @example
 * chooseOneStandardErrorRank([
 *   { rank: 5, accuracy: { mean: 0.78, standardError: 0.02 } },
 *   { rank: 20, accuracy: { mean: 0.8, standardError: 0.03 } },
 * ]); // 5: 0.78 is at least 0.8 − 0.03
 */
export function chooseOneStandardErrorRank(scores: readonly RankAccuracy[]): number {
  const { mean, standardError } = best(scores).accuracy;
  const near = scores.filter(({ accuracy }) => accuracy.mean >= mean - standardError);
  return Math.min(...near.map(({ rank }) => rank));
}

function best(scores: readonly RankAccuracy[]): RankAccuracy {
  if (scores.length === 0) throw new RangeError("0 ranks to choose from; pass at least one score");
  return scores.reduce((leader, score) => {
    if (score.accuracy.mean !== leader.accuracy.mean)
      return score.accuracy.mean > leader.accuracy.mean ? score : leader;
    return score.rank < leader.rank ? score : leader;
  });
}

/** A rank with a penalty, and how accurate they are together. */
export interface GridPoint extends RankAccuracy {
  readonly rank: number;
  readonly inversePenalty: number;
  readonly accuracy: FoldScore;
}

/**
 * The point of a grid with the highest mean accuracy (of equals that of the smallest rank, then of
 * the strongest penalty), and the simplest within one standard error of it: the smallest rank, and
 * with it the strongest penalty, the smallest C.
 *
 * Source: as `chooseOneStandardErrorRank`.
 */
export function choosePointOfGrid(grid: readonly PenaltyCurve[]): {
  best: GridPoint;
  chosen: GridPoint;
} {
  const points = grid
    .flatMap(({ inversePenalty, curve }): GridPoint[] =>
      curve.scores.map(({ rank, accuracy }) => ({ rank, inversePenalty, accuracy })),
    )
    .sort((a, b) => a.rank - b.rank || a.inversePenalty - b.inversePenalty);
  const best = points.reduce((a, b) => (b.accuracy.mean > a.accuracy.mean ? b : a));
  const least = best.accuracy.mean - best.accuracy.standardError;
  const chosen = points.find(({ accuracy }) => accuracy.mean >= least) ?? best;
  return { best, chosen };
}
