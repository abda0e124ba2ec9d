import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { encodeTexts } from "../../../src/lowrank/text/encodedTexts";
import { buildVocabulary, countTerms } from "../../../src/lowrank/text/vocabulary";

const texts = ["red fish", "red wine red", "sea fish red", "sea"];

test("buildVocabulary sorts terms and counts the texts each occurs in", () => {
  const { terms, documentFrequencies, documents } = buildVocabulary(texts);
  assert.deepEqual(terms, ["fish", "red", "sea", "wine"]);
  assert.deepEqual([...documentFrequencies], [2, 3, 2, 1]);
  assert.equal(documents, 4);
});

test("in both limits 1 sets no limit, less is a share and more a number of texts", () => {
  assert.deepEqual(
    buildVocabulary(texts, { minDocumentFrequency: 1, maxDocumentFrequency: 1 }).terms.length,
    4,
  );
  assert.deepEqual(buildVocabulary(texts, { minDocumentFrequency: 2 }).terms, [
    "fish",
    "red",
    "sea",
  ]);
  assert.deepEqual(buildVocabulary(texts, { minDocumentFrequency: 0.6 }).terms, ["red"]);
  assert.deepEqual(buildVocabulary(texts, { maxDocumentFrequency: 2 }).terms, [
    "fish",
    "sea",
    "wine",
  ]);
  assert.deepEqual(buildVocabulary(texts, { maxDocumentFrequency: 0.25 }).terms, ["wine"]);
});

test("maxTerms keeps the terms that occur most often, and the first in the alphabet of equals", () => {
  assert.deepEqual(buildVocabulary(texts, { maxTerms: 2 }).terms, ["fish", "red"]);
  assert.deepEqual(buildVocabulary(texts, { maxTerms: 99 }).terms.length, 4);
});

test("countTerms counts known words and ignores others", () => {
  const counts = countTerms(buildVocabulary(texts), ["wine, wine and red wine", "beer", ""]);
  assert.deepEqual(counts.toDense().to2DArray(), [
    [0, 1, 0, 3],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ]);
});

/** Words that need each way of reading, and what may stand between them. */
const someText = fc
  .array(
    fc.constantFrom(
      ...["red", "Red", "fish", "the", "The", "a", "ﬁsh", "caf\u00e9", "cafe\u0301", "红葡萄酒"],
      ...["co\u00adop", "ΟΔΟΣ", "fishes", "x".repeat(300), " ", ", ", "-", "😀", ""],
    ),
    { maxLength: 70 },
  )
  .map((parts) => parts.join(" "));
const someOptions = fc.record({
  lowercase: fc.boolean(),
  normalize: fc.boolean(),
  stripAccents: fc.boolean(),
  minLength: fc.constantFrom(1, 2, 4),
  stopWords: fc.constantFrom([], ["the", "fish"]),
  stem: fc.boolean(),
  ngrams: fc.constantFrom([1, 1] as const, [1, 2] as const),
});

test("countTerms counts plain texts as it counts the same texts encoded", () => {
  fc.assert(
    fc.property(
      fc.array(someText, { maxLength: 5 }),
      fc.array(someText, { maxLength: 5 }),
      someOptions,
      (training, fresh, options) => {
        const vocabulary = buildVocabulary(["known red wine", ...training], options);
        assert.deepEqual(
          countTerms(vocabulary, fresh),
          countTerms(vocabulary, encodeTexts(fresh, options)),
        );
      },
    ),
  );
});

test("countTerms leaves stop words out of a vocabulary that holds them", () => {
  const encoding = { ...buildVocabulary(["red"], { stopWords: ["the"] }).encoding! };
  const vocabulary = {
    ...buildVocabulary(["the red fish"]),
    encoding,
  };
  assert.deepEqual([...countTerms(vocabulary, ["the fish"]).values], [1]);
  assert.deepEqual(
    [
      ...countTerms({ ...vocabulary, encoding: { ...encoding, stopWords: [] } }, ["the fish"])
        .values,
    ],
    [1, 1],
  );
});

test("an empty vocabulary is an error that names numbers and remedy", () => {
  assert.throws(() => buildVocabulary([]), /0 texts give no vocabulary/);
  assert.throws(() => buildVocabulary(["", "?"]), /2 texts hold no term/);
  assert.throws(
    () => buildVocabulary(["the", "of the"], { stopWords: "english" }),
    /2 texts hold no term.*fewer stop words/,
  );
  assert.throws(
    () => buildVocabulary(texts, { minDocumentFrequency: 4 }),
    /no term occurs in at least 4 and at most 4 of 4 texts \(the commonest is in 3\); lower minDocumentFrequency/,
  );
  assert.throws(
    () => buildVocabulary(texts, { minDocumentFrequency: 3, maxDocumentFrequency: 2 }),
    /at least 3 and at most 2/,
  );
});

test("limits without a meaning are refused", () => {
  for (const value of [-1, 1.5, NaN, Infinity]) {
    assert.throws(
      () => buildVocabulary(texts, { minDocumentFrequency: value }),
      /minDocumentFrequency/,
    );
    assert.throws(
      () => buildVocabulary(texts, { maxDocumentFrequency: value }),
      /maxDocumentFrequency/,
    );
    assert.throws(
      () => buildVocabulary(texts, { maxTerms: value }),
      value === Infinity ? /maxTerms Infinity/ : /maxTerms/,
    );
  }
  assert.throws(() => buildVocabulary(texts, { maxTerms: 0 }), /maxTerms 0/);
});
