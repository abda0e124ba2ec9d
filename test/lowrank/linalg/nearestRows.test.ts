import assert from "node:assert/strict";
import { test } from "node:test";
import { toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { nearestRows } from "../../../src/lowrank/linalg/nearestRows";
import { sparseFromRows } from "../../../src/lowrank/linalg/sparseMatrix";

const rows = [
  [1, 0],
  [0, 0],
  [3, 4],
  [-2, 0],
  [3, 4],
];

test("nearestRows sorts by cosine, keeps ties in order and gives an empty row 0, dense and sparse", () => {
  for (const matrix of [toDense(rows), sparseFromRows(rows)]) {
    const found = nearestRows(matrix, [2, 0], 5);
    assert.deepEqual(
      found.map(({ row }) => row),
      [0, 2, 4, 1, 3],
    );
    found.forEach(({ cosine }, i) => assert.ok(Math.abs(cosine - [1, 0.6, 0.6, 0, -1][i]) < 1e-15));
  }
  assert.equal(nearestRows(toDense(rows), [0, 0], 1)[0].cosine, 0);
  assert.throws(() => nearestRows(toDense(rows), [1]), /pass 2 numbers/);
});
