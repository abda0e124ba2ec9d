import assert from "node:assert/strict";
import { test } from "node:test";
import type { Adaptation } from "../../../src/lowrank/adapt/adaptation";
import {
  adaptationFromJson,
  adaptationToJson,
  networkFromJson,
  networkToJson,
} from "../../../src/lowrank/adapt/networkJson";
import { createRandom } from "../../../src/lowrank/base/random";
import { drawMatrix, drawNetwork, drawUpdate } from "./randomNetwork";

const network = {
  ...drawNetwork([5, 4, 3, 2], 7),
  classes: ["是", 'No "one"'],
  losses: [0.5, 1 / 3],
};
const random = createRandom(1);
const adaptation: Adaptation = {
  method: "lowRank",
  losses: [0.1],
  updates: [
    drawUpdate(network.layers[0].weights, 2, 8, random),
    null,
    { kind: "dense", weights: drawMatrix(2, 3, random) },
  ],
};
const through = (json: object): unknown => JSON.parse(JSON.stringify(json));
type Plain = Record<string, unknown> & {
  layers: { weights: number[][]; biases: number[] }[];
  updates: ({ a: number[][]; b: number[][]; alpha: number; kind: string } | null)[];
};

test("a network comes back from JSON to the last bit", () => {
  assert.deepEqual(networkFromJson(through(networkToJson(network))), network);
});

test("an adaptation comes back from JSON to the last bit, without the network in it", () => {
  const json = adaptationToJson(adaptation);
  assert.deepEqual(adaptationFromJson(through(json), network), adaptation);
  assert.ok(!("layers" in json));
});

const brokenNetworks: [how: string, change: (json: Plain) => void, complaint: RegExp][] = [
  [
    "of another kind",
    (json) => (json.kind = "naiveBayes"),
    /not a saved network: its kind is "naiveBayes"/,
  ],
  ["with one class", (json) => (json.classes = ["a"]), /classes of the saved data/],
  ["with a number for a class", (json) => (json.classes = ["a", 2]), /classes of the saved data/],
  ["without layers", (json) => (json.layers = []), /layers of the saved data/],
  [
    "with a ragged matrix",
    (json) => void json.layers[0].weights[1].pop(),
    /layers\[0\].weights of the saved data is not a matrix with rows of one length/,
  ],
  [
    "with a word among the weights",
    (json) => (json.layers[0].weights[1][0] = "x" as unknown as number),
    /layers\[0\].weights\[1\]/,
  ],
  [
    "with a bias missing",
    (json) => void json.layers[2].biases.pop(),
    /layers\[2\].biases of the saved data is not 2 numbers/,
  ],
  [
    "with a layer missing",
    (json) => void json.layers.splice(1, 1),
    /layers\[0\] of the saved data is not of 3 outputs/,
  ],
  ["without losses", (json) => delete json.losses, /losses of the saved data is not a list/],
];
for (const [how, change, complaint] of brokenNetworks) {
  test(`networkFromJson refuses a network ${how}`, () => {
    const json = through(networkToJson(network)) as Plain;
    change(json);
    assert.throws(() => networkFromJson(json), complaint);
  });
}

const brokenAdaptations: [how: string, change: (json: Plain) => void, complaint: RegExp][] = [
  ["of an unknown method", (json) => (json.method = "lora"), /method of the saved data/],
  [
    "with an update of unknown kind",
    (json) => (json.updates[0]!.kind = "sparse"),
    /updates\[0\] of the saved data/,
  ],
  [
    "with factors that do not meet",
    (json) => void json.updates[0]!.a.pop(),
    /updates\[0\].b of the saved data is not a matrix of 1 columns/,
  ],
  [
    "without α",
    (json) => delete (json.updates[0] as Partial<NonNullable<Plain["updates"][0]>>).alpha,
    /updates\[0\].alpha/,
  ],
  [
    "with a layer too few",
    (json) => void json.updates.pop(),
    /the adaptation has 2 layers, the network 3/,
  ],
];
for (const [how, change, complaint] of brokenAdaptations) {
  test(`adaptationFromJson refuses an adaptation ${how}`, () => {
    const json = through(adaptationToJson(adaptation)) as Plain;
    change(json);
    assert.throws(() => adaptationFromJson(json, network), complaint);
  });
}

test("networkFromJson refuses what is no object at all", () => {
  for (const json of [null, 3, "x", [], undefined])
    assert.throws(() => networkFromJson(json), /not a saved network/);
});
