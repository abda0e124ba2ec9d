import assert from "node:assert/strict";
import { test } from "node:test";
import { checkChoice, checkOptions, suggestName } from "../../../src/lowrank/base/checkOptions";
import * as lowrank from "../../../src/lowrank/index";
import * as teaching from "../../../src/lowrank/teaching";
import { loadDataset } from "../../../src/workbook/sets/loadDataset";

/** A throw, or a promise that is rejected: a function may do either. */
const attempt = (call: () => unknown): Promise<unknown> => Promise.resolve().then(call);

const rows = [
  [3, 0, 1, 0],
  [0, 2, 0, 1],
  [4, 0, 2, 0],
  [0, 5, 1, 3],
];
const labels = ["a", "b", "a", "b"];
const texts = ["a red fish", "red wine", "blue fish", "white wine"];
const svd = lowrank.truncatedSvd(rows, 2);
const cloudSvd = {
  u: [[1, 0]],
  singularValues: [1, 0],
  v: [
    [1, 0],
    [0, 1],
  ],
};
const network = lowrank.fitNetwork(rows, labels, { hiddenSizes: [2], epochs: 1 });
const curve = {
  scores: [],
  bestRank: 1,
  oneStandardErrorRank: 1,
  folds: 2,
  factorisationSeconds: 0,
};

/** Options of chooseRank, which needs its criterion to know the others. */
const withCriterion = (options: unknown): lowrank.EnergyCriterion =>
  (typeof options === "object" && options !== null
    ? { by: "energy", ...options }
    : options) as lowrank.EnergyCriterion;

/** Every public function with options, called with others. */
const callers: Record<string, (options: never) => unknown> = {
  adaptNetwork: (options) => lowrank.adaptNetwork(network, rows, labels, options),
  buildVocabulary: (options) => lowrank.buildVocabulary(texts, options),
  chooseRank: (options) => lowrank.chooseRank(rows, withCriterion(options)),
  createTokenizer: lowrank.createTokenizer,
  crossValidateRank: (options) => lowrank.crossValidateRank(texts, labels, options),
  crossValidateTfidf: (options) => lowrank.crossValidateTfidf(texts, labels, options),
  drawLabels: (options) => lowrank.drawLabels(labels, options),
  encodeTexts: (options) => lowrank.encodeTexts(texts, options),
  estimateSpectrum: (options) => lowrank.estimateSpectrum(rows, options),
  exploreEllipse: (options) =>
    lowrank.exploreEllipse(
      [
        [1, 0],
        [0, 1],
      ],
      options,
    ),
  exploreImages: (options) =>
    lowrank.exploreImages(svd, { images: rows, labels, size: 2 }, options),
  exploreRank: (options) =>
    lowrank.exploreRank({ tfidf: lowrank.fitTfidf(texts), svd }, { texts, labels }, options),
  fitLogisticRegression: (options) => lowrank.fitLogisticRegression(rows, labels, options),
  fitNaiveBayes: (options) => lowrank.fitNaiveBayes(rows, labels, options),
  fitNetwork: (options) => lowrank.fitNetwork(rows, labels, options),
  fitPca: (options) => lowrank.fitPca(rows, 2, options),
  fitTfidf: (options) => lowrank.fitTfidf(texts, options),
  fitTransformTfidf: (options) => lowrank.fitTransformTfidf(texts, options),
  generateScene: teaching.generateScene,
  generateStrokeDigits: teaching.generateStrokeDigits,
  generateZipfCorpus: teaching.generateZipfCorpus,
  loadDataset: (options) => loadDataset("snips7", options),
  loadDelimited: (options) => lowrank.loadDelimited("no.csv", options),
  loadGlosses: teaching.loadGlosses,
  loadPosts: teaching.loadPosts,
  loadTeachingGlosses: teaching.loadTeachingGlosses,
  plotBars: (options) => lowrank.plotBars(["a"], [{ name: "s", values: [1] }], options),
  plotCloud: (options) => lowrank.plotCloud([[1, 2]], cloudSvd, options),
  plotConfusion: (options) => lowrank.plotConfusion({ classes: ["a"], counts: [[1]] }, options),
  plotDocumentMap: (options) => lowrank.plotDocumentMap(rows, labels, options),
  plotImages: (options) => lowrank.plotImages(rows, options),
  plotImageSlider: (options) => lowrank.plotImageSlider(rows, svd, options),
  plotLines: (options) => lowrank.plotLines([{ name: "s", x: [1], y: [1] }], options),
  plotRankChoices: (options) => lowrank.plotRankChoices(curve, [], options),
  plotRankCurve: (options) => lowrank.plotRankCurve(curve, options),
  plotRankLayers: (options) => lowrank.plotRankLayers(rows, svd, options),
  plotRankSlider: (options) => lowrank.plotRankSlider(rows, svd, options),
  plotScree: (options) => lowrank.plotScree([2, 1], options),
  plotTermLoadings: (options) => lowrank.plotTermLoadings(rows, texts, options),
  predictNetwork: (options) => lowrank.predictNetwork(network, rows, options),
  predictNetworkProbabilities: (options) =>
    lowrank.predictNetworkProbabilities(network, rows, options),
  scoreFewLabels: (options) => lowrank.scoreFewLabels(rows, labels, options),
  showTable: (options) => lowrank.showTable([{ a: 1 }], options),
  storeBlocks: (options) => lowrank.storeBlocks("no.blocks", [rows], options),
  stratifiedFolds: (options) => lowrank.stratifiedFolds(labels, options),
  stratifiedSplit: (options) => lowrank.stratifiedSplit(labels, options),
  truncatedSvd: (options) => lowrank.truncatedSvd(rows, 2, options),
};

