import assert from "node:assert/strict";
import { test } from "node:test";
import { drawLabels } from "../../../src/lowrank/classify/drawLabels";
import {
  fitLogisticRegression,
  predictLogisticRegression,
} from "../../../src/lowrank/classify/logisticRegression";
import { accuracy } from "../../../src/lowrank/classify/metrics";
import { stratifiedFolds } from "../../../src/lowrank/classify/folds";
import { loadDeerwester } from "../../../src/lowrank/teaching/deerwester";
import { loadTeachingGlosses } from "../../../src/lowrank/teaching/glosses";
import { rowCoordinates, unitRows } from "../../../src/lowrank/linalg/coordinates";
import { toDense, type DenseMatrix } from "../../../src/lowrank/linalg/denseMatrix";
import type { SparseMatrix } from "../../../src/lowrank/linalg/sparseMatrix";
import { takeColumns } from "../../../src/lowrank/linalg/takeRank";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { chooseBestRank } from "../../../src/lowrank/rank/rankCurve";
import { scoreFewLabels, type FewLabelsOptions } from "../../../src/lowrank/rank/scoreFewLabels";
import { fitTransformTfidf } from "../../../src/lowrank/text/tfidf";

const documents = loadTeachingGlosses({ perClass: 60, seed: 1 });
const labels = documents.map(({ label }) => label);
const { matrix } = fitTransformTfidf(
  documents.map(({ text }) => text),
  { stopWords: "english", minDocumentFrequency: 2, sublinear: true },
);
const coordinates = rowCoordinates(truncatedSvd(matrix, 40, { seed: 0, tolerance: 1e-6 }));
const ranks = [2, 10, 40];
const options: FewLabelsOptions = {
  labelsPerClass: [4, 12],
  ranks,
  inversePenalties: [1, 10],
  draws: 3,
  folds: 4,
  seed: 5,
};
const pick = <Item>(items: readonly Item[], rows: ArrayLike<number>): Item[] =>
  Array.from(rows, (row) => items[row]);
const rowsOf = (
  features: DenseMatrix | SparseMatrix,
  rows: Int32Array,
): DenseMatrix | SparseMatrix =>
  "selectRows" in features ? features.selectRows(rows) : toDense(features.subMatrixRow([...rows]));

/**
 * Accuracy of a classifier trained and tested without nesting, warm starts, single precision or
 * dropped columns.
 */
function scorePlainly(
  features: DenseMatrix | SparseMatrix,
  given: readonly string[],
  { train, test: rest }: { train: Int32Array; test: Int32Array },
  inversePenalty: number,
): number {
  const model = fitLogisticRegression(rowsOf(features, train), pick(given, train), {
    inversePenalty,
  });
  return accuracy({
    actual: pick(given, rest),
    predicted: predictLogisticRegression(model, rowsOf(features, rest)),
  });
}

/**
 * For each draw and penalty: right answers among the labelled rows when held out, and accuracy on
 * the other rows.
 */
function scorePenalties(
  features: DenseMatrix | SparseMatrix,
  perClass: number,
): { heldOut: number; right: number }[][] {
  return drawLabels(labels, { perClass, draws: 3, seed: 5 }).map((split) => {
    const [few, names] = [rowsOf(features, split.train), pick(labels, split.train)];
    const folds = stratifiedFolds(names, { folds: 4, seed: 5 });
    return [1, 10].map((inversePenalty) => ({
      heldOut: folds.reduce(
        (sum, fold) => sum + fold.test.length * scorePlainly(few, names, fold, inversePenalty),
        0,
      ),
      right: scorePlainly(features, labels, split, inversePenalty),
    }));
  });
}

/**
 * Single precision lets a point between two classes fall to either side: one row of those tested,
 * and one of those held out.
 */
const oneRow = 1.001 / (6 * (60 - 12));
const best = (penalties: { heldOut: number }[]): number =>
  Math.max(...penalties.map(({ heldOut }) => heldOut));
/**
 * Whether an accuracy is that of the penalty with the most right answers held out, or of one with
 * as many but one.
 */
const isChosen = (value: number, penalties: { heldOut: number; right: number }[]): boolean =>
  penalties.some(
    ({ heldOut, right }) => heldOut >= best(penalties) - 1.001 && Math.abs(value - right) <= oneRow,
  );

