import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compareCodePoints } from "../../../src/lowrank/text/reading/codePointOrder";
import { encodeTexts } from "../../../src/lowrank/text/encodedTexts";
import { createTokenizer, type TokenizerOptions } from "../../../src/lowrank/text/tokenizer";

/**
 * encodeTexts reads most texts through the letter table, createTokenizer through regular
 * expressions over Unicode's categories.
 */
function assertSameTerms(texts: readonly string[], options: TokenizerOptions): void {
  const { terms, offsets, ids } = encodeTexts(texts, options);
  const tokenize = createTokenizer(options);
  const used = new Set<string>();
  texts.forEach((text, i) => {
    const expected = tokenize(text).sort(compareCodePoints);
    const found = Array.from(ids.subarray(offsets[i], offsets[i + 1]), (id) => terms[id]);
    if (found.join("|") !== expected.join("|"))
      assert.deepEqual(found, expected, `${JSON.stringify(text)} with ${JSON.stringify(options)}`);
    for (const term of found) used.add(term);
  });
  assert.equal(terms.length, used.size, "there are terms that no text has");
}

const foldings: TokenizerOptions[] = [
  {},
  { normalize: false },
  { lowercase: false, minLength: 1 },
  { normalize: false, lowercase: false, minLength: 1 },
  { stripAccents: true },
  { normalize: false, stripAccents: true, minLength: 1 },
];

for (const options of foldings) {
  test(`encodeTexts(texts, ${JSON.stringify(options)}) has the tokenizer's terms for every 16-bit character, alone and inside words`, () => {
    const texts = Array.from({ length: 0x10000 }, (_, code) => {
      const character = String.fromCharCode(code);
      return `${character} ab${character}cd Qé${character}`;
    });
    assertSameTerms(texts, options);
  });
}

test("encodeTexts has the tokenizer's terms for any mixture of difficult characters", () => {
  const difficult = fc.constantFrom(
    "a",
    "B",
    "I",
    "i",
    "_",
    "7",
    " ",
    "-",
    "'",
    "\u0000",
    "İ",
    "ı",
    "ß",
    "ẞ",
    "Σ",
    "σ",
    "ς",
    "Ο",
    "é",
    "e\u0301",
    "\u0301",
    "\u0307",
    "ﬁ",
    "Ａ",
    "ｱ",
    "ﾞ",
    "½",
    "™",
    "…",
    "²",
    "\u00ad",
    "\u200c",
    "\u200d",
    "क्",
    "\u1100",
    "\u1161",
    "\u11a8",
    "가",
    "각",
    "漢",
    "の",
    "ー",
    "ก",
    "ា",
    "က",
    "हि",
    "ا",
    "ل",
    "\ufdfa",
    "K",
    "Å",
    "ǅ",
    "𐌰",
    "𝐀",
    "😀",
    "❤️",
    "\ud800",
    "\udc00",
    "\uffff",
  );
  const texts = fc.array(
    fc.array(difficult, { maxLength: 12 }).map((characters) => characters.join("")),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(texts, fc.constantFrom(...foldings), (documents, options) =>
      assertSameTerms(documents, options),
    ),
    { numRuns: 500 },
  );
});

test("full-width letters, dotless i and accents written apart fold as Unicode says", () => {
  assert.deepEqual(
    encodeTexts(["ＦＩＳＨ fish", "ISPARTA ısparta İzmir", "ΟΔΟΣ ΟΔΟΣΑ", "cafe\u0301 CAFÉ"]).terms,
    ["café", "fish", "isparta", "i̇zmir", "ısparta", "οδος", "οδοσα"],
  );
});

test("stripAccents takes accents off letters of any alphabet, and leaves signs without a combining class", () => {
  assert.deepEqual(
    encodeTexts(["Café cafe\u0301 ÑANDÚ naïve ỗ", "Ёж Ελλάδα", "काम"], { stripAccents: true })
      .terms,
    ["cafe", "nandu", "naive", "ελλαδα", "еж", "काम"].sort(compareCodePoints),
  );
});
