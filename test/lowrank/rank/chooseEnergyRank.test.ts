import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { chooseEnergyRank } from "../../../src/lowrank/rank/chooseEnergyRank";
import { fixture } from "./criteriaFixture";

test("chooseEnergyRank gives scikit-learn's component counts for 50 to 99 % of the digits' variance", () => {
  for (const { share, rank } of fixture.digits.energyRanks)
    assert.equal(chooseEnergyRank(fixture.digits.singularValues, { share }), rank);
});

test("chooseEnergyRank(values, { share }) reaches the share, and one value less does not", () => {
  const values = fc
    .array(fc.double({ min: 0, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 20 })
    .map((list) => list.sort((a, b) => b - a));
  fc.assert(
    fc.property(values, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (list, share) => {
      const rank = chooseEnergyRank(list, { share });
      const held = (count: number): number =>
        list.slice(0, count).reduce((sum, value) => sum + value * value, 0);
      const total = held(list.length);
      assert.ok(held(rank) >= share * total * (1 - 1e-9));
      if (rank > 0) assert.ok(held(rank - 1) < share * total * (1 + 1e-9));
    }),
  );
});

test("chooseEnergyRank counts a truncated spectrum against the whole energy, and says where it falls short", () => {
  assert.equal(chooseEnergyRank([4, 3], { share: 0.5, totalEnergy: 30 }), 1);
  assert.throws(
    () => chooseEnergyRank([4, 3], { share: 0.9, totalEnergy: 50 }),
    /2 singular values hold 50\.0 % of the energy, short of 90\.0 %; factor at a higher rank/,
  );
  assert.throws(
    () => chooseEnergyRank([4, 3], { totalEnergy: 20 }),
    /totalEnergy 20 is less than 25/,
  );
});

test("chooseEnergyRank on zeros, equal values, the whole energy", () => {
  assert.equal(chooseEnergyRank([0, 0]), 0);
  assert.equal(chooseEnergyRank([1, 1, 1, 1], { share: 0.5 }), 2);
  assert.equal(chooseEnergyRank([3, 2, 1], { share: 1 }), 3);
  assert.equal(chooseEnergyRank([3, 2, 0], { share: 1 }), 2);
});

test("chooseEnergyRank names what is wrong", () => {
  assert.throws(() => chooseEnergyRank([]), /0 singular values/);
  assert.throws(() => chooseEnergyRank([2, Number.NaN]), /singular value 1 is NaN/);
  assert.throws(() => chooseEnergyRank([2, -1]), /singular value 1 is -1/);
  assert.throws(() => chooseEnergyRank([1, 2]), /larger than 1 before it/);
  assert.throws(
    () => chooseEnergyRank([1], { share: 90 }),
    /share 90 is not above 0 and at most 1/,
  );
});
