import { summariseFolds, type FoldScore } from "../rankCurve";

/** How well one rank predicts entries that it has not seen. */
export interface HeldOutError {
  readonly rank: number;
  /** Mean squared error of a held-out entry, in squared units of the entries. */
  readonly error: FoldScore;
}

/** Held-out errors by rank, and the rank that they choose. */
export interface HeldOutErrors {
  /** The rank of the smallest mean error, from 0; the smallest of those equal to rounding. */
  readonly rank: number;
  /** One entry a rank, ranks ascending. */
  readonly scores: readonly HeldOutError[];
}

/**
 * Summarises errors by fold and rank.
 *
 * @param folds - one list of errors a fold, each with one error a rank, the first for rank 0
 * @param slack - errors this close, as a share of rank 0's error, are equal: without noise they
 *   differ by rounding, or by where an iteration stopped
 */
export function summariseHeldOut(
  ranks: readonly number[],
  folds: readonly Float64Array[],
  slack: number,
): HeldOutErrors {
  const scores = ranks.map((rank, i) => ({
    rank,
    error: summariseFolds(folds.map((errors) => errors[i])),
  }));
  const least = Math.min(...scores.map(({ error }) => error.mean));
  const { rank } = scores.find(({ error }) => error.mean <= least + slack * scores[0].error.mean)!;
  return { rank, scores };
}
