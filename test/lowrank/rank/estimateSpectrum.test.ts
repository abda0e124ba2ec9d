import assert from "node:assert/strict";
import { test } from "node:test";
import { loadTeachingGlosses } from "../../../src/lowrank/teaching/glosses";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { createRandom } from "../../../src/lowrank/base/random";
import { sparseFromRows } from "../../../src/lowrank/linalg/sparseMatrix";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { findEnergyRank } from "../../../src/lowrank/rank/criteria/chooseByEnergy";
import { estimateSpectrum } from "../../../src/lowrank/rank/estimateSpectrum";
import { fitTransformTfidf } from "../../../src/lowrank/text/tfidf";
import { largestDifference, plantMatrix } from "./criteriaFixture";

test("estimateSpectrum gives the median of TF-IDF's 4,771 singular values to 0.5 %, and the rank of 90 % energy to 3 %", () => {
  const texts = loadTeachingGlosses({ seed: 0 }).map(({ text }) => text);
  const { matrix } = fitTransformTfidf(texts, {
    stopWords: "english",
    minDocumentFrequency: 2,
    sublinear: true,
  });
  const spectrum = estimateSpectrum(matrix, { seed: 0 });
  // From SciPy's eigvalsh of the dense AᵀA.
  assert.equal(spectrum.length, 4771);
  assert.ok(Math.abs(spectrum[2385] / 0.7797499961594301 - 1) < 0.005, `median ${spectrum[2385]}`);
  const rank = findEnergyRank(spectrum, 0.9);
  assert.ok(Math.abs(rank / 2251 - 1) < 0.03, `rank ${rank}`);
  [
    [99, 2.617],
    [299, 1.958],
    [999, 1.304],
    [2999, 0.589],
    [3999, 0.279],
  ].forEach(([at, value]) =>
    assert.ok(
      Math.abs(spectrum[at] / value - 1) < 0.05,
      `value ${at + 1}: ${spectrum[at]}, not ${value}`,
    ),
  );
});

test("estimateSpectrum counts the singular values above a level to its error, wide and tall", () => {
  for (const [rows, columns] of [
    [400, 250],
    [250, 400],
  ]) {
    const matrix = plantMatrix(rows, columns, 20, 0.5);
    const exact = truncatedSvd(matrix, 250, { method: "exact" }).singularValues;
    const estimate = estimateSpectrum(matrix, { vectors: 20 });
    for (let i = 0; i < 250; i += 25) {
      const above = exact.filter((value) => value > estimate[i]).length;
      assert.ok(
        Math.abs(above - i) <= 3 * Math.sqrt((2 * 250) / 20),
        `${above} values above estimate ${i}`,
      );
    }
  }
});

test("estimateSpectrum sees a sparse matrix as the same matrix written out", () => {
  const matrix = plantMatrix(60, 40, 3, 0.5);
  assert.ok(
    largestDifference(
      estimateSpectrum(sparseFromRows(matrix.to2DArray())),
      estimateSpectrum(matrix),
    ) < 1e-6,
  );
});

test("estimateSpectrum is descending, and the same for a matrix and its transpose to its error", () => {
  const matrix = plantMatrix(80, 200, 3, 1);
  const spectrum = estimateSpectrum(matrix, { vectors: 30 });
  const turned = estimateSpectrum(toDense(matrix.transpose()), { vectors: 30 });
  assert.ok(spectrum.every((value, i) => i === 0 || value <= spectrum[i - 1]));
  assert.ok(Math.abs(spectrum[40] / turned[40] - 1) < 0.02);
});

test("estimateSpectrum knows zeros, rank 1, the identity and a single entry", () => {
  assert.deepEqual([...estimateSpectrum(new DenseMatrix(3, 2))], [0, 0]);
  assert.deepEqual([...estimateSpectrum(toDense([[-3]]))], [3]);
  const identity = new DenseMatrix(
    20,
    20,
    Float64Array.from({ length: 400 }, (_, at) => Number(at % 21 === 0)),
  );
  assert.ok(estimateSpectrum(identity).every((value) => Math.abs(value - 1) < 1e-12));
  const ones = estimateSpectrum(new DenseMatrix(30, 30, new Float64Array(900).fill(1)), {
    vectors: 50,
  });
  assert.ok(ones[15] < 1e-6 && ones[29] < 1e-6);
});

test("estimateSpectrum with the same seed gives the same numbers", () => {
  const random = createRandom(2);
  const matrix = new DenseMatrix(
    50,
    30,
    Float64Array.from({ length: 1500 }, () => random.normal()),
  );
  assert.deepEqual(estimateSpectrum(matrix, { seed: 4 }), estimateSpectrum(matrix, { seed: 4 }));
  assert.notDeepEqual(estimateSpectrum(matrix, { seed: 4 }), estimateSpectrum(matrix, { seed: 5 }));
});

test("estimateSpectrum names what is wrong", () => {
  assert.throws(() => estimateSpectrum(new DenseMatrix(0, 3)), /0 × 3 has no singular values/);
  assert.throws(() => estimateSpectrum(toDense([[1, Number.NaN]])), /row 0, column 1/);
  assert.throws(() => estimateSpectrum(toDense([[1]]), { vectors: 0 }), /vectors is 0/);
  assert.throws(
    () =>
      estimateSpectrum(
        toDense([
          [1, 2],
          [3, 4],
        ]),
        { steps: 1.5 },
      ),
    /steps is 1\.5/,
  );
});
