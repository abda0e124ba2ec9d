import assert from "node:assert/strict";
import { test } from "node:test";
import { toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { fitPca } from "../../../src/lowrank/linalg/pca";
import { chooseRank } from "../../../src/lowrank/rank/chooseRank";
import { maximiseEvidence } from "../../../src/lowrank/rank/criteria/chooseByMinka";
import { fixture, plantMatrix } from "./criteriaFixture";

test("maximiseEvidence chooses as scikit-learn: 61 for the digits, 3 for iris", () => {
  assert.equal(
    maximiseEvidence(fixture.digits.singularValues, { rows: 1797, columns: 64 }).rank,
    fixture.digits.minkaRank,
  );
  assert.equal(
    maximiseEvidence(fixture.iris.singularValues, { rows: 150, columns: 4 }).rank,
    fixture.iris.minkaRank,
  );
  assert.deepEqual([fixture.digits.minkaRank, fixture.iris.minkaRank], [61, 3]);
});

test("maximiseEvidence's evidence differs from scikit-learn's by one constant", () => {
  const matrix = toDense(fixture.tall.matrix);
  const tall = maximiseEvidence(fitPca(matrix, matrix.columns).svd.singularValues, matrix);
  const iris = maximiseEvidence(fixture.iris.singularValues, { rows: 150, columns: 4 });
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

test("maximiseEvidence recovers a planted rank", () => {
  const matrix = plantMatrix(300, 20, 4, 0.5);
  assert.equal(maximiseEvidence(fitPca(matrix, 20).svd.singularValues, matrix).rank, 4);
});

test("maximiseEvidence passes over ranks that split equal or zero variances", () => {
  const { rank, logEvidence } = maximiseEvidence([4, 3, 1, 1], { rows: 50, columns: 4 });
  assert.equal(logEvidence[2], -Infinity);
  assert.ok(rank < 3);
  assert.throws(
    () => maximiseEvidence([2, 2, 2], { rows: 9, columns: 3 }),
    /no rank of the 3 singular values has a defined evidence/,
  );
  assert.throws(() => maximiseEvidence([0, 0], { rows: 9, columns: 2 }), /no rank/);
});

test("chooseRank by minka names what is wrong", () => {
  const choose = (rows: number, columns: number, singularValues?: number[]) => () =>
    chooseRank(plantMatrix(rows, columns, 1, 1), { by: "minka", singularValues });
  assert.throws(choose(2, 5), /2 rows are fewer than 5 columns/);
  assert.throws(choose(9, 5, [2, 1]), /2 of 5 singular values/);
  assert.throws(choose(9, 1), /1 column has no rank/);
});
