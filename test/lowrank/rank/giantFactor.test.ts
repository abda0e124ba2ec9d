import assert from "node:assert/strict";
import { test } from "node:test";
import { DenseMatrix } from "../../../src/lowrank/linalg/denseMatrix";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { biCrossValidateRank } from "../../../src/lowrank/rank/biCrossValidateRank";
import { chooseEnergyRank } from "../../../src/lowrank/rank/chooseEnergyRank";
import { crossValidateEntries } from "../../../src/lowrank/rank/crossValidateEntries";
import { findElbow } from "../../../src/lowrank/rank/findElbow";
import { runParallelAnalysis } from "../../../src/lowrank/rank/runParallelAnalysis";
import { thresholdSingularValues } from "../../../src/lowrank/rank/thresholdSingularValues";
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
  const { singularValues } = truncatedSvd(matrix, 60);
  assert.equal(chooseEnergyRank(singularValues, { share: 0.9 }), 1);
  assert.equal(findElbow(singularValues).rank, 1);
  assert.equal(runParallelAnalysis(matrix, { maxRank: 10 }).rank, 1);
  assert.equal(thresholdSingularValues(singularValues, matrix).rank, 5);
  assert.equal(biCrossValidateRank(matrix, { maxRank: 10 }).rank, 5);
  assert.equal(crossValidateEntries(matrix, { maxRank: 8 }).rank, 5);
});
