import assert from "node:assert/strict";
import { test } from "node:test";
import { createNestedClassifier } from "../../../src/lowrank/classify/softmax/nestedClassifier";
import { indexClasses } from "../../../src/lowrank/classify/classIndex";
import type { LogisticRegressionOptions } from "../../../src/lowrank/classify/logisticModel";
import {
  fitLogisticRegression,
  predictLogisticRegression,
  predictLogisticRegressionProbabilities,
} from "../../../src/lowrank/classify/logisticRegression";
import { unitRows } from "../../../src/lowrank/linalg/coordinates";
import { DenseMatrix } from "../../../src/lowrank/linalg/denseMatrix";
import { createRandom } from "../../../src/lowrank/base/random";
import { sparseFromRows } from "../../../src/lowrank/linalg/sparseMatrix";
import { takeColumns } from "../../../src/lowrank/linalg/takeRank";
import { assertClose } from "./closeTo";

/**
 * Classes of unequal size around random centres, columns of falling size: row after row, class
 * after class.
 */
function draw(
  rows: number,
  columns: number,
  classes: number,
  seed = 1,
): { x: DenseMatrix; labels: string[] } {
  const random = createRandom(seed);
  const centres = Float64Array.from({ length: classes * columns }, () => random.normal());
  const x = new DenseMatrix(rows, columns);
  const labels: string[] = [];
  for (let i = 0; i < rows; i++) {
    const k = Math.floor(classes * (i / rows) ** 2);
    labels.push(`class ${String(k).padStart(2, "0")}`);
    for (let j = 0; j < columns; j++)
      x.data[i * columns + j] = (0.5 * centres[k * columns + j] + random.normal()) / (1 + j);
  }
  return { x, labels };
}

/**
 * The sparse way shares no kernel with the dense one, and has neither samples nor single precision.
 */
const bySparseRows = (x: DenseMatrix, labels: string[], options: LogisticRegressionOptions = {}) =>
  fitLogisticRegression(sparseFromRows(x.to2DArray()), labels, options);

// More rows than steer by samples, sizes that fill neither tiles nor vectors.
const large = draw(20_003, 13, 5);
const reference = bySparseRows(large.x, large.labels);

test("many rows, with samples of them to start and to steer by, end at the minimum that plain double precision finds", () => {
  assert.ok(reference.converged);
  for (const engine of ["wasm", "typescript"] as const) {
    const model = fitLogisticRegression(large.x, large.labels, { engine });
    assert.ok(model.converged && model.iterations < 30, `${model.iterations} iterations`);
    assert.ok(
      Math.abs(model.objective / reference.objective - 1) < 1e-10,
      `${model.objective} against ${reference.objective}`,
    );
    assertClose(model.coefficients.data, reference.coefficients.data, 1e-3);
    assertClose(model.intercepts, reference.intercepts, 1e-3);
  }
});

test("a fit that single precision suffices for ends within its tolerance of the minimum", () => {
  for (const tolerance of [1e-4, 1e-6, 1e-8]) {
    const model = fitLogisticRegression(large.x, large.labels, { tolerance });
    const parameters = { ...model, objective: model.objective / reference.objective - 1 };
    assert.ok(
      model.converged && parameters.objective > -1e-8 && parameters.objective < 3 * tolerance,
      `${parameters.objective} at ${tolerance}`,
    );
  }
});

test("the model is the same to the last bit on 1, 2 and 3 threads", () => {
  for (const { x, labels } of [large, draw(3001, 20, 7)]) {
    const [one, ...others] = [1, 2, 3].map((threads) =>
      fitLogisticRegression(x, labels, { threads, tolerance: 1e-9 }),
    );
    for (const other of others) assert.deepEqual(other, one);
  }
});

test("columns without an entry get weights 0 and change nothing else, also after a model that had weights there", () => {
  const { x, labels } = draw(60, 5, 3, 4);
  const narrow = fitLogisticRegression(sparseFromRows(x.to2DArray()), labels);
  const spread = (row: number[]): number[] => [0, row[0], 0, row[1], row[2], row[3], 0, row[4], 0];
  const wide = sparseFromRows(x.to2DArray().map(spread));
  const model = fitLogisticRegression(wide, labels);
  assert.deepEqual(model.coefficients.to2DArray(), narrow.coefficients.to2DArray().map(spread));
  assert.deepEqual(model.intercepts, narrow.intercepts);
  const initial = {
    ...model,
    coefficients: new DenseMatrix(
      3,
      9,
      model.coefficients.data.map((_, at) => [1, -1, 0][Math.floor(at / 9)]),
    ),
  };
  const again = fitLogisticRegression(wide, labels, { initial });
  assertClose(again.coefficients.data, model.coefficients.data, 1e-4);
  for (let k = 0; k < 3; k++)
    for (const column of [0, 2, 6, 8]) assert.equal(again.coefficients.get(k, column), 0);
  const empty = fitLogisticRegression(sparseFromRows(Array.from({ length: 4 }, () => [0, 0, 0])), [
    "a",
    "b",
    "a",
    "a",
  ]);
  assert.deepEqual([...empty.coefficients.data], [0, 0, 0, 0, 0, 0]);
  assert.ok(Math.abs(empty.intercepts[0] - Math.log(3) / 2) < 1e-6);
});

