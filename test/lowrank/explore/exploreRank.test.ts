import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import type { LogisticRegression } from "../../../src/lowrank/classify/logisticModel";
import {
  fitLogisticRegression,
  predictLogisticRegression,
} from "../../../src/lowrank/classify/logisticRegression";
import { loadTeachingGlosses } from "../../../src/lowrank/teaching/glosses";
import type { MeanAndStandardError } from "../../../src/lowrank/base/meanAndStandardError";
import { exploreRank } from "../../../src/lowrank/explore/exploreRank";
import type { Explorer } from "../../../src/lowrank/explore/explorer";
import { openPayload, type OpenedExplorer } from "../../../src/lowrank/explore/payload/openPayload";
import { explorerType } from "../../../src/lowrank/explore/payload/payload";
import { projectRows, unitRows } from "../../../src/lowrank/linalg/coordinates";
import { cumulativeEnergy, energy } from "../../../src/lowrank/linalg/frobenius";
import type { SparseMatrix } from "../../../src/lowrank/linalg/sparseMatrix";
import { takeColumns } from "../../../src/lowrank/linalg/takeRank";
import type { TruncatedSvd } from "../../../src/lowrank/linalg/svd";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { displayMethod } from "../../../src/lowrank/plot/displayable";
import { fitTransformTfidf, type TfidfModel } from "../../../src/lowrank/text/tfidf";
import { fitTfidf, transformTfidf } from "../../../src/lowrank/text/tfidf";
import { encodeTokens } from "../../../src/lowrank/text/encodedTexts";

const documents = loadTeachingGlosses();
const texts = documents.map(({ text }) => text);
const labels = documents.map(({ label }) => label);

describe("exploreRank of 6,000 definitions at ranks up to 300", () => {
  let tfidf: TfidfModel;
  let matrix: SparseMatrix;
  let svd: TruncatedSvd;
  let explorer: Explorer;
  let opened: OpenedExplorer;
  before(async () => {
    ({ model: tfidf, matrix } = fitTransformTfidf(texts, {
      stopWords: "english",
      minDocumentFrequency: 2,
      sublinear: true,
    }));
    svd = truncatedSvd(matrix, 300);
    explorer = exploreRank({ tfidf, svd }, { texts, labels });
    opened = await openPayload(
      JSON.parse(JSON.stringify(explorer.payload)) as typeof explorer.payload,
    );
  });

  test("the whole figure, script included, is under 3 MB", () => {
    const html = explorer[displayMethod]()["text/html"] as string;
    assert.equal(Buffer.byteLength(html), explorer.bytes);
    assert.ok(explorer.bytes < 3e6, `${explorer.bytes} bytes`);
    assert.ok(
      explorer.bytes > 1e6,
      "an entry of V cannot take less than half a byte: something is missing",
    );
  });

  test("at every rank at least 99.5 % of the documents get the class that the exact model gives them", () => {
    const coordinates = projectRows(svd, matrix);
    let initial: LogisticRegression | undefined;
    explorer.payload.ranks.forEach((rank, position) => {
      const features = unitRows(takeColumns(coordinates, rank));
      initial = fitLogisticRegression(features, labels, { tolerance: 1e-9, initial });
      const expected = predictLogisticRegression(initial, features);
      const { predicted } = opened.space.view(position);
      const same = expected.filter(
        (label, i) => label === explorer.payload.classes[predicted[i]],
      ).length;
      assert.ok(same >= 0.995 * texts.length, `rank ${rank}: ${same} of ${texts.length}`);
      const right = labels.filter((label, i) => label === expected[i]).length / texts.length;
      assert.ok(
        Math.abs(right - explorer.payload.trainingAccuracy[position]) < 2e-3,
        `rank ${rank}: ${right}, ${explorer.payload.trainingAccuracy[position]}`,
      );
    });
  });

  test("coordinates computed from the packed V are those of the exact one to a percent of their size", () => {
    const exact = projectRows(svd, matrix).data;
    const { coordinates } = opened.space;
    let [error, size] = [0, 0];
    exact.forEach((value, at) => {
      error += (value - coordinates[at]) ** 2;
      size += value ** 2;
    });
    assert.ok(Math.sqrt(error / size) < 0.01, String(Math.sqrt(error / size)));
  });

  test("energy by rank is the SVD's, and a typed text lands where projectRows puts it", () => {
    const shares = cumulativeEnergy(svd.singularValues, energy(matrix));
    explorer.payload.ranks.forEach((rank, i) =>
      assert.ok(Math.abs(explorer.payload.energy[i] - shares[rank - 1]) < 1e-6),
    );
    assert.ok(opened.content.kind === "texts");
    const text = "a small bird with a red breast";
    const exact = projectRows(svd, transformTfidf(tfidf, [text])).data;
    const found = opened.content.project(text);
    assert.equal(found.row.nonZeros, 4);
    exact.forEach((value, j) =>
      assert.ok(Math.abs(value - found.coordinates[j]) < 3e-4, `coordinate ${j + 1}`),
    );
  });

  test("an explorer brings its payload, HTML and a line of text", () => {
    const bundle = explorer[displayMethod]();
    assert.deepEqual(Object.keys(bundle), [explorerType, "text/html", "text/plain"]);
    assert.equal(
      bundle["text/plain"],
      "Figure: Explore the rank (explorer; ranks 1 to 300; 6,000 documents × 4,771 terms)",
    );
  });

  test("a figure that would be too large says what it takes and how to make it smaller", () => {
    assert.throws(
      () => exploreRank({ tfidf, svd }, { texts, labels }, { ranks: [2], maxBytes: 1e6 }),
      /takes \d\.\d MB, more than maxBytes 1 MB; show a smaller rank \(takeRank\(svd, 100\)\)/,
    );
  });
});

