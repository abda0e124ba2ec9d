import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { stratifiedFolds } from "../../../src/lowrank/classify/folds";
import {
  fitLogisticRegression,
  predictLogisticRegression,
} from "../../../src/lowrank/classify/logisticRegression";
import { accuracy } from "../../../src/lowrank/classify/metrics";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { fitPca, transformPca } from "../../../src/lowrank/linalg/pca";
import { takeColumns } from "../../../src/lowrank/linalg/takeRank";
import { findEnergyRank } from "../../../src/lowrank/rank/criteria/chooseByEnergy";

const shared = process.env.LOWRANK_SHARED_DATA ?? "";
const file = path.join(shared, "digits8x8", "digits.csv.gz");
const skip =
  shared === ""
    ? "set LOWRANK_SHARED_DATA to the folder of the data sets"
    : !existsSync(file) && `${file} is not there`;

/** scikit-learn's 1,797 scanned digits, pixels divided by 16. */
function readDigits(): { images: DenseMatrix; labels: string[] } {
  const rows = gunzipSync(readFileSync(file))
    .toString()
    .trim()
    .split("\n")
    .map((line) => line.split(",").map(Number));
  return {
    images: toDense(rows.map((row) => row.slice(0, 64).map((value) => value / 16))),
    labels: rows.map((row) => String(row[64])),
  };
}

/**
 * scikit-learn 1.2.1: PCA(k) → LogisticRegression, five stratified folds; the standard error is
 * about .004.
 */
const reference: readonly [rank: number, accuracy: number][] = [
  [2, 0.605],
  [5, 0.849],
  [10, 0.928],
  [15, 0.949],
  [20, 0.953],
  [30, 0.963],
  [40, 0.968],
  [64, 0.969],
];
/** Nearest neighbour on 30 of 64 dimensions, and on all pixels, from the same source. */
const nearestReference: readonly [rank: number, accuracy: number][] = [
  [30, 0.989],
  [64, 0.988],
];

function nearestLabels(known: DenseMatrix, names: readonly string[], rows: DenseMatrix): string[] {
  const others = known.to2DArray();
  return rows.to2DArray().map((row) => {
    const distances = others.map((other) =>
      other.reduce((sum, value, i) => sum + (value - row[i]) ** 2, 0),
    );
    return names[distances.indexOf(Math.min(...distances))];
  });
}

test(
  "fitPca(digits) takes 5, 13, 21, 29 and 41 components for 50, 80, 90, 95 and 99 % of the variance, as scikit-learn does",
  { skip },
  () => {
    const { singularValues } = fitPca(readDigits().images, 64).svd;
    assert.deepEqual(
      [0.5, 0.8, 0.9, 0.95, 0.99].map((share) => findEnergyRank(singularValues, share)),
      [5, 13, 21, 29, 41],
    );
  },
);

test(
  "PCA coordinates of scanned digits, fitted inside each fold, are read as well as scikit-learn reads them, at every rank",
  { skip },
  () => {
    const { images, labels } = readDigits();
    const [regression, nearest] = [reference, nearestReference].map(
      (pairs) => new Map(pairs.map(([rank]) => [rank, [] as number[]])),
    );
    for (const { train, test: held } of stratifiedFolds(labels, { folds: 5, seed: 0 })) {
      const [known, rows] = [train, held].map((part) => toDense(images.subMatrixRow([...part])));
      const [names, actual] = [train, held].map((part) => Array.from(part, (row) => labels[row]));
      const pca = fitPca(known, 64);
      const [from, to] = [known, rows].map((part) => transformPca(pca, part));
      for (const [rank, scores] of regression) {
        const model = fitLogisticRegression(takeColumns(from, rank), names);
        scores.push(
          accuracy({ actual, predicted: predictLogisticRegression(model, takeColumns(to, rank)) }),
        );
      }
      for (const [rank, scores] of nearest)
        scores.push(
          accuracy({
            actual,
            predicted: nearestLabels(takeColumns(from, rank), names, takeColumns(to, rank)),
          }),
        );
    }
    const compare = (pairs: typeof reference, found: Map<number, number[]>): void => {
      for (const [rank, expected] of pairs) {
        const mean = found.get(rank)!.reduce((sum, score) => sum + score, 0) / 5;
        assert.ok(
          Math.abs(mean - expected) < 0.01,
          `rank ${rank}: ${mean} is not ${expected} ± 0.01`,
        );
      }
    };
    compare(reference, regression);
    compare(nearestReference, nearest);
  },
);
