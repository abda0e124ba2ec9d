import assert from "node:assert/strict";
import { test } from "node:test";
import { SVD } from "ml-matrix";
import { loadDeerwester } from "../../../src/lowrank/teaching/deerwester";
import { buildVocabulary, countTerms } from "../../../src/lowrank/text/vocabulary";

test("loadDeerwester().counts has the singular values of the paper's table", () => {
  // Recomputed from Table 2 with NumPy 1.24.
  const published = [3.34088, 2.5417, 2.35394, 1.64453, 1.50483, 1.30638, 0.8459, 0.56013, 0.36368];
  const { diagonal } = new SVD(loadDeerwester().counts);
  published.forEach((value, i) =>
    assert.ok(Math.abs(diagonal[i] - value) < 6e-6, `σ${i + 1} = ${diagonal[i]}`),
  );
});

test("the words in two titles or more, without stop words, are the paper's twelve terms with its counts", () => {
  const { terms, titles, counts } = loadDeerwester();
  const texts = titles.map(({ text }) => text);
  const vocabulary = buildVocabulary(texts, { stopWords: "english", minDocumentFrequency: 2 });
  const published = terms.map((term) => term.toLowerCase());
  assert.deepEqual(vocabulary.terms, [...published].sort());
  const counted = countTerms(vocabulary, texts).toDense();
  published.forEach((term, row) => {
    assert.deepEqual(counted.getColumn(vocabulary.terms.indexOf(term)), counts.getRow(row), term);
  });
});
