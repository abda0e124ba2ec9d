import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { updateMatrix } from "../../../../src/lowrank/adapt/adaptation";
import {
  adaptTransformer,
  type AdaptTransformerOptions,
} from "../../../../src/lowrank/adapt/transformer/adaptTransformer";
import { fitTransformer } from "../../../../src/lowrank/adapt/transformer/fitTransformer";
import { openNumberStore } from "../../../../src/lowrank/adapt/transformer/passes/numberStore";
import {
  trainEntries,
  trainFactors,
} from "../../../../src/lowrank/adapt/transformer/passes/trainedWeights";
import { gradientsOf } from "../../../../src/lowrank/adapt/transformer/passes/trainWeights";
import { storeWeights } from "../../../../src/lowrank/adapt/transformer/passes/weightStore";
import {
  nextTokenProbabilities,
  sampleTokens,
} from "../../../../src/lowrank/adapt/transformer/sampleTokens";
import {
  createTransformer,
  type Transformer,
} from "../../../../src/lowrank/adapt/transformer/transformer";
import { mergeTransformer } from "../../../../src/lowrank/adapt/transformer/transformerAdaptation";
import {
  transformerAdaptationFromJson,
  transformerAdaptationToJson,
  transformerFromJson,
  transformerToJson,
} from "../../../../src/lowrank/adapt/transformer/transformerJson";
import {
  transformerLosses,
  transformerPerplexity,
} from "../../../../src/lowrank/adapt/transformer/transformerPerplexity";
import { cutWindows, splitWords } from "../../../../src/lowrank/adapt/transformer/wordWindows";
import { createRandom } from "../../../../src/lowrank/base/random";
import { DenseMatrix, toDense } from "../../../../src/lowrank/linalg/denseMatrix";
import { truncatedSvd } from "../../../../src/lowrank/linalg/truncatedSvd";
import { assertClose } from "../closeTo";

const words = ["a", "small", "large", "dog", "cat", "bird", "that", "sings"];
const texts = [
  "a small dog",
  "a large dog",
  "a small cat that sings",
  "a large bird that sings",
  "a bird",
  "a small bird that sings",
  "a large cat",
];
const others = ["dog a small", "cat a large", "bird a that sings", "dog a large that"];
const sizes = { width: 8, heads: 2, layers: 2, context: 6 } as const;
const model = fitTransformer(texts, { ...sizes, epochs: 80, batchSize: 4, seed: 1 });
const adapt = (options: AdaptTransformerOptions) =>
  adaptTransformer(model, others, { epochs: 30, batchSize: 4, seed: 1, ...options });

test("fitTransformer learns its texts, and the same numbers from the same seed", () => {
  assert.ok(transformerPerplexity(model, texts) < 2.2);
  assert.ok(transformerPerplexity(createTransformer(words, sizes), texts) > 7);
  const again = fitTransformer(texts, { ...sizes, epochs: 80, batchSize: 4, seed: 1 });
  assert.deepEqual(again, model);
  assert.equal(nextTokenProbabilities(model, "a small cat that")[0].word, "sings");
  assert.notDeepEqual(fitTransformer(texts, { ...sizes, seed: 2 }).weights, model.weights);
});

test("what is to come changes no guess before it, and the probabilities of a guess add up to 1", () => {
  const all = model.words.length;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words), { maxLength: 5 }), (said) => {
      const next = nextTokenProbabilities(model, said.join(" "), { count: all });
      assert.ok(Math.abs(next.reduce((sum, { probability }) => sum + probability, 0) - 1) < 1e-9);
      const first = transformerLosses(model, ["a"], { precision: 64 }).nats[0];
      const second = -Math.log(
        nextTokenProbabilities(model, "", { count: all, precision: 64 }).find(
          ({ word }) => word === "a",
        )!.probability,
      );
      const third = -Math.log(
        nextTokenProbabilities(model, "a", { count: all, precision: 64 }).find(
          ({ word }) => word === "<end>",
        )!.probability,
      );
      assert.ok(Math.abs(first - second - third) < 1e-9);
    }),
    { numRuns: 20 },
  );
});

