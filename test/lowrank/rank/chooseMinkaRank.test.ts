import assert from "node:assert/strict";
import { test } from "node:test";
import { toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { fitPca } from "../../../src/lowrank/linalg/pca";
import { chooseMinkaRank } from "../../../src/lowrank/rank/chooseMinkaRank";
import { fixture, plantMatrix } from "./criteriaFixture";

test("chooseMinkaRank chooses as scikit-learn: 61 for the digits, 3 for iris", () => {
  assert.equal(
    chooseMinkaRank(fixture.digits.singularValues, { rows: 1797, columns: 64 }).rank,
    fixture.digits.minkaRank,
  );
  assert.equal(
    chooseMinkaRank(fixture.iris.singularValues, { rows: 150, columns: 4 }).rank,
    fixture.iris.minkaRank,
  );
  assert.deepEqual([fixture.digits.minkaRank, fixture.iris.minkaRank], [61, 3]);
});

test("chooseMinkaRank's evidence differs from scikit-learn's by one constant", () => {
  const matrix = toDense(fixture.tall.matrix);
  const tall = chooseMinkaRank(fitPca(matrix, matrix.columns).svd.singularValues, matrix);
  const iris = chooseMinkaRank(fixture.iris.singularValues, { rows: 150, columns: 4 });
  for (const [actual, expected] of [
    [tall.logEvidence, fixture.tall.evidence],
    [iris.logEvidence, fixture.iris.evidence],
  ] as const) {
    expected.forEach((value, i) =>
      assert.ok(
        Math.abs(actual[i] - actual[0] - (value - expected[0])) < 1e-6 * Math.abs(value),
        `rank ${i + 1}`,
      ),
    );
  }
});

test("chooseMinkaRank recovers a planted rank", () => {
  const matrix = plantMatrix(300, 20, 4, 0.5);
  assert.equal(chooseMinkaRank(fitPca(matrix, 20).svd.singularValues, matrix).rank, 4);
});

test("chooseMinkaRank passes over ranks that split equal or zero variances", () => {
  const { rank, logEvidence } = chooseMinkaRank([4, 3, 1, 1], { rows: 50, columns: 4 });
  assert.equal(logEvidence[2], -Infinity);
  assert.ok(rank < 3);
  assert.throws(
    () => chooseMinkaRank([2, 2, 2], { rows: 9, columns: 3 }),
    /no rank of the 3 singular values has a defined evidence/,
  );
  assert.throws(() => chooseMinkaRank([0, 0], { rows: 9, columns: 2 }), /no rank/);
});

test("chooseMinkaRank names what is wrong", () => {
  assert.throws(
    () => chooseMinkaRank([2, 1], { rows: 2, columns: 5 }),
    /2 rows are fewer than 5 columns/,
  );
  assert.throws(() => chooseMinkaRank([2, 1], { rows: 9, columns: 5 }), /2 of 5 singular values/);
  assert.throws(() => chooseMinkaRank([2], { rows: 9, columns: 1 }), /1 column has no rank/);
});
