import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import type { LogisticRegression } from "../../../src/lowrank/classify/logisticModel";
import { fitLogisticRegression } from "../../../src/lowrank/classify/logisticRegression";
import { fitNaiveBayes } from "../../../src/lowrank/classify/naiveBayes";
import type { WeightOptions } from "../../../src/lowrank/classify/rowWeights";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { createRandom } from "../../../src/lowrank/base/random";
import { sparseFromRows } from "../../../src/lowrank/linalg/sparseMatrix";
import { fixturePath } from "../../paths";

interface Fixture {
  cases: {
    features: number[][];
    labels: string[];
    options: WeightOptions;
    logistic: { coefficients: number[][]; intercepts: number[] };
    naiveBayes: { classLogPriors: number[]; featureLogProbabilities: number[][] };
  }[];
}

// Written by weights.py with scikit-learn 1.2.1.
const fixture = JSON.parse(readFileSync(fixturePath("weights.json"), "utf8")) as Fixture;

function furthest(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  assert.equal(found.length, expected.length);
  return Array.from(found).reduce(
    (most, value, at) => Math.max(most, Math.abs(value - expected[at])),
    0,
  );
}

const forms = { dense: toDense, sparse: sparseFromRows };

fixture.cases.forEach(({ features, labels, options, logistic, naiveBayes }, i) => {
  const name = `${Object.keys(options).join(" and ")}, ${new Set(labels).size} classes (case ${i})`;
  for (const [form, toMatrix] of Object.entries(forms)) {
    for (const engine of ["wasm", "typescript"] as const) {
      test(`fitLogisticRegression with ${name} equals scikit-learn's coefficients (${form}, ${engine})`, () => {
        const model = fitLogisticRegression(toMatrix(features), labels, {
          ...options,
          inversePenalty: 2,
          engine,
        });
        assert.ok(furthest(model.coefficients.data, logistic.coefficients.flat()) < 1e-4);
        assert.ok(furthest(model.intercepts, logistic.intercepts) < 1e-4);
        assert.ok(model.converged);
      });
    }
    test(`fitNaiveBayes with ${name} equals scikit-learn's MultinomialNB (${form})`, () => {
      const counts = toMatrix(features.map((row) => row.map(Math.abs)));
      const model = fitNaiveBayes(counts, labels, { ...options, smoothing: 0.5 });
      assert.ok(furthest(model.classLogPriors, naiveBayes.classLogPriors) < 1e-12);
      const found = model.featureLogProbabilities.data;
      assert.ok(furthest(found, naiveBayes.featureLogProbabilities.flat()) < 1e-12);
    });
  }
});

function drawRows(rows: number, columns: number): { features: DenseMatrix; labels: string[] } {
  const random = createRandom(3);
  const labels = Array.from({ length: rows }, (_, i) => "abbbcccccc"[i % 10]);
  const data = Float64Array.from({ length: rows * columns }, (_, at) => {
    const place = "abc".indexOf(labels[Math.floor(at / columns)]);
    return 2 * random.normal() + (at % columns === place ? 1 : 0);
  });
  return { features: new DenseMatrix(rows, columns, data), labels };
}

function selectRows({ columns, data }: DenseMatrix, rows: readonly number[]): DenseMatrix {
  const chosen = new DenseMatrix(rows.length, columns);
  rows.forEach((row, i) =>
    chosen.data.set(data.subarray(row * columns, (row + 1) * columns), i * columns),
  );
  return chosen;
}

// Rows enough for single precision, and for samples that start and steer.
for (const rows of [60, 5000, 17_000]) {
  test(`a weight of a whole number is as many copies of the document (${rows} rows)`, () => {
    const { features, labels } = drawRows(rows, 40);
    const sampleWeights = labels.map((_, i) => (i * 7) % 4);
    const copies = sampleWeights.flatMap((count, i) => Array.from({ length: count }, () => i));
    const weighted = fitLogisticRegression(features, labels, { sampleWeights });
    const copied = fitLogisticRegression(
      selectRows(features, copies),
      copies.map((i) => labels[i]),
    );
    assert.ok(Math.abs(weighted.objective / copied.objective - 1) < 1e-10);
    assert.ok(furthest(weighted.coefficients.data, copied.coefficients.data) < 1e-4);
  });
}

test("a weight that all documents have is a weaker penalty; a weight of 1 changes nothing", () => {
  const { features, labels } = drawRows(300, 5);
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (weight) => {
      const sampleWeights = labels.map(() => weight);
      const weighted = fitLogisticRegression(features, labels, { sampleWeights });
      const direct = fitLogisticRegression(features, labels, { inversePenalty: weight });
      assert.ok(furthest(weighted.coefficients.data, direct.coefficients.data) < 1e-4);
    }),
    { numRuns: 20 },
  );
  const ones: WeightOptions = { classWeights: { a: 1 }, sampleWeights: labels.map(() => 1) };
  assert.deepEqual(
    fitLogisticRegression(features, labels, ones),
    fitLogisticRegression(features, labels),
  );
});

test("weighted training gives the same bits on 1, 2 and 3 threads", () => {
  const { features, labels } = drawRows(17_000, 40);
  const [one, ...others] = [1, 2, 3].map((threads): LogisticRegression =>
    fitLogisticRegression(features, labels, { classWeights: "balanced", threads }),
  );
  for (const other of others) assert.deepEqual(other, one);
});

test("weights that fit neither documents nor classes are refused by both classifiers", () => {
  const features = toDense([
    [1, 0],
    [0, 1],
    [1, 1],
  ]);
  const labels = ["a", "b", "b"];
  const refused = (options: WeightOptions, message: RegExp): void => {
    assert.throws(() => fitLogisticRegression(features, labels, options), message);
    assert.throws(() => fitNaiveBayes(features, labels, options), message);
  };
  refused({ sampleWeights: [1] }, /1 sampleWeights for 3 documents; pass one a document/);
  refused({ sampleWeights: [1, -1, 1] }, /sampleWeights\[1\] is -1; choose a finite number from 0/);
  refused({ sampleWeights: [1, NaN, 1] }, /sampleWeights\[1\] is NaN/);
  refused({ sampleWeights: [0, 1, 1] }, /documents of class "a" weigh 0 in all/);
  refused({ classWeights: { c: 1 } }, /classWeights has "c", which no document is; .*"a", "b"/);
  refused({ classWeights: { a: Infinity } }, /classWeights of "a" is Infinity/);
  refused({ classWeights: "even" as "balanced" }, /classWeights "even" is no weight/);
});