test("scoreFewLabels agrees with its definition, draw by draw, to one row: dense coordinates by rank", async () => {
  for (const { labelsPerClass, scores, chosen } of await scoreFewLabels(
    coordinates,
    labels,
    options,
  )) {
    const plain = ranks.map((rank) =>
      scorePenalties(unitRows(takeColumns(coordinates, rank)), labelsPerClass),
    );
    scores.forEach(({ accuracy: found }, r) =>
      found.draws.forEach((value, draw) =>
        assert.ok(
          isChosen(value, plain[r][draw]),
          `${labelsPerClass} labels, rank ${ranks[r]}, draw ${draw}: ${value}`,
        ),
      ),
    );
    chosen.ranks.forEach((rank, draw) => {
      const most = Math.max(...plain.map((byDraw) => best(byDraw[draw])));
      assert.ok(
        best(plain[ranks.indexOf(rank)][draw]) >= most - 1.001,
        `${labelsPerClass} labels, draw ${draw} chose rank ${rank}`,
      );
      assert.equal(chosen.accuracy.draws[draw], scores[ranks.indexOf(rank)].accuracy.draws[draw]);
      const labelled = labelsPerClass * new Set(labels).size;
      assert.ok(Math.abs(chosen.heldOut[draw] - most / labelled) <= 1.001 / labelled);
    });
  }
});

test("with one penalty the accuracies are those of plain classifiers, to one row; hindsight is the fair score", async () => {
  for (const [c, inversePenalty] of [1, 10].entries()) {
    for (const { labelsPerClass, scores } of await scoreFewLabels(coordinates, labels, {
      ...options,
      inversePenalties: [inversePenalty],
    })) {
      scores.forEach(({ rank, accuracy: found, hindsight }) => {
        const plain = scorePenalties(unitRows(takeColumns(coordinates, rank)), labelsPerClass);
        found.draws.forEach((value, draw) =>
          assert.ok(
            Math.abs(value - plain[draw][c].right) <= oneRow,
            `C ${inversePenalty}, rank ${rank}, draw ${draw}`,
          ),
        );
        assert.deepEqual(hindsight, found);
      });
    }
  }
});

test("scoreFewLabels agrees with its definition on a sparse matrix, whose columns that no labelled row uses are left out", async () => {
  for (const {
    labelsPerClass,
    scores: [{ rank, accuracy: found }],
  } of await scoreFewLabels(matrix, labels, { ...options, ranks: undefined })) {
    assert.equal(rank, matrix.columns);
    scorePenalties(matrix, labelsPerClass).forEach((penalties, draw) =>
      assert.ok(isChosen(found.draws[draw], penalties), `${labelsPerClass} labels, draw ${draw}`),
    );
  }
});

test("with one labelled title of each group, nine titles get the class whose labelled title has the larger cosine", async () => {
  const { titles, counts } = loadDeerwester();
  const groups = titles.map(({ name }) => name[0]);
  const all = rowCoordinates(truncatedSvd(toDense(counts.transpose()), 9));
  for (const [c, m] of [
    [0, 5],
    [1, 6],
    [4, 8],
  ]) {
    // Copies of each labelled title, so that they can be cross-validated: whichever are drawn, the
    // classifier is the same.
    const features = toDense(all.subMatrixRow([c, c, c, m, m, m]));
    const others = [...titles.keys()].filter((i) => i !== c && i !== m);
    const unseen = { features: toDense(all.subMatrixRow(others)), labels: pick(groups, others) };
    const [{ scores }] = await scoreFewLabels(features, [..."cccmmm"], {
      labelsPerClass: [2],
      ranks: [2, 5, 8],
      draws: 2,
      inversePenalties: [10],
      test: unseen,
    });
    for (const { rank, accuracy: found } of scores) {
      const unit = unitRows(takeColumns(all, rank));
      const cosine = (i: number, j: number): number =>
        unit.getRow(i).reduce((sum, value, at) => sum + value * unit.get(j, at), 0);
      const nearer =
        others.filter((i) => (cosine(i, c) > cosine(i, m) ? "c" : "m") === groups[i]).length /
        others.length;
      for (const value of found.draws)
        assert.ok(
          Math.abs(value - nearer) < 1e-9,
          `titles ${c} and ${m}, rank ${rank}: ${value} against ${nearer}`,
        );
    }
  }
});

