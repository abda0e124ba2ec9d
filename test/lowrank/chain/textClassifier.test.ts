import assert from "node:assert/strict";
import { test } from "node:test";
import { explainText } from "../../../src/lowrank/chain/explain";
import { fitTextClassifier, predictTexts } from "../../../src/lowrank/chain/textClassifier";
import type { ChainProgress } from "../../../src/lowrank/chain/selectModel";
import {
  fitLogisticRegression,
  predictLogisticRegressionProbabilities,
} from "../../../src/lowrank/classify/logisticRegression";
import { loadTeachingGlosses } from "../../../src/lowrank/teaching/glosses";
import { projectRows, unitRows } from "../../../src/lowrank/linalg/coordinates";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { crossValidateRank, crossValidateTfidf } from "../../../src/lowrank/rank/crossValidateRank";
import { fitTfidf, transformTfidf } from "../../../src/lowrank/text/tfidf";
import type { RankCurve } from "../../../src/lowrank/rank/rankCurve";
import fixture from "../../fixtures/chain.json";

const documents = loadTeachingGlosses({ perClass: 60, seed: 3 });
/** As the fixture has them: every sixth text is new. */
const fresh = documents.filter((_, i) => i % 6 === 0);
const trained = documents.filter((_, i) => i % 6 !== 0);
const texts = trained.map(({ text }) => text);
const labels = trained.map(({ label }) => label);
const newTexts = fresh.map(({ text }) => text);
const tfidf = { sublinear: true, minDocumentFrequency: 2 };

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  assert.equal(a.length, b.length);
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

test("fitTextClassifier gives what its steps give, taken by hand", async () => {
  const options = { folds: 4, seed: 7, tfidf };
  const ranks = [5, 20, 60];
  const model = await fitTextClassifier(texts, labels, { ...options, ranks });
  const curve = await crossValidateRank(texts, labels, { ...options, ranks });
  const accuracies = (scores: (typeof curve)["scores"]) => scores.map((score) => score.accuracy);
  assert.deepEqual(accuracies(model.selection.curve?.scores ?? []), accuracies(curve.scores));
  assert.equal(model.selection.lowRank?.rank, curve.oneStandardErrorRank);
  const sparse = await crossValidateTfidf(texts, labels, options);
  assert.deepEqual(model.selection.full?.accuracy, sparse.accuracy);

  const vocabulary = fitTfidf(texts, tfidf);
  const matrix = transformTfidf(vocabulary, texts);
  const svd = truncatedSvd(matrix, curve.oneStandardErrorRank, { seed: 7 });
  const classifier = fitLogisticRegression(unitRows(projectRows(svd, matrix)), labels);
  const rows = unitRows(projectRows(svd, transformTfidf(vocabulary, newTexts)));
  assert.deepEqual(
    predictTexts(model, newTexts).probabilities.data,
    predictLogisticRegressionProbabilities(classifier, rows).data,
  );
});

for (const [model, limit] of [
  // The SVD stops when its singular values are right to 1e-6; its vectors are then right to 1e-4.
  ["lowRank", 2e-4],
  ["sparse", 1e-5],
] as const) {
  test(`predictTexts gives the probabilities of scikit-learn's pipeline (${model})`, async () => {
    const chain = await fitTextClassifier(texts, labels, {
      model,
      ranks: [20],
      inversePenalties: [3],
      tfidf,
    });
    const { probabilities, classes, labels: predicted } = predictTexts(chain, newTexts);
    const difference = largestDifference(probabilities.data, fixture.text[model].flat());
    assert.ok(difference < limit, `off by ${difference}`);
    fixture.text[model].forEach((row, i) =>
      assert.equal(predicted[i], classes[row.indexOf(Math.max(...row))]),
    );
  });
}

test("predictTexts gives a text the same numbers alone and among others, with and without words", async () => {
  const model = await fitTextClassifier(texts, labels, { ranks: [10], compareFull: false, tfidf });
  const odd = [...newTexts.slice(0, 20), "", "zzz qqq", "🙂", newTexts[0].toUpperCase()];
  const together = predictTexts(model, odd);
  odd.forEach((text, i) => {
    const alone = predictTexts(model, [text]);
    assert.deepEqual(alone.probabilities.data, together.probabilities.data.slice(6 * i, 6 * i + 6));
    assert.equal(alone.labels[0], together.labels[i]);
    assert.equal(alone.knownTerms[0], together.knownTerms[i]);
  });
  const none = predictTexts(model, []);
  assert.deepEqual([none.labels, none.knownTerms], [[], new Int32Array(0)]);
});

test("predictTexts counts the distinct known terms of a text; without one, intercepts alone speak", async () => {
  for (const form of ["lowRank", "sparse"] as const) {
    const model = await fitTextClassifier(texts, labels, { ranks: [10], model: form, tfidf });
    const [known, other] = model.tfidf.terms;
    const asked = ["", "zzz qqq 🙂", known, `${known} ${known} zzz`, `${other} ${known}`];
    const { knownTerms, probabilities } = predictTexts(model, asked);
    assert.deepEqual(Array.from(knownTerms), [0, 0, 1, 1, 2]);
    const { intercepts } = model.classifier;
    const total = intercepts.reduce((sum, b) => sum + Math.exp(b), 0);
    for (const row of [0, 1])
      intercepts.forEach((b, k) =>
        assert.ok(Math.abs(probabilities.get(row, k) - Math.exp(b) / total) < 1e-12),
      );
  }
});

