import assert from "node:assert/strict";
import { test } from "node:test";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { sparseFromRows, SparseMatrix } from "../../../src/lowrank/linalg/sparseMatrix";
import type { MatrixInput } from "../../../src/lowrank/base/readMatrix";
import { chooseRank } from "../../../src/lowrank/rank/chooseRank";
import type { EntriesCriterion } from "../../../src/lowrank/rank/criteria/chooseByEntries";
import { fixture, largestDifference, plantMatrix } from "./criteriaFixture";

const choose = (matrix: MatrixInput, options: Omit<EntriesCriterion, "by"> = {}) =>
  chooseRank(matrix, { ...options, by: "entries" });

test("chooseRank by entries leaving one entry out equals imputation by NumPy's full SVD", () => {
  const { matrix: rows, errors } = fixture.wold;
  const { scores } = choose(toDense(rows), {
    folds: 42,
    maxRank: 3,
    tolerance: 1e-10,
    maxIterations: 100_000,
  });
  assert.ok(
    largestDifference(
      scores.map(({ error }) => error.mean),
      errors,
    ) < 1e-6,
    `${scores.map(({ error }) => error.mean)}`,
  );
});

test("chooseRank by entries recovers a planted rank and says 0 for pure noise, wide and tall", () => {
  for (const [rows, columns] of [
    [80, 40],
    [40, 80],
  ]) {
    for (const rank of [0, 1, 3])
      assert.equal(
        choose(plantMatrix(rows, columns, rank, 0.5), { maxRank: 6 }).rank,
        rank,
        `${rows} × ${columns}, rank ${rank}`,
      );
  }
});

test("chooseRank by entries recovers the rank without noise", () => {
  assert.equal(choose(plantMatrix(60, 40, 3, 0), { maxRank: 6 }).rank, 3);
});

test("chooseRank by entries overfits a weak factor that bi-cross-validation would keep: its choice is no larger", () => {
  assert.ok(choose(plantMatrix(80, 40, 3, 3), { maxRank: 6 }).rank < 3);
});

test("chooseRank by entries scores zeros, constants and duplicates as rank 0 or 1, sparse as dense", () => {
  assert.equal(choose(new DenseMatrix(8, 6), { maxRank: 2 }).rank, 0);
  assert.equal(choose(new DenseMatrix(8, 6, new Float64Array(48).fill(2)), { maxRank: 3 }).rank, 1);
  const rows = Array.from({ length: 8 }, () => [1, 0, 2, 0, 0, 3]);
  const dense = choose(toDense(rows), { maxRank: 3 });
  assert.equal(dense.rank, 1);
  assert.deepEqual(choose(sparseFromRows(rows), { maxRank: 3 }), dense);
});

test("chooseRank by entries copes with a fold that hides a whole row", () => {
  const { scores } = choose(
    toDense([
      [3, 1],
      [2, 5],
      [1, 1],
    ]),
    { folds: 2, maxRank: 2, seed: 1 },
  );
  assert.ok(scores.every(({ error }) => Number.isFinite(error.mean)));
});

test("chooseRank by entries leaves its input alone, repeats with the seed, and reports each rank", () => {
  const matrix = plantMatrix(20, 12, 2, 1);
  const before = matrix.data.slice();
  const seen: string[] = [];
  const first = choose(matrix, {
    seed: 3,
    folds: 2,
    maxRank: 2,
    onProgress: ({ fold, rank }) => seen.push(`${fold}:${rank}`),
  });
  assert.deepEqual(matrix.data, before);
  assert.deepEqual(choose(matrix, { seed: 3, folds: 2, maxRank: 2 }), first);
  assert.deepEqual(seen, ["1:1", "1:2", "2:1", "2:2"]);
});

test("chooseRank by entries names what is wrong, and the cost on a large sparse matrix", () => {
  const text = new SparseMatrix(
    6000,
    4771,
    new Int32Array(6001),
    new Int32Array(0),
    new Float64Array(0),
  );
  assert.throws(
    () => choose(text),
    /would write out all 28,626,000 entries of a sparse matrix of 6000 × 4771, over 1,000,000; choose by: "biCrossValidation"/,
  );
  const matrix = plantMatrix(4, 3, 1, 1);
  assert.throws(() => choose(matrix, { folds: 13 }), /12 entries cannot be dealt into 13 folds/);
  assert.throws(
    () => choose(matrix, { maxRank: 4 }),
    /maxRank 4 does not fit a matrix of 4 rows and 3 columns/,
  );
  assert.throws(
    () =>
      choose(
        toDense([
          [1, 2],
          [Number.NaN, 1],
        ]),
        { folds: 2 },
      ),
    /row 1, column 0/,
  );
});
