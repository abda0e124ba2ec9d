import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { chooseRank } from "../../../src/lowrank/rank/chooseRank";
import { findEnergyRank } from "../../../src/lowrank/rank/criteria/chooseByEnergy";
import { fixture } from "./criteriaFixture";

test("findEnergyRank gives scikit-learn's component counts for 50 to 99 % of the digits' variance", () => {
  for (const { share, rank } of fixture.digits.energyRanks)
    assert.equal(findEnergyRank(fixture.digits.singularValues, share), rank);
});

test("findEnergyRank(values, share) reaches the share, and one value less does not", () => {
  const values = fc
    .array(fc.double({ min: 0, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 20 })
    .map((list) => list.sort((a, b) => b - a));
  fc.assert(
    fc.property(values, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (list, share) => {
      const rank = findEnergyRank(list, share);
      const held = (count: number): number =>
        list.slice(0, count).reduce((sum, value) => sum + value * value, 0);
      const total = held(list.length);
      assert.ok(held(rank) >= share * total * (1 - 1e-9));
      if (rank > 0) assert.ok(held(rank - 1) < share * total * (1 + 1e-9));
    }),
  );
});

test("findEnergyRank counts leading values against the whole energy", () => {
  assert.equal(findEnergyRank([4, 3], 0.5, 30), 1);
  assert.equal(findEnergyRank([4, 3], 0.8, 30), 2);
});

test("findEnergyRank on zeros, equal values, the whole energy", () => {
  assert.equal(findEnergyRank([0, 0], 0.9), 0);
  assert.equal(findEnergyRank([1, 1, 1, 1], 0.5), 2);
  assert.equal(findEnergyRank([3, 2, 1], 1), 3);
  assert.equal(findEnergyRank([3, 2, 0], 1), 2);
});

test("chooseRank by energy names what is wrong with a share, and with singular values at hand", () => {
  const matrix = [
    [2, 0],
    [0, 1],
  ];
  const refuse = (singularValues: number[], message: RegExp): void =>
    assert.throws(() => chooseRank(matrix, { by: "energy", singularValues }), message);
  refuse([], /0 singular values/);
  refuse([2, NaN], /singular value 1 is NaN/);
  refuse([2, -1], /singular value 1 is -1/);
  refuse([1, 2], /larger than 1 before it/);
  assert.throws(
    () => chooseRank(matrix, { by: "energy", share: 90 }),
    /share 90 is not above 0 and at most 1/,
  );
});
