import assert from "node:assert/strict";
import { test } from "node:test";
import { fitTfidf, transformTfidf } from "../../../src/lowrank/text/tfidf";
import { tfidfFromJson, tfidfToJson } from "../../../src/lowrank/text/tfidfJson";

const model = fitTfidf(["The red fish", "red wine", "漢字 naïve 𐌰𐌰"], {
  stopWords: ["the"],
  stem: true,
  sublinear: true,
  ngrams: [1, 2],
});

test("tfidfFromJson(JSON of tfidfToJson(model)) gives the same rows to the last bit", () => {
  const copy = tfidfFromJson(JSON.parse(JSON.stringify(tfidfToJson(model))));
  assert.deepEqual(copy, model);
  const texts = ["red red fishes the wine", "", "漢字"];
  assert.deepEqual(transformTfidf(copy, texts), transformTfidf(model, texts));
});

test("tfidfFromJson refuses what is not a whole model", () => {
  const json = tfidfToJson(model);
  assert.throws(() => tfidfFromJson(null), /not a TF-IDF model/);
  assert.throws(() => tfidfFromJson({ ...json, type: "svd" }), /not a TF-IDF model/);
  assert.throws(() => tfidfFromJson({ ...json, version: 2 }), /version 2/);
  assert.throws(() => tfidfFromJson({ ...json, idf: [null] }), /terms, idf or documentFrequencies/);
  assert.throws(() => tfidfFromJson({ ...json, idf: [1] }), /\d+ terms, 1 idf/);
  assert.throws(
    () => tfidfFromJson({ ...json, terms: [...json.terms].reverse() }),
    /order of code points/,
  );
  assert.throws(() => tfidfFromJson({ ...json, sublinear: undefined }), /sublinear is missing/);
  assert.throws(
    () => tfidfFromJson({ ...json, encoding: { ...model.encoding, stopWords: "klingon" } }),
    /klingon/,
  );
});
