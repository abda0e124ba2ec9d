import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { accuracy, confusionMatrix, logLoss, macroF1 } from "../../../src/lowrank/classify/metrics";
import { toDense } from "../../../src/lowrank/linalg/denseMatrix";
import fixture from "../../fixtures/classify.json";

for (const { actual, predicted, ...expected } of fixture.metrics) {
  test(`accuracy, macroF1 and confusionMatrix of ${actual.join("")}/${predicted.join("")} equal scikit-learn's`, () => {
    assert.equal(accuracy({ actual, predicted }), expected.accuracy);
    assert.ok(Math.abs(macroF1({ actual, predicted }) - expected.macroF1) < 1e-15);
    const confusion = confusionMatrix({ actual, predicted });
    assert.deepEqual(confusion.classes, expected.classes);
    assert.deepEqual(confusion.counts.to2DArray(), expected.confusion);
  });
}

for (const { actual, classes, probabilities, logLoss: expected } of fixture.logLoss) {
  test(`logLoss of ${actual.join("")} equals scikit-learn's ${expected}`, () => {
    assert.ok(
      Math.abs(logLoss({ actual, classes, probabilities: toDense(probabilities) }) - expected) <
        1e-13,
    );
  });
}

test("the confusion matrix adds up to the documents, its diagonal to those classified right", () => {
  const label = fc.constantFrom("a", "b", "é", "動物");
  fc.assert(
    fc.property(fc.array(fc.tuple(label, label), { minLength: 1 }), (pairs) => {
      const predictions = { actual: pairs.map(([a]) => a), predicted: pairs.map(([, b]) => b) };
      const { counts } = confusionMatrix(predictions);
      assert.equal(counts.sum(), pairs.length);
      assert.ok(Math.abs(counts.trace() / pairs.length - accuracy(predictions)) < 1e-15);
    }),
  );
});

test("confusionMatrix keeps the given order of classes and those that never occur", () => {
  const { counts } = confusionMatrix({
    actual: ["a", "b"],
    predicted: ["a", "a"],
    classes: ["z", "b", "a"],
  });
  assert.deepEqual(counts.to2DArray(), [
    [0, 0, 0],
    [0, 0, 1],
    [0, 0, 1],
  ]);
});

test("metrics name what is wrong with their input", () => {
  assert.throws(() => accuracy({ actual: [], predicted: [] }), /0 documents/);
  assert.throws(() => macroF1({ actual: ["a"], predicted: [] }), /1 actual labels, 0 predicted/);
  assert.throws(
    () => confusionMatrix({ actual: ["a"], predicted: ["b"], classes: ["a"] }),
    /label 0 is "b"/,
  );
  assert.throws(
    () => confusionMatrix({ actual: ["a"], predicted: ["a"], classes: ["a", "b", "a"] }),
    /"a" is listed twice/,
  );
  assert.throws(
    () => logLoss({ actual: ["a"], classes: ["a"], probabilities: toDense([[1.5]]) }),
    /probability 1.5 at row 0, column 0/,
  );
  assert.throws(
    () => logLoss({ actual: ["a"], classes: ["a", "b"], probabilities: toDense([[1]]) }),
    /1 × 1; pass 1 documents × 2/,
  );
});
