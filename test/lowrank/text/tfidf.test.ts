import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import type { SparseMatrix } from "../../../src/lowrank/linalg/sparseMatrix";
import { encodeTexts, encodeTokens, selectTexts } from "../../../src/lowrank/text/encodedTexts";
import {
  fitTfidf,
  fitTransformTfidf,
  transformTfidf,
  type TfidfOptions,
} from "../../../src/lowrank/text/tfidf";
import { countTerms } from "../../../src/lowrank/text/vocabulary";
import { fixturePath } from "../../paths";

interface Entries {
  indptr: number[];
  indices: number[];
  data: number[];
}

interface Fixture {
  source: string;
  training: string[];
  new: string[];
  cases: {
    options: TfidfOptions;
    terms: string[];
    idf: number[];
    fitted: Entries;
    transformed: Entries;
    counts: Entries;
  }[];
}

// Written by tfidf.py with scikit-learn 1.2.1.
const fixture = JSON.parse(readFileSync(fixturePath("tfidf.json"), "utf8")) as Fixture;

function assertEntries(matrix: SparseMatrix, expected: Entries, tolerance: number): void {
  assert.deepEqual([...matrix.rowOffsets], expected.indptr);
  assert.deepEqual([...matrix.columnIndices], expected.indices);
  const difference = expected.data.reduce(
    (worst, value, at) => Math.max(worst, Math.abs(value - matrix.values[at])),
    0,
  );
  assert.ok(difference <= tolerance, `differs by ${difference}`);
}

for (const { options, terms, idf, fitted, transformed, counts } of fixture.cases) {
  test(`fitTfidf(texts, ${JSON.stringify(options)}) equals scikit-learn's TfidfVectorizer to 1e-12`, () => {
    const { model, matrix } = fitTransformTfidf(fixture.training, options);
    assert.deepEqual(model.terms, terms);
    model.idf.forEach((weight, at) => assert.ok(Math.abs(weight - idf[at]) <= 1e-12));
    assertEntries(matrix, fitted, 1e-12);
    assertEntries(transformTfidf(model, fixture.new), transformed, 1e-12);
    assertEntries(countTerms(model, fixture.training), counts, 0);
  });
}

test("transformTfidf gives rows of length 1, and a zero row for a text without a known word", () => {
  const model = fitTfidf(["red fish", "red wine"]);
  const matrix = transformTfidf(model, ["red red wine", "", "zeppelin", "?!"]);
  assert.deepEqual([...matrix.rowOffsets], [0, 2, 2, 2, 2]);
  assert.ok(Math.abs(Math.hypot(...matrix.values) - 1) < 1e-15);
});

test("transformTfidf(model, []) is a matrix without rows", () => {
  const matrix = transformTfidf(fitTfidf(["red fish"]), []);
  assert.deepEqual([matrix.rows, matrix.columns, matrix.nonZeros], [0, 2, 0]);
});

const word = fc.constantFrom(
  "red",
  "fish",
  "wine",
  "sea",
  "ship",
  "é",
  "naïve",
  "の",
  "漢字",
  "😀",
  "x",
);
const documents = fc.array(
  fc.array(word, { maxLength: 12 }).map((words) => words.join(" ")),
  { minLength: 1, maxLength: 12 },
);

test("every row of fitTransformTfidf has length 1 or 0, ascending columns and finite values", () => {
  fc.assert(
    fc.property(documents, fc.boolean(), (texts, sublinear) => {
      const { matrix, model } = fitTransformTfidf(["red", ...texts], { sublinear, ngrams: [1, 2] });
      for (let row = 0; row < matrix.rows; row++) {
        const columns = matrix.columnIndices.subarray(
          matrix.rowOffsets[row],
          matrix.rowOffsets[row + 1],
        );
        const values = matrix.values.subarray(matrix.rowOffsets[row], matrix.rowOffsets[row + 1]);
        assert.ok(
          columns.every(
            (column, at) => column < model.terms.length && (at === 0 || columns[at - 1] < column),
          ),
        );
        assert.ok(values.length === 0 || Math.abs(Math.hypot(...values) - 1) < 1e-12);
      }
    }),
  );
});

test("fitting on selected encoded texts equals fitting on those texts alone", () => {
  fc.assert(
    fc.property(documents, fc.array(fc.nat(12), { minLength: 1 }), (texts, picks) => {
      const all = ["red sea", ...texts];
      const rows = [0, ...picks.map((pick) => pick % all.length)];
      const options: TfidfOptions = { sublinear: true, ngrams: [1, 2] };
      const fold = fitTfidf(selectTexts(encodeTexts(all, options), rows), { sublinear: true });
      const alone = fitTfidf(
        rows.map((row) => all[row]),
        options,
      );
      assert.deepEqual(fold, alone);
      assert.deepEqual(transformTfidf(fold, encodeTexts(all, options)), transformTfidf(alone, all));
    }),
  );
});

test("fitTfidf learns nothing from texts that were encoded but not selected", () => {
  const encoded = encodeTexts(["red fish", "red wine", "secret"]);
  assert.deepEqual(fitTfidf(selectTexts(encoded, [0, 1])).terms, ["fish", "red", "wine"]);
});

test("transformTfidf refuses texts encoded with other options than the model's", () => {
  const model = fitTfidf(["the engines", "a ship"], { stem: true });
  assert.throws(
    () => transformTfidf(model, encodeTexts(["engines"])),
    /stem true was asked for, but the texts were encoded with false/,
  );
  assert.throws(
    () => fitTfidf(encodeTexts(["red fish"]), { ngrams: [1, 2] }),
    /ngrams \[1,2\] was asked for/,
  );
});

test("a model fitted on tokens of one's own takes such tokens only", () => {
  const model = fitTfidf(encodeTokens([["C++", "C"], ["C"], []]));
  assert.deepEqual(model.terms, ["C", "C++"]);
  assert.deepEqual(
    [...transformTfidf(model, encodeTokens([["C++"], ["Rust"]])).columnIndices],
    [1],
  );
  assert.throws(() => transformTfidf(model, ["C++"]), /pass encodeTokens\(tokens\)/);
});

test("fitTfidf takes a text of a megabyte, and 100,000 short texts", { timeout: 300_000 }, () => {
  const long = Array.from({ length: 160_000 }, (_, i) => `word${i % 5000}`).join(" ");
  assert.equal(fitTfidf([long]).terms.length, 5000);
  const many = Array.from({ length: 100_000 }, (_, i) => `red fish ${i % 1000}`);
  const { matrix } = fitTransformTfidf(many, { minDocumentFrequency: 2 });
  assert.equal(matrix.rows, 100_000);
});
