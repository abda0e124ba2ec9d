import { meanAndStandardError } from "../../src/lowrank/index";

/** Accuracies of a cross-validation: a list of folds for each rank. */
export type FoldScores = readonly (readonly number[])[];

/** Where two curves are furthest apart. */
export interface CurveDifference {
  readonly rank: number;
  /** Ours less the peer's mean accuracy. */
  readonly difference: number;
  /** |difference| in units of the peer's standard error over the folds. */
  readonly standardErrors: number;
}

/**
 * The rank at which two cross-validated accuracies on the same folds lie the most standard errors
 * apart.
 */
export function largestDifference(
  ranks: readonly number[],
  ours: FoldScores,
  peer: FoldScores,
): CurveDifference {
  const all = ranks.map((rank, i) => {
    const theirs = meanAndStandardError(peer[i]);
    const difference = meanAndStandardError(ours[i]).mean - theirs.mean;
    const standardErrors = difference === 0 ? 0 : Math.abs(difference) / theirs.standardError;
    return { rank, difference, standardErrors };
  });
  return all.reduce((worst, next) => (next.standardErrors > worst.standardErrors ? next : worst));
}

/** "k=2 .305  k=5 .412 …" */
export function formatCurve(ranks: readonly number[], scores: FoldScores): string {
  return ranks
    .map(
      (rank, i) => `k=${rank} ${meanAndStandardError(scores[i]).mean.toFixed(4).replace(/^0/, "")}`,
    )
    .join("  ");
}
