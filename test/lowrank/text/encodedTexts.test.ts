import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compareCodePoints } from "../../../src/lowrank/text/reading/codePointOrder";
import {
  encodeTexts,
  encodeTokens,
  selectTexts,
  type EncodedTexts,
} from "../../../src/lowrank/text/encodedTexts";
import { createTokenizer } from "../../../src/lowrank/text/tokenizer";

const termsOf = ({ terms, offsets, ids }: EncodedTexts, text: number): string[] =>
  Array.from(ids.subarray(offsets[text], offsets[text + 1]), (id) => terms[id]);

test("encodeTexts numbers terms in order and keeps every occurrence", () => {
  const encoded = encodeTexts(["a red fish", "red wine, red fish", ""]);
  assert.deepEqual(encoded.terms, ["fish", "red", "wine"]);
  assert.deepEqual([...encoded.ids], [0, 1, 0, 1, 1, 2]);
  assert.deepEqual([...encoded.offsets], [0, 2, 6, 6]);
});

test("encodeTexts holds the tokenizer's tokens and all runs of neighbours, for every text", () => {
  const word = fc.constantFrom("red", "Fish", "the", "engines", "x", "漢字", "𠮷野", "naïve", "ﬁn");
  const texts = fc.array(
    fc.array(word, { maxLength: 9 }).map((words) => words.join(" ")),
    { maxLength: 8 },
  );
  const options = { stopWords: "english", stem: true } as const;
  const tokenize = createTokenizer(options);
  const range = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 2 }));
  fc.assert(
    fc.property(texts, range, (documents, [shortest, more]) => {
      const encoded = encodeTexts(documents, { ...options, ngrams: [shortest, shortest + more] });
      assert.deepEqual(encoded.terms, [...encoded.terms].sort(compareCodePoints));
      documents.forEach((text, i) => {
        const tokens = tokenize(text);
        const runs: string[] = [];
        for (let length = shortest; length <= shortest + more; length++) {
          for (let at = 0; at + length <= tokens.length; at++)
            runs.push(tokens.slice(at, at + length).join(" "));
        }
        assert.deepEqual(termsOf(encoded, i), runs.sort(compareCodePoints));
      });
    }),
  );
});

test("terms are in the order of code points, not of 16-bit units", () => {
  assert.deepEqual(encodeTokens([["𐌰", "\ufb1d", "b", "a𐌰", "a"]]).terms, [
    "a",
    "a𐌰",
    "b",
    "\ufb1d",
    "𐌰",
  ]);
});

test("words that JavaScript objects already know are terms like any others", () => {
  assert.deepEqual(encodeTexts(["constructor __proto__ toString"], { lowercase: false }).terms, [
    "__proto__",
    "constructor",
    "toString",
  ]);
});

test("selectTexts gives the chosen texts in their order, repeats allowed", () => {
  const encoded = encodeTexts(["red fish", "", "wine"]);
  const selected = selectTexts(encoded, [2, 0, 2, 1]);
  assert.deepEqual(
    [0, 1, 2, 3].map((i) => termsOf(selected, i)),
    [["wine"], ["fish", "red"], ["wine"], []],
  );
  assert.equal(selected.terms, encoded.terms);
  assert.throws(() => selectTexts(encoded, [3]), /text 3 does not exist; choose from 0 to 2/);
  assert.throws(() => selectTexts(encoded, [-1]), /text -1/);
  assert.throws(() => selectTexts(encoded, [0.5]), /text 0.5/);
});

test("encodeTexts([]) and texts without words are encoded as nothing", () => {
  assert.deepEqual([...encodeTexts([]).offsets], [0]);
  assert.deepEqual(
    [...encodeTexts(["", "?", "the"], { stopWords: "english" }).offsets],
    [0, 0, 0, 0],
  );
});

test("encodeTexts names the entry that is not a text", () => {
  for (const [entry, kind] of [
    [undefined, "undefined"],
    [null, "null"],
    [NaN, "number"],
    [{ text: "a" }, "object"],
  ] as const) {
    assert.throws(
      () => encodeTexts(["a", entry as unknown as string]),
      new RegExp(`^TypeError: texts\\[1\\] is ${kind}, not a string`),
    );
  }
  assert.throws(() => encodeTexts(["a", , "b"] as string[]), /texts\[1\] is undefined/);
  assert.throws(
    () => encodeTexts("one text" as unknown as string[]),
    /pass an array of strings, \[text\] for a single text/,
  );
  assert.throws(
    () => encodeTokens([["a"], "b" as unknown as string[]]),
    /documents\[1\] is not an array/,
  );
  assert.throws(
    () => encodeTokens([["a", 1 as unknown as string]]),
    /documents\[0\]\[1\] is not a string/,
  );
  assert.throws(() => encodeTexts(["a"], { ngrams: [2, 1] }), /ngrams \[2, 1\]/);
});

test("encodeTexts holds a text of 100,000 distinct words, a word of a megabyte and words of NUL's neighbours", () => {
  const words = Array.from({ length: 100_000 }, (_, i) => `w${(i * 7919) % 100_000}`);
  const encoded = encodeTexts([
    words.join(" "),
    "x".repeat(1_000_000),
    "red\u0000fish",
    "\ud800",
    "",
  ]);
  assert.deepEqual(termsOf(encoded, 0), [...words].sort());
  assert.deepEqual(termsOf(encoded, 1), ["x".repeat(1_000_000)]);
  assert.deepEqual(termsOf(encoded, 2), ["fish", "red"]);
  assert.deepEqual([...encoded.offsets.slice(2)], [100_001, 100_003, 100_003, 100_003]);
});

test("encodeTexts sorts the numbers of short and of long texts, repeats included", () => {
  const texts = fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 130 }), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(texts, (documents) => {
      const encoded = encodeTexts(
        documents.map((numbers) => numbers.map((n) => `w${n}`).join(" ")),
      );
      documents.forEach((numbers, i) =>
        assert.deepEqual(termsOf(encoded, i), numbers.map((n) => `w${n}`).sort()),
      );
    }),
  );
});

test("a list of stop words that its owner changes later changes no encoding", () => {
  const stopWords = ["red"];
  const { options } = encodeTexts(["red fish"], { stopWords });
  stopWords.push("fish");
  assert.deepEqual(encodeTexts(["red fish"], options as NonNullable<typeof options>).terms, [
    "fish",
  ]);
});
