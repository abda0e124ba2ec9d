import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { stratifiedFolds } from "../../../src/lowrank/classify/folds";
import { loadTeachingGlosses } from "../../../src/lowrank/teaching/glosses";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { crossValidateRank, crossValidateTfidf } from "../../../src/lowrank/rank/crossValidateRank";
import { encodeTexts } from "../../../src/lowrank/text/encodedTexts";
import { fitTransformTfidf } from "../../../src/lowrank/text/tfidf";
import { fixturePath } from "../../paths";

/** By scikit-learn on the same texts and folds: test/fixtures/rank.py. Scores are fold × rank. */
const expected = JSON.parse(readFileSync(fixturePath("rank.json"), "utf8")) as {
  ranks: number[];
  accuracy: number[][];
  macroF1: number[][];
  rawAccuracy: number[][];
  explainedEnergy: number[][];
  sparseAccuracy: number[];
  singularValues: number[][];
};

const documents = loadTeachingGlosses({ perClass: 200, seed: 1 });
const texts = documents.map(({ text }) => text);
const labels = documents.map(({ label }) => label);
const tfidf = { sublinear: true, minDocumentFrequency: 2 };
const options = { ranks: expected.ranks, folds: 5, seed: 0, tfidf, svdTolerance: 1e-6 };
/**
 * One document of a fold of 240: a point on the line between two classes may fall to either side.
 */
const oneDocument = 1.001 / 240;
const exactCurve = crossValidateRank(texts, labels, options);

test("truncatedSvd of a fold's TF-IDF agrees with ARPACK's singular values to 1e-6", () => {
  stratifiedFolds(labels, { folds: 5, seed: 0 }).forEach(({ train }, fold) => {
    const { matrix } = fitTransformTfidf(
      Array.from(train, (row) => texts[row]),
      tfidf,
    );
    const found = truncatedSvd(matrix, 150, { method: "iterative" }).singularValues;
    found.forEach((value, i) =>
      assert.ok(
        Math.abs(value - expected.singularValues[fold][i]) <= 1e-6 * value,
        `fold ${fold}, σ${i + 1}`,
      ),
    );
  });
});

test("crossValidateRank(texts, labels) agrees with scikit-learn fold by fold, to one document", async () => {
  const curve = await exactCurve;
  curve.scores.forEach((score, i) => {
    score.accuracy.folds.forEach((value, fold) =>
      assert.ok(
        Math.abs(value - expected.accuracy[fold][i]) <= oneDocument,
        `rank ${score.rank}, fold ${fold}: ${value} against ${expected.accuracy[fold][i]}`,
      ),
    );
    score.macroF1.folds.forEach((value, fold) =>
      assert.ok(Math.abs(value - expected.macroF1[fold][i]) <= 2 * oneDocument),
    );
    score.explainedEnergy.folds.forEach((value, fold) =>
      assert.ok(Math.abs(value - expected.explainedEnergy[fold][i]) < 1e-6),
    );
    assert.ok(score.seconds > 0);
  });
  assert.equal(curve.bestRank, 150);
  assert.equal(curve.folds, 5);
});

test("crossValidateRank with unitRows: false agrees with scikit-learn on unscaled coordinates", async () => {
  const curve = await crossValidateRank(texts, labels, {
    ...options,
    unitRows: false,
    svdTolerance: 1e-4,
  });
  curve.scores.forEach((score, i) =>
    score.accuracy.folds.forEach((value, fold) =>
      assert.ok(
        Math.abs(value - expected.rawAccuracy[fold][i]) <= oneDocument,
        `rank ${score.rank}, fold ${fold}`,
      ),
    ),
  );
});

test("crossValidateTfidf agrees with scikit-learn on the sparse rows", async () => {
  const { accuracy } = await crossValidateTfidf(texts, labels, { tfidf });
  accuracy.folds.forEach((value, fold) =>
    assert.ok(Math.abs(value - expected.sparseAccuracy[fold]) <= oneDocument),
  );
});

test("the default tolerance moves no mean accuracy by more than half a standard error", async () => {
  const exact = await exactCurve;
  const loose = await crossValidateRank(texts, labels, { ...options, svdTolerance: undefined });
  loose.scores.forEach((score, i) =>
    assert.ok(
      Math.abs(score.accuracy.mean - exact.scores[i].accuracy.mean) <=
        0.5 * exact.scores[i].accuracy.standardError,
      `rank ${score.rank}`,
    ),
  );
});

const small = {
  texts: texts.filter((_, i) => i % 10 === 0),
  labels: labels.filter((_, i) => i % 10 === 0),
};

test("ranks are tried in ascending order, once each, whatever the order given; encoded texts give the same scores", async () => {
  const curve = await crossValidateRank(small.texts, small.labels, {
    ranks: [10, 2, 10],
    folds: 3,
  });
  assert.deepEqual(
    curve.scores.map(({ rank }) => rank),
    [2, 10],
  );
  const encoded = await crossValidateRank(encodeTexts(small.texts), small.labels, {
    ranks: [2, 10],
    folds: 3,
  });
  assert.deepEqual(
    encoded.scores.map(({ accuracy }) => accuracy),
    curve.scores.map(({ accuracy }) => accuracy),
  );
});

