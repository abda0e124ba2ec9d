import assert from "node:assert/strict";
import { test } from "node:test";
import * as lowrank from "../../../src/lowrank/index";

/** A throw, or a promise that is rejected: a function may do either. */
const attempt = (call: () => unknown): Promise<unknown> => Promise.resolve().then(call);

const rows = [
  [3, 0, 1],
  [0, 2, 0],
];

/** Every public function of a fitted model, called with something else in the model's place. */
const doors: Record<string, (model: never) => unknown> = {
  adaptationToJson: lowrank.adaptationToJson,
  adaptNetwork: (model) => lowrank.adaptNetwork(model, rows, ["a", "b"]),
  columnCoordinates: lowrank.columnCoordinates,
  countParameters: lowrank.countParameters,
  countTerms: (model) => lowrank.countTerms(model, ["red"]),
  predictLogisticRegressionScores: (model) => lowrank.predictLogisticRegressionScores(model, rows),
  exploreImages: (model) => lowrank.exploreImages(model, { images: rows, labels: [], size: 1 }),
  exploreRank: (model) => lowrank.exploreRank(model, { texts: ["red"], labels: ["a"] }),
  logisticRegressionToJson: lowrank.logisticRegressionToJson,
  mergeAdaptation: (model) => lowrank.mergeAdaptation(model, model),
  naiveBayesToJson: lowrank.naiveBayesToJson,
  networkToJson: lowrank.networkToJson,
  npyToDense: lowrank.npyToDense,
  plotCloud: (model) => lowrank.plotCloud([[1, 2]], model),
  plotConfusion: (model) => lowrank.plotConfusion(model),
  plotRankLayers: (model) => lowrank.plotRankLayers(rows, model),
  plotRankSlider: (model) => lowrank.plotRankSlider(rows, model),
  predictLogisticRegression: (model) => lowrank.predictLogisticRegression(model, rows),
  predictNaiveBayes: (model) => lowrank.predictNaiveBayes(model, rows),
  predictNaiveBayesProbabilities: (model) => lowrank.predictNaiveBayesProbabilities(model, rows),
  predictNetwork: (model) => lowrank.predictNetwork(model, rows),
  predictNetworkProbabilities: (model) => lowrank.predictNetworkProbabilities(model, rows),
  predictLogisticRegressionProbabilities: (model) =>
    lowrank.predictLogisticRegressionProbabilities(model, rows),
  projectRows: (model) => lowrank.projectRows(model, rows),
  reconstruct: (model) => lowrank.reconstruct(model),
  rowCoordinates: lowrank.rowCoordinates,
  selectTexts: (model) => lowrank.selectTexts(model, [0]),
  takeRank: (model) => lowrank.takeRank(model, 1),
  tfidfToJson: lowrank.tfidfToJson,
  transformPca: (model) => lowrank.transformPca(model, rows),
  transformTfidf: (model) => lowrank.transformTfidf(model, ["red"]),
  truncateAdaptation: (model) => lowrank.truncateAdaptation(model, 1),
  updateMatrix: lowrank.updateMatrix,
};

for (const [name, call] of Object.entries(doors)) {
  test(`${name} says what to pass in place of what is no model`, () => {
    for (const value of [undefined, null, 3, "model", rows, ["a text"], {}])
      assert.throws(
        () => call(value as never),
        (error: Error) => {
          assert.ok(error instanceof TypeError, `${JSON.stringify(value)}: ${error.message}`);
          assert.match(error.message, /^[\w.]+ is .*; pass /);
          return true;
        },
        `${name} took ${JSON.stringify(value)}`,
      );
  });
}

/** Every public function of labels, called with something else in their place. */
const labelled: Record<string, (labels: never) => unknown> = {
  adaptNetwork: (labels) =>
    lowrank.adaptNetwork(lowrank.fitNetwork(rows, ["a", "b"], { epochs: 1 }), rows, labels),
  crossValidateRank: (labels) => lowrank.crossValidateRank(["red"], labels, { ranks: [1] }),
  crossValidateTfidf: (labels) => lowrank.crossValidateTfidf(["red"], labels),
  drawLabels: (labels) => lowrank.drawLabels(labels, { perClass: 1 }),
  fitLogisticRegression: (labels) => lowrank.fitLogisticRegression(rows, labels),
  fitNaiveBayes: (labels) => lowrank.fitNaiveBayes(rows, labels),
  fitNetwork: (labels) => lowrank.fitNetwork(rows, labels),
  plotDocumentMap: (labels) => lowrank.plotDocumentMap(rows, labels),
  scoreFewLabels: (labels) => lowrank.scoreFewLabels(rows, labels, { labelsPerClass: [2] }),
  stratifiedFolds: (labels) => lowrank.stratifiedFolds(labels),
  stratifiedSplit: (labels) => lowrank.stratifiedSplit(labels),
};

for (const [name, call] of Object.entries(labelled)) {
  test(`${name} says what to pass in place of what are no labels`, async () => {
    for (const value of [undefined, null, "ab", 3])
      await assert.rejects(
        () => attempt(() => call(value as never)),
        /^TypeError: labels is .*; pass an array of strings/,
      );
  });
}

test("metrics called with two lists show the object that they take", () => {
  const two = lowrank as unknown as Record<string, (a: unknown, b: unknown) => unknown>;
  for (const name of ["accuracy", "macroF1", "confusionMatrix"])
    assert.throws(
      () => two[name](["a", "b"], ["a", "a"]),
      new RegExp(
        `^TypeError: ${name} takes one object, and got an array of 2 strings; call ${name}\\(\\{ actual, predicted \\}\\)`,
      ),
    );
  assert.throws(
    () => two.logLoss(["a"], [[1]]),
    /call logLoss\(\{ actual, probabilities, classes \}\)/,
  );
  assert.throws(
    () => lowrank.accuracy({ actual: ["a"] } as never),
    /predicted is undefined; call accuracy\(\{ actual, predicted \}\) with two arrays/,
  );
});