for (const [name, call] of Object.entries(callers)) {
  test(`${name} refuses an option that it does not have, and options that are none`, async () => {
    const told = new RegExp(`"bogus"; .*[Ii]ts options are \\w+`);
    await assert.rejects(() => attempt(() => call({ bogus: 1 } as never)), told);
    await assert.rejects(
      () => attempt(() => call(5 as never)),
      /options of \w+ are 5, a number; pass/,
    );
    await assert.rejects(() => attempt(() => call(null as never)), /options of \w+ are null; pass/);
  });
}

test("functions that cannot do without options say so, with an example", () => {
  assert.throws(
    () => lowrank.drawLabels(labels, undefined as never),
    /drawLabels needs options, and got none; pass for example \{ perClass: 10 \}/,
  );
});

for (const [call, name, meant] of [
  ["fitTfidf", "min_df", "minDocumentFrequency"],
  ["fitTfidf", "max_df", "maxDocumentFrequency"],
  ["fitTfidf", "max_features", "maxTerms"],
  ["fitTfidf", "ngram_range", "ngrams"],
  ["fitTfidf", "stop_words", "stopWords"],
  ["fitTfidf", "stopwords", "stopWords"],
  ["fitTfidf", "sublinear_tf", "sublinear"],
  ["fitTfidf", "mindocumentfrequency", "minDocumentFrequency"],
  ["fitLogisticRegression", "C", "inversePenalty"],
  ["fitLogisticRegression", "max_iter", "maxIterations"],
  ["fitLogisticRegression", "tol", "tolerance"],
  ["fitLogisticRegression", "n_jobs", "threads"],
  ["fitLogisticRegression", "inversePenality", "inversePenalty"],
  ["fitNaiveBayes", "alpha", "smoothing"],
  ["truncatedSvd", "random_state", "seed"],
  ["truncatedSvd", "randomState", "seed"],
  ["truncatedSvd", "tolerence", "tolerance"],
  ["crossValidateRank", "n_splits", "folds"],
  ["crossValidateRank", "n_components", "ranks"],
  ["stratifiedSplit", "test_size", "testFraction"],
  ["fitNetwork", "hidden_layer_sizes", "hiddenSizes"],
  ["loadDelimited", "sep", "delimiter"],
] as const) {
  test(`${call} suggests ${meant} for ${name}`, async () => {
    await assert.rejects(
      () => attempt(() => callers[call]({ [name]: 1 } as never)),
      new RegExp(`"${name}"; did you mean ${meant}\\? `),
    );
  });
}

test("crossValidateRank looks at the names inside tfidf too", async () => {
  const tfidf = { min_df: 2 } as lowrank.TfidfOptions;
  await assert.rejects(
    lowrank.crossValidateRank(texts, labels, { ranks: [1], folds: 2, tfidf }),
    /tfidf has no option "min_df"; did you mean minDocumentFrequency\?/,
  );
});

test("a name that resembles none is not guessed at", () => {
  assert.equal(suggestName("colour_of_the_sky", ["seed", "folds"]), undefined);
  assert.throws(
    () => checkOptions({ penalty: "l2" }, { seed: true, folds: true }, "f"),
    /^TypeError: f has no option "penalty"; Its options are seed, folds$/,
  );
});

test("checkChoice lists what there is to choose from", () => {
  assert.throws(
    () => checkChoice("svd", ["auto", "exact"], "method"),
    /method is "svd", a string; choose one of "auto", "exact"/,
  );
  assert.throws(() => lowrank.truncatedSvd(rows, 1, { method: "arpack" as never }), /method is/);
});