test("every gradient is the slope of the loss, by finite differences", () => {
  const kinds = ["entries", "factors", "magnitudes"] as const;
  fc.assert(
    fc.property(fc.constantFrom(...kinds), fc.nat(1000), (kind, seed) => {
      const random = createRandom(seed);
      const start = createTransformer(words, { ...sizes, width: 4, seed });
      // Embeddings of about 1: layer norm divides by their spread, and its slopes would bend sharply.
      for (const name of ["tokens", "positions"])
        start.weights[name].data.forEach((_, at, data) => (data[at] *= 20));
      const store = openNumberStore(64);
      const weights = storeWeights(store, start);
      const draw = (rows: number, columns: number): DenseMatrix =>
        new DenseMatrix(
          rows,
          columns,
          Float64Array.from({ length: rows * columns }, () => 0.4 * random.normal()),
        );
      const trained = Object.entries(start.weights)
        .filter(([name]) => kind === "entries" || !name.includes("norm"))
        .map(([name, before]) =>
          kind === "entries"
            ? trainEntries(store, name, before, weights.weights[name])
            : trainFactors(store, name, before, weights.weights[name], {
                a: draw(2, before.columns),
                b: draw(before.rows, 2),
                scale: 0.7,
                startsInside: false,
                magnitudes: kind === "magnitudes",
                pace: 1,
              }),
        );
      const windows = cutWindows(texts.slice(2, 5), start.words, 6);
      const numbers = trained.flatMap((weight) => weight.trained);
      const gradients = store.scoped(() =>
        gradientsOf(store, weights, trained, windows).gradients.map((g) => store.view(g).slice()),
      );
      const lossAt = (): number =>
        store.scoped(() => gradientsOf(store, weights, trained, windows).loss);
      for (let draws = 0; draws < 25; draws++) {
        const which = random.integer(numbers.length);
        const { values } = numbers[which];
        const at = random.integer(values.length);
        const before = store.view(values)[at];
        const step = 1e-5;
        store.view(values)[at] = before + step;
        const above = lossAt();
        store.view(values)[at] = before - step;
        const slope = (above - lossAt()) / (2 * step);
        store.view(values)[at] = before;
        assert.ok(
          Math.abs(slope - gradients[which][at]) < 1e-6 * (1 + Math.abs(slope)),
          `${slope} ${gradients[which][at]}`,
        );
      }
      store.close();
    }),
    { numRuns: 12 },
  );
});

for (const [options, parameters] of [
  [{ method: "none" }, 0],
  [{ method: "lastLayer" }, 4 * 64 + 2 * 8 * 32],
  [{ method: "full" }, Object.values(model.weights).reduce((n, { data }) => n + data.length, 0)],
  [{ rank: 1 }, 4 * 16],
  [{ rank: 8, targets: ["q", "k", "v", "o", "up", "down"] }, 2 * 8 * (4 * 16 + 2 * 40)],
  [{ rank: 2, targets: ["tokens", "positions"] }, 2 * (10 + 8) + 2 * (6 + 8)],
  [{ rank: 2, magnitudes: true }, 4 * (32 + 8)],
  [{ rank: 2, start: "principal" }, 4 * 32],
  [{ rank: 2, rateRatio: 4 }, 4 * 32],
] as [AdaptTransformerOptions, number][]) {
  test(`adaptTransformer ${JSON.stringify(options)} trains ${parameters} numbers, leaves the model alone, and merges without a trace`, () => {
    const before = JSON.stringify(transformerToJson(model));
    const adaptation = adapt(options);
    assert.equal(adaptation.parameters, parameters);
    assert.equal(JSON.stringify(transformerToJson(model)), before);
    const merged = mergeTransformer(model, adaptation);
    const reached = transformerPerplexity(model, others, { adaptation });
    assert.equal(transformerPerplexity(merged, others), reached);
    const base = transformerPerplexity(model, others);
    if (parameters > 0) assert.ok(reached < base, `${reached} is not below ${base}`);
    else assert.equal(reached, base);
    assert.deepEqual(adapt(options), adaptation);
  });
}

test("adaptTransformer begins at the model: its first loss is the model's own, wherever it starts", () => {
  const base = Math.log(transformerPerplexity(model, others, { precision: 64 }));
  for (const options of [
    {},
    { start: "principal" },
    { magnitudes: true },
    { rank: 8, targets: ["up", "tokens"] },
  ] as AdaptTransformerOptions[])
    assertClose([adapt({ ...options, precision: 64 }).losses[0]], [base], 1e-9);
});

test("updates have the rank that was asked for; PiSSA's twice that, for its start is taken off", () => {
  for (const [options, rank] of [
    [{ rank: 2 }, 2],
    [{ rank: 2, start: "principal" }, 4],
  ] as [AdaptTransformerOptions, number][])
    for (const update of Object.values(adapt({ ...options, precision: 64 }).updates)) {
      const { singularValues } = truncatedSvd(updateMatrix(update), 8, { method: "exact" });
      assert.ok(singularValues[rank] < 1e-9 * singularValues[0]);
    }
});

test("one unknown word, one token, no word at all, and a text beyond the positions can be read", () => {
  const { nats, guesses } = transformerLosses(model, ["", "zebra", "a", "a ".repeat(100), "¡¿"]);
  assert.deepEqual([...guesses], [1, 2, 2, 101, 1]);
  assert.ok(nats.every((value) => value > 0 && value < 2000));
  assert.deepEqual(splitWords("It's 2 o’clock — naïve 汉字!"), [
    "it's",
    "2",
    "o’clock",
    "naïve",
    "汉字",
  ]);
  assert.equal(nextTokenProbabilities(model, "zebra ".repeat(40), { count: 3 }).length, 3);
  const single = fitTransformer(["a"], { ...sizes, epochs: 30 });
  assert.equal(sampleTokens(single, "", { seed: 1 }), "a");
});

