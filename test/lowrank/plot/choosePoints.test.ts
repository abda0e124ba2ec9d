import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { sampleIndices, spaceIndices } from "../../../src/lowrank/plot/drawing/choosePoints";

test("sampleIndices(total, count, seed) returns count different indices in ascending order", () => {
  fc.assert(
    fc.property(
      fc.nat(500),
      fc.integer({ min: 1, max: 500 }),
      fc.integer(),
      (total, count, seed) => {
        const chosen = sampleIndices(total, count, seed);
        assert.equal(chosen.length, Math.min(total, count));
        assert.ok(
          chosen.every(
            (index, at) => index >= 0 && index < total && (at === 0 || index > chosen[at - 1]),
          ),
        );
      },
    ),
  );
});

test("sampleIndices chooses every index about equally often over seeds", () => {
  const times = new Array<number>(50).fill(0);
  for (let seed = 0; seed < 2000; seed++)
    for (const index of sampleIndices(50, 10, seed)) times[index]++;
  // Binomial(2000, 0.2): mean 400, standard deviation 17.9; five of them to either side.
  assert.ok(
    times.every((count) => Math.abs(count - 400) < 90),
    times.join(" "),
  );
});

test("spaceIndices keeps the first and the last and leaves even gaps", () => {
  assert.deepEqual(spaceIndices(9, 5), [0, 2, 4, 6, 8]);
  assert.deepEqual(spaceIndices(3, 5), [0, 1, 2]);
});
