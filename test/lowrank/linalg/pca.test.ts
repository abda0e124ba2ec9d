import assert from "node:assert/strict";
import { test } from "node:test";
import {
  columnCoordinates,
  projectRows,
  rowCoordinates,
  unitRows,
} from "../../../src/lowrank/linalg/coordinates";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { cumulativeEnergy, energy } from "../../../src/lowrank/linalg/frobenius";
import { fitPca, transformPca } from "../../../src/lowrank/linalg/pca";
import { createRandom } from "../../../src/lowrank/base/random";
import { sparseFromRows } from "../../../src/lowrank/linalg/sparseMatrix";
import { reconstruct, takeRank } from "../../../src/lowrank/linalg/takeRank";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { deerwesterCounts } from "./deerwesterCounts";

function draw(rows: number, columns: number): DenseMatrix {
  const random = createRandom(8);
  const matrix = new DenseMatrix(rows, columns);
  for (let i = 0; i < matrix.data.length; i++)
    matrix.data[i] = random.uniform() < 0.3 ? random.normal() * (1 + (i % columns)) : 0;
  return matrix;
}

test("fitPca equals the SVD of the centred matrix, sparse and dense", () => {
  const a = draw(60, 12);
  const centred = toDense(a.clone().subRowVector(a.mean("column")));
  const expected = truncatedSvd(centred, 12);
  for (const matrix of [a, sparseFromRows(a.to2DArray())]) {
    const pca = fitPca(matrix, 12);
    pca.svd.singularValues.forEach((value, i) =>
      assert.ok(Math.abs(value - expected.singularValues[i]) < 1e-9),
    );
    assert.ok(
      Math.abs(pca.explainedVarianceRatio.reduce((sum, share) => sum + share, 0) - 1) < 1e-9,
    );
    const scores = transformPca(pca, matrix);
    const known = rowCoordinates(pca.svd);
    scores.data.forEach((value, i) => assert.ok(Math.abs(value - known.data[i]) < 1e-7));
  }
});

test("fitPca names what is wrong", () => {
  assert.throws(() => fitPca(toDense([[1, 2]]), 1), /1 rows have no variance/);
  assert.throws(
    () =>
      fitPca(
        toDense([
          [1, 2],
          [Number.NaN, 1],
        ]),
        1,
      ),
    /row 1, column 0/,
  );
  assert.throws(
    () => transformPca(fitPca(draw(9, 4), 2), toDense([[1]])),
    /1 columns cannot be projected by components of 4/,
  );
});

test("projectRows gives fitted rows their coordinates U Σ, and folds the query of Deerwester et al. in as published", () => {
  const documents = sparseFromRows(toDense(deerwesterCounts).transpose().to2DArray());
  const svd = truncatedSvd(documents, 2);
  const coordinates = rowCoordinates(svd);
  projectRows(svd, documents).data.forEach((value, i) =>
    assert.ok(Math.abs(value - coordinates.data[i]) < 1e-12),
  );
  const query = new DenseMatrix(1, 12);
  query.set(0, 0, 1).set(0, 2, 1);
  const folded = projectRows(svd, query);
  // Published as U₂ᵀq/Σ = ±(.1382, .0276).
  assert.ok(Math.abs(Math.abs(folded.get(0, 0) / svd.singularValues[0]) - 0.1382) < 5e-5);
  assert.ok(Math.abs(Math.abs(folded.get(0, 1) / svd.singularValues[1]) - 0.0276) < 5e-5);
  const unit = unitRows(coordinates);
  const direction = unitRows(folded);
  const cosines = Array.from(
    { length: 9 },
    (_, i) => unit.get(i, 0) * direction.get(0, 0) + unit.get(i, 1) * direction.get(0, 1),
  );
  [0.998, 0.937, 0.998, 0.987, 0.908, -0.124, -0.106, -0.099, 0.05].forEach((value, i) =>
    assert.ok(Math.abs(cosines[i] - value) < 1e-3, `document ${i}: ${cosines[i]}`),
  );
  assert.throws(() => projectRows(svd, toDense([[1, 2]])), /use the same vocabulary/);
});

test("correlations of Deerwester's rank-2 copy are the published ones", () => {
  const copy = reconstruct(truncatedSvd(toDense(deerwesterCounts), 2));
  const correlation = (x: number[], y: number[]): number => {
    const mean = (values: number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    const dot = (p: number[], q: number[]): number =>
      p.reduce((sum, value, i) => sum + (value - mean(p)) * (q[i] - mean(q)), 0);
    return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
  };
  assert.ok(Math.abs(correlation(copy.getRow(0), copy.getRow(3)) - 0.939) < 1e-3);
  assert.ok(Math.abs(correlation(copy.getRow(0), copy.getRow(11)) + 0.831) < 1e-3);
});

test("takeRank and reconstruct slice without refitting; cumulativeEnergy adds up to 1", () => {
  const a = draw(20, 10);
  const svd = truncatedSvd(a, 10);
  assert.deepEqual(takeRank(svd, 3).singularValues, svd.singularValues.slice(0, 3));
  assert.deepEqual(reconstruct(svd, [4]).data, reconstruct(svd).data.slice(40, 50));
  assert.throws(() => takeRank(svd, 11), /choose a whole rank from 1 to 10/);
  const shares = cumulativeEnergy(svd.singularValues, energy(a));
  assert.ok(Math.abs(shares[9] - 1) < 1e-12);
  assert.equal(columnCoordinates(svd).rows, 10);
  const scaled = unitRows(
    toDense([
      [0, 0],
      [3, 4],
      [1e-12, 0],
    ]),
  ).to2DArray();
  assert.deepEqual(
    [scaled[0], scaled[2]],
    [
      [0, 0],
      [0, 0],
    ],
  );
  assert.ok(Math.abs(scaled[1][0] - 0.6) < 1e-15 && Math.abs(scaled[1][1] - 0.8) < 1e-15);
});