test("sampleTokens draws the same from one seed, never <unknown>, and the likely words when it is cold", () => {
  const drawn = sampleTokens(model, "a", { seed: 5 });
  assert.equal(sampleTokens(model, "a", { seed: 5 }), drawn);
  assert.ok(drawn.startsWith("a"));
  const cold = sampleTokens(model, "a small cat that", { temperature: 0.05, seed: 2 });
  assert.equal(cold, "a small cat that sings");
  for (let seed = 0; seed < 30; seed++)
    assert.ok(!sampleTokens(model, "", { seed, temperature: 3 }).includes("<unknown>"));
});

test("a transformer and an adaptation come back from JSON as they were, and no other data do", () => {
  const json = JSON.parse(JSON.stringify(transformerToJson(model))) as Record<string, unknown>;
  assert.deepEqual(transformerFromJson(json), model);
  for (const options of [{}, { method: "full" }, { method: "none" }] as const) {
    const adaptation = adapt(options);
    const saved: unknown = JSON.parse(JSON.stringify(transformerAdaptationToJson(adaptation)));
    assert.deepEqual(transformerAdaptationFromJson(saved, model), adaptation);
  }
  const without = { ...(json.weights as Record<string, unknown>) };
  delete without["0.q"];
  for (const [wrong, message] of [
    [{ kind: "network" }, /not a saved transformer/],
    [{ ...json, words: ["a"] }, /words of the saved data/],
    [{ ...json, heads: 3 }, /heads of the saved data is not a divisor of the width 8/],
    [{ ...json, weights: without }, /0\.q is missing/],
    [{ ...json, weights: { ...(json.weights as object), extra: [[1]] } }, /extra/],
    [{ ...json, weights: { ...(json.weights as object), "0.q": [[Number.NaN]] } }, /finite/],
  ] as const)
    assert.throws(() => transformerFromJson(wrong), message);
  const wide = createTransformer(words, { ...sizes, width: 16 });
  const saved = transformerAdaptationToJson(adapt({}));
  assert.throws(
    () => transformerAdaptationFromJson(saved, wide),
    /0\.q is 16 × 16, its update 8 × 8/,
  );
});

test("the functions of transformers name what is wrong", () => {
  const poisoned: Transformer = {
    ...model,
    weights: { ...model.weights, norm: toDense([Array(8).fill(NaN), Array(8).fill(0)]) },
  };
  for (const [call, message] of [
    [() => fitTransformer([]), /0 texts; pass at least 1/],
    [() => fitTransformer("a dog" as never), /texts is .*; pass an array of strings/],
    [() => fitTransformer([1] as never), /text 0 is .*; pass strings/],
    [() => fitTransformer(texts, { heads: 3 }), /3 heads do not divide the width 64/],
    [() => fitTransformer(texts, { context: 0 }), /context 0 is not a whole number/],
    [() => fitTransformer(texts, { maxWords: 0 }), /maxWords 0/],
    [() => fitTransformer(texts, { precision: 16 as 32 }), /precision 16 is none of 32 and 64/],
    [() => fitTransformer(texts, { epochs: 1.5 }), /epochs 1.5/],
    [() => fitTransformer(texts, { lr: 1 } as never), /did you mean learningRate/],
    [() => createTransformer(["a", "a"]), /the word "a" stands twice/],
    [() => createTransformer(["<end>"]), /"<end>" stands twice/],
    [() => adapt({ rank: 0 }), /rank 0 .* choose a whole rank from 1 to 8/],
    [() => adapt({ rank: 9 }), /rank 9 .* choose a whole rank from 1 to 8/],
    [() => adapt({ alpha: Number.NaN }), /alpha NaN is not above 0/],
    [() => adapt({ rateRatio: 0 }), /rateRatio 0 is not above 0/],
    [() => adapt({ targets: [] }), /targets is empty/],
    [() => adapt({ targets: ["query" as "q"] }), /a target is "query"/],
    [() => adapt({ method: "full", rank: 2 }), /rank 2 has no meaning for the method "full"/],
    [() => adapt({ start: "principal", alpha: 2 }), /alpha 2 has no meaning/],
    [() => adapt({ learningRate: 0 }), /learningRate 0/],
    [() => adaptTransformer(poisoned, texts), /the loss is NaN at step 1/],
    [() => adaptTransformer({} as Transformer, texts), /pass what fitTransformer/],
    [() => nextTokenProbabilities(model, "a", { count: 0 }), /count 0/],
    [() => sampleTokens(model, undefined as never), /text is undefined/],
    [() => sampleTokens(model, "a", { temperature: 0 }), /temperature 0/],
    [() => transformerPerplexity(model, []), /0 texts/],
  ] as const)
    assert.throws(call, message);
});
