import assert from "node:assert/strict";
import { test } from "node:test";
import type { LogisticRegression } from "../../../src/lowrank/classify/logisticModel";
import {
  predictLogisticRegressionScores,
  fitLogisticRegression,
  logisticRegressionFromJson,
  logisticRegressionToJson,
  predictLogisticRegression,
  predictLogisticRegressionProbabilities,
} from "../../../src/lowrank/classify/logisticRegression";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { createRandom } from "../../../src/lowrank/base/random";
import { sparseFromRows } from "../../../src/lowrank/linalg/sparseMatrix";
import fixture from "../../fixtures/classify.json";
import { assertClose } from "./closeTo";

for (const {
  name,
  features,
  labels,
  inversePenalty,
  newFeatures,
  ...expected
} of fixture.logistic) {
  for (const [form, shape] of [
    ["dense", toDense],
    ["sparse", sparseFromRows],
  ] as const) {
    test(`fitLogisticRegression equals scikit-learn: ${name} (${form})`, () => {
      const model = fitLogisticRegression(shape(features), labels, { inversePenalty });
      assert.ok(model.converged);
      assert.deepEqual(model.classes, expected.classes);
      assert.ok(
        model.objective <= expected.objective * (1 + 1e-8),
        `${model.objective} is above ${expected.objective}`,
      );
      assertClose(model.coefficients.data, expected.coefficients.flat(), 1e-4);
      assertClose(model.intercepts, expected.intercepts, 1e-4);
      assertClose(
        predictLogisticRegressionProbabilities(model, shape(newFeatures)).data,
        expected.probabilities.flat(),
        1e-4,
      );
      assert.deepEqual(predictLogisticRegression(model, shape(newFeatures)), expected.predicted);
      const scores = predictLogisticRegressionScores(model, shape(newFeatures));
      const decision =
        expected.classes.length > 2
          ? scores.to2DArray()
          : scores.to2DArray().map(([a, b]) => [b - a]);
      assertClose(decision.flat(), expected.decision.flat(), 5e-4);
    });
  }
}

const { features: rows, labels, inversePenalty } = fixture.logistic[0];
const features = toDense(rows);
const exact = { inversePenalty, tolerance: 1e-13 };
const fitted = fitLogisticRegression(features, labels, exact);

test("an added constant column changes no probability: the intercept already does its work, unpenalised", () => {
  const wider = toDense(rows.map((row) => [...row, 7]));
  const model = fitLogisticRegression(wider, labels, exact);
  assertClose(
    predictLogisticRegressionProbabilities(model, wider).data,
    predictLogisticRegressionProbabilities(fitted, features).data,
    1e-5,
  );
  assertClose(
    model.coefficients.to2DArray().map((row) => row[5]),
    [0, 0, 0],
    1e-5,
  );
});

test("moving a column by a constant changes intercepts only", () => {
  const moved = toDense(rows.map((row) => row.map((value, j) => (j === 0 ? value + 1000 : value))));
  const model = fitLogisticRegression(moved, labels, exact);
  assertClose(model.coefficients.data, fitted.coefficients.data, 1e-4);
});

test("renaming the classes renames the predictions, even where their order turns", () => {
  const renamed: Record<string, string> = { a: "z ä", b: "動物", c: "\u{1F331}" };
  const model = fitLogisticRegression(
    features,
    labels.map((label) => renamed[label]),
    exact,
  );
  assert.deepEqual(
    predictLogisticRegression(model, features),
    predictLogisticRegression(fitted, features).map((label) => renamed[label]),
  );
});

test("every row twice equals twice the inverse penalty", () => {
  const twice = fitLogisticRegression(toDense([...rows, ...rows]), [...labels, ...labels], exact);
  const weighted = fitLogisticRegression(features, labels, {
    ...exact,
    inversePenalty: 2 * inversePenalty,
  });
  assertClose(twice.coefficients.data, weighted.coefficients.data, 1e-5);
});

test("columns that differ in scale by 1e6 do not slow the fit down", () => {
  const random = createRandom(11);
  const x = Array.from({ length: 400 }, () =>
    Array.from({ length: 12 }, (_, j) => random.normal() * 10 ** (3 - j / 2)),
  );
  const names = x.map((row) =>
    row[0] / 1e3 + row[6] + random.normal() > 0 ? "up" : row[3] > 0 ? "left" : "right",
  );
  const model = fitLogisticRegression(toDense(x), names);
  assert.ok(model.converged && model.iterations <= 60, `${model.iterations} iterations`);
});

test("a start from the optimum stops at once; a start from fewer columns ends at the same optimum", () => {
  const again = fitLogisticRegression(features, labels, { inversePenalty, initial: fitted });
  assert.ok(again.iterations <= 1, `${again.iterations} iterations`);
  const narrow = fitLogisticRegression(toDense(rows.map((row) => row.slice(0, 3))), labels, exact);
  assertClose(
    fitLogisticRegression(features, labels, { ...exact, initial: narrow }).coefficients.data,
    fitted.coefficients.data,
    1e-5,
  );
});

