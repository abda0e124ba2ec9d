import assert from "node:assert/strict";
import { test } from "node:test";
import { adaptNetwork, type AdaptNetworkOptions } from "../../../src/lowrank/adapt/adaptNetwork";
import { mergeAdaptation, updateMatrix } from "../../../src/lowrank/adapt/adaptation";
import { countParameters } from "../../../src/lowrank/adapt/countParameters";
import { fitNetwork } from "../../../src/lowrank/adapt/fitNetwork";
import {
  predictNetwork,
  predictNetworkProbabilities,
} from "../../../src/lowrank/adapt/predictNetwork";
import { rotateImages } from "../../../src/lowrank/teaching/rotateImages";
import { generateStrokeDigits } from "../../../src/lowrank/teaching/strokeDigits";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { assertClose } from "./closeTo";

const upright = generateStrokeDigits({ perClass: 20, seed: 1 });
const turned = rotateImages(generateStrokeDigits({ perClass: 20, seed: 2 }).images, 1);
const { labels } = upright;
const network = fitNetwork(upright.images, labels, { hiddenSizes: [24, 16], epochs: 20, seed: 1 });
const adapt = (options: AdaptNetworkOptions) =>
  adaptNetwork(network, turned, labels, { epochs: 10, seed: 1, ...options });

test("fitNetwork learns its training rows, and the same numbers from the same seed", () => {
  const predicted = predictNetwork(network, upright.images);
  assert.ok(predicted.filter((label, i) => label === labels[i]).length > 190);
  assert.deepEqual(
    fitNetwork(upright.images, labels, { hiddenSizes: [24, 16], epochs: 20, seed: 1 }),
    network,
  );
  assert.notDeepEqual(
    fitNetwork(upright.images, labels, { hiddenSizes: [24, 16], epochs: 20, seed: 2 }).layers,
    network.layers,
  );
  assert.ok(network.losses.length === 20 && network.losses[19] < network.losses[0] / 4);
});

test("fitNetwork with no hidden layer is softmax regression", () => {
  const flat = fitNetwork(
    toDense([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]),
    ["no", "no", "yes", "yes"],
    { hiddenSizes: [], epochs: 300, learningRate: 0.1 },
  );
  assert.equal(flat.layers.length, 1);
  assert.deepEqual(
    predictNetwork(
      flat,
      toDense([
        [0, 0.5],
        [1, 0.5],
      ]),
    ),
    ["no", "yes"],
  );
});

for (const [options, parameters] of [
  [{ method: "none" }, 0],
  [{ method: "lastLayer" }, 160],
  [{ method: "full" }, 64 * 24 + 24 * 16 + 16 * 10],
  [{ method: "lowRank", rank: 1 }, 88 + 40 + 26],
  [{ method: "lowRank", rank: 16 }, 16 * (88 + 40 + 26)],
] as [AdaptNetworkOptions, number][]) {
  test(`adaptNetwork ${JSON.stringify(options)} trains ${parameters} numbers, leaves the network alone, and merges without a trace`, () => {
    const before = JSON.stringify(network);
    const adaptation = adapt(options);
    assert.equal(countParameters(adaptation), parameters);
    assert.equal(JSON.stringify(network), before);
    assert.equal(adaptation.method, options.method);
    const apart = predictNetworkProbabilities(network, turned, { adaptation });
    assertClose(
      predictNetworkProbabilities(mergeAdaptation(network, adaptation), turned).data,
      apart.data,
      1e-12,
    );
    if (parameters > 0) assert.ok(adaptation.losses[9] < adaptation.losses[0]);
    assert.deepEqual(adapt(options), adaptation);
  });
}

test("adaptNetwork learns from where the network stands: with B = 0 its first loss is the network's own", () => {
  const probabilities = predictNetworkProbabilities(network, turned);
  const loss = labels.reduce(
    (sum, label, i) =>
      sum - Math.log(probabilities.get(i, network.classes.indexOf(label))) / labels.length,
    0,
  );
  // One batch that holds all rows is measured before it moves anything.
  for (const method of ["lowRank", "full", "lastLayer"] as const) {
    assertClose(adapt({ method, epochs: 1, batchSize: labels.length }).losses, [loss], 1e-9);
  }
});

