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

test("tfidfFromJson reads a model of version 1, which knew neither stripAccents nor ngramUnit", () => {
  const json = JSON.parse(JSON.stringify(tfidfToJson(model))) as Record<string, unknown>;
  const encoding: Record<string, unknown> = { ...model.encoding };
  delete encoding.stripAccents;
  delete encoding.ngramUnit;
  const copy = tfidfFromJson({ ...json, version: 1, encoding });
  assert.deepEqual(copy, model);
});

test("tfidfFromJson keeps character n-grams and stripped accents", () => {
  const texts = ["Café noir", "cafe"];
  const characters = fitTfidf(texts, {
    ngramUnit: "characters",
    ngrams: [2, 3],
    stripAccents: true,
  });
  const copy = tfidfFromJson(JSON.parse(JSON.stringify(tfidfToJson(characters))));
  assert.deepEqual(copy, characters);
  assert.deepEqual(transformTfidf(copy, texts), transformTfidf(characters, texts));
});

test("tfidfFromJson refuses what is not a whole model", () => {
  const json = tfidfToJson(model);
  assert.throws(() => tfidfFromJson(null), /not a TF-IDF model/);
  assert.throws(() => tfidfFromJson({ ...json, type: "svd" }), /not a TF-IDF model/);
  assert.throws(() => tfidfFromJson({ ...json, version: 3 }), /version 3 .* only 1 and 2/);
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