test("the scores are the same to the last bit on 1 and 2 threads", async () => {
  const [one, two] = await Promise.all(
    [1, 2].map(async (threads) => {
      const curve = await crossValidateRank(small.texts, small.labels, {
        ranks: [2, 10, 30],
        folds: 3,
        threads,
      });
      const sparse = await crossValidateTfidf(small.texts, small.labels, { folds: 3, threads });
      return [
        ...curve.scores.map(({ accuracy, macroF1, explainedEnergy }) => ({
          accuracy,
          macroF1,
          explainedEnergy,
        })),
        sparse.accuracy,
        sparse.macroF1,
      ];
    }),
  );
  assert.deepEqual(two, one);
});

const large = loadTeachingGlosses();
const largeTexts = encodeTexts(large.map(({ text }) => text));
const largeLabels = large.map(({ label }) => label);

test("folds scored side by side give the same scores to the last bit, and count every step", async () => {
  const ranks = [5, 180];
  const steps: number[] = [];
  const [one, two] = [await score(1), await score(2, ({ done }) => steps.push(done))];
  assert.deepEqual(two, one);
  assert.deepEqual(
    steps,
    Array.from({ length: 9 }, (_, i) => i + 1),
  );

  async function score(
    threads: number,
    onProgress?: (progress: { done: number }) => void,
  ): Promise<unknown> {
    const { scores } = await crossValidateRank(largeTexts, largeLabels, {
      ranks,
      folds: 3,
      tfidf,
      threads,
      onProgress,
    });
    return scores.map(({ accuracy, macroF1, explainedEnergy }) => ({
      accuracy,
      macroF1,
      explainedEnergy,
    }));
  }
});

test("an abort, a rank that does not fit, and a throwing onProgress end folds that are scored side by side", async () => {
  const run = (over: object): Promise<unknown> =>
    crossValidateRank(largeTexts, largeLabels, {
      ranks: [270],
      folds: 2,
      tfidf,
      threads: 2,
      ...over,
    });
  const controller = new AbortController();
  await assert.rejects(
    run({ signal: controller.signal, onProgress: () => controller.abort(new Error("enough")) }),
    /^Error: enough$/,
  );
  await assert.rejects(
    run({ ranks: [270, 5000] }),
    (error: Error) =>
      error instanceof RangeError && /rank 5000 exceeds min\(3000 documents/.test(error.message),
  );
  await assert.rejects(run({ onProgress: () => assert.fail("no more") }), /no more/);
});

test("a rank's score does not depend on which other ranks are tried, to one document", async () => {
  const alone = await crossValidateRank(small.texts, small.labels, {
    ranks: [10],
    folds: 3,
    svdTolerance: 1e-8,
  });
  const among = await crossValidateRank(small.texts, small.labels, {
    ranks: [2, 5, 10, 30],
    folds: 3,
    svdTolerance: 1e-8,
  });
  alone.scores[0].accuracy.folds.forEach((value, fold) =>
    assert.ok(Math.abs(value - among.scores[2].accuracy.folds[fold]) <= 1.001 / 40),
  );
});

test("held-out words do not reach the vocabulary: a rank that only fits with them is refused", async () => {
  // Each word stands in two texts of the same class; inside a fold some words are left with one and
  // drop out.
  const pairs = Array.from(
    { length: 12 },
    (_, i) => `every text word${Math.floor(i / 2)}a word${Math.floor(i / 2)}b`,
  );
  const classes = pairs.map((_, i) => (i < 6 ? "a" : "b"));
  await assert.rejects(
    crossValidateRank(pairs, classes, {
      ranks: [12],
      folds: 2,
      tfidf: { minDocumentFrequency: 2 },
    }),
    /rank 12 exceeds min\(6 documents, \d+ terms\) in the training part of fold 1; choose ranks from 1 to \d/,
  );
});

test("progress counts every step, and an abort stops between two", async () => {
  const seen: number[] = [];
  await crossValidateRank(small.texts, small.labels, {
    ranks: [2, 5],
    folds: 3,
    onProgress: ({ done, total }) => seen.push(done / total),
  });
  assert.deepEqual(
    seen,
    Array.from({ length: 9 }, (_, i) => (i + 1) / 9),
  );
  const controller = new AbortController();
  let steps = 0;
  const aborted = crossValidateRank(small.texts, small.labels, {
    ranks: [2, 5],
    folds: 3,
    signal: controller.signal,
    onProgress: () => {
      steps++;
      if (steps === 2) controller.abort(new Error("enough"));
    },
  });
  await assert.rejects(aborted, /enough/);
  assert.equal(steps, 2);
});

test("bad input is refused with the value, the limit and the remedy", async () => {
  const run = (over: object): Promise<unknown> =>
    crossValidateRank(small.texts, small.labels, { ranks: [2], ...over });
  await assert.rejects(run({ ranks: [] }), /0 ranks to try/);
  await assert.rejects(run({ ranks: [0] }), /rank 0 is not a whole number of at least 1/);
  await assert.rejects(run({ ranks: [2.5] }), /rank 2.5/);
  await assert.rejects(run({ ranks: [5000] }), /rank 5000 exceeds min\(96 documents/);
  await assert.rejects(
    crossValidateRank(small.texts, ["one"], { ranks: [2] }),
    /120 documents have 1 labels/,
  );
  await assert.rejects(
    crossValidateRank(
      small.texts,
      small.texts.map(() => "same"),
      { ranks: [2] },
    ),
    /class/,
  );
  await assert.rejects(run({ folds: 21 }), /fold/);
  await assert.rejects(run({ threads: 0 }), /threads 0 is not a whole number of at least 1/);
  await assert.rejects(run({ inversePenalty: 0 }), /inversePenalty 0 is not above 0/);
});
