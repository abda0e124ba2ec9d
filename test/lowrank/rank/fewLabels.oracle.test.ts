import assert from "node:assert/strict";
import { test } from "node:test";
import { readCatalogue, type CatalogueEntry } from "../../../src/workbook/sets/catalogue";
import { loadTeachingGlosses } from "../../../src/lowrank/teaching/glosses";
import { parseDataset } from "../../../src/workbook/sets/parseDataset";
import { rowCoordinates } from "../../../src/lowrank/linalg/coordinates";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { scoreFewLabels, type DrawnScore } from "../../../src/lowrank/rank/scoreFewLabels";
import { fitTransformTfidf, type TfidfOptions } from "../../../src/lowrank/text/tfidf";
import { sharedRawFiles, withoutShared } from "../../workbook/sets/sharedRawFiles";

interface Expected {
  /**
   * Mean accuracy by rank over other draws of ten labels a class, the penalty the best of a few on
   * the test rows; scikit-learn 1.2.1.
   */
  byRank: Record<number, number>;
  sparse: number;
  /** Standard error of those means; the largest stated. */
  standardError: number;
  inversePenalties: number[];
}

/**
 * Ten labels a class, factorisation on all texts: hindsight means must be as near as two samples of
 * draws are, at 3 standard errors of their difference.
 */
async function compare(
  documents: readonly { text: string; label: string }[],
  weights: TfidfOptions,
  expected: Expected,
): Promise<{ best: DrawnScore; high: DrawnScore; sparse: DrawnScore }> {
  const labels = documents.map(({ label }) => label);
  const { matrix } = fitTransformTfidf(
    documents.map(({ text }) => text),
    { minDocumentFrequency: 2, sublinear: true, ...weights },
  );
  const ranks = Object.keys(expected.byRank).map(Number);
  const common = {
    labelsPerClass: [10],
    inversePenalties: expected.inversePenalties,
    draws: 8,
    folds: 2,
  };
  const coordinates = rowCoordinates(
    truncatedSvd(matrix, Math.max(...ranks), { seed: 0, tolerance: 0.02 }),
  );
  const [dense] = await scoreFewLabels(coordinates, labels, { ...common, ranks });
  const [sparse] = await scoreFewLabels(matrix, labels, common);
  const pairs: [string, DrawnScore, number][] = [
    ...dense.scores.map(({ rank, hindsight }): [string, DrawnScore, number] => [
      `rank ${rank}`,
      hindsight,
      expected.byRank[rank],
    ]),
    ["sparse", sparse.scores[0].hindsight, expected.sparse],
  ];
  for (const [name, { mean, standardError }, value] of pairs) {
    const limit = 3 * Math.hypot(standardError, expected.standardError);
    assert.ok(
      Math.abs(mean - value) <= limit,
      `${name}: ${mean.toFixed(3)} ± ${standardError.toFixed(3)} against ${value}`,
    );
  }
  return {
    best: dense.scores[0].hindsight,
    high: dense.scores[dense.scores.length - 1].hindsight,
    sparse: sparse.scores[0].hindsight,
  };
}

test("ten labels a class on WordNet's six classes give scikit-learn's table: rank 20 .612, 300 .476, sparse .437", async () => {
  const { best, high, sparse } = await compare(
    loadTeachingGlosses({ seed: 0 }),
    { stopWords: "english" },
    {
      byRank: { 20: 0.612, 50: 0.584, 100: 0.553, 300: 0.476 },
      sparse: 0.437,
      standardError: 0.012,
      inversePenalties: [3, 30, 300],
    },
  );
  assert.ok(best.mean > high.mean + 0.08 && best.mean > sparse.mean + 0.1);
});

test(
  "ten labels a class on subj give scikit-learn's figures: rank 2 .797, 200 .686, sparse .674",
  { skip: withoutShared },
  async () => {
    const entry = readCatalogue().find(({ name }) => name === "subj") as CatalogueEntry;
    const raw = sharedRawFiles(entry);
    const contents = parseDataset(
      entry,
      entry.files.map(({ path }) => raw.get(path) as Buffer),
    );
    assert.ok(contents.kind === "text");
    const { best, high, sparse } = await compare(
      contents.documents,
      {},
      {
        byRank: { 2: 0.797, 10: 0.744, 50: 0.704, 200: 0.686 },
        sparse: 0.674,
        standardError: 0.008,
        inversePenalties: [0.3, 3, 30, 300],
      },
    );
    assert.ok(best.mean > high.mean + 0.05 && best.mean > sparse.mean + 0.05);
  },
);
