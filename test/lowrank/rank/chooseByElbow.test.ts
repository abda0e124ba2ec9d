import assert from "node:assert/strict";
import { test } from "node:test";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { chooseRank } from "../../../src/lowrank/rank/chooseRank";
import { findElbow } from "../../../src/lowrank/rank/criteria/chooseByElbow";
import { fixture, largestDifference, plantMatrix } from "./criteriaFixture";

test("findElbow equals the profile likelihood written with SciPy's normal densities", () => {
  for (const { values, logLikelihoods } of fixture.profileLikelihood) {
    const elbow = findElbow(values);
    assert.ok(largestDifference(elbow.logLikelihoods, logLikelihoods) < 1e-10);
    assert.equal(elbow.rank, logLikelihoods.indexOf(Math.max(...logLikelihoods)) + 1);
  }
});

test("findElbow does not depend on the unit of the values", () => {
  const { values } = fixture.profileLikelihood[3];
  for (const scale of [1e-100, 1e100])
    assert.equal(findElbow(values.map((value) => value * scale)).rank, findElbow(values).rank);
});

test("findElbow finds a planted rank, wide and tall, and always at least 1 in pure noise", () => {
  for (const [rows, columns, rank] of [
    [120, 40, 4],
    [40, 120, 6],
  ]) {
    assert.equal(
      findElbow(truncatedSvd(plantMatrix(rows, columns, rank, 0.5), 40).singularValues).rank,
      rank,
    );
  }
  assert.ok(findElbow(truncatedSvd(plantMatrix(60, 30, 0, 1), 30).singularValues).rank >= 1);
});

test("findElbow takes a split into two constant groups for certain", () => {
  const { rank, logLikelihoods } = findElbow([5, 5, 1, 1, 1]);
  assert.equal(rank, 2);
  assert.equal(logLikelihoods[1], Infinity);
});

test("findElbow refuses values without a bend", () => {
  assert.throws(() => findElbow([2, 1]), /2 singular values have no elbow/);
  assert.throws(() => findElbow([3, 3, 3]), /all 3 singular values are 3/);
  assert.throws(() => findElbow([0, 0, 0]), /all 3 singular values are 0/);
  assert.throws(
    () => chooseRank(plantMatrix(6, 4, 1, 1), { by: "elbow", singularValues: [3, NaN, 1] }),
    /singular value 1 is NaN/,
  );
});
