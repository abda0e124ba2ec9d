import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createCrossEntropy, type Loss } from "../../../src/lowrank/adapt/training/crossEntropy";
import { drawLayers } from "../../../src/lowrank/adapt/network";
import { predictNetworkProbabilities } from "../../../src/lowrank/adapt/predictNetwork";
import {
  addFactors,
  copyLayer,
  takeUpdate,
} from "../../../src/lowrank/adapt/training/trainableLayer";
import { updateMatrix } from "../../../src/lowrank/adapt/adaptation";
import { numberLabels } from "../../../src/lowrank/adapt/training/trainingSet";
import { trainLayers } from "../../../src/lowrank/adapt/training/trainLayers";
import { energy } from "../../../src/lowrank/linalg/frobenius";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { createRandom } from "../../../src/lowrank/base/random";
import { reconstruct } from "../../../src/lowrank/linalg/takeRank";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { assertClose } from "./closeTo";
import { drawMatrix } from "./randomNetwork";
import { fixturePath } from "../../paths";

interface PlainLayer {
  weights: number[][];
  biases: number[];
}

interface Fixture {
  cases: {
    name: string;
    inputs: number[][];
    labels: string[];
    classes: string[];
    learningRate: number;
    start: PlainLayer[];
    probabilities: number[][];
    end: PlainLayer[];
    losses: number[];
    endProbabilities: number[][];
  }[];
}

// Written by adapt.py with scikit-learn's MLPClassifier.
const fixture = JSON.parse(readFileSync(fixturePath("adapt.json"), "utf8")) as Fixture;
const toLayers = (layers: PlainLayer[]) =>
  layers.map(({ weights, biases }) => ({
    weights: toDense(weights),
    biases: Float64Array.from(biases),
  }));

for (const {
  name,
  inputs,
  labels,
  classes,
  learningRate,
  start,
  probabilities,
  end,
  losses,
  endProbabilities,
} of fixture.cases) {
  test(`trainLayers takes the steps of scikit-learn's MLPClassifier: ${name}`, () => {
    const images = toDense(inputs);
    assertClose(
      predictNetworkProbabilities({ classes, layers: toLayers(start), losses: [] }, images).data,
      probabilities.flat(),
      1e-12,
    );
    const layers = toLayers(start).map((layer) => copyLayer(layer, "weightsAndBiases"));
    const found = trainLayers(layers, images, createCrossEntropy(numberLabels(labels, classes)), {
      epochs: losses.length,
      batchSize: inputs.length,
      learningRate,
    });
    assertClose(found, losses, 1e-9);
    layers.forEach(({ weights, biases }, i) => {
      assertClose(weights, end[i].weights.flat(), 1e-8);
      assertClose(biases, end[i].biases, 1e-8);
    });
    assertClose(
      predictNetworkProbabilities({ classes, layers: toLayers(end), losses: [] }, images).data,
      endProbabilities.flat(),
      1e-12,
    );
  });
}

/** Mean over rows of ½‖y − target‖². */
const squaredError =
  (targets: DenseMatrix): Loss =>
  (outputs, rows) => {
    let loss = 0;
    for (let at = 0; at < outputs.data.length; at++) {
      const row = rows[Math.floor(at / outputs.width)];
      outputs.data[at] -= targets.data[row * outputs.width + (at % outputs.width)];
      loss += outputs.data[at] ** 2 / 2;
      outputs.data[at] /= outputs.length;
    }
    return loss / outputs.length;
  };

/** Rows with mean square 1 in every direction: XᵀX = rows · I. */
function drawWhitened(rows: number, columns: number, seed: number): DenseMatrix {
  const { u } = truncatedSvd(drawMatrix(rows, columns, createRandom(seed)), columns, {
    method: "exact",
  });
  return new DenseMatrix(
    rows,
    columns,
    u.data.map((value) => value * Math.sqrt(rows)),
  );
}

for (const rank of [1, 2, 3]) {
  test(`a linear layer with whitened inputs learns as its best update of rank ${rank} the truncated SVD of the full one (Eckart–Young)`, () => {
    const random = createRandom(9);
    const [rows, columns, outputs] = [40, 6, 5];
    const inputs = drawWhitened(rows, columns, 4);
    const [layer] = drawLayers([columns, outputs], 2);
    const targets = drawMatrix(rows, outputs, random);
    // The full update of least squares: ΔW = RᵀX / rows, R what the layer leaves over.
    const left = toDense(targets.clone().sub(inputs.mmul(layer.weights.transpose())));
    const full = toDense(left.transpose().mmul(inputs).div(rows));
    const expected = reconstruct(truncatedSvd(full, rank, { method: "exact" }));
    const trained = addFactors(layer, rank, rank, random);
    for (const learningRate of [0.03, 0.003, 0.0003])
      trainLayers([trained], inputs, squaredError(targets), {
        epochs: 1500,
        batchSize: rows,
        learningRate,
      });
    const update = takeUpdate(trained, layer);
    assert.ok(update?.kind === "lowRank");
    const learnt = updateMatrix(update);
    assertClose(learnt.data, expected.data, 1e-4);
    const missed = toDense(full.clone().sub(learnt));
    const tail = truncatedSvd(full, outputs, { method: "exact" })
      .singularValues.slice(rank)
      .reduce((sum, value) => sum + value * value, 0);
    assert.ok(Math.abs(energy(missed) - tail) < 1e-6 * energy(full));
  });
}

test("trainLayers names what is wrong", () => {
  const layers = drawLayers([2, 2], 0).map((layer) => copyLayer(layer, "weights"));
  const train = (options: object): void =>
    void trainLayers(
      layers,
      toDense([
        [1, 2],
        [3, 4],
      ]),
      createCrossEntropy(Int32Array.of(0, 1)),
      options,
    );
  assert.throws(() => train({ epochs: 0 }), /epochs 0 is not a whole number from 1 up/);
  assert.throws(() => train({ batchSize: 1.5 }), /batchSize 1.5/);
  assert.throws(() => train({ learningRate: -1 }), /learningRate -1 is not above 0/);
  assert.throws(() => train({ learningRate: Number.NaN }), /learningRate NaN/);
  assert.throws(
    () => train({ learningRate: 1e308 }),
    /the loss is NaN in epoch \d+; choose a learningRate below/,
  );
});
