import assert from "node:assert/strict";
import { test } from "node:test";
import { classTermWeights } from "../../../src/lowrank/classify/classTermWeights";
import {
  predictLogisticRegressionScores,
  fitLogisticRegression,
} from "../../../src/lowrank/classify/logisticRegression";
import { fitNaiveBayes } from "../../../src/lowrank/classify/naiveBayes";
import { loadTeachingGlosses } from "../../../src/lowrank/teaching/glosses";
import { rowCoordinates } from "../../../src/lowrank/linalg/coordinates";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { fitTransformTfidf } from "../../../src/lowrank/text/tfidf";
import { topTerms } from "../../../src/lowrank/text/topTerms";

const glosses = loadTeachingGlosses().filter(
  ({ label }) => label === "noun.food" || label === "noun.animal" || label === "noun.plant",
);
const labels = glosses.map(({ label }) => label);
const { model: tfidf, matrix } = fitTransformTfidf(
  glosses.map(({ text }) => text),
  { stopWords: "english", minDocumentFrequency: 2 },
);
const svd = truncatedSvd(matrix, 20);

const top = (weights: Float64Array): string[] =>
  topTerms(tfidf.terms, weights, { order: "largest", count: 12 }).map(({ term }) => term);

test("the strongest terms of a class are words of its subject, for each classifier", () => {
  const models = [
    classTermWeights(fitLogisticRegression(matrix, labels), "noun.food"),
    classTermWeights(fitLogisticRegression(rowCoordinates(svd), labels), "noun.food", svd),
    classTermWeights(fitNaiveBayes(matrix, labels), "noun.food"),
  ];
  for (const weights of models) {
    const found = top(weights);
    const subject = ["meat", "sauce", "cooked", "made", "sugar", "bread", "served"];
    assert.ok(subject.filter((term) => found.includes(term)).length >= 4, found.join(" "));
  }
});

test("classTermWeights(model, label, svd) gives the scores of rows of terms", () => {
  const model = fitLogisticRegression(rowCoordinates(svd), labels);
  const scores = predictLogisticRegressionScores(model, rowCoordinates(svd));
  const k = model.classes.indexOf("noun.plant");
  const direct = matrix.multiply(classTermWeights(model, "noun.plant", svd), 1);
  direct.forEach((score, i) =>
    assert.ok(Math.abs(score + model.intercepts[k] - scores.get(i, k)) < 1e-5),
  );
});

test("the weights of all classes add up to 0 for each term", () => {
  for (const model of [fitLogisticRegression(matrix, labels), fitNaiveBayes(matrix, labels)]) {
    const all = model.classes.map((label) => classTermWeights(model, label));
    tfidf.terms.forEach((term, t) => {
      const sum = all.reduce((total, weights) => total + weights[t], 0);
      assert.ok(Math.abs(sum) < 1e-9, term);
    });
  }
});

test("classTermWeights refuses an unknown class and an SVD of another rank", () => {
  const model = fitLogisticRegression(rowCoordinates(svd), labels);
  assert.throws(() => classTermWeights(model, "noun.fod"), /no class "noun.fod"; choose one of "/);
  assert.throws(
    () => classTermWeights(fitNaiveBayes(matrix, labels), "noun.food", svd),
    new RegExp(`trained on ${matrix.columns} columns, the SVD has rank 20`),
  );
});
