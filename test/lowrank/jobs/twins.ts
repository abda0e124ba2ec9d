import { fitRowClassifierHere } from "../../../src/lowrank/chain/rowClassifier";
import { fitTextClassifierHere } from "../../../src/lowrank/chain/textClassifier";
import * as lowrank from "../../../src/lowrank/index";
import { crossValidateTfidfHere } from "../../../src/lowrank/rank/crossValidateRank";
import { crossValidateGridHere } from "../../../src/lowrank/rank/folds/crossValidateGrid";
import type { CrossValidateRankOptions } from "../../../src/lowrank/rank/folds/crossValidationOptions";
import { scoreFewLabelsHere } from "../../../src/lowrank/rank/scoreFewLabels";
import { loadTeachingGlosses } from "../../../src/lowrank/teaching";
import { copyOf } from "./sameBits";

type Options = lowrank.AsyncOptions;

/** A function on the calling thread, and the one that does the same off it. */
export interface Twin {
  readonly name: string;
  readonly sync: () => unknown;
  readonly async: (options?: Options) => Promise<unknown>;
  /** Calls that both must refuse in the same words. */
  readonly wrong: readonly (readonly [sync: () => unknown, async: () => Promise<unknown>])[];
}

const documents = loadTeachingGlosses({ perClass: 100, seed: 2 });
export const texts = documents.map(({ text }) => text);
export const labels = documents.map(({ label }) => label);
export const { matrix } = lowrank.fitTransformTfidf(texts, { minDocumentFrequency: 2 });
export const dense = lowrank.rowCoordinates(lowrank.truncatedSvd(matrix, 30));

const off = -0.25;
/** A matrix of a small spectrum, moved away from zero. */
export const moved = copyOf(dense);
for (let at = 0; at < moved.data.length; at++) moved.data[at] += off;

const sparseModel = lowrank.fitLogisticRegression(matrix, labels, { inversePenalty: 0.1 });

const folds = { ranks: [2, 10], folds: 3, threads: 1 };
const chain = {
  ...folds,
  model: "auto",
  inversePenalties: [1, 10],
  classWeights: "balanced",
} as const;
const few = { labelsPerClass: [3], ranks: [2, 8], draws: 2 };

const criteria = [
  { by: "energy", share: 0.8 },
  { by: "elbow" },
  { by: "threshold" },
  { by: "minka" },
  { by: "parallelAnalysis", draws: 4, maxRank: 5, centre: true },
  { by: "biCrossValidation", maxRank: 6 },
  { by: "entries", maxRank: 4, folds: 3 },
] as const satisfies readonly lowrank.RankCriterion[];
const operator: lowrank.MatrixOperator = {
  rows: matrix.rows,
  columns: matrix.columns,
  multiply: (block, width) => matrix.multiply(block, width),
  multiplyTransposed: (block, width) => matrix.multiplyTransposed(block, width),
};
/** What crossValidateRank directs from another thread. */
async function crossValidateRankHere(
  source: readonly string[],
  classes: readonly string[],
  options: CrossValidateRankOptions,
): Promise<lowrank.RankCurve> {
  const grid = await crossValidateGridHere(source, classes, {
    ...options,
    inversePenalties: [1],
  });
  return grid[0].curve;
}

const tfidf = lowrank.fitTfidf(texts, { sublinear: true, ngrams: [1, 2], stem: true });
const svd = lowrank.truncatedSvd(matrix, 30);
/** Large enough for several steps. */
const manyRows = lowrank.toDense(
  Array.from({ length: 1500 }, (_, i) =>
    Array.from({ length: 1500 }, (_, j) => ((i + 1) * (j + 7)) % 11),
  ),
);
const manyLabels = Array.from({ length: 1500 }, (_, i) => ["a", "b", "c"][i % 3]);
const nmf = lowrank.fitNmf(matrix, 5);
const vocabulary = lowrank.buildVocabulary(texts);
const manyAxes = lowrank.truncatedSvd(manyRows, 3);

const network = lowrank.fitNetwork(dense, labels, { hiddenSizes: [5], epochs: 2 });

const sizes = { width: 8, heads: 2, maxWords: 50, epochs: 2, seed: 1 };
const transformer = lowrank.fitTransformer(texts, sizes);

