import assert from "node:assert/strict";
import { test } from "node:test";
import {
  chooseBestRank,
  chooseOneStandardErrorRank,
  summariseFolds,
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

test("no scores are refused", () => {
  assert.throws(() => chooseBestRank([]), /0 ranks/);
});
