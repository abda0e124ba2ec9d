import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { readSparse, writeSparse } from "../../bench/inputs/files";
import { formatCurve, largestDifference } from "../../bench/judges/compareCurves";
import { judgeSvd } from "../../bench/judges/judgeSvd";
import { multinomialObjective } from "../../bench/judges/multinomialObjective";
import {
  createRandom,
  DenseMatrix,
  fitLogisticRegression,
  saveNpy,
  sparseFromRows,
  truncatedSvd,
} from "../../src/lowrank/index";

const folder = mkdtempSync(path.join(tmpdir(), "lowrank-judges-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const random = createRandom(3);
const matrix = sparseFromRows(
  Array.from({ length: 12 }, () =>
    Array.from({ length: 8 }, () => (random.uniform() < 0.4 ? random.normal() : 0)),
  ),
);
const exact = truncatedSvd(matrix, 3, { method: "exact" });

function save(singularValues: Float64Array, v: DenseMatrix): { values: string; v: string } {
  const files = { values: path.join(folder, "values.npy"), v: path.join(folder, "v.npy") };
  saveNpy(files.values, { shape: [singularValues.length], data: singularValues });
  saveNpy(files.v, v);
  return files;
}

test("judgeSvd gives an exact factorisation all of the energy and no error", () => {
  const quality = judgeSvd(matrix, exact.singularValues, save(exact.singularValues, exact.v));
  assert.ok(Math.abs(quality.energyShare - 1) < 1e-12);
  assert.equal(quality.worstValue, 0);
  assert.ok(quality.orthogonality < 1e-12);
});

test("judgeSvd finds lost energy, wrong singular values, and columns that are not orthonormal", () => {
  const coordinateAxes = new DenseMatrix(8, 3);
  for (let j = 0; j < 3; j++) coordinateAxes.set(j, j, 1);
  const wrong = Float64Array.from(exact.singularValues, (value, j) =>
    j === 1 ? 0.9 * value : value,
  );
  const quality = judgeSvd(matrix, exact.singularValues, save(wrong, coordinateAxes));
  const kept = [0, 1, 2].reduce(
    (sum, j) =>
      sum + Array.from({ length: 12 }, (_, i) => matrix.get(i, j) ** 2).reduce((a, b) => a + b),
    0,
  );
  const best = exact.singularValues.reduce((sum, value) => sum + value * value, 0);
  assert.ok(Math.abs(quality.energyShare - kept / best) < 1e-12 && quality.energyShare < 0.95);
  assert.ok(Math.abs(quality.worstValue - 0.1) < 1e-12);
  const stretched = new DenseMatrix(
    8,
    3,
    exact.v.data.map((value) => 2 * value),
  );
  assert.ok(
    Math.abs(judgeSvd(matrix, exact.singularValues, save(wrong, stretched)).orthogonality - 3) <
      1e-12,
  );
});

test("multinomialObjective agrees with the objective that fitLogisticRegression reports", () => {
  const labels = Array.from({ length: 60 }, (_, i) => "abc"[i % 3]);
  const features = new DenseMatrix(
    60,
    4,
    Float64Array.from(
      { length: 240 },
      (_, at) => random.normal() + (at % 4 === Math.floor(at / 4) % 3 ? 1 : 0),
    ),
  );
  const model = fitLogisticRegression(features, labels);
  const truth = labels.map((label) => model.classes.indexOf(label));
  const objective = multinomialObjective(features, truth, model.coefficients, model.intercepts);
  assert.ok(
    Math.abs(objective / model.objective - 1) < 1e-10,
    `${objective} and ${model.objective}`,
  );
});

test("multinomialObjective of no weights is n ln K", () => {
  const objective = multinomialObjective(
    new DenseMatrix(5, 2),
    [0, 1, 2, 0, 1],
    new DenseMatrix(3, 2),
    [0, 0, 0],
  );
  assert.ok(Math.abs(objective - 5 * Math.log(3)) < 1e-12);
});

test("largestDifference names the rank where two curves lie the most standard errors apart", () => {
  const ours = [
    [0.5, 0.5, 0.5],
    [0.9, 0.9, 0.9],
  ];
  const peer = [
    [0.4, 0.5, 0.6],
    [0.79, 0.8, 0.81],
  ];
  // Standard error of the second: .01 / √3.
  const { rank, difference, standardErrors } = largestDifference([2, 10], ours, peer);
  assert.equal(rank, 10);
  assert.ok(
    Math.abs(difference - 0.1) < 1e-12 && Math.abs(standardErrors - 10 * Math.sqrt(3)) < 1e-9,
  );
  assert.equal(formatCurve([2, 10], ours), "k=2 .5000  k=10 .9000");
});

test("readSparse reads back what writeSparse wrote", () => {
  writeSparse(path.join(folder, "matrix"), matrix);
  assert.deepEqual(readSparse(path.join(folder, "matrix")), matrix);
});