export const twins: readonly Twin[] = [
  {
    name: "fitTransformer",
    sync: () => lowrank.fitTransformer(texts, sizes),
    async: (options) => lowrank.fitTransformerAsync(texts, { ...sizes, ...options }),
    wrong: [
      [() => lowrank.fitTransformer([]), () => lowrank.fitTransformerAsync([])],
      [
        () => lowrank.fitTransformer(texts, { heads: 5 }),
        () => lowrank.fitTransformerAsync(texts, { heads: 5 }),
      ],
    ],
  },
  {
    name: "adaptTransformer",
    sync: () => lowrank.adaptTransformer(transformer, texts, { rank: 2, magnitudes: true }),
    async: (options) =>
      lowrank.adaptTransformerAsync(transformer, texts, { rank: 2, magnitudes: true, ...options }),
    wrong: [
      [
        () => lowrank.adaptTransformer(transformer, texts, { rank: 9 }),
        () => lowrank.adaptTransformerAsync(transformer, texts, { rank: 9 }),
      ],
    ],
  },
  {
    name: "fitNmf",
    sync: () => lowrank.fitNmf(matrix, 8, { start: "random", seed: 3 }),
    async: (options) => lowrank.fitNmfAsync(matrix, 8, { start: "random", seed: 3, ...options }),
    wrong: [
      [() => lowrank.fitNmf([[1, -2]], 1), () => lowrank.fitNmfAsync([[1, -2]], 1)],
      [() => lowrank.fitNmf(matrix, 0), () => lowrank.fitNmfAsync(matrix, 0)],
    ],
  },
  {
    name: "transformNmf",
    sync: () => lowrank.transformNmf(nmf, matrix, { tolerance: 1e-8 }),
    async: (options) => lowrank.transformNmfAsync(nmf, matrix, { tolerance: 1e-8, ...options }),
    wrong: [[() => lowrank.transformNmf(nmf, [[1]]), () => lowrank.transformNmfAsync(nmf, [[1]])]],
  },
  {
    name: "countCooccurrences",
    sync: () => lowrank.countCooccurrences(vocabulary, texts, { window: 3 }),
    async: (options) =>
      lowrank.countCooccurrencesAsync(vocabulary, texts, { window: 3, ...options }),
    wrong: [
      [
        () => lowrank.countCooccurrences(vocabulary, texts, { window: 0 }),
        () => lowrank.countCooccurrencesAsync(vocabulary, texts, { window: 0 }),
      ],
    ],
  },
  {
    name: "truncatedSvd of a sparse matrix",
    sync: () => lowrank.truncatedSvd(matrix, 40, { seed: 3 }),
    async: (options) => lowrank.truncatedSvdAsync(matrix, 40, { seed: 3, ...options }),
    wrong: [
      [() => lowrank.truncatedSvd(matrix, 0), () => lowrank.truncatedSvdAsync(matrix, 0)],
      [
        () => lowrank.truncatedSvd([[1, 2]], 1, { method: "fast" as never }),
        () => lowrank.truncatedSvdAsync([[1, 2]], 1, { method: "fast" as never }),
      ],
      [() => lowrank.truncatedSvd([[1, NaN]], 1), () => lowrank.truncatedSvdAsync([[1, NaN]], 1)],
      [
        () => lowrank.truncatedSvd("words" as never, 1),
        () => lowrank.truncatedSvdAsync("words" as never, 1),
      ],
      [
        () => lowrank.truncatedSvd(matrix, 4, { seed: (() => 1) as never }),
        () => lowrank.truncatedSvdAsync(matrix, 4, { seed: (() => 1) as never }),
      ],
      [
        () => lowrank.truncatedSvd(matrix, 100, { maxBasis: 120, tolerance: 1e-9 }),
        () => lowrank.truncatedSvdAsync(matrix, 100, { maxBasis: 120, tolerance: 1e-9 }),
      ],
    ],
  },
  {
    name: "truncatedSvd of a wide matrix, without U",
    sync: () => lowrank.truncatedSvd(matrix.transpose(), 20, { leftVectors: false }),
    async: (options) =>
      lowrank.truncatedSvdAsync(matrix.transpose(), 20, { leftVectors: false, ...options }),
    wrong: [],
  },
  {
    name: "truncatedSvd of a dense matrix, exact",
    sync: () => lowrank.truncatedSvd(dense, 5, { method: "exact" }),
    async: (options) => lowrank.truncatedSvdAsync(dense, 5, { method: "exact", ...options }),
    wrong: [],
  },
  {
    name: "truncatedSvd on two threads",
    sync: () => lowrank.truncatedSvd(matrix, 30, { threads: 2 }),
    async: (options) => lowrank.truncatedSvdAsync(matrix, 30, { threads: 2, ...options }),
    wrong: [],
  },
  {
    name: "fitPca",
    sync: () => lowrank.fitPca(moved, 6, { method: "iterative" }),
    async: (options) => lowrank.fitPcaAsync(moved, 6, { method: "iterative", ...options }),
    wrong: [
      [() => lowrank.fitPca([[1, 2]], 1), () => lowrank.fitPcaAsync([[1, 2]], 1)],
      [() => lowrank.fitPca(moved, 31), () => lowrank.fitPcaAsync(moved, 31)],
    ],
  },
  {
    name: "fitTfidf",
    sync: () => lowrank.fitTfidf(texts, { ngrams: [1, 2], stopWords: "english" }),
    async: (options) =>
      lowrank.fitTfidfAsync(texts, { ngrams: [1, 2], stopWords: "english", ...options }),
    wrong: [
      [() => lowrank.fitTfidf([]), () => lowrank.fitTfidfAsync([])],
      [() => lowrank.fitTfidf("a text" as never), () => lowrank.fitTfidfAsync("a text" as never)],
      [
        () => lowrank.fitTfidf(["a", (() => "b") as never]),
        () => lowrank.fitTfidfAsync(["a", (() => "b") as never]),
      ],
      [
        () => lowrank.fitTfidf(texts, { minDocumentFrequency: 5000 }),
        () => lowrank.fitTfidfAsync(texts, { minDocumentFrequency: 5000 }),
      ],
    ],
  },
  {
    name: "fitTfidf of counts",
    sync: () => lowrank.fitTfidf(lowrank.countCorpus(texts)),
    async: (options) => lowrank.fitTfidfAsync(lowrank.countCorpus(texts), options),
    wrong: [],
  },
  {
    name: "fitTransformTfidf",
    sync: () => lowrank.fitTransformTfidf(texts, { sublinear: true, stem: true }),
    async: (options) =>
      lowrank.fitTransformTfidfAsync(texts, { sublinear: true, stem: true, ...options }),
    wrong: [],
  },
  {
    name: "fitLogisticRegression of dense features",
    sync: () => lowrank.fitLogisticRegression(dense, labels, { classWeights: "balanced" }),
    async: (options) =>
      lowrank.fitLogisticRegressionAsync(dense, labels, { classWeights: "balanced", ...options }),
    wrong: [
      [
        () => lowrank.fitLogisticRegression(dense, labels.slice(1)),
        () => lowrank.fitLogisticRegressionAsync(dense, labels.slice(1)),
      ],
      [
        () => lowrank.fitLogisticRegression(dense, labels, { inversePenalty: -1 }),
        () => lowrank.fitLogisticRegressionAsync(dense, labels, { inversePenalty: -1 }),
      ],
    ],
  },
  {
    name: "fitLogisticRegression of sparse features, from a model",
    sync: () => lowrank.fitLogisticRegression(matrix, labels, { initial: sparseModel }),
    async: (options) =>
      lowrank.fitLogisticRegressionAsync(matrix, labels, { initial: sparseModel, ...options }),
    wrong: [],
  },
  {
    name: "transformTfidf",
    sync: () => lowrank.transformTfidf(tfidf, texts),
    async: (options) => lowrank.transformTfidfAsync(tfidf, texts, options),
    wrong: [
      [
        () => lowrank.transformTfidf({} as never, texts),
        () => lowrank.transformTfidfAsync({} as never, texts),
      ],
      [
        () => lowrank.transformTfidf(tfidf, "a text" as never),
        () => lowrank.transformTfidfAsync(tfidf, "a text" as never),
      ],
      [
        () => lowrank.transformTfidf(tfidf, ["a", (() => "b") as never]),
        () => lowrank.transformTfidfAsync(tfidf, ["a", (() => "b") as never]),
      ],
      [
        () => lowrank.transformTfidf(tfidf, lowrank.encodeTexts(texts)),
        () => lowrank.transformTfidfAsync(tfidf, lowrank.encodeTexts(texts)),
      ],
    ],
  },
  {
    name: "transformTfidf of tokens",
    sync: () => {
      const tokens = lowrank.encodeTokens(texts.map((text) => text.split(" ")));
      return lowrank.transformTfidf(lowrank.fitTfidf(tokens), tokens);
    },
    async: (options) => {
      const tokens = lowrank.encodeTokens(texts.map((text) => text.split(" ")));
      return lowrank.transformTfidfAsync(lowrank.fitTfidf(tokens), tokens, options);
    },
    wrong: [
      [
        () => lowrank.transformTfidf(lowrank.fitTfidf(lowrank.encodeTokens([["a"]])), ["a"]),
        () => lowrank.transformTfidfAsync(lowrank.fitTfidf(lowrank.encodeTokens([["a"]])), ["a"]),
      ],
    ],
  },
  {
    name: "projectRows of a sparse matrix",
    sync: () => lowrank.projectRows(svd, matrix),
    async: (options) => lowrank.projectRowsAsync(svd, matrix, options),
    wrong: [
      [() => lowrank.projectRows(svd, dense), () => lowrank.projectRowsAsync(svd, dense)],
      [
        () => lowrank.projectRows(matrix as never, svd as never),
        () => lowrank.projectRowsAsync(matrix as never, svd as never),
      ],
      [
        () => lowrank.projectRows(lowrank.truncatedSvd([[1, 2]], 1), [[1, Infinity]]),
        () => lowrank.projectRowsAsync(lowrank.truncatedSvd([[1, 2]], 1), [[1, Infinity]]),
      ],
    ],
  },
  {
    name: "projectRows of a dense matrix, in several steps",
    sync: () => lowrank.projectRows(manyAxes, manyRows),
    async: (options) => lowrank.projectRowsAsync(manyAxes, manyRows, options),
    wrong: [],
  },
  {
    name: "projectRows of an operator",
    sync: () => lowrank.projectRows(svd, operator),
    async: (options) => lowrank.projectRowsAsync(svd, operator, options),
    wrong: [],
  },
  {
    name: "estimateSpectrum",
    sync: () => lowrank.estimateSpectrum(matrix, { vectors: 3, seed: 2 }),
    async: (options) => lowrank.estimateSpectrumAsync(matrix, { vectors: 3, seed: 2, ...options }),
    wrong: [
      [
        () => lowrank.estimateSpectrum(matrix, { vectors: 0 }),
        () => lowrank.estimateSpectrumAsync(matrix, { vectors: 0 }),
      ],
      [() => lowrank.estimateSpectrum([]), () => lowrank.estimateSpectrumAsync([])],
    ],
  },
  {
    name: "estimateSpectrum of an operator",
    sync: () => lowrank.estimateSpectrum(operator, { vectors: 2, steps: 20 }),
    async: (options) =>
      lowrank.estimateSpectrumAsync(operator, { vectors: 2, steps: 20, ...options }),
    wrong: [],
  },
  {
    name: "fitNaiveBayes",
    sync: () => lowrank.fitNaiveBayes(matrix, labels, { classWeights: "balanced" }),
    async: (options) =>
      lowrank.fitNaiveBayesAsync(matrix, labels, { classWeights: "balanced", ...options }),
    wrong: [
      [() => lowrank.fitNaiveBayes(moved, labels), () => lowrank.fitNaiveBayesAsync(moved, labels)],
      [
        () => lowrank.fitNaiveBayes(matrix, labels, { smoothing: 0 }),
        () => lowrank.fitNaiveBayesAsync(matrix, labels, { smoothing: 0 }),
      ],
      [
        () => lowrank.fitNaiveBayes(matrix, labels.slice(1)),
        () => lowrank.fitNaiveBayesAsync(matrix, labels.slice(1)),
      ],
    ],
  },
  {
    name: "fitNaiveBayes of a dense matrix, in several steps",
    sync: () => lowrank.fitNaiveBayes(manyRows, manyLabels),
    async: (options) => lowrank.fitNaiveBayesAsync(manyRows, manyLabels, options),
    wrong: [],
  },
  {
    name: "crossValidateRank",
    sync: () => crossValidateRankHere(texts, labels, folds),
    async: (options) => lowrank.crossValidateRank(texts, labels, { ...folds, ...options }),
    wrong: [
      [
        () => crossValidateRankHere(texts, labels, { ...folds, ranks: [700] }),
        () => lowrank.crossValidateRank(texts, labels, { ...folds, ranks: [700] }),
      ],
      [
        () => crossValidateRankHere(texts, labels.slice(1), folds),
        () => lowrank.crossValidateRank(texts, labels.slice(1), folds),
      ],
    ],
  },
  {
    name: "crossValidateTfidf",
    sync: () => crossValidateTfidfHere(texts, labels, { folds: 2 }),
    async: (options) => lowrank.crossValidateTfidf(texts, labels, { folds: 2, ...options }),
    wrong: [],
  },
  {
    name: "scoreFewLabels",
    sync: () => scoreFewLabelsHere(dense, labels, few),
    async: (options) => lowrank.scoreFewLabels(dense, labels, { ...few, ...options }),
    wrong: [
      [
        () => scoreFewLabelsHere(dense, labels, { ...few, ranks: [31] }),
        () => lowrank.scoreFewLabels(dense, labels, { ...few, ranks: [31] }),
      ],
    ],
  },
  {
    name: "fitTextClassifier",
    sync: () => fitTextClassifierHere(texts, labels, chain),
    async: (options) => lowrank.fitTextClassifier(texts, labels, { ...chain, ...options }),
    wrong: [
      [
        () =>
          fitTextClassifierHere(
            texts,
            texts.map(() => "one"),
            chain,
          ),
        () =>
          lowrank.fitTextClassifier(
            texts,
            texts.map(() => "one"),
            chain,
          ),
      ],
    ],
  },
  {
    name: "fitRowClassifier",
    sync: () => fitRowClassifierHere(moved, labels, { ...folds, unitRows: true }),
    async: (options) =>
      lowrank.fitRowClassifier(moved, labels, { ...folds, unitRows: true, ...options }),
    wrong: [
      [
        () => fitRowClassifierHere(moved, labels, { ranks: [31] }),
        () => lowrank.fitRowClassifier(moved, labels, { ranks: [31] }),
      ],
    ],
  },
  {
    name: "fitImageClassifier",
    sync: () => fitRowClassifierHere(moved, labels, { ...folds, preparation: "centre" }),
    async: (options) => lowrank.fitImageClassifier(moved, labels, { ...folds, ...options }),
    wrong: [],
  },
  ...criteria.map((criterion): Twin => ({
    name: `chooseRank by ${criterion.by}`,
    sync: () => lowrank.chooseRank(moved, criterion),
    async: (options) => lowrank.chooseRankAsync(moved, { ...criterion, ...options }),
    wrong: [
      [
        () =>
          lowrank.chooseRank(
            [
              [1, NaN],
              [0, 1],
              [2, 2],
              [3, 0],
            ],
            criterion,
          ),
        () =>
          lowrank.chooseRankAsync(
            [
              [1, NaN],
              [0, 1],
              [2, 2],
              [3, 0],
            ],
            criterion,
          ),
      ],
    ],
  })),
  {
    name: "chooseRank by energy of an operator, with an estimated spectrum",
    sync: () => lowrank.chooseRank(operator, { by: "energy", leadingValues: 5 }),
    async: (options) =>
      lowrank.chooseRankAsync(operator, { by: "energy", leadingValues: 5, ...options }),
    wrong: [],
  },
  {
    name: "fitNetwork",
    sync: () => lowrank.fitNetwork(dense, labels, { hiddenSizes: [5], epochs: 3 }),
    async: (options) =>
      lowrank.fitNetworkAsync(dense, labels, { hiddenSizes: [5], epochs: 3, ...options }),
    wrong: [
      [
        () => lowrank.fitNetwork(dense, labels, { epochs: 0 }),
        () => lowrank.fitNetworkAsync(dense, labels, { epochs: 0 }),
      ],
    ],
  },
  {
    name: "adaptNetwork",
    sync: () => lowrank.adaptNetwork(network, moved, labels, { rank: 2, epochs: 3 }),
    async: (options) =>
      lowrank.adaptNetworkAsync(network, moved, labels, { rank: 2, epochs: 3, ...options }),
    wrong: [
      [
        () => lowrank.adaptNetwork(network, moved, labels, { rank: 99 }),
        () => lowrank.adaptNetworkAsync(network, moved, labels, { rank: 99 }),
      ],
    ],
  },
];
