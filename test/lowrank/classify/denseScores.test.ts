import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../../../src/lowrank/base/random";
import { denseScores } from "../../../src/lowrank/classify/denseScores";
import { DenseMatrix } from "../../../src/lowrank/linalg/denseMatrix";

function draw(rows: number, columns: number, seed: number): DenseMatrix {
  const random = createRandom(seed);
  const data = Float64Array.from({ length: rows * columns }, () => random.normal());
  return new DenseMatrix(rows, columns, data);
}

// More rows than a workspace takes at a time; classes that fill vectors and that do not; sums of
// more terms than a kernel's run.
for (const [rows, columns, classes] of [
  [2500, 31, 13],
  [700, 300, 26],
  [4097, 3, 40],
]) {
  test(`denseScores of ${rows} rows, ${columns} columns and ${classes} classes are the sums in order, to the bit, and the same row by row`, () => {
    const features = draw(rows, columns, 1);
    const weights = draw(classes, columns, 2);
    const scores = denseScores(features, weights);
    assert.equal(scores.length, rows * classes);
    for (const i of [0, 1, 63, 64, rows - 2, rows - 1]) {
      const row = features.data.slice(i * columns, (i + 1) * columns);
      const alone = denseScores(new DenseMatrix(1, columns, row), weights);
      for (let k = 0; k < classes; k++) {
        let sum = 0;
        for (let j = 0; j < columns; j++) sum += row[j] * weights.data[k * columns + j];
        assert.equal(scores[i * classes + k], sum, `row ${i}, class ${k}`);
        assert.equal(alone[k], sum, `row ${i} alone, class ${k}`);
      }
    }
  });
}
