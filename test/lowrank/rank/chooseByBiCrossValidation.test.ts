import assert from "node:assert/strict";
import { test } from "node:test";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { createRandom } from "../../../src/lowrank/base/random";
import { sparseFromRows, SparseMatrix } from "../../../src/lowrank/linalg/sparseMatrix";
import type { MatrixInput } from "../../../src/lowrank/base/readMatrix";
import { chooseRank } from "../../../src/lowrank/rank/chooseRank";
import type { BiCrossValidationCriterion } from "../../../src/lowrank/rank/criteria/chooseByBiCrossValidation";
import { selectBlock } from "../../../src/lowrank/rank/criteria/selectBlock";
import { fixture, largestDifference, plantMatrix } from "./criteriaFixture";

const choose = (matrix: MatrixInput, options: Omit<BiCrossValidationCriterion, "by"> = {}) =>
  chooseRank(matrix, { ...options, by: "biCrossValidation" });

test("chooseRank by biCrossValidation with one entry a block equals Gabriel's errors by NumPy's pseudo-inverse, sparse and dense", () => {
  const { matrix: rows, errors } = fixture.gabriel;
  for (const matrix of [toDense(rows), sparseFromRows(rows)]) {
    const { scores } = choose(matrix, { rowFolds: 9, columnFolds: 7, maxRank: 5 });
    assert.ok(
      largestDifference(
        scores.map(({ error }) => error.mean),
        errors,
      ) < 1e-9,
    );
    assert.deepEqual(
      scores.map(({ rank }) => rank),
      [0, 1, 2, 3, 4, 5],
    );
  }
});

test("chooseRank by biCrossValidation recovers a planted rank and says 0 for pure noise, wide and tall, dense and sparse", () => {
  for (const [rows, columns] of [
    [150, 60],
    [60, 150],
  ]) {
    for (const rank of [0, 1, 5]) {
      const matrix = plantMatrix(rows, columns, rank, 0.7);
      assert.equal(choose(matrix, { maxRank: 12 }).rank, rank);
      const sparse = choose(sparseFromRows(matrix.to2DArray()), { maxRank: 12 });
      assert.equal(sparse.rank, rank);
    }
  }
});

test("chooseRank by biCrossValidation recovers the rank without noise: higher ranks are equal to rounding", () => {
  for (const rank of [1, 4]) {
    const { rank: chosen, scores } = choose(plantMatrix(60, 40, rank, 0), {
      maxRank: 10,
    });
    assert.equal(chosen, rank);
    assert.ok(scores[rank].error.mean < 1e-9 * scores[0].error.mean);
  }
});

test("chooseRank by biCrossValidation scores zeros, constants and duplicates as rank 0 or 1", () => {
  assert.equal(choose(new DenseMatrix(8, 6), { maxRank: 2 }).rank, 0);
  assert.equal(
    choose(new SparseMatrix(8, 6, new Int32Array(9), new Int32Array(0), new Float64Array(0)), {
      maxRank: 2,
    }).rank,
    0,
  );
  assert.equal(choose(new DenseMatrix(8, 6, new Float64Array(48).fill(2)), { maxRank: 3 }).rank, 1);
  const random = createRandom(1);
  const row = Array.from({ length: 6 }, () => random.normal());
  assert.equal(choose(toDense(Array.from({ length: 8 }, () => row)), { maxRank: 3 }).rank, 1);
});

test("chooseRank by biCrossValidation chooses below the true rank where a factor is too weak to help a prediction", () => {
  const strong = plantMatrix(100, 60, 3, 1, 2);
  const weak = plantMatrix(100, 60, 1, 0, 3);
  const matrix = new DenseMatrix(
    100,
    60,
    strong.data.map((value, at) => value + 0.02 * weak.data[at]),
  );
  assert.equal(choose(matrix, { maxRank: 10 }).rank, 3);
});

test("chooseRank by biCrossValidation holds every entry out once, and reports each fold", () => {
  const matrix = plantMatrix(11, 7, 1, 1);
  const seen: number[] = [];
  const { scores } = choose(matrix, {
    rowFolds: 11,
    columnFolds: 7,
    maxRank: 1,
    onProgress: ({ fold, folds }) => seen.push(fold / folds),
  });
  // Rank 0 predicts 0, so that its error is the mean square of all entries.
  assert.ok(
    Math.abs(
      scores[0].error.mean - matrix.data.reduce((sum, value) => sum + value * value, 0) / 77,
    ) < 1e-12,
  );
  assert.deepEqual([seen.length, seen[76], scores[0].error.folds.length], [77, 1, 77]);
});

test("chooseRank by biCrossValidation with the same seed gives the same numbers", () => {
  const matrix = plantMatrix(30, 20, 2, 1);
  assert.deepEqual(choose(matrix, { seed: 3 }), choose(matrix, { seed: 3 }));
});

test("chooseRank by biCrossValidation names what is wrong", () => {
  const matrix = plantMatrix(10, 6, 1, 1);
  assert.throws(
    () => choose(matrix, { maxRank: 4 }),
    /maxRank 4 does not fit the kept part of a fold, 3 at its shorter side; choose a whole number from 1 to 3/,
  );
  assert.throws(
    () => choose(matrix, { rowFolds: 11 }),
    /10 rows cannot be dealt into 11 groups; choose from 2 to 10/,
  );
  assert.throws(
    () => choose(matrix, { columnFolds: 1 }),
    /6 columns cannot be dealt into 1 groups/,
  );
  assert.throws(
    () =>
      choose(
        toDense([
          [1, 2],
          [Number.NaN, 1],
        ]),
      ),
    /row 1, column 0/,
  );
});

test("selectBlock picks the same entries from sparse and dense", () => {
  const dense = toDense([
    [1, 0, 2, 0],
    [0, 3, 0, 4],
    [5, 6, 0, 0],
  ]);
  const pick = [Int32Array.of(0, 2), Int32Array.of(1, 2)] as const;
  assert.deepEqual(
    selectBlock(dense, ...pick),
    toDense([
      [0, 2],
      [6, 0],
    ]),
  );
  assert.deepEqual(
    (selectBlock(sparseFromRows(dense.to2DArray()), ...pick) as SparseMatrix).toDense(),
    toDense([
      [0, 2],
      [6, 0],
    ]),
  );
});
