import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fitRowClassifier } from "../../../src/lowrank/chain/rowClassifier";
import { fitTextClassifier, predictTexts } from "../../../src/lowrank/chain/textClassifier";
import { accuracy, confusionMatrix, macroF1 } from "../../../src/lowrank/classify/metrics";
import type { WeightOptions } from "../../../src/lowrank/classify/rowWeights";
import { crossValidateRank, crossValidateTfidf } from "../../../src/lowrank/rank/crossValidateRank";
import type { CrossValidateRankOptions } from "../../../src/lowrank/rank/folds/crossValidationOptions";
import type { FoldScore, RankScore } from "../../../src/lowrank/rank/rankCurve";
import { loadTeachingGlosses } from "../../../src/lowrank/teaching/glosses";
import { generateStrokeDigits } from "../../../src/lowrank/teaching/strokeDigits";
import { fixturePath } from "../../paths";

type Scores = Record<"accuracy" | "macroF1" | "weighedAccuracy" | "weighedMacroF1", number[]>;

/** By scikit-learn on the same documents, rows and folds: test/fixtures/foldWeights.py. */
const fixture = JSON.parse(readFileSync(fixturePath("foldWeights.json"), "utf8")) as {
  ranks: { texts: number[]; rows: number[] };
  cases: Record<
    "texts" | "rows",
    { name: string; options: WeightOptions; ranks: Scores[]; full: Scores }[]
  >;
  probabilities: Record<string, number[][]>;
  metric: {
    actual: string[];
    predicted: string[];
    weights: number[];
    accuracy: number;
    macroF1: number;
  };
};

/** As the fixture thins them: the i-th class keeps most / (i + 1). */
function thin(labels: readonly string[], most: number): boolean[] {
  const classes = [...new Set(labels)].sort();
  const seen = new Map<string, number>();
  return labels.map((label) => {
    const count = seen.get(label) ?? 0;
    seen.set(label, count + 1);
    return count < Math.floor(most / (classes.indexOf(label) + 1));
  });
}

const glosses = loadTeachingGlosses({ perClass: 150, seed: 6 });
const keptTexts = thin(
  glosses.map(({ label }) => label),
  150,
);
const documents = glosses.filter((_, i) => keptTexts[i]);
const texts = documents.map(({ text }) => text);
const labels = documents.map(({ label }) => label);
const tfidf = { sublinear: true, minDocumentFrequency: 2 };
const shared = { folds: 3, seed: 1, tfidf };
const ranks = fixture.ranks.texts;

/**
 * Every fold's score is the other's but for one document, which may lie on a border and moves the
 * score by up to `most`.
 */
function agrees(found: FoldScore, expected: readonly number[], most: number, what: string): void {
  assert.equal(found.folds.length, expected.length);
  found.folds.forEach((value, fold) =>
    assert.ok(
      Math.abs(value - expected[fold]) <= most,
      `${what}, fold ${fold}: ${value} against ${expected[fold]}`,
    ),
  );
}

/** What one text of a small or heavy class moves in a fold of 122. */
const oneText = { plain: 1.001 / 122, f1: 0.03, weighed: 0.04 };

for (const { name, options, ranks: expected, full } of fixture.cases.texts) {
  test(`crossValidateRank with weights (${name}) agrees with scikit-learn fold by fold`, async () => {
    const curve = await crossValidateRank(texts, labels, { ...shared, ...options, ranks });
    const weighed = await crossValidateRank(texts, labels, {
      ...shared,
      ...options,
      ranks,
      weighScores: true,
    });
    curve.scores.forEach((score, i) => {
      const what = `rank ${score.rank}`;
      agrees(score.accuracy, expected[i].accuracy, oneText.plain, what);
      agrees(score.macroF1, expected[i].macroF1, oneText.f1, what);
      agrees(weighed.scores[i].accuracy, expected[i].weighedAccuracy, oneText.weighed, what);
      agrees(weighed.scores[i].macroF1, expected[i].weighedMacroF1, oneText.weighed, what);
    });
    const sparse = await crossValidateTfidf(texts, labels, { ...shared, ...options });
    agrees(sparse.accuracy, full.accuracy, oneText.plain, "sparse");
    agrees(sparse.macroF1, full.macroF1, oneText.f1, "sparse");
  });
}

test("weights that are all equal, or 1 for every class, move no score", async () => {
  const scored = async (over: Partial<CrossValidateRankOptions>): Promise<unknown> =>
    (await crossValidateRank(texts, labels, { ...shared, ranks: [5, 20], ...over })).scores.map(
      ({ accuracy: right, macroF1: f1 }: RankScore) => [right, f1],
    );
  const plain = await scored({});
  assert.deepEqual(await scored({ sampleWeights: labels.map(() => 1) }), plain);
  assert.deepEqual(await scored({ classWeights: {}, weighScores: true }), plain);
});

test("half the weights and twice the C give the same chain", async () => {
  const sampleWeights = labels.map((_, i) => 1 + (i % 2));
  const weighted = await fitTextClassifier(texts, labels, {
    ...shared,
    sampleWeights,
    ranks: [20],
    compareFull: false,
  });
  const halved = await fitTextClassifier(texts, labels, {
    ...shared,
    sampleWeights: sampleWeights.map((weight) => weight / 2),
    inversePenalties: [2],
    ranks: [20],
    compareFull: false,
  });
  const [a, b] = [weighted, halved].map((model) => predictTexts(model, texts).probabilities.data);
  a.forEach((p, at) => assert.ok(Math.abs(p - b[at]) < 1e-5));
});

