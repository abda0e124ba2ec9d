import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fitTransformer } from "../../../../src/lowrank/adapt/transformer/fitTransformer";
import { findGradients } from "../../../../src/lowrank/adapt/transformer/passes/backward";
import { lossesOf, readWindows } from "../../../../src/lowrank/adapt/transformer/passes/forward";
import { openNumberStore } from "../../../../src/lowrank/adapt/transformer/passes/numberStore";
import { trainFactors } from "../../../../src/lowrank/adapt/transformer/passes/trainedWeights";
import { gradientsOf } from "../../../../src/lowrank/adapt/transformer/passes/trainWeights";
import { storeWeights } from "../../../../src/lowrank/adapt/transformer/passes/weightStore";
import { nextTokenProbabilities } from "../../../../src/lowrank/adapt/transformer/sampleTokens";
import type { Transformer } from "../../../../src/lowrank/adapt/transformer/transformer";
import { transformerLosses } from "../../../../src/lowrank/adapt/transformer/transformerPerplexity";
import { cutWindows } from "../../../../src/lowrank/adapt/transformer/wordWindows";
import { toDense } from "../../../../src/lowrank/linalg/denseMatrix";
import { fixturePath } from "../../../paths";
import { assertClose } from "../closeTo";

type Table = Record<string, number[][]>;
interface Fixture {
  words: string[];
  heads: number;
  texts: string[];
  weights: Table;
  plain: { losses: number[]; scores: number[]; loss: number; gradients: Table };
  rank: number;
  scale: number;
  targets: string[];
  start: Record<string, number[] | number[][]>;
  factors: { loss: number; gradients: Table };
  magnitudes: { loss: number; gradients: Table };
  training: { learningRate: number; losses: number[]; end: Table };
}

// From PyTorch in double precision: test/fixtures/transformer.py.
const fixture = JSON.parse(readFileSync(fixturePath("transformer.json"), "utf8")) as Fixture;
const { texts, plain, training } = fixture;
const model: Transformer = {
  words: fixture.words,
  heads: fixture.heads,
  weights: Object.fromEntries(
    Object.entries(fixture.weights).map(([name, rows]) => [name, toDense(rows)]),
  ),
  losses: [],
};

for (const [precision, tolerance] of [
  [64, 1e-10],
  [32, 2e-5],
] as const) {
  test(`a transformer's losses, probabilities and steps of Adam are PyTorch's, with ${precision} bits to ${tolerance}`, () => {
    assertClose(transformerLosses(model, texts, { precision }).nats, plain.losses, 10 * tolerance);
    const next = nextTokenProbabilities(model, "a b", { precision });
    for (const { word, probability } of next)
      assertClose([probability], [plain.scores[model.words.indexOf(word)]], tolerance);
    const trained = fitTransformer(texts, {
      initial: model,
      epochs: training.losses.length,
      batchSize: 100,
      learningRate: training.learningRate,
      precision,
    });
    // Adam's ε stands elsewhere in PyTorch, which moves a number by 1e-8 of its step's size.
    assertClose(trained.losses, training.losses, Math.max(1e-6, 10 * tolerance));
    if (precision === 64)
      for (const [name, rows] of Object.entries(training.end))
        assertClose(trained.weights[name].data, rows.flat(), 1e-5);
  });

  test(`a transformer's gradients are PyTorch's, with ${precision} bits to ${tolerance}`, () => {
    const store = openNumberStore(precision);
    const windows = cutWindows(texts, model.words, 5);
    const weights = storeWeights(store, model);
    const trace = readWindows(store, weights, windows);
    lossesOf(store, trace, windows.targets, 1 / trace.rows);
    const wanted = new Set(Object.keys(model.weights));
    const gradients = findGradients(store, weights, trace, windows, wanted);
    for (const [name, rows] of Object.entries(plain.gradients))
      assertClose(store.view(gradients[name]), rows.flat(), tolerance);
    store.close();
  });

  for (const kind of ["factors", "magnitudes"] as const)
    test(`the gradients of ${kind} are PyTorch's, with ${precision} bits to ${tolerance}`, () => {
      const store = openNumberStore(precision);
      const weights = storeWeights(store, model);
      const trained = fixture.targets.map((name) =>
        trainFactors(store, name, model.weights[name], weights.weights[name], {
          a: toDense(fixture.start[`${name}.a`] as number[][]),
          b: toDense(fixture.start[`${name}.b`] as number[][]),
          scale: fixture.scale,
          startsInside: false,
          magnitudes: kind === "magnitudes",
          pace: 1,
        }),
      );
      for (const { name, trained: own } of trained)
        if (kind === "magnitudes")
          store.view(own[2].values).set(fixture.start[`${name}.m`] as number[]);
      const windows = cutWindows(texts, model.words, 5);
      const { loss, gradients } = gradientsOf(store, weights, trained, windows);
      assertClose([loss], [fixture[kind].loss], tolerance);
      const letters = kind === "magnitudes" ? ["a", "b", "m"] : ["a", "b"];
      gradients.forEach((gradient, at) => {
        const name = `${trained[Math.floor(at / letters.length)].name}.${letters[at % letters.length]}`;
        assertClose(store.view(gradient), fixture[kind].gradients[name].flat(), tolerance);
      });
      store.close();
    });
}

test("a text longer than the positions is read in windows, and all of its words count", () => {
  const { guesses } = transformerLosses(model, texts);
  assert.deepEqual([...guesses], [5, 1, 2, 3, 8, 5]);
});
