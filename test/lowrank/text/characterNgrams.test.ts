import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { compareCodePoints } from "../../../src/lowrank/text/reading/codePointOrder";
import { encodeTexts } from "../../../src/lowrank/text/encodedTexts";
import type { EncodeOptions } from "../../../src/lowrank/text/reading/encodeOptions";
import { splitChunks } from "../../../src/lowrank/text/reading/splitChunks";
import { fitTransformTfidf, type TfidfOptions } from "../../../src/lowrank/text/tfidf";
import { fixturePath } from "../../paths";

interface Fixture {
  cases: {
    options: TfidfOptions;
    texts: string[];
    terms: string[];
    indptr: number[];
    indices: number[];
    data: number[];
  }[];
}

// Written by characters.py with scikit-learn 1.2.1.
const fixture = JSON.parse(readFileSync(fixturePath("characters.json"), "utf8")) as Fixture;

for (const { options, texts, terms, indptr, indices, data } of fixture.cases) {
  test(`fitTfidf(texts, ${JSON.stringify(options)}) equals scikit-learn's TfidfVectorizer to 1e-12`, () => {
    const { model, matrix } = fitTransformTfidf(texts, options);
    assert.deepEqual(model.terms, terms);
    assert.deepEqual([...matrix.rowOffsets], indptr);
    assert.deepEqual([...matrix.columnIndices], indices);
    data.forEach((value, at) => assert.ok(Math.abs(value - matrix.values[at]) <= 1e-12));
  });
}

/** The definition, word by word: scikit-learn's _char_wb_ngrams. */
function runsOf(text: string, options: Required<Pick<EncodeOptions, "ngrams">>): string[] {
  const [shortest, longest] = options.ngrams;
  const folding = { normalize: true, lowercase: true, stripAccents: false };
  return splitChunks(text, folding).flatMap((chunk) => {
    const characters = [..." ", ...chunk, " "];
    const runs: string[] = [];
    for (let length = shortest; length <= longest; length++) {
      for (let at = 0; at === 0 || at + length <= characters.length; at++)
        runs.push(characters.slice(at, at + length).join(""));
      if (length >= characters.length) break;
    }
    return runs;
  });
}

test('encodeTexts(texts, { ngramUnit: "characters" }) has every run within every chunk, for any string', () => {
  const texts = fc.array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 12 }),
      fc.string({
        unit: fc.constantFrom("a", "B", "é", " ", "\u0301", "😀", "\ud800", "漢", "\u0003"),
      }),
    ),
    { maxLength: 5 },
  );
  const range = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 3 }));
  fc.assert(
    fc.property(texts, range, (documents, [shortest, more]) => {
      const ngrams = [shortest, shortest + more] as const;
      const { terms, ids, offsets } = encodeTexts(documents, { ngrams, ngramUnit: "characters" });
      documents.forEach((text, i) =>
        assert.deepEqual(
          Array.from(ids.subarray(offsets[i], offsets[i + 1]), (id) => terms[id]),
          runsOf(text, { ngrams }).sort(compareCodePoints),
        ),
      );
    }),
    { numRuns: 500 },
  );
});

test("character n-grams refuse what is for words, and an unknown unit", () => {
  const refused = (options: EncodeOptions, message: RegExp): void => {
    assert.throws(() => encodeTexts(["a"], options), message);
  };
  const ngramUnit = "characters";
  refused({ ngramUnit, stem: true }, /stem true is for words, but ngramUnit is "characters"/);
  refused({ ngramUnit, stopWords: "english" }, /stopWords "english" is for words/);
  refused({ ngramUnit, minLength: 1 }, /minLength 1 is for words/);
  refused({ ngramUnit: "letters" as "words" }, /ngramUnit "letters" is no unit; choose "words"/);
});

test(
  "a chunk of a megabyte and a hundred thousand chunks give their runs",
  { timeout: 300_000 },
  () => {
    const options = { ngramUnit: "characters", ngrams: [3, 3] } as const;
    assert.equal(encodeTexts(["ab".repeat(500_000)], options).ids.length, 1_000_000);
    const words = Array.from({ length: 100_000 }, (_, i) => `w${i}`).join(" ");
    const lengths = words.split(" ").reduce((sum, word) => sum + word.length, 0);
    assert.equal(encodeTexts([words], options).ids.length, lengths);
  },
);
