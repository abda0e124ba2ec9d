import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  countCorpus,
  mergeCorpusCounts,
  type CorpusCounts,
} from "../../../src/lowrank/text/corpusCounts";
import {
  corpusCountsFromJson,
  corpusCountsToJson,
} from "../../../src/lowrank/text/corpusCountsJson";
import { encodeTexts, encodeTokens, selectTexts } from "../../../src/lowrank/text/encodedTexts";
import { fitTfidf, type TfidfModel, type TfidfOptions } from "../../../src/lowrank/text/tfidf";
import { buildVocabulary } from "../../../src/lowrank/text/vocabulary";

const word = fc.constantFrom(
  "red",
  "Fish",
  "wine",
  "é",
  "の",
  "漢字",
  "𐌰𐌰",
  "\ufb1dx",
  "x",
  "__proto__",
);
const text = fc.array(word, { maxLength: 8 }).map((words) => words.join(" "));
const parts = fc.array(fc.array(text, { maxLength: 6 }), { minLength: 1, maxLength: 5 });
const options = fc.record<TfidfOptions>(
  {
    ngrams: fc.constantFrom([1, 1] as const, [1, 2] as const),
    sublinear: fc.boolean(),
    minDocumentFrequency: fc.constantFrom(2, 3, 0.1, 0.4),
    maxDocumentFrequency: fc.constantFrom(4, 0.5, 0.9),
    maxTerms: fc.integer({ min: 1, max: 6 }),
  },
  { requiredKeys: [] },
);

/** The model, or what fitting says instead. */
function fitOr(fit: () => TfidfModel): TfidfModel | string {
  try {
    return fit();
  } catch (error) {
    return (error as Error).message;
  }
}

const throughJson = (counts: CorpusCounts): CorpusCounts =>
  corpusCountsFromJson(JSON.parse(JSON.stringify(corpusCountsToJson(counts))));

test("fitting on the merged counts of parts is fitting on all texts, to the last bit, pruning included", () => {
  fc.assert(
    fc.property(parts, options, (texts, { ngrams, ...pruning }) => {
      const encoding = ngrams ? { ngrams } : {};
      const counts = mergeCorpusCounts(
        texts.map((part) => throughJson(countCorpus(part, encoding))),
      );
      assert.deepEqual(counts, countCorpus(texts.flat(), encoding));
      assert.deepEqual(
        fitOr(() => fitTfidf(counts, pruning)),
        fitOr(() => fitTfidf(texts.flat(), { ...encoding, ...pruning })),
      );
    }),
    { numRuns: 300 },
  );
});

test("merging in another order, or merged counts again, gives the same counts", () => {
  fc.assert(
    fc.property(parts, (texts) => {
      const all = texts.map((part) => countCorpus(part));
      const [first, ...rest] = all;
      const expected = mergeCorpusCounts(all);
      assert.deepEqual(mergeCorpusCounts([...all].reverse()), expected);
      const nested =
        rest.length === 0 ? first : mergeCorpusCounts([first, mergeCorpusCounts(rest)]);
      assert.deepEqual(nested, expected);
    }),
  );
});

test("countCorpus counts terms of selected texts and of tokens of one's own", () => {
  const selected = countCorpus(selectTexts(encodeTexts(["red fish", "red red wine"]), [1]));
  assert.deepEqual(selected.terms, ["red", "wine"]);
  assert.deepEqual([...selected.occurrences], [2, 1]);
  assert.deepEqual([...selected.documentFrequencies], [1, 1]);
  const tokens = [[["C++", "C"]], [["C"], []]].map((part) => countCorpus(encodeTokens(part)));
  const merged = mergeCorpusCounts(tokens);
  assert.deepEqual([merged.terms, merged.documents, merged.encoding], [["C", "C++"], 3, null]);
  assert.deepEqual(buildVocabulary(merged, { minDocumentFrequency: 2 }).terms, ["C"]);
});

test("mergeCorpusCounts refuses no parts, parts read differently and too many texts", () => {
  const counts = countCorpus(["red fish"]);
  assert.throws(() => mergeCorpusCounts([]), /0 parts/);
  assert.throws(
    () => mergeCorpusCounts([counts, countCorpus(["red fish"], { stem: true })]),
    /part 1 was tokenised with .*"stem":true.*, part 0 with .*count all parts with the same/,
  );
  const many = { ...counts, documents: 2 ** 30 };
  assert.throws(
    () => mergeCorpusCounts([many, many]),
    /2147483648 texts, which exceeds 2147483647/,
  );
});

test("fitTfidf refuses counts with another way of reading than the one asked for", () => {
  const counts = countCorpus(["red fish"]);
  assert.throws(() => fitTfidf(counts, { stem: true }), /stem true was asked for/);
  assert.deepEqual(fitTfidf(counts, { stem: false }), fitTfidf(["red fish"]));
  assert.throws(() => fitTfidf(countCorpus([])), /0 texts give no vocabulary/);
  assert.throws(() => fitTfidf(countCorpus(["", "?"])), /2 texts hold no term/);
});

test("corpusCountsFromJson refuses what is not whole counts", () => {
  const json = corpusCountsToJson(countCorpus(["red fish", "red wine"]));
  const refused = (value: unknown, message: RegExp): void => {
    assert.throws(() => corpusCountsFromJson(value), message);
  };
  refused(null, /not corpus counts/);
  refused({ ...json, type: "lowrank-tfidf" }, /not corpus counts/);
  refused({ ...json, version: 2 }, /version 2 .* only 1/);
  refused({ ...json, documents: "2" }, /documents is missing/);
  refused({ ...json, occurrences: [1] }, /3 terms, 3 documentFrequencies and 1 occurrences/);
  refused({ ...json, terms: ["red", "fish", "wine"] }, /order of code points/);
  refused({ ...json, documentFrequencies: [1, 3, 1] }, /"red" in 3 of 2 texts/);
  refused({ ...json, occurrences: [1, 1, 1] }, /"red" in 2 of 2 texts and 1 times/);
  refused({ ...json, occurrences: [1, 2.5, 1] }, /"red"/);
});
