import assert from "node:assert/strict";
import { test } from "node:test";
import { growthExponent } from "../../../bench/harness/statistics";
import { weighCounts } from "../../../bench/inputs/weighCounts";
import {
  generateZipfCorpus,
  type ZipfCorpus,
} from "../../../src/lowrank/teaching/generateZipfCorpus";
import { createSampler } from "../../../src/lowrank/teaching/sampler";
import {
  createRandom,
  encodeTexts,
  fitTransformTfidf,
  truncatedSvd,
} from "../../../src/lowrank/index";

/**
 * The same documents as texts: term r is the word "w" + r, and every token stands in the text. For
 * small corpora.
 */
function zipfTexts({ counts }: ZipfCorpus): string[] {
  return Array.from({ length: counts.rows }, (_, row) => {
    const words: string[] = [];
    for (let at = counts.rowOffsets[row]; at < counts.rowOffsets[row + 1]; at++) {
      for (let copy = 0; copy < counts.values[at]; copy++)
        words.push(`w${counts.columnIndices[at]}`);
    }
    return words.join(" ");
  });
}

test("generateZipfCorpus(options) gives the same corpus for the same seed, another for another", () => {
  const once = generateZipfCorpus({ documents: 300, seed: 5 });
  const again = generateZipfCorpus({ documents: 300, seed: 5 });
  const other = generateZipfCorpus({ documents: 300, seed: 6 });
  assert.deepEqual(once, again);
  assert.notDeepEqual(once.counts.columnIndices, other.counts.columnIndices);
});

test("generateZipfCorpus(options) is a valid sparse matrix: offsets ascending, columns ascending inside a row and in range, counts from 1 up", () => {
  for (const options of [
    { documents: 1 },
    { documents: 500 },
    { documents: 200, meanLength: 200, vocabulary: 60 },
    { documents: 100, topics: 1 },
  ]) {
    const { counts, topics } = generateZipfCorpus({ seed: 3, ...options });
    assert.equal(counts.rows, options.documents);
    assert.equal(topics.length, options.documents);
    for (let row = 0; row < counts.rows; row++) {
      assert.ok(counts.rowOffsets[row + 1] > counts.rowOffsets[row], `document ${row} is empty`);
      for (let at = counts.rowOffsets[row]; at < counts.rowOffsets[row + 1]; at++) {
        const column = counts.columnIndices[at];
        assert.ok(column >= 0 && column < counts.columns);
        assert.ok(at === counts.rowOffsets[row] || counts.columnIndices[at - 1] < column);
        assert.ok(Number.isInteger(counts.values[at]) && counts.values[at] >= 1);
      }
    }
  }
});

test("generateZipfCorpus(options) draws terms by Zipf's law: frequency falls as 1 / (rank + 2.7)", () => {
  const { counts } = generateZipfCorpus({
    documents: 20_000,
    vocabulary: 2_000,
    topics: 10,
    seed: 1,
  });
  const frequencies = new Float64Array(counts.columns);
  counts.columnIndices.forEach((column, at) => (frequencies[column] += counts.values[at]));
  // Whole blocks of ten ranks: the topics share a block's tokens among themselves.
  const blocks = Array.from({ length: 100 }, (_, block) =>
    frequencies.slice(10 * block, 10 * block + 10).reduce((sum, value) => sum + value, 0),
  );
  const centres = blocks.map((_, block) => 10 * block + 4.5 + 2.7);
  const slope = growthExponent(centres.slice(1), blocks.slice(1));
  assert.ok(Math.abs(slope + 1) < 0.03, `slope ${slope}`);
});

test("generateZipfCorpus(options) keeps the mean length, and grows the vocabulary as the root of the tokens", () => {
  const [small, large] = [1_000, 16_000].map(
    (documents) => generateZipfCorpus({ documents, seed: 2 }).counts,
  );
  const tokens = large.values.reduce((sum, value) => sum + value, 0);
  assert.ok(Math.abs(tokens / 16_000 - 11) < 0.2, `${tokens / 16_000} tokens a document`);
  assert.ok(Math.abs(large.columns / small.columns - 4) < 0.01);
});

test("generateZipfCorpus(options) plants topics that a low rank finds: the singular values fall after as many as there are topics", () => {
  const { counts } = generateZipfCorpus({ documents: 3_000, topics: 12, topicShare: 0.9, seed: 4 });
  const { singularValues } = truncatedSvd(weighCounts(counts), 20, { tolerance: 1e-4 });
  const drops = Array.from(singularValues.slice(1), (value, i) => singularValues[i] / value);
  assert.equal(drops.slice(1).indexOf(Math.max(...drops.slice(1))) + 2, 12);
});

test("zipfTexts(corpus) says the same in words: fitTransformTfidf of the texts has the entries of weighCounts", () => {
  const corpus = generateZipfCorpus({ documents: 80, vocabulary: 90, topics: 5, seed: 9 });
  const { model, matrix } = fitTransformTfidf(zipfTexts(corpus), { sublinear: true });
  const weighed = weighCounts(corpus.counts);
  assert.equal(matrix.nonZeros, weighed.nonZeros);
  model.terms.forEach((term, column) => {
    for (let row = 0; row < 80; row++)
      assert.ok(
        Math.abs(matrix.get(row, column) - weighed.get(row, Number(term.slice(1)))) < 1e-12,
      );
  });
  assert.equal(
    encodeTexts(zipfTexts(corpus)).ids.length,
    corpus.counts.values.reduce((sum, value) => sum + value, 0),
  );
});

test("generateZipfCorpus(options) refuses what has no meaning, and says what to choose", () => {
  assert.throws(
    () => generateZipfCorpus({ documents: 0 }),
    /documents 0 is not a whole number from 1 up/,
  );
  assert.throws(
    () => generateZipfCorpus({ documents: 5, topics: 9, vocabulary: 8 }),
    /9 topics exceed the 8 terms/,
  );
  assert.throws(
    () => generateZipfCorpus({ documents: 5, meanLength: NaN }),
    /meanLength NaN is not a length/,
  );
  assert.throws(
    () => generateZipfCorpus({ documents: 5, topicShare: 1.5 }),
    /topicShare 1.5 is outside 0 … 1/,
  );
});

test("createSampler(weights) draws in proportion to the weights, and never what weighs 0", () => {
  const sample = createSampler(Float64Array.of(0, 1, 0, 3, 0));
  const random = createRandom(1);
  const drawn = new Float64Array(5);
  for (let i = 0; i < 40_000; i++) drawn[sample(random)]++;
  assert.equal(drawn[0] + drawn[2] + drawn[4], 0);
  // 10,000 expected, standard deviation 87.
  assert.ok(Math.abs(drawn[1] - 10_000) < 400, `${drawn[1]}`);
  assert.throws(() => createSampler(new Float64Array(3)), /3 weights add up to 0/);
  assert.throws(() => createSampler(Float64Array.of(1, -1)), /weight 1 is -1/);
});