test("explainText's contributions add up to the score less the intercept", async () => {
  for (const options of [
    { ranks: [15] },
    { ranks: [15], unitRows: false },
    { model: "sparse" as const },
  ]) {
    const model = await fitTextClassifier(texts, labels, { ...options, tfidf });
    for (const text of [...newTexts.slice(0, 10), "", "zzz"]) {
      for (const label of [undefined, ...model.classifier.classes]) {
        const { terms, score, intercept, ...found } = explainText(model, text, { label });
        const sum = terms.reduce((total, { contribution }) => total + contribution, 0);
        assert.ok(Math.abs(sum - (score - intercept)) < 1e-12, `${sum} ${score - intercept}`);
        for (const { contribution, value, weight } of terms)
          assert.equal(contribution, value * weight);
        if (label !== undefined) assert.equal(found.label, label);
      }
    }
  }
});

test("explainText's scores are the logarithms of the probabilities less their mean", async () => {
  const model = await fitTextClassifier(texts, labels, { ranks: [15], tfidf });
  const { classes } = model.classifier;
  const explained = classes.map((label) => explainText(model, newTexts[3], { label }));
  const logarithms = explained.map(({ probability }) => Math.log(probability));
  const mean = logarithms.reduce((a, b) => a + b) / classes.length;
  explained.forEach(({ score }, k) => assert.ok(Math.abs(score - (logarithms[k] - mean)) < 1e-9));
});

test("explainText names the words that tell the classes apart", async () => {
  const animal = ["a cat and a dog", "the dog sleeps", "my cat sleeps", "one dog, one cat"];
  const plant = ["a rose and a tree", "the tree grows", "my rose grows", "one tree, one rose"];
  const model = await fitTextClassifier(
    [...animal, ...plant],
    [...animal.map(() => "animal"), ...plant.map(() => "plant")],
    { ranks: [2], folds: 2, tfidf: { stopWords: "english" } },
  );
  const { label, terms } = explainText(model, "the cat and one rose, one rose");
  assert.equal(label, "plant");
  assert.equal(terms[0].term, "rose");
  assert.equal(terms[terms.length - 1].term, "cat");
  assert.ok(terms[terms.length - 1].contribution < 0);
  assert.throws(
    () => explainText(model, "a cat", { label: "bird" }),
    /none of .* 2 classes.*"animal"/,
  );
});

test("fitTextClassifier says when a model without SVD does better, and auto then takes it", async () => {
  const options = { ranks: [2], tfidf };
  const model = await fitTextClassifier(texts, labels, options);
  assert.equal(model.selection.fullIsBetter, true);
  assert.equal(model.selection.form, "lowRank");
  const { full, lowRank, difference } = model.selection;
  assert.ok(full && lowRank && difference);
  assert.ok(Math.abs(difference.mean - (full.accuracy.mean - lowRank.accuracy.mean)) < 1e-12);
  assert.ok(difference.mean > difference.standardError);
  const auto = await fitTextClassifier(texts, labels, { ...options, model: "auto" });
  assert.equal(auto.selection.form, "full");
  assert.equal(auto.lowRank, null);
});

test("fitTextClassifier chooses the smallest C within one standard error of the best", async () => {
  const inversePenalties = [10, 0.001, 1];
  const model = await fitTextClassifier(texts, labels, { ranks: [20], inversePenalties, tfidf });
  for (const choice of [model.selection.lowRank, model.selection.full]) {
    assert.ok(choice);
    assert.deepEqual(
      choice.tried.map((one) => one.inversePenalty),
      inversePenalties,
    );
    const best = choice.tried.reduce((a, b) =>
      b.accuracy.mean > a.accuracy.mean ? b : a,
    ).accuracy;
    const near = choice.tried.filter((one) => one.accuracy.mean >= best.mean - best.standardError);
    assert.equal(choice.inversePenalty, Math.min(...near.map((one) => one.inversePenalty)));
  }
  assert.ok((model.selection.lowRank?.inversePenalty ?? 0) > 0.001);
});

