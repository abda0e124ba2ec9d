import {
  chooseBestRank,
  chooseOneStandardErrorRank,
  summariseFolds,
  type PenaltyCurve,
} from "../rankCurve";

/** What one fold yields with one penalty, a number a rank. */
export interface FoldScores {
  readonly accuracy: number[];
  readonly macroF1: number[];
  readonly seconds: number[];
}

/** What one fold yields. */
export interface FoldResult {
  /** By penalty. */
  readonly scores: readonly FoldScores[];
  /** By rank. */
  readonly explainedEnergy: readonly number[];
  readonly factorisationSeconds: number;
}

/** A fold's result to be filled in. */
export const emptyScores = (): FoldScores => ({ accuracy: [], macroF1: [], seconds: [] });

/** The curves of all penalties, over all folds. */
export function summariseGrid(
  ranks: readonly number[],
  inversePenalties: readonly number[],
  folds: readonly FoldResult[],
): PenaltyCurve[] {
  const factorisationSeconds = folds.reduce((sum, fold) => sum + fold.factorisationSeconds, 0);
  const summarise = (penalty: number, score: "accuracy" | "macroF1", i: number) =>
    summariseFolds(folds.map(({ scores }) => scores[penalty][score][i]));
  return inversePenalties.map((inversePenalty, penalty) => {
    const scores = ranks.map((rank, i) => ({
      rank,
      accuracy: summarise(penalty, "accuracy", i),
      macroF1: summarise(penalty, "macroF1", i),
      explainedEnergy: summariseFolds(folds.map(({ explainedEnergy }) => explainedEnergy[i])),
      seconds: folds.reduce((sum, fold) => sum + fold.scores[penalty].seconds[i], 0),
    }));
    return {
      inversePenalty,
      curve: {
        scores,
        bestRank: chooseBestRank(scores),
        oneStandardErrorRank: chooseOneStandardErrorRank(scores),
        folds: folds.length,
        factorisationSeconds,
      },
    };
  });
}
