import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { chooseRows } from "../../../src/lowrank/explore/exploreOptions";
import { listRanks } from "../../../src/lowrank/explore/payload/rankGrid";

test("listRanks(k) goes from 1 to k in round ranks, the further the wider", () => {
  assert.deepEqual(listRanks(20, [11, 500]), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 18, 20]);
  assert.deepEqual(listRanks(1), [1]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), (largest) => {
      const ranks = listRanks(largest);
      assert.deepEqual([ranks[0], ranks[ranks.length - 1]], [1, largest]);
      ranks
        .slice(1)
        .forEach((rank, i) =>
          assert.ok(
            rank > ranks[i] && rank <= Math.max(ranks[i] + 1, 1.25 * ranks[i] + 1),
            `${ranks[i]}, ${rank}`,
          ),
        );
    }),
  );
});

test("chooseRows(n, most, wanted) gives at most so many rows, ascending, each once, the wanted one among them", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 400 }),
      fc.nat(),
      (rows, most, seed) => {
        const wanted = seed % rows;
        const chosen = [...chooseRows(rows, most, wanted)];
        assert.equal(chosen.length, Math.min(rows, most));
        assert.ok(chosen.includes(wanted));
        assert.ok(
          chosen.every((row, i) => row >= 0 && row < rows && (i === 0 || row > chosen[i - 1])),
        );
      },
    ),
  );
  assert.throws(() => chooseRows(10, 5, 10), /startDocument 10 does not exist; choose from 0 to 9/);
  assert.throws(() => chooseRows(10, 0, 0), /documents 0/);
});
