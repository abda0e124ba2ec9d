import assert from "node:assert/strict";
import { test } from "node:test";
import { DenseMatrix } from "../../../src/lowrank/linalg/denseMatrix";
import { chooseRank } from "../../../src/lowrank/rank/chooseRank";
import { plantMatrix } from "./criteriaFixture";

/** Four clear factors in noise, and one ten times as strong. */
function plantGiant(): DenseMatrix {
  const clear = plantMatrix(120, 60, 4, 0.8, 2);
  const giant = plantMatrix(120, 60, 1, 0, 3);
  return new DenseMatrix(
    120,
    60,
    clear.data.map((value, at) => value + 5 * giant.data[at]),
  );
}

test("one giant factor hides four clear ones from energy, elbow and parallel analysis, not from the criteria that know or predict the noise", () => {
  const matrix = plantGiant();
  assert.equal(chooseRank(matrix, { by: "energy", share: 0.9 }).rank, 1);
  assert.equal(chooseRank(matrix, { by: "elbow" }).rank, 1);
  assert.equal(chooseRank(matrix, { by: "parallelAnalysis", maxRank: 10 }).rank, 1);
  assert.equal(chooseRank(matrix, { by: "threshold" }).rank, 5);
  assert.equal(chooseRank(matrix, { by: "biCrossValidation", maxRank: 10 }).rank, 5);
  assert.equal(chooseRank(matrix, { by: "entries", maxRank: 8 }).rank, 5);
});