const half = Int32Array.from(labels.keys()).filter((row) => row % 2 === 0);
const otherHalf = Int32Array.from(labels.keys()).filter((row) => row % 2 === 1);
const apart = (testLabels: readonly string[]): ReturnType<typeof scoreFewLabels> =>
  scoreFewLabels(rowsOf(coordinates, half), pick(labels, half), {
    ...options,
    test: { features: rowsOf(coordinates, otherHalf), labels: testLabels },
  });

test("labels of test rows choose no rank and no penalty: shuffled, they leave the ranks chosen as they were", async () => {
  const names = pick(labels, otherHalf);
  const [right, wrong] = await Promise.all([
    apart(names),
    apart([...names.slice(37), ...names.slice(0, 37)]),
  ]);
  assert.deepEqual(
    wrong.map(({ chosen }) => chosen.ranks),
    right.map(({ chosen }) => chosen.ranks),
  );
  assert.ok(wrong[1].chosen.accuracy.mean < right[1].chosen.accuracy.mean - 0.1);
});

test("bestRank is the one with the highest mean, and the ranks chosen draw by draw are all among those tried", async () => {
  for (const { scores, bestRank, chosen } of await scoreFewLabels(coordinates, labels, options)) {
    assert.equal(bestRank, chooseBestRank(scores));
    assert.ok(chosen.ranks.every((rank) => ranks.includes(rank)) && chosen.ranks.length === 3);
  }
});

test("the scores are the same to the last bit on 1 and 2 threads", async () => {
  const [one, two] = await Promise.all(
    [1, 2].map((threads) => scoreFewLabels(coordinates, labels, { ...options, threads })),
  );
  assert.deepEqual(two, one);
});

test("progress counts every draw, and an abort stops between two", async () => {
  const seen: number[] = [];
  const controller = new AbortController();
  const aborted = scoreFewLabels(coordinates, labels, {
    ...options,
    signal: controller.signal,
    onProgress: ({ done, total }) => {
      seen.push(done / total);
      if (done === 4) controller.abort(new Error("enough"));
    },
  });
  await assert.rejects(aborted, /enough/);
  assert.deepEqual(seen, [1 / 6, 2 / 6, 3 / 6, 4 / 6]);
});

test("bad input is refused with the value, the limit and the remedy", async () => {
  const run = (
    over: Partial<FewLabelsOptions>,
    features: DenseMatrix | SparseMatrix = coordinates,
  ): Promise<unknown> => scoreFewLabels(features, labels, { ...options, ...over });
  await assert.rejects(
    run({ ranks: [41] }),
    /rank 41 exceeds the 40 columns; choose ranks from 1 to 40/,
  );
  await assert.rejects(run({ ranks: [0] }), /rank 0 is not a whole number of at least 1/);
  await assert.rejects(
    run({}, matrix),
    /ranks 2, 10, 40 of a sparse matrix are not its \d+ columns; leave ranks out/,
  );
  await assert.rejects(run({ labelsPerClass: [] }), /0 numbers of labels/);
  await assert.rejects(
    run({ labelsPerClass: [5, 1] }),
    /1 labels a class cannot be cross-validated; choose whole numbers from 2 up/,
  );
  await assert.rejects(run({ labelsPerClass: [61] }), /has 60 rows, fewer than the 61 to draw/);
  await assert.rejects(run({ draws: 1 }), /draws 1 is not a whole number of at least 2/);
  await assert.rejects(run({ folds: 1 }), /folds 1 is not/);
  await assert.rejects(run({ inversePenalties: [] }), /0 inverse penalties/);
  await assert.rejects(run({ inversePenalties: [1, -1] }), /inversePenalty -1 is not above 0/);
  await assert.rejects(
    scoreFewLabels(coordinates, labels.slice(1), options),
    /360 rows of features, 359 labels/,
  );
  await assert.rejects(
    run({ test: { features: coordinates, labels: ["one"] } }),
    /360 test rows have 1 labels/,
  );
  await assert.rejects(
    run({ test: { features: matrix, labels } }),
    /features have \d+ columns, the model was trained on 40/,
  );
});
