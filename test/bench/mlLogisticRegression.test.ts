import assert from "node:assert/strict";
import { test } from "node:test";
import {
  fitMlLogisticRegression,
  predictMlLogisticRegression,
} from "../../bench/entrants/mlLogisticRegression";
import { toDense } from "../../src/lowrank/linalg/denseMatrix";
import { sparseFromRows } from "../../src/lowrank/linalg/sparseMatrix";
import { assertClose } from "../lowrank/classify/closeTo";

const x = [
  [2, 0, 0],
  [3, 0, 1],
  [0, 2, 0],
  [0, 3, 1],
  [0, 0, 3],
  [1, 0, 4],
];
const labels = ["fish", "fish", "bird", "bird", "植物", "植物"];

test("fitMlLogisticRegression learns string labels, from sparse and dense features alike", () => {
  const options = { steps: 500, learningRate: 0.05 };
  const dense = fitMlLogisticRegression(toDense(x), labels, options);
  const sparse = fitMlLogisticRegression(sparseFromRows(x), labels, options);
  assert.deepEqual(predictMlLogisticRegression(dense, toDense(x)), labels);
  assert.deepEqual(predictMlLogisticRegression(sparse, sparseFromRows(x)), labels);
  assert.deepEqual(dense, sparse);
});

test("one step of gradient descent from 0 is rate · Xᵀ(y − ½), y = 0 for the class itself and 1 for the rest", () => {
  const model = fitMlLogisticRegression(
    toDense([
      [1, 0],
      [2, 4],
    ]),
    ["a", "b"],
    { steps: 1, learningRate: 0.1 },
  );
  assert.deepEqual(model.classes, ["a", "b"]);
  assertClose(model.weights.data, [0.05, 0.2, -0.05, -0.2], 1e-15);
});

test("fitMlLogisticRegression refuses more work than the budget, with the number and the remedy", () => {
  assert.throws(
    () => fitMlLogisticRegression(toDense(x), labels, { workBudget: 1e5 }),
    /6 rows × 3 columns × 3 classes × 50000 steps = 2\.7e\+6 exceeds the work budget 1\.0e\+5; take at most 1851 steps/,
  );
});

test("fitMlLogisticRegression names what is wrong with its input", () => {
  assert.throws(() => fitMlLogisticRegression(toDense(x), labels, { steps: 0 }), /steps is 0/);
  assert.throws(
    () => fitMlLogisticRegression(toDense(x), labels, { learningRate: -1 }),
    /learningRate -1/,
  );
  assert.throws(
    () => fitMlLogisticRegression(toDense([[1], [2]]), ["a", "a"]),
    /all 2 labels are "a"/,
  );
  assert.throws(
    () =>
      fitMlLogisticRegression(toDense([[1e300], [-1e300]]), ["a", "b"], {
        steps: 9,
        learningRate: 1e300,
      }),
    /weights overflowed/,
  );
  assert.throws(
    () => fitMlLogisticRegression(toDense([[Number.NaN], [1]]), ["a", "b"]),
    /feature NaN at row 0, column 0/,
  );
});
