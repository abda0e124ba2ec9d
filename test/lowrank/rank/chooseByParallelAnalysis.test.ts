import assert from "node:assert/strict";
import { test } from "node:test";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { createRandom } from "../../../src/lowrank/base/random";
import { sparseFromRows, type SparseMatrix } from "../../../src/lowrank/linalg/sparseMatrix";
import { permuteColumns } from "../../../src/lowrank/rank/criteria/permuteColumns";
import type { MatrixInput } from "../../../src/lowrank/base/readMatrix";
import { chooseRank } from "../../../src/lowrank/rank/chooseRank";
import type { ParallelAnalysisCriterion } from "../../../src/lowrank/rank/criteria/chooseByParallelAnalysis";
import { fixture, largestDifference, plantMatrix } from "./criteriaFixture";

const choose = (matrix: MatrixInput, options: Omit<ParallelAnalysisCriterion, "by"> = {}) =>
  chooseRank(matrix, { ...options, by: "parallelAnalysis" });

test("chooseRank by parallelAnalysis finds the noise levels that 2,000 permutations by NumPy have, to 2 %", () => {
  const matrix = toDense(fixture.tall.matrix);
  for (const [quantile, expected] of [
    [0.95, fixture.tall.noise95],
    [0.5, fixture.tall.noiseMedian],
  ] as const) {
    const { noiseValues } = choose(matrix, { draws: 300, maxRank: 6, quantile });
    assert.ok(largestDifference(noiseValues, expected) < 0.02, `${noiseValues}`);
  }
});

test("permuteColumns keeps the values of every column, dense and sparse alike", () => {
  const dense = toDense([
    [1, 0, 5],
    [2, 0, 0],
    [0, 3, 0],
    [4, 0, 6],
  ]);
  for (const matrix of [dense, sparseFromRows(dense.to2DArray())]) {
    const permuted = permuteColumns(matrix, createRandom(3));
    const written = permuted instanceof DenseMatrix ? permuted : permuted.toDense();
    for (let j = 0; j < 3; j++)
      assert.deepEqual(written.getColumn(j).sort(), dense.getColumn(j).sort());
  }
});

test("permuteColumns moves a sparse entry to every row equally often", () => {
  const matrix = sparseFromRows([
    [1, 0],
    [0, 0],
    [2, 0],
    [0, 0],
  ]);
  const random = createRandom(1);
  const ones = [0, 0, 0, 0];
  for (let draw = 0; draw < 4000; draw++)
    ones[(permuteColumns(matrix, random) as SparseMatrix).toDense().getColumn(0).indexOf(1)]++;
  assert.ok(
    ones.every((count) => Math.abs(count - 1000) < 120),
    `${ones}`,
  );
});

test("chooseRank by parallelAnalysis recovers a planted rank and says 0 for pure noise, wide, tall, sparse, with either noise", () => {
  for (const [rows, columns] of [
    [150, 40],
    [40, 150],
  ]) {
    for (const rank of [0, 1, 4]) {
      const matrix = plantMatrix(rows, columns, rank, 1);
      assert.equal(choose(matrix, { maxRank: 8 }).rank, rank, `${rows} × ${columns}, rank ${rank}`);
      assert.equal(choose(matrix, { maxRank: 8, noise: "gaussian" }).rank, rank);
      assert.equal(choose(sparseFromRows(matrix.to2DArray()), { maxRank: 8 }).rank, rank);
    }
  }
});

test("chooseRank by parallelAnalysis with centre ignores a shift of the columns", () => {
  const matrix = plantMatrix(100, 20, 2, 1);
  const shifted = new DenseMatrix(
    100,
    20,
    matrix.data.map((value, at) => value + (at % 20)),
  );
  assert.equal(choose(shifted, { centre: true, maxRank: 6 }).rank, 2);
  const plain = choose(matrix, { centre: true, maxRank: 6 });
  assert.ok(
    largestDifference(
      choose(shifted, { centre: true, maxRank: 6 }).noiseValues,
      plain.noiseValues,
    ) < 1e-9,
  );
});

test("chooseRank by parallelAnalysis says where maxRank cut the comparison short", () => {
  const matrix = plantMatrix(150, 40, 6, 0.5);
  const cut = choose(matrix, { maxRank: 3 });
  assert.deepEqual([cut.rank, cut.limited], [3, true]);
  assert.equal(choose(matrix, { maxRank: 10 }).limited, false);
});

test("chooseRank by parallelAnalysis finds no relation in constant columns and zeros, and one among duplicates", () => {
  assert.equal(choose(new DenseMatrix(10, 4)).rank, 0);
  assert.equal(choose(new DenseMatrix(10, 4, new Float64Array(40).fill(3))).rank, 0);
  const random = createRandom(5);
  const column = Float64Array.from({ length: 60 }, () => random.normal());
  assert.equal(choose(toDense([...column].map((value) => [value, value, value]))).rank, 1);
});

test("chooseRank by parallelAnalysis with the same seed gives the same numbers, and reports each draw", () => {
  const matrix = plantMatrix(40, 12, 2, 1);
  const seen: number[] = [];
  const first = choose(matrix, {
    seed: 3,
    draws: 4,
    onProgress: ({ draw }) => seen.push(draw),
  });
  assert.deepEqual(choose(matrix, { seed: 3, draws: 4 }), first);
  assert.deepEqual(seen, [1, 2, 3, 4]);
});

test("chooseRank by parallelAnalysis names what is wrong", () => {
  const matrix = plantMatrix(6, 4, 1, 1);
  assert.throws(() => choose(toDense([[1, 2]])), /1 rows cannot be shuffled/);
  assert.throws(
    () => choose(matrix, { maxRank: 5 }),
    /maxRank 5 does not fit a matrix of 6 rows and 4 columns/,
  );
  assert.throws(() => choose(matrix, { draws: 0 }), /draws is 0/);
  assert.throws(() => choose(matrix, { quantile: 95 }), /quantile 95/);
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
  assert.throws(
    () => choose(sparseFromRows(matrix.to2DArray()), { noise: "gaussian" }),
    /normal noise for a sparse matrix of 6 × 4 would fill all 24 entries; choose noise "permutation"/,
  );
});
