import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { backpropagate } from "../../../src/lowrank/adapt/training/backpropagate";
import { createCrossEntropy } from "../../../src/lowrank/adapt/training/crossEntropy";
import { drawLayers } from "../../../src/lowrank/adapt/network";
import {
  addFactors,
  copyLayer,
  freezeLayer,
  listParameters,
  type TrainableLayer,
} from "../../../src/lowrank/adapt/training/trainableLayer";
import type { Block } from "../../../src/lowrank/base/blockProducts";
import { createRandom } from "../../../src/lowrank/base/random";
import { assertClose } from "./closeTo";

type Kind = TrainableLayer["trains"];

interface Case {
  sizes: number[];
  kinds: Kind[];
  rank: number;
  rows: number;
  seed: number;
}

const cases: fc.Arbitrary<Case> = fc.integer({ min: 1, max: 3 }).chain((layers) =>
  fc.record({
    sizes: fc.array(fc.integer({ min: 1, max: 6 }), {
      minLength: layers + 1,
      maxLength: layers + 1,
    }),
    kinds: fc.array(fc.constantFrom<Kind>("weightsAndBiases", "weights", "factors", "nothing"), {
      minLength: layers,
      maxLength: layers,
    }),
    rank: fc.integer({ min: 1, max: 3 }),
    rows: fc.integer({ min: 1, max: 5 }),
    seed: fc.nat(),
  }),
);

/**
 * Layers with every array drawn at random, factors included, so that no gradient is zero for want
 * of a start.
 */
function drawCase({ sizes, kinds, rank, rows, seed }: Case) {
  const random = createRandom(seed);
  const layers = drawLayers(sizes, seed).map((layer, i) => {
    const made =
      kinds[i] === "factors"
        ? addFactors(layer, rank, 0.7 * rank, random)
        : kinds[i] === "nothing"
          ? freezeLayer(layer)
          : copyLayer(layer, kinds[i]);
    for (const values of [made.biases, made.factors?.b ?? []])
      values.forEach((_, at) => (values[at] = random.normal()));
    return made;
  });
  const batch: Block = {
    length: rows,
    width: sizes[0],
    data: Float64Array.from({ length: rows * sizes[0] }, () => random.normal()),
  };
  const truth = Int32Array.from({ length: rows }, () => random.integer(sizes[sizes.length - 1]));
  return {
    layers,
    batch,
    loss: createCrossEntropy(truth),
    order: Int32Array.from({ length: rows }, (_, i) => i),
  };
}

test("the gradient is the slope of the loss (central differences), for weights, biases and factors, in any mixture of layers", () => {
  fc.assert(
    fc.property(cases, (drawn) => {
      const { layers, batch, loss, order } = drawCase(drawn);
      const { gradients } = backpropagate(layers, batch, order, loss);
      const at = (): number => backpropagate(layers, batch, order, loss).loss;
      layers.forEach((layer, i) =>
        listParameters(layer).forEach((values, p) => {
          const slopes = values.map((value, j) => {
            const shifted = (shift: number): number => ((values[j] = value + shift), at());
            // Where a ReLU bends within the step, the slopes on both sides differ; a shorter step
            // avoids it.
            const slope = [1e-5, 1e-7].map((step) => (shifted(step) - shifted(-step)) / (2 * step));
            values[j] = value;
            return Math.abs(slope[0] - gradients[i][p][j]) < 1e-6 ? slope[0] : slope[1];
          });
          assertClose(gradients[i][p], slopes, 1e-6);
        }),
      );
    }),
    // Fixed, since a draw with a ReLU input within 1e-7 of its bend has no slope to compare with.
    { numRuns: 200, seed: 11 },
  );
});

test("what is frozen has no gradient, and layers below the lowest trained one are not visited", () => {
  const { layers, batch, loss, order } = drawCase({
    sizes: [4, 3, 3, 2],
    kinds: ["nothing", "nothing", "weights"],
    rank: 1,
    rows: 2,
    seed: 1,
  });
  assert.deepEqual(
    backpropagate(layers, batch, order, loss).gradients.map((arrays) => arrays.length),
    [0, 0, 1],
  );
});

test("scores of thousands neither overflow nor lose the loss", () => {
  const loss = createCrossEntropy(Int32Array.of(1, 0));
  const outputs: Block = { length: 2, width: 2, data: Float64Array.of(500, 0, 5000, 0) };
  assert.equal(loss(outputs, Int32Array.of(0, 1)), 250);
  assertClose(outputs.data, [0.5, -0.5, 0, 0], 1e-15);
});
