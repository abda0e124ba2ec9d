import assert from "node:assert/strict";
import { test } from "node:test";
import {
  fitNaiveBayes,
  naiveBayesFromJson,
  naiveBayesToJson,
  predictNaiveBayes,
  predictNaiveBayesProbabilities,
} from "../../../src/lowrank/classify/naiveBayes";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { rowsAtOnce } from "../../../src/lowrank/linalg/rowsAtOnce";
import { sparseFromRows } from "../../../src/lowrank/linalg/sparseMatrix";
import fixture from "../../fixtures/classify.json";
import { assertClose } from "./closeTo";

for (const { smoothing, features, labels, newFeatures, ...expected } of fixture.naiveBayes) {
  for (const [form, shape] of [
    ["sparse", sparseFromRows],
    ["dense", toDense],
  ] as const) {
    test(`fitNaiveBayes(${form}, smoothing ${smoothing}) equals scikit-learn's MultinomialNB to 1e-12`, () => {
      const model = fitNaiveBayes(shape(features), labels, { smoothing });
      assert.deepEqual(model.classes, expected.classes);
      assertClose(model.classLogPriors, expected.classLogPriors, 1e-12);
      assertClose(
        model.featureLogProbabilities.data,
        expected.featureLogProbabilities.flat(),
        1e-12,
      );
      assert.deepEqual(predictNaiveBayes(model, shape(newFeatures)), expected.predicted);
      assertClose(
        predictNaiveBayesProbabilities(model, shape(newFeatures)).data,
        expected.probabilities.flat(),
        1e-12,
      );
    });
  }
}

test("fitNaiveBayes counts all rows of a matrix that takes several steps", () => {
  const [rows, columns, smoothing] = [1501, 1500, 0.5];
  const counts = new DenseMatrix(rows, columns);
  counts.data.forEach((_, at) => (counts.data[at] = (at * 7) % 5));
  assert.ok(rowsAtOnce(counts, 1) < rows);
  const labels = Array.from({ length: rows }, (_, i) => (i % 3 ? "a" : "b"));
  const { classes, featureLogProbabilities } = fitNaiveBayes(counts, labels, { smoothing });
  for (const [k, name] of classes.entries()) {
    const sums = new Float64Array(columns);
    for (let i = 0; i < rows; i++)
      if (labels[i] === name) sums.forEach((_, j) => (sums[j] += counts.get(i, j)));
    const total = sums.reduce((sum, value) => sum + value, smoothing * columns);
    assertClose(
      featureLogProbabilities.data.slice(k * columns, (k + 1) * columns),
      Array.from(sums, (sum) => Math.log((sum + smoothing) / total)),
      1e-12,
    );
  }
});

const words = sparseFromRows([
  [2, 0, 1],
  [0, 3, 0],
  [1, 0, 0],
]);

test("an empty document gets the classes' priors", () => {
  const model = fitNaiveBayes(words, ["a", "b", "a"]);
  assertClose(
    predictNaiveBayesProbabilities(model, sparseFromRows([[0, 0, 0]])).data,
    [2 / 3, 1 / 3],
    1e-15,
  );
});

test("a long document does not underflow", () => {
  const model = fitNaiveBayes(words, ["a", "b", "a"]);
  assertClose(predictNaiveBayesProbabilities(model, toDense([[1e6, 0, 0]])).data, [1, 0], 1e-15);
});

test("a model read back from its JSON text is the same to the last bit", () => {
  const model = fitNaiveBayes(words, ["動物", "\u{1F331}", "動物"]);
  assert.deepEqual(naiveBayesFromJson(JSON.parse(JSON.stringify(naiveBayesToJson(model)))), model);
});

test("naiveBayesFromJson refuses other data by name", () => {
  assert.throws(
    () => naiveBayesFromJson({ kind: "logisticRegression" }),
    /not a saved naiveBayes model/,
  );
  assert.throws(() => naiveBayesFromJson(null), /not a saved naiveBayes model/);
  const saved = naiveBayesToJson(fitNaiveBayes(words, ["a", "b", "a"]));
  assert.throws(
    () => naiveBayesFromJson({ ...saved, classLogPriors: [0] }),
    /classLogPriors of the saved model is not 2/,
  );
  assert.throws(
    () =>
      naiveBayesFromJson({
        ...saved,
        featureLogProbabilities: [
          [1, 2],
          [1, null],
        ],
      }),
    /featureLogProbabilities\[1\]/,
  );
});

test("fitNaiveBayes names the entry, the count or the option that is wrong", () => {
  assert.throws(
    () =>
      fitNaiveBayes(
        toDense([
          [1, 0],
          [0, -2],
        ]),
        ["a", "b"],
      ),
    /feature -2 at row 1, column 1/,
  );
  assert.throws(
    () =>
      fitNaiveBayes(
        sparseFromRows([
          [0, 0, 0],
          [0, 1, Number.NaN],
        ]),
        ["a", "b"],
      ),
    /feature NaN at row 1, column 2/,
  );
  assert.throws(() => fitNaiveBayes(words, ["a"]), /3 rows of features, 1 labels/);
  assert.throws(() => fitNaiveBayes(words, ["a", "b", "a"], { smoothing: 0 }), /smoothing 0/);
  assert.throws(
    () => predictNaiveBayes(fitNaiveBayes(words, ["a", "b", "a"]), toDense([[1]])),
    /1 columns, the model was trained on 3/,
  );
});
