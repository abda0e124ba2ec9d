import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  fitLogisticRegression,
  predictLogisticRegression,
  predictLogisticRegressionProbabilities,
} from "../../../src/lowrank/classify/logisticRegression";
import { copyRow, RankSpace } from "../../../src/lowrank/explore/payload/rankSpace";
import { rowCoordinates, unitRows } from "../../../src/lowrank/linalg/coordinates";
import { DenseMatrix } from "../../../src/lowrank/linalg/denseMatrix";
import { nearestRows } from "../../../src/lowrank/linalg/nearestRows";
import { createRandom } from "../../../src/lowrank/base/random";
import { reconstruct, takeColumns, takeRank } from "../../../src/lowrank/linalg/takeRank";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";

const [rows, columns, rank] = [60, 25, 12];
const random = createRandom(5);
const labels = Array.from({ length: rows }, (_, i) => "abc"[i % 3]);
const matrix = new DenseMatrix(
  rows,
  columns,
  Float64Array.from(
    { length: rows * columns },
    (_, at) => random.normal() + Number(at % 3 === Math.floor(at / columns) % 3),
  ),
);
matrix.data.fill(0, 7 * columns, 8 * columns); // a document without a known word
const svd = truncatedSvd(matrix, rank);
const coordinates = rowCoordinates(svd);
const ranks = [1, 2, 5, 12];

describe("RankSpace", () => {
  for (const unit of [true, false]) {
    const featuresAt = (k: number): DenseMatrix =>
      unit ? unitRows(takeColumns(coordinates, k)) : takeColumns(coordinates, k);
    const models = ranks.map((k) => fitLogisticRegression(featuresAt(k), labels));
    const fits = ranks.map((k, i) => ({
      rank: k,
      classifier: Float32Array.from([...models[i].coefficients.data, ...models[i].intercepts]),
      directions: Float32Array.from({ length: 2 * k }, (_, at) => Math.cos(at)),
    }));
    const space = new RankSpace(coordinates, fits, 3, unit);
    const own = (document: number): Float32Array =>
      space.coordinates.subarray(document * rank, (document + 1) * rank);

    test(`classes and probabilities are the library's at each rank${unit ? ", rows of length 1" : ""}`, () => {
      ranks.forEach((k, position) => {
        const features = featuresAt(k);
        const expected = predictLogisticRegressionProbabilities(models[position], features);
        // Two classes that the model cannot tell apart (rank 1, all signs alike) are a matter of
        // the last digit.
        const isTie = (i: number): boolean =>
          [...expected.getRow(i)]
            .sort((a, b) => b - a)
            .slice(0, 2)
            .reduce((a, b) => a - b) < 1e-5;
        const exact = predictLogisticRegression(models[position], features);
        space
          .view(position)
          .predicted.forEach((c, i) =>
            assert.ok("abc"[c] === exact[i] || isTie(i), `rank ${k}, document ${i}`),
          );
        for (let i = 0; i < rows; i++)
          space
            .probabilities(position, own(i))
            .forEach((p, c) =>
              assert.ok(Math.abs(p - expected.get(i, c)) < 1e-5, `rank ${k}, document ${i}`),
            );
      });
    });

    test(`a typed text that equals a document stands at its place on the map${unit ? ", rows of length 1" : ""}`, () => {
      ranks.forEach((_, position) => {
        const { places } = space.view(position);
        for (let i = 0; i < rows; i++)
          space
            .place(position, own(i))
            .forEach((value, d) => assert.ok(Math.abs(value - places[2 * i + d]) < 1e-5));
      });
    });

    test(`the map lies within its frame and fills it${unit ? ", rows of length 1" : ""}`, () => {
      const { places } = space.view(3);
      const largest = Math.max(...places.map(Math.abs));
      assert.ok(largest <= 1 && largest > 0.95, String(largest));
    });
  }

  test("neighbours are those of nearestRows, less the document itself", () => {
    const space = new RankSpace(
      coordinates,
      ranks.map((k) => ({
        rank: k,
        classifier: new Float32Array(k + 1),
        directions: new Float32Array(2 * k),
      })),
      1,
      true,
    );
    ranks.slice(1).forEach((k, i) => {
      const taken = takeColumns(coordinates, k);
      const expected = nearestRows(taken, taken.getRow(3), 7)
        .filter(({ row }) => row !== 3)
        .slice(0, 6);
      const found = space.neighbours(i + 1, 3, 6);
      assert.deepEqual(
        found.map(({ document }) => document),
        expected.map(({ row }) => row),
      );
      found.forEach(({ cosine }, n) => assert.ok(Math.abs(cosine - expected[n].cosine) < 1e-6));
    });
  });

  test("a document of zeros has no neighbours and is none", () => {
    const space = new RankSpace(
      coordinates,
      [{ rank, classifier: new Float32Array(rank + 1), directions: new Float32Array(2 * rank) }],
      1,
      true,
    );
    assert.deepEqual(space.neighbours(0, 7, 5), []);
    assert.ok(!space.neighbours(0, 0, rows).some(({ document }) => document === 7));
  });
});

test("copyRow(v, x, k) is the document's row of the rank-k copy", () => {
  const v = Float32Array.from(svd.v.data);
  for (const k of ranks) {
    const expected = reconstruct(takeRank(svd, k), [11]).data;
    const found = copyRow(v, Float32Array.from(coordinates.data.subarray(11 * rank, 12 * rank)), k);
    found.forEach((value, j) =>
      assert.ok(Math.abs(value - expected[j]) < 1e-5, `rank ${k}, column ${j}`),
    );
  }
});
