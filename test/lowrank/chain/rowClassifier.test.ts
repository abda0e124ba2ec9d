import assert from "node:assert/strict";
import { test } from "node:test";
import { Matrix } from "ml-matrix";
import { explainRow } from "../../../src/lowrank/chain/explain";
import {
  fitImageClassifier,
  fitRowClassifier,
  predictRows,
} from "../../../src/lowrank/chain/rowClassifier";
import {
  fitLogisticRegression,
  predictLogisticRegressionProbabilities,
} from "../../../src/lowrank/classify/logisticRegression";
import { generateStrokeDigits } from "../../../src/lowrank/teaching/strokeDigits";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { fitPca, transformPca } from "../../../src/lowrank/linalg/pca";
import { sparseFromRows } from "../../../src/lowrank/linalg/sparseMatrix";
import { choosePointOfGrid } from "../../../src/lowrank/rank/rankCurve";
import fixture from "../../fixtures/chain.json";

const { images, labels } = generateStrokeDigits({ perClass: 20, size: 10, seed: 5 });
const pixels = images.to2DArray();
/** As the fixture has them: columns in different units, two of them constant. */
const inUnits = pixels.map((row) =>
  row.map((value, j) => {
    if (j < 2) return [7, 1e9][j];
    const unit = 10 ** (-3 + (6 * j) / (row.length - 1));
    return value * unit + 5 * unit;
  }),
);
const isNew = (_: unknown, i: number): boolean => i % 5 === 0;
const isOld = (_: unknown, i: number): boolean => i % 5 !== 0;
const oldLabels = labels.filter(isOld);

function assertClose(found: ArrayLike<number>, expected: readonly number[][], limit: number): void {
  const flat = expected.flat();
  assert.equal(found.length, flat.length);
  const worst = flat.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i])), 0);
  assert.ok(worst < limit, `off by ${worst}`);
}

for (const [name, rows, options] of [
  ["standardise", inUnits, {}],
  ["centre", pixels, { preparation: "centre" }],
  ["none", pixels, { preparation: "none" }],
  ["full", inUnits, { model: "full" }],
] as const) {
  test(`predictRows gives the probabilities of scikit-learn's pipeline (${name})`, async () => {
    const model = await fitRowClassifier(rows.filter(isOld), oldLabels, {
      ranks: [10],
      compareFull: false,
      ...options,
    });
    const { probabilities } = predictRows(model, rows.filter(isNew));
    assertClose(probabilities.data, fixture.rows[name], 1e-5);
  });
}

for (const [name, rows] of [
  ["standardise", inUnits],
  ["centre", pixels],
] as const) {
  test(`fitRowClassifier's fold scores are scikit-learn's, to one row (${name})`, async () => {
    const { selection } = await fitRowClassifier(rows, labels, {
      preparation: name,
      ranks: fixture.ranks,
      folds: 4,
      seed: 2,
    });
    fixture.foldScores[name].forEach((expected, k) =>
      expected.forEach((score, fold) => {
        const found = selection.curve?.scores[k].accuracy.folds[fold] ?? NaN;
        assert.ok(Math.abs(found - score) <= 1 / 50 + 1e-9, `${found} against ${score}`);
      }),
    );
  });
}

test("fitImageClassifier is PCA and logistic regression, and takes any form of matrix", async () => {
  const options = { ranks: [8], compareFull: false };
  const model = await fitImageClassifier(images, labels, options);
  const pca = fitPca(images, 8);
  const classifier = fitLogisticRegression(transformPca(pca, images), labels);
  const byHand = predictLogisticRegressionProbabilities(classifier, transformPca(pca, images));
  assertClose(predictRows(model, images).probabilities.data, byHand.to2DArray(), 1e-9);
  for (const rows of [pixels, new Matrix(pixels), pixels.map((row) => Float64Array.from(row))]) {
    const same = await fitImageClassifier(rows, labels, options);
    assert.deepEqual(same.classifier, model.classifier);
    assert.deepEqual(predictRows(same, rows), predictRows(model, images));
  }
});

test("fitRowClassifier keeps a sparse matrix sparse, and gives what the dense rows give", async () => {
  const sparse = sparseFromRows(pixels);
  const options = { ranks: [3, 8], unitRows: true };
  const model = await fitRowClassifier(sparse, labels, options);
  assert.equal(model.preparation, null);
  const dense = await fitRowClassifier(pixels, labels, { ...options, preparation: "none" });
  assert.deepEqual(
    model.selection.curve?.scores.map(({ accuracy }) => accuracy.mean),
    dense.selection.curve?.scores.map(({ accuracy }) => accuracy.mean),
  );
  assertClose(
    predictRows(model, sparse).probabilities.data,
    predictRows(dense, pixels).probabilities.to2DArray(),
    1e-6,
  );
  await assert.rejects(
    fitRowClassifier(sparse, labels, { preparation: "centre" }),
    /would fill the zeros .*toDense/,
  );
});

