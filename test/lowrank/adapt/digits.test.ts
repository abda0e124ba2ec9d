import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { adaptNetwork, type AdaptNetworkOptions } from "../../../src/lowrank/adapt/adaptNetwork";
import { updateMatrix, type Adaptation } from "../../../src/lowrank/adapt/adaptation";
import { countParameters } from "../../../src/lowrank/adapt/countParameters";
import { fitNetwork } from "../../../src/lowrank/adapt/fitNetwork";
import { predictNetwork } from "../../../src/lowrank/adapt/predictNetwork";
import { stratifiedSplit } from "../../../src/lowrank/classify/folds";
import { rotateImages } from "../../../src/lowrank/teaching/rotateImages";
import { toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { cumulativeEnergy, energy } from "../../../src/lowrank/linalg/frobenius";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";

const shared = process.env.LOWRANK_SHARED_DATA ?? "";
const file = path.join(shared, "digits8x8", "digits.csv.gz");
const skip =
  shared === ""
    ? "set LOWRANK_SHARED_DATA to the folder of the data sets"
    : !existsSync(file) && `${file} is not there`;

/**
 * A run of the same experiment elsewhere, with one seed and other details of training:
 * scikit-learn's digits, layers 64–64–64–10 trained upright, adapted to the digits turned by 90°,
 * biases frozen.
 */
const reference: [options: AdaptNetworkOptions, accuracy: number, parameters: number][] = [
  [{ method: "none" }, 0.121, 0],
  [{ rank: 1 }, 0.865, 330],
  [{ rank: 2 }, 0.901, 660],
  [{ rank: 4 }, 0.936, 1320],
  [{ rank: 8 }, 0.96, 2640],
  [{ rank: 16 }, 0.962, 5280],
  [{ method: "full" }, 0.98, 8832],
];
/** Share of the energy of the full update's layers in their first 8 directions, in the same run. */
const referenceShares = [0.81, 0.85, 0.97];

function readDigits() {
  const rows = gunzipSync(readFileSync(file))
    .toString()
    .trim()
    .split("\n")
    .map((line) => line.split(",").map(Number));
  return {
    pixels: rows.map((row) => row.slice(0, 64).map((value) => value / 16)),
    labels: rows.map((row) => String(row[64])),
  };
}

/**
 * Accuracy on a quarter of the digits, of what each method learns from the rest; and what it
 * learnt.
 */
function runExperiment(seed: number): { accuracy: number; adaptation: Adaptation }[] {
  const { pixels, labels } = readDigits();
  const { train, test: held } = stratifiedSplit(labels, { testFraction: 0.25, seed });
  const [learn, check] = [train, held].map((rows) => ({
    images: toDense(Array.from(rows, (row) => pixels[row])),
    labels: Array.from(rows, (row) => labels[row]),
  }));
  const network = fitNetwork(learn.images, learn.labels, { seed });
  const turned = rotateImages(check.images, 1);
  return reference.map(([options]) => {
    const adaptation = adaptNetwork(network, rotateImages(learn.images, 1), learn.labels, {
      ...options,
      seed,
    });
    const right = predictNetwork(network, turned, { adaptation }).filter(
      (label, i) => label === check.labels[i],
    ).length;
    return { accuracy: right / check.labels.length, adaptation };
  });
}

test(
  "adapting digits to turned ones: parameters, accuracies and their order are those of an independent run",
  { skip },
  () => {
    const runs = [0, 1].map(runExperiment);
    const means = reference.map(
      (_, i) => runs.reduce((sum, run) => sum + run[i].accuracy, 0) / runs.length,
    );
    reference.forEach(([options, accuracy, parameters], i) => {
      assert.equal(countParameters(runs[0][i].adaptation), parameters);
      assert.ok(
        Math.abs(means[i] - accuracy) < 0.05,
        `${JSON.stringify(options)}: ${means[i]} is not ${accuracy} ± 0.05`,
      );
    });
    const [none, one, two, four, eight, sixteen, full] = means;
    assert.ok(none < 0.2 && none < one && one < two && two < four, means.join());
    // Ranks 4, 8 and 16 lie within two standard errors of each other.
    assert.ok(
      Math.min(eight, sixteen) > two &&
        full > Math.max(one, two, four) &&
        full > (eight + sixteen) / 2,
      means.join(),
    );
    runs[0][6].adaptation.updates.forEach((update, i) => {
      const matrix = updateMatrix(update!);
      const share = cumulativeEnergy(truncatedSvd(matrix, 8).singularValues, energy(matrix))[7];
      assert.ok(
        Math.abs(share - referenceShares[i]) < 0.06,
        `layer ${i}: ${share} is not ${referenceShares[i]} ± 0.06`,
      );
    });
  },
);