test("a model of sparse features is the same to the last bit on 1, 2 and 3 threads, and on both engines but for rounding", () => {
  const { x, labels } = draw(9000, 6, 5);
  const features = sparseFromRows(
    x.to2DArray().map((row) => row.map((value) => (value > 0 ? value : 0))),
  );
  const [one, ...others] = [1, 2, 3].map((threads) =>
    fitLogisticRegression(features, labels, { threads }),
  );
  for (const other of others) assert.deepEqual(other, one);
  const twin = fitLogisticRegression(features, labels, { engine: "typescript" });
  assertClose(twin.coefficients.data, one.coefficients.data, 1e-4);
  assertClose([twin.objective / one.objective], [1], 1e-10);
});

test("26 classes, one of them with a single member, in many rows", () => {
  const { x, labels } = draw(17_000, 6, 25);
  labels[16_000] = "rare";
  const model = fitLogisticRegression(x, labels);
  assert.ok(model.converged);
  assert.equal(model.classes.length, 26);
  assert.ok(Math.abs(model.objective / bySparseRows(x, labels).objective - 1) < 1e-9);
});

test("a penalty far too weak for the sample still leads to the minimum", () => {
  const { x, labels } = draw(17_000, 4, 3);
  const options = { inversePenalty: 1e8 };
  const model = fitLogisticRegression(x, labels, options);
  assert.ok(Math.abs(model.objective / bySparseRows(x, labels, options).objective - 1) < 1e-8);
});

test("separable classes in many rows stay finite and are told apart", () => {
  const x = new DenseMatrix(
    20_000,
    2,
    Float64Array.from({ length: 40_000 }, (_, at) =>
      at % 2 === 0 ? Math.sin(at) : at < 20_000 ? 1 : 2,
    ),
  );
  const labels = Array.from({ length: 20_000 }, (_, i) => (i < 10_000 ? "a" : "b"));
  const model = fitLogisticRegression(x, labels, { inversePenalty: 1e4 });
  assert.ok(model.coefficients.data.every(Number.isFinite));
  assert.deepEqual(predictLogisticRegression(model, x), labels);
});

for (const rows of [500, 17_000]) {
  test(`columns from 1e-150 to 1e150, constant, far from 0 or doubled lead where they should (${rows} rows)`, () => {
    const { x: plain, labels } = draw(rows, 4, 3);
    const wide = new DenseMatrix(rows, 8);
    for (let i = 0; i < rows; i++) {
      const [a, b, c, d] = plain.data.subarray(4 * i, 4 * i + 4);
      wide.data.set([a * 1e-150, b * 1e150, 7e100, c, c, d + 1e6, 1e-310, 0], 8 * i);
    }
    const model = fitLogisticRegression(wide, labels);
    assert.ok(model.converged);
    // A tiny column cannot help, its coefficients would have to be huge; a huge one is as good as
    // unpenalised; two alike act as one, longer by √2.
    const tame = new DenseMatrix(rows, 3);
    for (let i = 0; i < rows; i++) {
      const [, b, c, d] = plain.data.subarray(4 * i, 4 * i + 4);
      tame.data.set([b * 1e6, c * Math.SQRT2, d], 3 * i);
    }
    const expected = fitLogisticRegression(tame, labels);
    assertClose([model.objective / expected.objective], [1], 1e-7);
    assertClose(
      predictLogisticRegressionProbabilities(model, wide).data,
      predictLogisticRegressionProbabilities(expected, tame).data,
      1e-3,
    );
    for (let k = 0; k < 3; k++)
      assertClose([model.coefficients.get(k, 3)], [model.coefficients.get(k, 4)], 1e-5);
  });
}

test("more columns than rows, and rows of zeros", () => {
  const { x, labels } = draw(40, 90, 3);
  x.data.fill(0, 0, 5 * 90);
  const model = fitLogisticRegression(x, labels);
  assert.ok(Math.abs(model.objective / bySparseRows(x, labels).objective - 1) < 1e-9);
});

test("nested classifiers predict as fitLogisticRegression on each slice written out, unit rows or not, and alike on 1 and 2 threads", () => {
  checkNested(draw(2000, 12, 4));
});

test("nested classifiers do so where samples of many rows steer, too", () =>
  checkNested(draw(20_000, 12, 4)));

function checkNested({ x, labels }: ReturnType<typeof draw>): void {
  x.data.fill(0, 24, 36);
  const index = indexClasses(labels);
  for (const unit of [true, false]) {
    const [one, two] = [1, 2].map((threads) => {
      const nested = createNestedClassifier(x, x, index, {
        inversePenalty: 2,
        tolerance: () => 1e-8,
        unitRows: unit,
        threads,
      });
      const predicted = [1, 3, 4, 12].map((columns) => Array.from(nested.predictFrom(columns)));
      nested.close();
      return predicted;
    });
    assert.deepEqual(two, one);
    [1, 3, 4, 12].forEach((columns, at) => {
      const slice = unit ? unitRows(takeColumns(x, columns)) : takeColumns(x, columns);
      const expected = predictLogisticRegression(
        fitLogisticRegression(slice, labels, { inversePenalty: 2 }),
        slice,
      );
      const apart = expected.filter((label, i) => label !== index.classes[one[at][i]]).length;
      assert.ok(apart <= x.rows / 1000, `${apart} rows apart at ${columns} columns`);
    });
  }
}

test("an abort is heard between passes, also while a sample is worked on", () => {
  const controller = new AbortController();
  controller.abort(new Error("enough"));
  assert.throws(
    () => fitLogisticRegression(large.x, large.labels, { signal: controller.signal }),
    /enough/,
  );
  // The workspace is usable afterwards.
  assert.ok(fitLogisticRegression(large.x, large.labels, { tolerance: 1e-4 }).converged);
});