test("a model read back from its JSON text is the same to the last bit", () => {
  const read = logisticRegressionFromJson(
    JSON.parse(JSON.stringify(logisticRegressionToJson(fitted))),
  );
  assert.deepEqual(read, fitted);
  assert.throws(
    () => logisticRegressionFromJson({ kind: "naiveBayes" }),
    /not a saved logisticRegression model/,
  );
});

test("perfectly separated classes stay finite, and a penalty too weak for the steps allowed is reported", () => {
  const x = toDense([[-2], [-1], [1], [2]]);
  const weak = fitLogisticRegression(x, ["n", "n", "p", "p"], { inversePenalty: 1e10 });
  assert.ok(weak.coefficients.data.every(Number.isFinite));
  assert.deepEqual(predictLogisticRegression(weak, x), ["n", "n", "p", "p"]);
  assert.equal(
    fitLogisticRegression(x, ["n", "n", "p", "p"], { inversePenalty: 1e10, maxIterations: 2 })
      .converged,
    false,
  );
});

test("columns of zeros, or none at all, leave the shares of the classes", () => {
  for (const x of [
    new DenseMatrix(4, 3),
    new DenseMatrix(4, 0),
    sparseFromRows([[0], [0], [0], [0]]),
  ]) {
    const model: LogisticRegression = fitLogisticRegression(x, ["a", "b", "b", "b"]);
    assert.ok(model.converged);
    assertClose(
      predictLogisticRegressionProbabilities(model, x).data.slice(0, 2),
      [0.25, 0.75],
      1e-9,
    );
    assert.ok(model.coefficients.data.every((value) => value === 0));
  }
});

test("a model of no rows to predict gives no predictions", () => {
  assert.deepEqual(predictLogisticRegression(fitted, new DenseMatrix(0, 5)), []);
});

test("fitLogisticRegression names what is wrong with its input", () => {
  const x = toDense([
    [1, 2],
    [3, 4],
  ]);
  assert.throws(
    () => fitLogisticRegression(x, ["a", "a"]),
    /all 2 labels are "a"; give at least 2 classes/,
  );
  assert.throws(() => fitLogisticRegression(x, ["a"]), /2 rows of features, 1 labels/);
  assert.throws(() => fitLogisticRegression(new DenseMatrix(0, 2), []), /0 documents/);
  assert.throws(
    () =>
      fitLogisticRegression(
        toDense([
          [1, 2],
          [3, Number.NaN],
        ]),
        ["a", "b"],
      ),
    /feature NaN at row 1, column 1/,
  );
  assert.throws(
    () =>
      fitLogisticRegression(
        sparseFromRows([
          [0, 0],
          [0, Infinity],
        ]),
        ["a", "b"],
      ),
    /feature Infinity at row 1, column 1/,
  );
  assert.throws(
    () =>
      fitLogisticRegression(
        toDense([
          [1, 1e200],
          [3, 4],
        ]),
        ["a", "b"],
      ),
    /squares of column 1 overflow/,
  );
  assert.throws(
    () => fitLogisticRegression(x, ["a", 2 as unknown as string]),
    /label 1 is 2, a number/,
  );
  for (const inversePenalty of [0, -1, Number.NaN, Infinity]) {
    assert.throws(
      () => fitLogisticRegression(x, ["a", "b"], { inversePenalty }),
      /inversePenalty .* is not above 0/,
    );
  }
  assert.throws(() => fitLogisticRegression(x, ["a", "b"], { tolerance: -1 }), /tolerance -1/);
  assert.throws(
    () => fitLogisticRegression(x, ["a", "b"], { maxIterations: 1.5 }),
    /maxIterations 1.5/,
  );
  assert.throws(
    () => predictLogisticRegression(fitted, x),
    /2 columns, the model was trained on 5/,
  );
});

test("fitLogisticRegression refuses a start that does not fit, and stops when aborted", () => {
  const x = toDense([
    [1, 2],
    [3, 4],
  ]);
  const initial = fitLogisticRegression(x, ["a", "b"]);
  assert.throws(
    () => fitLogisticRegression(x, ["a", "c"], { initial }),
    /class "c" is missing from the initial model/,
  );
  assert.throws(
    () => fitLogisticRegression(features, labels, { initial }),
    /class "c" is missing from the initial model/,
  );
  assert.throws(
    () => fitLogisticRegression(x, ["a", "b"], { initial: fitted }),
    /class "c" is missing from the labels/,
  );
  assert.throws(
    () => fitLogisticRegression(toDense([[1], [2]]), ["a", "b"], { initial }),
    /initial model has 2 columns, the features 1/,
  );
  assert.throws(() => fitLogisticRegression(x, ["a", "b"], { signal: AbortSignal.abort() }), {
    name: "AbortError",
  });
});
