import assert from "node:assert/strict";
import { test } from "node:test";
import {
  countLowRankParameters,
  countParameters,
} from "../../../src/lowrank/adapt/countParameters";
import { drawNetwork, drawUpdate } from "./randomNetwork";
import { createRandom } from "../../../src/lowrank/base/random";

const square = (side: number) => ({ inputs: side, outputs: side });

// Hu et al. 2021, LoRA: tables 2 and 4 (4.7M and 37.7M for GPT-3, 0.3M for RoBERTa-base).
for (const [model, rank, layers, side, published] of [
  ["GPT-3 175B", 1, 96, 12288, 4_718_592],
  ["GPT-3 175B", 8, 96, 12288, 37_748_736],
  ["RoBERTa-base", 8, 12, 768, 294_912],
] as const) {
  test(`countLowRankParameters gives ${published} for ${model}, query and value, rank ${rank}`, () => {
    assert.equal(
      countLowRankParameters({ rank, layers, matrices: [square(side), square(side)] }),
      published,
    );
  });
}

test("countLowRankParameters agrees with the factors of a network's own layers: 330 numbers a rank for 64–64–64–10", () => {
  const { layers } = drawNetwork([64, 64, 64, 10], 0);
  const matrices = layers.map(({ weights }) => ({
    inputs: weights.columns,
    outputs: weights.rows,
  }));
  for (const rank of [1, 2, 4, 8, 16]) {
    const updates = layers.map(({ weights }) => drawUpdate(weights, rank, 8, createRandom(1)));
    assert.equal(countLowRankParameters({ rank, matrices }), 330 * rank);
    assert.equal(countParameters({ method: "lowRank", updates, losses: [] }), 330 * rank);
  }
});

test("countParameters counts weights and biases", () => {
  assert.equal(countParameters(drawNetwork([64, 64, 64, 10], 0)), 8832 + 138);
});

test("countLowRankParameters refuses what is no whole number above 0", () => {
  assert.throws(
    () => countLowRankParameters({ rank: 0, matrices: [square(2)] }),
    /0 is not a whole number from 1 up/,
  );
  assert.throws(
    () => countLowRankParameters({ rank: 1, matrices: [square(2.5)] }),
    /2.5 is not a whole number/,
  );
});