test("adaptNetwork's updates have rank r, and more of it fits the training rows better", () => {
  const losses = [1, 4, 16].map((rank) => {
    const adaptation = adapt({ rank, epochs: 40 });
    for (const update of adaptation.updates) {
      const { singularValues } = truncatedSvd(updateMatrix(update!), 10, { method: "exact" });
      if (rank < 10) assert.ok(singularValues[rank] < 1e-12 * singularValues[0]);
    }
    return adaptation.losses[39];
  });
  assert.ok(losses[0] > losses[1] && losses[1] > losses[2], losses.join());
});

test("α scales the update: with it, the first step of A and B moves the weights that much farther", () => {
  const [small, large] = [1, 10].map((alpha) => {
    const { updates } = adapt({ rank: 2, alpha, epochs: 1, batchSize: labels.length });
    return updateMatrix(updates[0]!).data;
  });
  // B moves by about the learning rate whatever the scale, A not at all: B was 0. (Less by Adam's ε
  // where the gradient is tiny.)
  assertClose(
    large,
    small.map((value) => 10 * value),
    1e-4,
  );
});

test("left out, α is 8 √r, as rank-stabilised LoRA scales it", () => {
  for (const rank of [1, 4, 9])
    assert.deepEqual(
      adapt({ rank, epochs: 1 }),
      adapt({ rank, alpha: 8 * Math.sqrt(rank), epochs: 1 }),
    );
  const [update] = adapt({ epochs: 1 }).updates;
  assert.equal(update?.kind === "lowRank" && update.alpha, 16);
});

test("fitNetwork and adaptNetwork name what is wrong", () => {
  const bad = toDense([
    [0, 1],
    [Number.NaN, 2],
  ]);
  assert.throws(() => fitNetwork(bad, ["a", "b"]), /input NaN at row 1, column 0; clean or drop/);
  assert.throws(() => fitNetwork(toDense([[1], [2]]), ["a"]), /2 rows of inputs, 1 labels/);
  assert.throws(() => fitNetwork(toDense([]), []), /0 rows cannot train/);
  assert.throws(() => fitNetwork(toDense([[], []]), ["a", "b"]), /0 columns tell nothing apart/);
  assert.throws(
    () => fitNetwork(toDense([[1], [2]]), ["a", "a"]),
    /all 2 labels are "a"; give at least 2 classes/,
  );
  assert.throws(
    () => fitNetwork(toDense([[1], [2]]), ["a", "b"], { hiddenSizes: [3, 0] }),
    /a hidden layer of 0 units/,
  );
  assert.throws(
    () => adapt({ rank: 25 }),
    /rank 25 is none that an update of these layers can have; choose a whole rank from 1 to 24/,
  );
  assert.throws(() => adapt({ alpha: 0 }), /alpha 0 is not above 0/);
  assert.throws(
    () => adapt({ method: "full", rank: 2 }),
    /rank 2 has no meaning for the method "full"/,
  );
  assert.throws(() => adapt({ method: "lora" as "full" }), /no method "lora"; choose/);
  assert.throws(
    () =>
      adaptNetwork(
        network,
        turned,
        labels.map((label) => (label === "3" ? "three" : label)),
      ),
    /label "three" at row 3 is none of the network's 10 classes/,
  );
  assert.throws(
    () => adaptNetwork(network, toDense([[1]]), ["1"]),
    /inputs have 1 columns, the network takes 64/,
  );
  assert.throws(() => predictNetwork(network, toDense([[1]])), /inputs have 1 columns/);
});

test("predictNetwork takes a row of zeros, and no rows at all", () => {
  assert.equal(predictNetwork(network, new DenseMatrix(1, 64)).length, 1);
  assert.deepEqual(predictNetwork(network, new DenseMatrix(0, 64)), []);
});
