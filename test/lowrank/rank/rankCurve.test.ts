import assert from "node:assert/strict";
import { test } from "node:test";
import {
  chooseBestRank,
  chooseOneStandardErrorRank,
  choosePointOfGrid,
  summariseFolds,
  type PenaltyCurve,
} from "../../../src/lowrank/rank/rankCurve";

const score = (
  rank: number,
  ...folds: number[]
): { rank: number; accuracy: ReturnType<typeof summariseFolds> } => ({
  rank,
  accuracy: summariseFolds(folds),
});

test("chooseBestRank takes the highest mean, the smallest rank of equals", () => {
  assert.equal(chooseBestRank([score(10, 0.7, 0.7), score(2, 0.8, 0.8), score(5, 0.8, 0.8)]), 2);
});

test("chooseOneStandardErrorRank takes the smallest rank within one standard error of the best", () => {
  // Best: mean .80, sample standard deviation .02 / √4 = .01 → limit .79.
  const best = score(100, 0.78, 0.8, 0.8, 0.82);
  const limit = best.accuracy.mean - best.accuracy.standardError;
  const scores = [
    score(5, limit - 1e-9, limit - 1e-9),
    score(10, limit, limit),
    score(50, 0.799, 0.799),
    best,
  ];
  assert.equal(chooseOneStandardErrorRank(scores), 10);
});

test("choosePointOfGrid takes the smallest rank within one standard error of the best point, then the smallest C", () => {
  const curve = (inversePenalty: number, ...means: number[]): PenaltyCurve => ({
    inversePenalty,
    curve: {
      scores: means.map((mean, i) => ({
        ...score([2, 10, 50][i], mean - 0.02, mean + 0.02),
        macroF1: summariseFolds([0, 0]),
        explainedEnergy: summariseFolds([0, 0]),
        seconds: 0,
      })),
      bestRank: 0,
      oneStandardErrorRank: 0,
      folds: 2,
      factorisationSeconds: 0,
    },
  });
  const place = (grid: PenaltyCurve[]): number[] => {
    const { best, chosen } = choosePointOfGrid(grid);
    return [best.rank, best.inversePenalty, chosen.rank, chosen.inversePenalty];
  };
  // Each point has standard error .02.
  const grid = [curve(10, 0.7, 0.785, 0.8), curve(1, 0.6, 0.79, 0.79), curve(100, 0.7, 0.77, 0.8)];
  assert.deepEqual(place(grid), [50, 10, 10, 1]);
  assert.deepEqual(place([...grid].reverse()), [50, 10, 10, 1]);
  assert.deepEqual(place([curve(1, 0.9, 0.9), curve(0.1, 0.9, 0.7)]), [2, 0.1, 2, 0.1]);
});

test("no scores are refused", () => {
  assert.throws(() => chooseBestRank([]), /0 ranks/);
});
