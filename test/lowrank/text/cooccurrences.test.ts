import assert from "node:assert/strict";
import { test } from "node:test";
import { countCooccurrences } from "../../../src/lowrank/text/cooccurrences";
import { encodeTokens } from "../../../src/lowrank/text/encodedTexts";
import { buildVocabulary, countTerms } from "../../../src/lowrank/text/vocabulary";
import { fixture } from "../nmfFixture";

const { texts, words, windows } = fixture.cooccurrences;
const vocabulary = { ...buildVocabulary(texts, { minLength: 1 }), terms: words };

for (const { window, counts } of windows) {
  test(`countCooccurrences counts as plain Python does, window ${window}`, () => {
    const found = countCooccurrences(vocabulary, texts, { window });
    assert.deepEqual(found.toDense().to2DArray(), counts);
  });
}

test("countCooccurrences of whole texts is CᵀC, a word with itself taken out", () => {
  const found = countCooccurrences(vocabulary, texts, { window: Infinity }).toDense();
  const counts = countTerms(vocabulary, texts).toDense();
  const expected = counts.transpose().mmul(counts);
  counts.sum("column").forEach((total, i) => expected.set(i, i, expected.get(i, i) - total));
  assert.deepEqual(found.to2DArray(), expected.to2DArray());
});

test("countCooccurrences reads texts as the vocabulary does: stems, stop words, Chinese", () => {
  const learnt = ["The cats chase mice", "红色 的 鱼"];
  const stemmed = buildVocabulary(learnt, { stem: true, stopWords: "english" });
  const found = countCooccurrences(stemmed, ["A cat of the chasing mice"], { window: 1 });
  const [cat, chase] = ["cat", "chase"].map((term) => stemmed.terms.indexOf(term));
  assert.equal(found.get(cat, chase), 1);
  assert.equal(found.get(chase, cat), 1);
  const [red, fish] = ["红色", "鱼"].map((term) => stemmed.terms.indexOf(term));
  assert.equal(countCooccurrences(stemmed, [learnt[1]], { window: 3 }).get(red, fish), 1);
});

test("countCooccurrences of texts without known words is empty", () => {
  assert.equal(countCooccurrences(vocabulary, ["", "z"]).nonZeros, 0);
  assert.equal(countCooccurrences(vocabulary, []).rows, words.length);
});

test("countCooccurrences names what it cannot use", () => {
  for (const window of [0, 1.5, NaN, "2" as never])
    assert.throws(() => countCooccurrences(vocabulary, texts, { window }), /window .* 1 or more/);
  for (const options of [{ ngrams: [1, 2] as const }, { ngramUnit: "characters" as const }]) {
    const ngrams = buildVocabulary(["red fish"], options);
    assert.throws(() => countCooccurrences(ngrams, texts), /of single words alone/);
  }
  const own = buildVocabulary(encodeTokens([["C++"]]));
  assert.throws(() => countCooccurrences(own, ["C++"]), /build the vocabulary from texts/);
  assert.throws(() => countCooccurrences(vocabulary, [1] as never), /texts\[0\] is number/);
});