test("fitTextClassifier scores every rank with every penalty as one by one, to the last bit, and takes the simplest near the best", async () => {
  const inversePenalties = [3, 0.01, 30];
  const options = { ranks: [5, 20, 60], folds: 3, seed: 2, tfidf };
  for (const weights of [{}, { classWeights: "balanced" as const }]) {
    const { selection } = await fitTextClassifier(texts, labels, {
      ...options,
      ...weights,
      inversePenalties,
    });
    const curves: RankCurve[] = [];
    for (const inversePenalty of inversePenalties)
      curves.push(
        await crossValidateRank(texts, labels, { ...options, ...weights, inversePenalty }),
      );
    const numbers = ({ scores, bestRank, oneStandardErrorRank }: RankCurve) => ({
      scores: scores.map((score) => ({ ...score, seconds: 0 })),
      bestRank,
      oneStandardErrorRank,
    });
    assert.deepEqual(
      selection.grid.map(({ inversePenalty, curve }) => [inversePenalty, numbers(curve)]),
      inversePenalties.map((c, i) => [c, numbers(curves[i])]),
    );
    const points = curves.flatMap(({ scores }, i) =>
      scores.map(({ rank, accuracy }) => ({ rank, c: inversePenalties[i], accuracy })),
    );
    const top = points.reduce((a, b) => (b.accuracy.mean > a.accuracy.mean ? b : a)).accuracy;
    const near = points.filter(({ accuracy }) => accuracy.mean >= top.mean - top.standardError);
    const rank = Math.min(...near.map((point) => point.rank));
    const c = Math.min(...near.filter((point) => point.rank === rank).map((point) => point.c));
    assert.deepEqual([selection.lowRank?.rank, selection.lowRank?.inversePenalty], [rank, c]);
    assert.deepEqual(selection.curve, selection.grid[inversePenalties.indexOf(c)].curve);
  }
});

test("fitTextClassifier tries ranks that fit where none are named", async () => {
  const model = await fitTextClassifier(texts, labels, { folds: 3, compareFull: false });
  const ranks = model.selection.curve?.scores.map(({ rank }) => rank);
  assert.deepEqual(ranks, [2, 5, 10, 20, 50, 100, 200]);
  assert.equal(model.selection.full, null);
  const few = ["a b", "a c", "b c", "a b"].map((text) => text.replace(/\w/g, "$&$&"));
  const tiny = await fitTextClassifier(few, ["x", "y", "y", "x"], { folds: 2 });
  assert.deepEqual(
    tiny.selection.curve?.scores.map(({ rank }) => rank),
    [2],
  );
});

test("fitTextClassifier reports steps up to their total, and stops when it is told to", async () => {
  const seen: ChainProgress[] = [];
  const options = { ranks: [5, 10], inversePenalties: [1, 3], folds: 3, tfidf };
  await fitTextClassifier(texts, labels, { ...options, onProgress: (step) => seen.push(step) });
  assert.deepEqual(
    seen.map(({ done }) => done),
    seen.map((_, i) => i + 1),
  );
  assert.equal(seen.length, seen[0].total);
  assert.deepEqual([...new Set(seen.map(({ stage }) => stage))], ["ranks", "full", "fit"]);
  const controller = new AbortController();
  const stopped = fitTextClassifier(texts, labels, {
    ...options,
    signal: controller.signal,
    onProgress: ({ done }) => done === 4 && controller.abort(new Error("enough")),
  });
  await assert.rejects(stopped, /enough/);
});

test("fitTextClassifier gives the same model for the same seed, on any number of threads", async () => {
  const [one, two] = await Promise.all(
    [1, 2].map((threads) => fitTextClassifier(texts, labels, { ranks: [10, 30], threads, tfidf })),
  );
  assert.deepEqual(two.classifier, one.classifier);
  assert.deepEqual(two.lowRank, one.lowRank);
});

test("fitTextClassifier refuses what it cannot learn from, with the remedy", async () => {
  const refuses = (message: RegExp, ...args: Parameters<typeof fitTextClassifier>) =>
    assert.rejects(fitTextClassifier(...args), message);
  await refuses(/0 texts/, [], []);
  await refuses(/2 texts, 1 labels; pass one label/, ["a b", "c d"], ["x"]);
  await refuses(/all 2 labels are "x"/, ["a b", "c d"], ["x", "x"]);
  await refuses(/fewer than 5 folds/, texts.slice(0, 9), [...labels.slice(0, 8), "rare"]);
  await refuses(/hold no term/, Array<string>(10).fill(""), [..."aaaaabbbbb"]);
  await refuses(/rank 4000 exceeds/, texts, labels, { ranks: [4000] });
  await refuses(/model "dense" is unknown/, texts, labels, { model: "dense" as "sparse" });
  await refuses(/inversePenalties has -1/, texts, labels, { inversePenalties: [-1] });
  await refuses(/inversePenalties names none/, texts, labels, { inversePenalties: [] });
  await refuses(/texts\[1\] is number/, ["a", 3 as unknown as string], ["x", "y"]);
  const refusesOption = (message: RegExp, option: object) =>
    refuses(message, texts, labels, option);
  await refusesOption(
    /^TypeError: fitTextClassifier has no option "min_df"; did you mean tfidf: { minDocumentFrequency: … }\?/,
    { min_df: 2 },
  );
  await refusesOption(/"ngrams"; did you mean tfidf: { ngrams: … }\?/, { ngrams: [1, 2] });
  await refusesOption(/"classWeight"; did you mean classWeights\?/, { classWeight: "balanced" });
  await refusesOption(/encodeTexts has no option "min_df"; did you mean minDocumentFrequency\?/, {
    tfidf: { min_df: 2 },
  });
});
