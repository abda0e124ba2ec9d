import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  mergeAdaptation,
  truncateAdaptation,
  updateMatrix,
  type Adaptation,
} from "../../../src/lowrank/adapt/adaptation";
import { countParameters } from "../../../src/lowrank/adapt/countParameters";
import { predictNetworkProbabilities } from "../../../src/lowrank/adapt/predictNetwork";
import { toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { energy } from "../../../src/lowrank/linalg/frobenius";
import { createRandom } from "../../../src/lowrank/base/random";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { assertClose } from "./closeTo";
import { drawMatrix, drawNetwork, drawUpdate } from "./randomNetwork";

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 4 });

/** A network and an update of each kind: factors, entry by entry, and none, in turn. */
function drawAdapted(layerSizes: number[], rank: number, seed: number) {
  const network = drawNetwork(layerSizes, seed);
  const random = createRandom(seed + 1);
  const updates = network.layers.map(
    ({ weights }, i) =>
      [
        drawUpdate(weights, rank, 3, random),
        { kind: "dense" as const, weights: drawMatrix(weights.rows, weights.columns, random) },
        null,
      ][(i + seed) % 3],
  );
  return {
    network,
    adaptation: { method: "lowRank", updates, losses: [] } satisfies Adaptation,
    inputs: drawMatrix(7, layerSizes[0], random),
  };
}

test("mergeAdaptation changes no probability, and leaves the network as it was", () => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 4 }), fc.nat(1000), (layerSizes, rank, seed) => {
      const { network, adaptation, inputs } = drawAdapted(layerSizes, rank, seed);
      const before = JSON.stringify(network);
      const apart = predictNetworkProbabilities(network, inputs, { adaptation });
      assertClose(
        predictNetworkProbabilities(mergeAdaptation(network, adaptation), inputs).data,
        apart.data,
        1e-9,
      );
      assert.equal(JSON.stringify(network), before);
    }),
  );
});

test("updateMatrix multiplies (α / r) · B · A, as ml-matrix does", () => {
  const random = createRandom(5);
  const update = drawUpdate(toDense(Array.from({ length: 4 }, () => [0, 0, 0])), 2, 8, random);
  const expected = update.b.mmul(update.a).mul(8 / 2);
  assertClose(updateMatrix(update).data, toDense(expected).data, 1e-12);
});

test("truncateAdaptation keeps of each update what the truncated SVD keeps, in r · (inputs + outputs) numbers", () => {
  const network = drawNetwork([8, 6, 3], 2);
  const random = createRandom(3);
  const updates = network.layers.map(({ weights }) => ({
    kind: "dense" as const,
    weights: drawMatrix(weights.rows, weights.columns, random),
  }));
  const short = truncateAdaptation({ method: "full", updates, losses: [1] }, 2);
  assert.equal(countParameters(short), 2 * (8 + 6) + 2 * (6 + 3));
  updates.forEach(({ weights }, i) => {
    const missed = energy(toDense(weights.clone().sub(updateMatrix(short.updates[i]!))));
    const { singularValues } = truncatedSvd(weights, Math.min(weights.rows, weights.columns), {
      method: "exact",
    });
    const promised = singularValues.slice(2).reduce((sum, value) => sum + value * value, 0);
    assert.ok(Math.abs(missed - promised) < 1e-9, `layer ${i}: ${missed} is not ${promised}`);
  });
});

test("truncateAdaptation keeps all of a layer whose smaller side is below the rank", () => {
  const network = drawNetwork([8, 6, 3], 2);
  const weights = network.layers[1].weights;
  const short = truncateAdaptation(
    {
      method: "lastLayer",
      updates: [
        { kind: "dense", weights: network.layers[0].weights },
        { kind: "dense", weights },
      ],
      losses: [],
    },
    5,
  );
  assertClose(updateMatrix(short.updates[1]!).data, weights.data, 1e-12);
  assert.equal(short.updates[1]?.kind === "lowRank" && short.updates[1].a.rows, 3);
});

test("truncateAdaptation takes an update of zeros, and leaves untouched layers alone", () => {
  const zeros = toDense([
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
  const short = truncateAdaptation(
    { method: "full", updates: [null, { kind: "dense", weights: zeros }], losses: [] },
    1,
  );
  assert.equal(short.updates[0], null);
  assertClose(updateMatrix(short.updates[1]!).data, zeros.data, 0);
});

test("an adaptation of another network, or a rank that none can have, is refused", () => {
  const { network, adaptation } = drawAdapted([5, 4, 3], 1, 0);
  assert.throws(
    () => mergeAdaptation(drawNetwork([5, 4, 4, 3], 0), adaptation),
    /the adaptation has 2 layers, the network 3/,
  );
  assert.throws(
    () => mergeAdaptation(drawNetwork([5, 6, 3], 0), adaptation),
    /layer 0 is 6 × 5, its update 4 × 5; use the network/,
  );
  assert.throws(
    () =>
      predictNetworkProbabilities(drawNetwork([5, 6, 3], 0), toDense([[1, 2, 3, 4, 5]]), {
        adaptation,
      }),
    /layer 0 is 6 × 5/,
  );
  for (const rank of [0, 5, 1.5, Number.NaN])
    assert.throws(() => truncateAdaptation(adaptation, rank), /choose a whole rank from 1 to 4/);
  assert.throws(
    () => truncateAdaptation({ ...adaptation, updates: [null, null] }, 1),
    /changes no layer/,
  );
  mergeAdaptation(network, adaptation);
});
