import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { createTokenizer } from "../../../src/lowrank/text/tokenizer";

/**
 * Where the tokenizer and Unicode's word segments (UAX 29, by Intl.Segmenter) part, and why. Each
 * kind: what the segment looks like.
 *
 * A word of one letter is none of these kinds: the tokenizer leaves it out by `minLength`, after
 * splitting. Nor is a Chinese, Japanese, Thai, Lao, Khmer or Burmese word: there both ask one
 * dictionary. Accents and vowel signs stay with their letter in both.
 */
const kinds: Readonly<Record<string, RegExp>> = {
  // UAX 29 keeps them for dictionaries' words; scikit-learn parts "don't", and so do stop word lists.
  "apostrophe, middle dot or colon inside a word":
    /^[\p{L}\p{M}\p{N}_]+(['’·:״׳][\p{L}\p{M}\p{N}_]+)+$/u,
  // One term a number would make most numbers terms that occur once.
  "point or comma inside a number, or a number and its unit":
    /^[\p{L}\p{M}\p{N}_]*\p{N}([.,;'’٫٬][\p{L}\p{M}\p{N}_]+)+$/u,
  "point inside an abbreviation": /^[\p{L}\p{M}]+(\.[\p{L}\p{M}]+)+$/u,
  // UAX 29 has no break rule for "²" and "½"; scikit-learn's \w has them, and so has \p{N}.
  "raised or circled number, or fraction, beside a word":
    /^[\p{L}\p{M}\p{N}_]*\p{No}[\p{L}\p{M}\p{N}_]*$/u,
};

const segmenter = new Intl.Segmenter("und", { granularity: "word" });
const tokenize = createTokenizer({ minLength: 1, lowercase: false, normalize: false });

/** Each stretch of text in which tokens and segments have other bounds, as its characters. */
function differences(text: string): string[] {
  const tokens = bounds(text, tokenize(text));
  const segments = Array.from(segmenter.segment(text))
    .filter(({ isWordLike }) => isWordLike)
    .map(({ index, segment }): Bounds => [index, index + segment.length]);
  const known = new Set(tokens.map(String));
  const same = new Set(segments.map(String).filter((segment) => known.has(segment)));
  const parted = [...tokens, ...segments].filter((piece) => !same.has(String(piece)));
  return cover(parted).map(([start, end]) => text.slice(start, end));
}

type Bounds = [start: number, end: number];

function bounds(text: string, tokens: readonly string[]): Bounds[] {
  let end = 0;
  return tokens.map((token) => {
    const start = text.indexOf(token, end);
    assert.ok(start >= 0, `token "${token}" is not in "${text}"`);
    end = start + token.length;
    return [start, end];
  });
}

/** Pieces that overlap become one. */
function cover(pieces: readonly Bounds[]): Bounds[] {
  const covered: Bounds[] = [];
  for (const [start, end] of [...pieces].sort((a, b) => a[0] - b[0])) {
    const last = covered.at(-1);
    if (last !== undefined && start < last[1]) last[1] = Math.max(last[1], end);
    else covered.push([start, end]);
  }
  return covered;
}

function kindOf(difference: string): string | undefined {
  return Object.keys(kinds).find((kind) => kinds[kind].test(difference));
}

const folder = path.join(process.env.LOWRANK_SHARED_DATA ?? "", "sib200");
const languages = existsSync(folder)
  ? readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  : [];

for (const { name } of languages) {
  test(`the tokens of sib200's sentences in ${name} are Unicode's words, but for differences of a named kind`, () => {
    const sentences = ["train", "dev", "test"].flatMap((split) =>
      readFileSync(path.join(folder, name, `${split}.tsv`), "utf8")
        .split("\n")
        .slice(1)
        .map((line) => line.split("\t")[2] ?? ""),
    );
    assert.ok(sentences.length > 1000);
    const found = sentences.flatMap(differences);
    assert.deepEqual(
      found.filter((difference) => kindOf(difference) === undefined),
      [],
    );
    // There are such differences, and they are few.
    assert.ok(found.length > 10 && found.length < 0.3 * sentences.length, `${found.length}`);
  });
}

test(
  "sib200's sentences are there in two languages or more to compare",
  {
    skip: languages.length > 0 ? false : "set LOWRANK_SHARED_DATA to the folder of the data sets",
  },
  () => assert.ok(languages.length >= 2),
);

test("words spelt with joiners are Unicode's words", () => {
  for (const text of [
    "من می\u200cخواهم کتاب\u200cها را بخوانم.",
    "ශ්\u200dරී ලංකාව ක්\u200dරීඩා",
    "র\u200d্যাব ও ব্যাংক",
    "क्\u200dष और क्\u200cष हिन्दी",
    "ന\u0d4d\u200d മലയാളം",
  ]) {
    assert.deepEqual(differences(text), []);
  }
});

test("each named kind of difference is one", () => {
  const examples: Record<string, string[]> = {
    "apostrophe, middle dot or colon inside a word": ["don't", "women’s", "col·lecció", "צה״ל"],
    "point or comma inside a number, or a number and its unit": ["100,000", "6.34", "802.11n"],
    "point inside an abbreviation": ["U.S", "e.g"],
    "raised or circled number, or fraction, beside a word": ["km²"],
  };
  assert.deepEqual(Object.keys(examples), Object.keys(kinds));
  for (const [kind, words] of Object.entries(examples)) {
    for (const word of words) {
      assert.deepEqual(differences(`a ${word} b`), [word]);
      assert.equal(kindOf(word), kind);
    }
  }
});
