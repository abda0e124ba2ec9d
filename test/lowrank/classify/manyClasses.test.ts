import assert from "node:assert/strict";
import { test } from "node:test";
import type { LogisticRegression } from "../../../src/lowrank/classify/logisticModel";
import {
  fitLogisticRegression,
  predictLogisticRegression,
} from "../../../src/lowrank/classify/logisticRegression";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { createRandom } from "../../../src/lowrank/base/random";
import { sparseFromRows } from "../../../src/lowrank/linalg/sparseMatrix";
import fixture from "../../fixtures/classify.json";
import { assertClose } from "./closeTo";

const known = fixture.manyClasses;

for (const [form, shape] of [
  ["dense", toDense],
  ["sparse", sparseFromRows],
] as const) {
  for (const engine of ["wasm", "typescript"] as const) {
    test(`fitLogisticRegression equals scikit-learn on 96 classes of unequal size, half of them close to another (${form}, ${engine})`, () => {
      const { inversePenalty, features, labels } = known;
      const model = fitLogisticRegression(shape(features), labels, {
        inversePenalty,
        engine,
        tolerance: 1e-13,
      });
      assert.ok(model.converged);
      assert.deepEqual(model.classes, known.classes);
      assert.ok(
        Math.abs(model.objective / known.objective - 1) < 1e-11,
        `${model.objective}, not ${known.objective}`,
      );
      assertClose(model.coefficients.data, known.coefficients.flat(), 5e-5);
      assertClose(model.intercepts, known.intercepts, 1e-4);
      assert.deepEqual(predictLogisticRegression(model, shape(features)), known.predicted);
    });
  }
}

const classes = 400;

/** Rows around the centres of 400 classes; each class has one at least, the first ones more. */
function draw(rows: number, columns: number): { x: DenseMatrix; labels: string[] } {
  const random = createRandom(3);
  const centres = Float64Array.from({ length: classes * columns }, () => random.normal());
  const x = new DenseMatrix(rows, columns);
  const truth = Array.from({ length: rows }, (_, i) =>
    i < classes ? i : Math.floor(classes * random.uniform() ** 2),
  );
  for (let i = 0; i < x.data.length; i++)
    x.data[i] =
      centres[truth[Math.floor(i / columns)] * columns + (i % columns)] + random.normal() / 2;
  return { x, labels: truth.map((k) => `class ${k}`) };
}

/** ‖∇F‖² at a model with C = 1, from the definition: Σ (p − y) xᵀ + W, and Σ (p − y). */
function squaredGradient(
  { classes: names, coefficients, intercepts }: LogisticRegression,
  { rows, columns, data }: DenseMatrix,
  labels: readonly string[],
): number {
  const slopes = coefficients.data.slice();
  const shifts = new Float64Array(names.length);
  const place = new Map(names.map((name, k) => [name, k]));
  for (let i = 0; i < rows; i++) {
    const row = data.subarray(i * columns, (i + 1) * columns);
    const scores = intercepts.map((intercept, k) =>
      row.reduce((sum, value, j) => sum + value * coefficients.data[k * columns + j], intercept),
    );
    const largest = Math.max(...scores);
    const exponentials = scores.map((score) => Math.exp(score - largest));
    const total = exponentials.reduce((sum, value) => sum + value, 0);
    exponentials.forEach((value, k) => {
      const residual = value / total - (k === place.get(labels[i]) ? 1 : 0);
      shifts[k] += residual;
      for (let j = 0; j < columns; j++) slopes[k * columns + j] += residual * row[j];
    });
  }
  return [...slopes, ...shifts].reduce((sum, value) => sum + value * value, 0);
}

const drawn = draw(1000, 6);

test("of 400 classes the gradient vanishes where the fit ends, dense or sparse, on both engines", () => {
  const sparse = sparseFromRows(drawn.x.to2DArray());
  for (const features of [drawn.x, sparse]) {
    for (const engine of ["wasm", "typescript"] as const) {
      const model = fitLogisticRegression(features, drawn.labels, { engine });
      assert.ok(model.converged);
      // F − min F is at most ‖∇F‖² / 2: the penalty alone curves F by 1.
      const gap = squaredGradient(model, drawn.x, drawn.labels) / 2 / model.objective;
      assert.ok(gap < 1e-9, `within ${gap} of the minimum`);
    }
  }
});

test("a model of 400 classes is the same to the last bit on 1, 2 and 3 threads", () => {
  const [one, ...others] = [1, 2, 3].map((threads) =>
    fitLogisticRegression(drawn.x, drawn.labels, { threads, tolerance: 1e-6 }),
  );
  for (const other of others) assert.deepEqual(other, one);
});

test("400 classes in so many rows that samples start and steer end at the minimum, too", () => {
  const { x, labels } = draw(16_500, 4);
  const model = fitLogisticRegression(x, labels, { tolerance: 1e-8 });
  assert.ok(model.converged);
  const gap = squaredGradient(model, x, labels) / 2 / model.objective;
  assert.ok(gap < 1e-6, `within ${gap} of the minimum`);
});
