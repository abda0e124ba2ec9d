import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as lowrank from "../../../src/lowrank/index";
import { rotateImages } from "../../../src/lowrank/teaching";

/** A public function that takes a matrix, called on whatever is put in that matrix's place. */
export interface Door {
  readonly name: string;
  /** What the function calls its matrix. */
  readonly argument: string;
  readonly call: (matrix: never) => unknown;
  /** The entries to call it with; default `sample`. */
  readonly rows?: readonly (readonly number[])[];
  /** Whether products are enough for it. */
  readonly takesOperators?: true;
  /** Whether it passes numbers on, so that NaN is no mistake. */
  readonly keepsNaN?: true;
  /** How far numbers may differ between kinds of matrix; default 1e-9, which is rounding. */
  readonly tolerance?: number;
}

/** Six rows of four columns, with zeros, as every door can work on. */
export const sample: readonly (readonly number[])[] = [
  [3, 0, 1, 0],
  [0, 2, 0, 1],
  [4, 0, 2, 0],
  [0, 5, 1, 3],
  [6, 1, 0, 0],
  [1, 3, 0, 2],
];
const labels = ["a", "b", "a", "b", "a", "b"];
const rows = sample.map((row) => [...row]);
const svd = lowrank.truncatedSvd(rows, 2);
const cloudSvd = lowrank.truncatedSvd(
  sample.map((row) => row.slice(0, 2)),
  2,
);
const pca = lowrank.fitPca(rows, 2);
const nmf = lowrank.fitNmf(rows, 2);
const logistic = lowrank.fitLogisticRegression(rows, labels);
const bayes = lowrank.fitNaiveBayes(rows, labels);
const network = lowrank.fitNetwork(rows, labels, { hiddenSizes: [3], epochs: 2 });