test("fitTextClassifier with weights gives the probabilities of scikit-learn's pipeline", async () => {
  for (const { name, options } of fixture.cases.texts) {
    if (!(name in fixture.probabilities)) continue;
    const model = await fitTextClassifier(texts, labels, { ...shared, ...options, ranks: [20] });
    const { probabilities } = predictTexts(model, texts.slice(0, 20));
    const expected = fixture.probabilities[name].flat();
    assert.equal(probabilities.data.length, expected.length);
    probabilities.data.forEach((p, at) =>
      assert.ok(Math.abs(p - expected[at]) < 5e-4, `${name}: ${p} against ${expected[at]}`),
    );
    const plain = await crossValidateTfidf(texts, labels, { ...shared, ...options });
    assert.deepEqual(model.selection.full?.accuracy, plain.accuracy);
  }
});

test("classWeights: balanced finds more of the rare classes", async () => {
  const found = async (options: WeightOptions): Promise<number> =>
    (await crossValidateRank(texts, labels, { ...shared, ...options, ranks: [20] })).scores[0]
      .macroF1.mean;
  assert.ok((await found({ classWeights: "balanced" })) > 0.03 + (await found({})));
});

const digits = generateStrokeDigits({ perClass: 40, size: 10, seed: 8 });
const keptRows = thin(digits.labels, 40);
const rows = digits.images.to2DArray().filter((_, i) => keptRows[i]);
const names = digits.labels.filter((_, i) => keptRows[i]);

for (const { name, options, ranks: expected, full } of fixture.cases.rows) {
  test(`fitRowClassifier with weights (${name}) scores as scikit-learn fold by fold`, async () => {
    const fit = (weighScores: boolean) =>
      fitRowClassifier(rows, names, {
        ...options,
        weighScores,
        folds: 3,
        seed: 1,
        ranks: fixture.ranks.rows,
      });
    const plain = (await fit(false)).selection;
    const weighed = (await fit(true)).selection;
    const one = { plain: 1.001 / 38, f1: 0.1, weighed: 0.05 };
    plain.curve?.scores.forEach(({ rank, ...score }, i) => {
      agrees(score.accuracy, expected[i].accuracy, one.plain, `rank ${rank}`);
      agrees(score.macroF1, expected[i].macroF1, one.f1, `rank ${rank}`);
      const heavy = weighed.curve?.scores[i].accuracy;
      assert.ok(heavy);
      agrees(heavy, expected[i].weighedAccuracy, one.weighed, `rank ${rank}`);
    });
    assert.ok(plain.full && weighed.full);
    agrees(plain.full.accuracy, full.accuracy, one.plain, "full");
    agrees(weighed.full.accuracy, full.weighedAccuracy, one.weighed, "full");
  });
}

test("accuracy and macroF1 with weights equal scikit-learn's; a class that weighs nothing scores 0", () => {
  const { metric } = fixture;
  assert.ok(Math.abs(accuracy(metric) - metric.accuracy) < 1e-15);
  assert.ok(Math.abs(macroF1(metric) - metric.macroF1) < 1e-15);
  const { counts } = confusionMatrix(metric);
  const all = metric.weights.reduce((a, b) => a + b);
  assert.equal(
    counts.data.reduce((a, b) => a + b),
    all,
  );
  const wrong = (weights: number[], message: RegExp): void =>
    assert.throws(() => accuracy({ actual: ["a", "b"], predicted: ["a", "a"], weights }), message);
  wrong([1], /1 weights for 2 documents; pass one/);
  wrong([1, -1], /weights\[1\] is -1; choose/);
  wrong([1, NaN], /weights\[1\] is NaN; choose/);
  wrong([0, 0], /weigh 0 in all/);
});

test("weights that fit no document, no class or no fold are refused, with the fold and the remedy", async () => {
  const run = (over: object): Promise<unknown> =>
    crossValidateRank(texts, labels, { ...shared, ranks: [5], ...over });
  await assert.rejects(run({ sampleWeights: [1, 2] }), /2 sampleWeights for \d+ documents/);
  const first = (weight: number): number[] => labels.map((_, i) => (i === 0 ? weight : 1));
  await assert.rejects(run({ sampleWeights: first(-1) }), /sampleWeights\[0\] is -1; choose/);
  await assert.rejects(run({ sampleWeights: first(Infinity) }), /sampleWeights\[0\] is Infinity/);
  await assert.rejects(run({ classWeights: { nouns: 2 } }), /"nouns", which no document is/);
  await assert.rejects(run({ classWeights: "even" }), /choose "balanced" or \{ label: weight/);
  // One text alone has all the weight of its class: it is held out once.
  const [name] = labels;
  const alone = labels.map((label, i) => (label === name && i > 0 ? 0 : 1));
  await assert.rejects(
    run({ sampleWeights: alone }),
    /the training part of fold \d: the documents of class ".*" weigh 0 in all; give them weights/,
  );
  await assert.rejects(
    fitRowClassifier(rows, names, { sampleWeights: [1], folds: 3 }),
    /1 sampleWeights for \d+ documents/,
  );
});

test("folds that are scored side by side weigh their documents alike", async () => {
  const all = loadTeachingGlosses();
  const classes = all.map(({ label }) => label);
  const sampleWeights = classes.map((_, i) => 0.5 + (i % 3));
  const score = async (threads: number): Promise<unknown> =>
    (
      await crossValidateRank(
        all.map(({ text }) => text),
        classes,
        {
          ...{ ranks: [200], folds: 2, tfidf, threads, sampleWeights },
          ...{ classWeights: { [classes[0]]: 3 }, weighScores: true },
        },
      )
    ).scores.map(({ accuracy: right, macroF1: f1 }) => [right, f1]);
  assert.deepEqual(await score(2), await score(1));
});