test("fitRowClassifier scores every rank with every penalty as one by one, to the last bit", async () => {
  const inversePenalties = [1, 0.01];
  const options = { ranks: [2, 8], folds: 3, compareFull: false };
  const { selection } = await fitRowClassifier(inUnits, labels, { ...options, inversePenalties });
  assert.equal(selection.grid.length, 2);
  for (const { inversePenalty, curve } of selection.grid) {
    const alone = await fitRowClassifier(inUnits, labels, {
      ...options,
      inversePenalties: [inversePenalty],
    });
    const numbers = (scores: typeof curve.scores) =>
      scores.map((score) => ({ ...score, seconds: 0 }));
    assert.deepEqual(numbers(curve.scores), numbers(alone.selection.curve?.scores ?? []));
  }
  const { lowRank, curve, grid } = selection;
  const { chosen } = choosePointOfGrid(grid);
  assert.deepEqual(
    [lowRank?.rank, lowRank?.inversePenalty, lowRank?.accuracy],
    [chosen.rank, chosen.inversePenalty, chosen.accuracy],
  );
  const ofChosen = grid.find((one) => one.inversePenalty === chosen.inversePenalty);
  assert.deepEqual(curve, ofChosen?.curve);
});

test("predictRows gives a row the same numbers alone and among others", async () => {
  const model = await fitRowClassifier(inUnits, labels, { ranks: [6], unitRows: true });
  const together = predictRows(model, inUnits);
  inUnits.slice(0, 30).forEach((row, i) => {
    const alone = predictRows(model, [row]).probabilities.data;
    assert.deepEqual(alone, together.probabilities.data.slice(10 * i, 10 * i + 10));
  });
});

test("explainRow's contributions add up to the score less the intercept", async () => {
  for (const options of [
    { ranks: [7] },
    { ranks: [7], unitRows: true },
    { model: "full" as const },
    { ranks: [7], preparation: "none" as const },
  ]) {
    const model = await fitRowClassifier(inUnits, labels, { ...options, compareFull: false });
    for (const row of inUnits.slice(0, 5)) {
      const { columns, score, intercept, label } = explainRow(model, row);
      const sum = columns.reduce((total, { contribution }) => total + contribution, 0);
      const size = columns.reduce((total, { contribution }) => total + Math.abs(contribution), 1);
      assert.ok(Math.abs(sum - (score - intercept)) < 1e-12 * size);
      assert.equal(label, predictRows(model, [row]).labels[0]);
      assert.equal(columns.length, row.length);
    }
  }
});

test("fitRowClassifier standardises under an offset as without one", async () => {
  const spread = Array.from({ length: 40 }, (_, i) => [(i * 7) % 11, (i * 5) % 13, i % 2]);
  const classes = spread.map(([a, b]) => (a + b > 11 ? "high" : "low"));
  const scores = await Promise.all(
    [0, 1e6, 1e9].map(async (offset) => {
      const rows = spread.map((row) => row.map((value) => value + offset));
      const model = await fitRowClassifier(rows, classes, { ranks: [1, 2, 3], folds: 4 });
      return model.selection.curve?.scores.map(({ accuracy }) => accuracy.mean);
    }),
  );
  assert.deepEqual(scores[1], scores[0]);
  assert.deepEqual(scores[2], scores[0]);
});

test("fitRowClassifier takes duplicate rows, constant columns and columns of zeros", async () => {
  const rows = Array.from({ length: 12 }, (_, i) => [i % 2, 5, 0]);
  const classes = rows.map(([a]) => (a ? "odd" : "even"));
  const model = await fitRowClassifier(rows, classes, { folds: 3 });
  assert.deepEqual(predictRows(model, rows).labels, classes);
  const blank = await fitRowClassifier(new DenseMatrix(12, 3), classes, {
    folds: 3,
    unitRows: true,
  });
  assert.ok(
    predictRows(blank, [[0, 0, 0]]).probabilities.data.every((p) => Math.abs(p - 0.5) < 1e-9),
  );
});

test("fitRowClassifier and predictRows refuse what makes no sense, with the remedy", async () => {
  const rows = toDense(pixels);
  const refuses = (message: RegExp, ...args: Parameters<typeof fitRowClassifier>) =>
    assert.rejects(fitRowClassifier(...args), message);
  await refuses(/entry \(row 1, column 0\) of rows is NaN/, [[1], [NaN]], ["a", "b"]);
  await refuses(/row 1 of rows has 2 entries, row 0 has 1/, [[1], [1, 2]], ["a", "b"]);
  await refuses(/0 rows/, [], []);
  await refuses(/200 rows, 2 labels/, rows, ["a", "b"]);
  await refuses(/exceeds min\(160 rows, 100 columns\)/, rows, labels, { ranks: [101] });
  await refuses(/rank 1.5 is not a whole number/, rows, labels, { ranks: [1.5] });
  await refuses(/0 ranks to try/, rows, labels, { ranks: [] });
  await refuses(/preparation "scale" is unknown/, rows, labels, { preparation: "scale" as "none" });
  await refuses(/model "sparse" is unknown/, rows, labels, { model: "sparse" as "full" });
  const unknown = { classWeight: "balanced" } as object;
  await refuses(
    /^TypeError: fitRowClassifier has no option "classWeight"; did you mean classWeights\?/,
    rows,
    labels,
    unknown,
  );
  await refuses(/"n_splits"; did you mean folds\?/, rows, labels, { n_splits: 3 } as object);
  await assert.rejects(
    fitImageClassifier(rows, labels, unknown),
    /^TypeError: fitImageClassifier has no option "classWeight"; did you mean classWeights\?/,
  );
  const model = await fitRowClassifier(rows, labels, { ranks: [2], compareFull: false });
  assert.throws(() => predictRows(model, [[1, 2]]), /rows have 2 columns, .* 100/);
  assert.throws(() => explainRow(model, [1]), /rows have 1 columns/);
  assert.deepEqual(predictRows(model, []).labels, []);
});