function inFolder<Result>(use: (folder: string) => Result): Result {
  const folder = mkdtempSync(path.join(tmpdir(), "lowrank-doors-"));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const chain = { ranks: [1, 2], folds: 2, model: "full", preparation: "none" } as const;
const rowModel = lowrank.fitRowClassifier(rows, labels, chain);

export const doors: readonly Door[] = [
  {
    name: "fitRowClassifier",
    argument: "rows",
    // Sparse and dense training stop within a tolerance of the same minimum.
    tolerance: 1e-5,
    call: async (m) => (await lowrank.fitRowClassifier(m, labels, chain)).classifier.coefficients,
  },
  {
    name: "predictRows",
    argument: "rows",
    call: async (m) => lowrank.predictRows(await rowModel, m),
  },
  { name: "toDense", argument: "source", keepsNaN: true, call: lowrank.toDense },
  { name: "sparseFromRows", argument: "rows", keepsNaN: true, call: lowrank.sparseFromRows },
  { name: "energy", argument: "matrix", call: lowrank.energy },
  { name: "unitRows", argument: "matrix", call: (m) => lowrank.unitRows(m) },
  {
    name: "takeColumns",
    argument: "matrix",
    keepsNaN: true,
    call: (m) => lowrank.takeColumns(m, 2),
  },
  {
    name: "createSimilarityIndex",
    argument: "rows",
    call: (m) => lowrank.searchSimilar(lowrank.createSimilarityIndex(m), [[1, 2, 0, 1]], 3),
  },
  {
    name: "searchSimilar",
    argument: "queries",
    call: (m) => lowrank.searchSimilar(lowrank.createSimilarityIndex(rows), m, 3),
  },
  { name: "nearestRows", argument: "matrix", call: (m) => lowrank.nearestRows(m, [1, 2, 0, 1], 3) },
  {
    name: "truncatedSvd",
    argument: "matrix",
    takesOperators: true,
    call: (m) => lowrank.truncatedSvd(m, 2),
  },
  {
    name: "truncatedSvd, iterative",
    argument: "matrix",
    takesOperators: true,
    call: (m) => lowrank.truncatedSvd(m, 2, { method: "iterative" }).singularValues,
  },
  {
    name: "projectRows",
    argument: "rows",
    takesOperators: true,
    call: (m) => lowrank.projectRows(svd, m),
  },
  {
    name: "projectRowsAsync",
    argument: "rows",
    takesOperators: true,
    call: (m) => lowrank.projectRowsAsync(svd, m),
  },
  {
    name: "truncatedSvdAsync",
    argument: "matrix",
    takesOperators: true,
    call: (m) => lowrank.truncatedSvdAsync(m, 2),
  },
  { name: "fitPca", argument: "matrix", call: (m) => lowrank.fitPca(m, 2) },
  { name: "fitPcaAsync", argument: "matrix", call: (m) => lowrank.fitPcaAsync(m, 2) },
  { name: "transformPca", argument: "rows", call: (m) => lowrank.transformPca(pca, m) },
  { name: "fitNmf", argument: "matrix", call: (m) => lowrank.fitNmf(m, 2) },
  { name: "fitNmfAsync", argument: "matrix", call: (m) => lowrank.fitNmfAsync(m, 2) },
  { name: "transformNmf", argument: "rows", call: (m) => lowrank.transformNmf(nmf, m) },
  { name: "transformNmfAsync", argument: "rows", call: (m) => lowrank.transformNmfAsync(nmf, m) },
  { name: "weighPmi", argument: "counts", call: (m) => lowrank.weighPmi(m) },
  {
    name: "estimateSpectrum",
    argument: "matrix",
    takesOperators: true,
    call: (m) => lowrank.estimateSpectrum(m),
  },
  {
    name: "estimateSpectrumAsync",
    argument: "matrix",
    takesOperators: true,
    call: (m) => lowrank.estimateSpectrumAsync(m),
  },
  {
    name: "chooseRank, energy",
    argument: "matrix",
    takesOperators: true,
    call: (m) => lowrank.chooseRank(m, { by: "energy" }),
  },
  {
    name: "chooseRank, elbow",
    argument: "matrix",
    takesOperators: true,
    call: (m) => lowrank.chooseRank(m, { by: "elbow" }),
  },
  {
    name: "chooseRank, threshold",
    argument: "matrix",
    takesOperators: true,
    call: (m) => lowrank.chooseRank(m, { by: "threshold" }),
  },
  {
    name: "chooseRank, minka",
    argument: "matrix",
    call: (m) => lowrank.chooseRank(m, { by: "minka" }),
  },
  {
    name: "chooseRank, parallelAnalysis",
    argument: "matrix",
    call: (m) => lowrank.chooseRank(m, { by: "parallelAnalysis", draws: 3, maxRank: 2 }).rank,
  },
  {
    name: "chooseRank, biCrossValidation",
    argument: "matrix",
    call: (m) => lowrank.chooseRank(m, { by: "biCrossValidation", maxRank: 2 }),
  },
  {
    name: "chooseRank, entries",
    argument: "matrix",
    call: (m) => lowrank.chooseRank(m, { by: "entries", maxRank: 2, folds: 3 }),
  },
  {
    name: "chooseRankAsync, energy",
    argument: "matrix",
    takesOperators: true,
    call: (m) => lowrank.chooseRankAsync(m, { by: "energy" }),
  },
  {
    name: "chooseRankAsync, entries",
    argument: "matrix",
    call: (m) => lowrank.chooseRankAsync(m, { by: "entries", maxRank: 2, folds: 3 }),
  },
  {
    name: "scoreFewLabels",
    argument: "features",
    call: (m) =>
      lowrank.scoreFewLabels(m, labels, { labelsPerClass: [2], draws: 2, unitRows: false }),
  },
  {
    name: "scoreFewLabels, test",
    argument: "test.features",
    call: (m) =>
      lowrank.scoreFewLabels(rows, labels, {
        labelsPerClass: [2],
        draws: 2,
        test: { features: m, labels },
      }),
  },
  {
    name: "fitLogisticRegression",
    argument: "features",
    tolerance: 1e-4,
    call: (m) => lowrank.fitLogisticRegression(m, labels).coefficients,
  },
  {
    name: "fitLogisticRegressionAsync",
    argument: "features",
    tolerance: 1e-4,
    call: async (m) => (await lowrank.fitLogisticRegressionAsync(m, labels)).coefficients,
  },
  {
    name: "predictLogisticRegression",
    argument: "features",
    call: (m) => lowrank.predictLogisticRegression(logistic, m),
  },
  {
    name: "predictLogisticRegressionProbabilities",
    argument: "features",
    call: (m) => lowrank.predictLogisticRegressionProbabilities(logistic, m),
  },
  {
    name: "predictLogisticRegressionScores",
    argument: "features",
    call: (m) => lowrank.predictLogisticRegressionScores(logistic, m),
  },
  {
    name: "fitNaiveBayes",
    argument: "features",
    call: (m) => lowrank.fitNaiveBayes(m, labels),
  },
  {
    name: "fitNaiveBayesAsync",
    argument: "features",
    call: (m) => lowrank.fitNaiveBayesAsync(m, labels),
  },
  {
    name: "predictNaiveBayes",
    argument: "features",
    call: (m) => lowrank.predictNaiveBayes(bayes, m),
  },
  {
    name: "predictNaiveBayesProbabilities",
    argument: "features",
    call: (m) => lowrank.predictNaiveBayesProbabilities(bayes, m),
  },
  {
    name: "logLoss",
    argument: "probabilities",
    rows: sample.map((row) => row.map((value) => value / 8)),
    call: (m) =>
      lowrank.logLoss({
        actual: labels,
        classes: ["a", "b", "c", "d"],
        probabilities: m,
      }),
  },
  {
    name: "fitNetwork",
    argument: "inputs",
    call: (m) => lowrank.fitNetwork(m, labels, { hiddenSizes: [3], epochs: 2 }),
  },
  {
    name: "predictNetwork",
    argument: "inputs",
    call: (m) => lowrank.predictNetwork(network, m),
  },
  {
    name: "predictNetworkProbabilities",
    argument: "inputs",
    call: (m) => lowrank.predictNetworkProbabilities(network, m),
  },
  {
    name: "adaptNetwork",
    argument: "inputs",
    call: (m) => lowrank.adaptNetwork(network, m, labels, { epochs: 2, rank: 1 }),
  },
  {
    name: "fitNetworkAsync",
    argument: "inputs",
    call: (m) => lowrank.fitNetworkAsync(m, labels, { hiddenSizes: [3], epochs: 2 }),
  },
  {
    name: "adaptNetworkAsync",
    argument: "inputs",
    call: (m) => lowrank.adaptNetworkAsync(network, m, labels, { epochs: 2, rank: 1 }),
  },
  {
    name: "exploreImages",
    argument: "images",
    call: (m) => lowrank.exploreImages(svd, { images: m, labels, size: 2 }).payload,
  },
  {
    name: "rotateImages",
    argument: "images",
    keepsNaN: true,
    call: (m) => rotateImages(m, 1),
  },
  { name: "formatNpy", argument: "array", keepsNaN: true, call: (m) => lowrank.formatNpy(m) },
  {
    name: "saveNpy",
    argument: "array",
    keepsNaN: true,
    call: (m) =>
      inFolder((folder) => {
        lowrank.saveNpy(path.join(folder, "a.npy"), m);
        return lowrank.loadNpy(path.join(folder, "a.npy"));
      }),
  },
  {
    name: "storeBlocks",
    argument: "part 0",
    call: (m) =>
      inFolder((folder) => {
        const file = path.join(folder, "a.blocks");
        lowrank.storeBlocks(file, [m]);
        const blocks = lowrank.openBlocks(file);
        const held = [...blocks.readBlocks()].map(({ matrix }) => matrix);
        blocks.close();
        return held;
      }),
  },
  {
    name: "plotImages",
    argument: "images",
    call: (m) => lowrank.plotImages(m),
  },
  {
    name: "plotDocumentMap",
    argument: "coordinates",
    call: (m) => lowrank.plotDocumentMap(m, labels),
  },
  {
    name: "plotConfusion",
    argument: "counts",
    rows: sample.slice(0, 4),
    call: (m) => lowrank.plotConfusion({ classes: ["a", "b", "c", "d"], counts: m }),
  },
  {
    name: "plotTermLoadings",
    argument: "V",
    call: (m) => lowrank.plotTermLoadings(m, labels),
  },
  {
    name: "plotRankSlider",
    argument: "matrix",
    call: (m) => lowrank.plotRankSlider(m, svd),
  },
  {
    name: "plotRankLayers",
    argument: "matrix",
    call: (m) => lowrank.plotRankLayers(m, svd),
  },
  {
    name: "plotCloud",
    argument: "points",
    rows: sample.map((row) => row.slice(0, 2)),
    call: (m) => lowrank.plotCloud(m, cloudSvd),
  },
  {
    name: "exploreEllipse",
    argument: "matrix",
    rows: [
      [2, 1],
      [0, 1],
    ],
    call: (m) => lowrank.exploreEllipse(m).payload,
  },
  {
    name: "plotImageSlider",
    argument: "picture",
    call: (m) => lowrank.plotImageSlider(m, svd),
  },
];