describe("exploreRank of a few texts", () => {
  const few = texts.filter((_, i) => i % 60 === 0);
  const fewLabels = labels.filter((_, i) => i % 60 === 0);
  const tfidf = fitTfidf(few);
  const svd = truncatedSvd(transformTfidf(tfidf, few), 10);
  const model = { tfidf, svd };

  test("shows as many documents as asked for, the chosen one among them, and learns from all", async () => {
    const { payload } = exploreRank(
      model,
      { texts: few, labels: fewLabels },
      { documents: 12, startDocument: 33 },
    );
    const opened = await openPayload(payload);
    assert.ok(opened.content.kind === "texts");
    assert.deepEqual([opened.space.documents, payload.rows], [12, few.length]);
    assert.equal(opened.content.texts[payload.start.document], few[33]);
    assert.equal(payload.classes[opened.labels[payload.start.document]], fewLabels[33]);
    assert.deepEqual(
      payload.trainingAccuracy,
      exploreRank(model, { texts: few, labels: fewLabels }).payload.trainingAccuracy,
    );
  });

  test("takes the ranks of a curve as positions, starts at its one-standard-error rank, and keeps its scores", () => {
    const score = (
      rank: number,
      mean: number,
    ): { rank: number; accuracy: MeanAndStandardError } => ({
      rank,
      accuracy: { mean, standardError: 0.01 },
    });
    const { payload } = exploreRank(
      model,
      { texts: few, labels: fewLabels },
      { curve: { scores: [score(3, 0.4), score(10, 0.5), score(99, 0.505)], folds: 5 } },
    );
    assert.deepEqual(payload.ranks, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    assert.equal(payload.ranks[payload.start.rank], 10);
    assert.deepEqual(payload.curve?.mean, [0.4, 0.5, 0.505]);
    assert.deepEqual([payload.curve?.bestRank, payload.curve?.oneStandardErrorRank], [99, 10]);
  });

  test("a curve in any order is put in order, and one that holds no shares is refused", () => {
    const curve = (...scores: [rank: number, mean: number, standardError?: number][]) => ({
      curve: {
        scores: scores.map(([rank, mean, standardError = 0.01]) => ({
          rank,
          accuracy: { mean, standardError },
        })),
        folds: 5,
      },
    });
    const make = (options: object) =>
      exploreRank(model, { texts: few, labels: fewLabels }, options).payload.curve;
    assert.deepEqual(make(curve([10, 0.5], [3, 0.4]))?.ranks, [3, 10]);
    assert.throws(
      () => make(curve([3, 40], [10, 50])),
      /^RangeError: rank 3 of the curve has accuracy 40 ± 0\.01; give a mean from 0 to 1/,
    );
    assert.throws(() => make(curve([3, 0.4, NaN])), /rank 3 of the curve has accuracy 0\.4 ± NaN/);
    assert.throws(() => make(curve()), /the curve has 0 scores/);
  });

  test("two runs give the same payload", () => {
    const make = (): string =>
      JSON.stringify(exploreRank(model, { texts: few, labels: fewLabels }).payload);
    assert.equal(make(), make());
  });

  const refused: [what: string, make: () => unknown, message: RegExp][] = [
    [
      "an SVD of another vocabulary",
      () => exploreRank({ tfidf: fitTfidf(few.slice(1)), svd }, { texts: few, labels: fewLabels }),
      /an SVD of \d+ columns does not belong to a vocabulary of \d+ terms/,
    ],
    [
      "too few labels",
      () => exploreRank(model, { texts: few, labels: fewLabels.slice(1) }),
      /100 texts have 99 labels; give each text one label/,
    ],
    [
      "tokens of the caller's own",
      () => {
        const own = fitTfidf(encodeTokens([["a", "b"], ["b", "c"], ["c"]]));
        return exploreRank(
          {
            tfidf: own,
            svd: truncatedSvd(
              transformTfidf(own, encodeTokens([["a", "b"], ["b", "c"], ["c"]])),
              2,
            ),
          },
          { texts: ["a b", "b c", "c"], labels: ["x", "y", "x"] },
        );
      },
      /tokens of your own/,
    ],
    [
      "a rank that the SVD does not hold",
      () => exploreRank(model, { texts: few, labels: fewLabels }, { ranks: [2, 11] }),
      /rank 11 is not held by an SVD of rank 10; choose whole ranks from 1 to 10/,
    ],
    [
      "a start that is no position",
      () => exploreRank(model, { texts: few, labels: fewLabels }, { ranks: [2, 5], startRank: 4 }),
      /startRank 4 is not a position of the slider; choose one of 2, 5/,
    ],
  ];
  for (const [what, make, message] of refused)
    test(`refuses ${what}`, () => assert.throws(make, message));
});
