import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { rowCoordinates } from "../../../src/lowrank/linalg/coordinates";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { fitPca, transformPca } from "../../../src/lowrank/linalg/pca";
import { createRandom } from "../../../src/lowrank/base/random";
import { sparseFromRows } from "../../../src/lowrank/linalg/sparseMatrix";

const forms = { dense: toDense, sparse: sparseFromRows };
const methods = ["exact", "iterative"] as const;

/** A share of |expected|. */
function assertNear(actual: ArrayLike<number>, expected: number[], share: number): void {
  expected.forEach((value, i) =>
    assert.ok(
      Math.abs(actual[i] - value) <= share * Math.abs(value),
      `entry ${i}: ${actual[i]}, expected ${value}`,
    ),
  );
}

/**
 * Both variances of the rows of two columns of whole numbers, worked out in whole numbers: with
 * D = n(n − 1) times the covariance matrix, λ = (tr D ± √(tr² D − 4 det D)) / 2n(n − 1).
 */
function exactVariances(rows: number[][]): number[] {
  const n = BigInt(rows.length);
  const [x, y] = [0, 1].map((j) => rows.map((row) => BigInt(row[j])));
  const sum = (values: bigint[]): bigint => values.reduce((total, value) => total + value, 0n);
  const scatter = (a: bigint[], b: bigint[]): bigint =>
    n * sum(a.map((value, i) => value * b[i])) - sum(a) * sum(b);
  const trace = scatter(x, x) + scatter(y, y);
  const determinant = scatter(x, x) * scatter(y, y) - scatter(x, y) ** 2n;
  const larger = (Number(trace) + Math.sqrt(Number(trace * trace - 4n * determinant))) / 2;
  const divisor = Number(n * (n - 1n));
  return [larger / divisor, Number(determinant) / larger / divisor];
}

test("fitPca gives scikit-learn's shares of the variance of [1.7e9 + …] (1.2.1: .99244289, .00755711)", () => {
  const rows = [
    [1.7e9, 1],
    [1.7e9 + 1, 2],
    [1.7e9 + 2, 4],
  ];
  for (const shape of Object.values(forms)) {
    for (const method of methods) {
      const { explainedVariance, explainedVarianceRatio } = fitPca(shape(rows), 2, { method });
      assertNear(explainedVarianceRatio, [0.99244289, 0.00755711], 1e-6);
      assertNear(explainedVariance, [3.30814297, 0.02519037], 1e-6);
    }
  }
});

for (const [form, shape] of Object.entries(forms)) {
  for (const method of methods) {
    test(`fitPca equals whole-number arithmetic for offsets from 1 to 1e12 (${form}, ${method})`, () => {
      const random = createRandom(5);
      const spread = Array.from({ length: 40 }, () => [random.integer(200), random.integer(9)]);
      for (let offset = 1; offset <= 1e12; offset *= 10) {
        for (const [left, right] of [
          [offset, 0],
          [offset, -3 * offset],
        ]) {
          const rows = spread.map(([x, y]) => [x + left, y + right]);
          const expected = exactVariances(rows);
          const { explainedVariance, explainedVarianceRatio } = fitPca(shape(rows), 2, { method });
          assertNear(explainedVariance, expected, 1e-9);
          const total = expected[0] + expected[1];
          assertNear(
            explainedVarianceRatio,
            expected.map((value) => value / total),
            1e-9,
          );
        }
      }
    });
  }
}

/** Whole numbers with zeros among them: a few columns full, others nearly empty. */
const matrices = fc
  .record({
    rows: fc.integer({ min: 2, max: 30 }),
    columns: fc.integer({ min: 1, max: 8 }),
    seed: fc.nat(1e6),
  })
  .map(({ rows, columns, seed }) => {
    const random = createRandom(seed);
    const densities = Array.from({ length: columns }, () => random.uniform());
    const offsets = densities.map(() => Math.round(10 ** (12 * random.uniform())));
    const plain = Array.from({ length: rows }, () =>
      densities.map((density) => (random.uniform() < density ? random.integer(100) : 0)),
    );
    return { plain, offsets };
  });

test("adding a constant to each column moves the mean, and neither variances, shares nor coordinates", () => {
  fc.assert(
    fc.property(matrices, ({ plain, offsets }) => {
      const moved = plain.map((row) => row.map((value, j) => value + offsets[j]));
      const rank = Math.min(plain.length, offsets.length);
      const expected = fitPca(toDense(plain), rank);
      const largest = expected.explainedVariance[0];
      for (const rows of [plain, moved]) {
        for (const shape of Object.values(forms)) {
          const pca = fitPca(shape(rows), rank);
          pca.explainedVariance.forEach((value, i) =>
            assert.ok(Math.abs(value - expected.explainedVariance[i]) <= 1e-9 * largest),
          );
          pca.explainedVarianceRatio.forEach((value, i) =>
            assert.ok(Math.abs(value - expected.explainedVarianceRatio[i]) <= 1e-9),
          );
          pca.mean.forEach((value, j) => {
            const mean = expected.mean[j] + (rows === moved ? offsets[j] : 0);
            assert.ok(Math.abs(value - mean) <= 1e-13 * Math.abs(mean) + 1e-12);
          });
        }
      }
    }),
    { numRuns: 100 },
  );
});

test("transformPca gives fitted rows their coordinates at an offset of 1e9, sparse and dense", () => {
  const random = createRandom(2);
  const rows = Array.from({ length: 50 }, () =>
    Array.from({ length: 6 }, (_, j) =>
      j < 3 ? 1e9 + random.integer(100) : Math.max(0, random.integer(20) - 12),
    ),
  );
  for (const shape of Object.values(forms)) {
    const pca = fitPca(shape(rows), 4);
    const known = rowCoordinates(pca.svd);
    transformPca(pca, shape(rows)).data.forEach((value, i) =>
      assert.ok(Math.abs(value - known.data[i]) < 1e-6, `${value}, expected ${known.data[i]}`),
    );
    // A single row is as well placed as among others.
    const alone = transformPca(pca, shape(rows.slice(7, 8)));
    for (let j = 0; j < 4; j++) assert.ok(Math.abs(alone.get(0, j) - known.get(7, j)) < 1e-6);
  }
});

test("rows all alike have no variance to share out, wherever they lie", () => {
  for (const shape of Object.values(forms)) {
    const pca = fitPca(shape(Array.from({ length: 7 }, () => [0.1, 1 / 3 + 1e9, 0, -7e11])), 2);
    assert.deepEqual([...pca.explainedVarianceRatio], [0, 0]);
    assert.deepEqual([...pca.explainedVariance], [0, 0]);
    assert.deepEqual([...pca.mean], [0.1, 1 / 3 + 1e9, 0, -7e11]);
  }
});

test("shares of the variance do not depend on the unit, from 1e-150 to 1e150", () => {
  const random = createRandom(3);
  const rows = Array.from({ length: 20 }, () =>
    Array.from({ length: 5 }, (_, j) => (random.uniform() < 0.6 ? random.normal() / (1 + j) : 0)),
  );
  const expected = fitPca(toDense(rows), 5).explainedVarianceRatio;
  for (const unit of [1e-150, 1e150]) {
    for (const shape of Object.values(forms)) {
      const scaled = rows.map((row) => row.map((value) => value * unit));
      assertNear(fitPca(shape(scaled), 5).explainedVarianceRatio, [...expected], 1e-9);
    }
  }
});

test("fitPca resolves a large matrix at an offset as it does at 0 (iteration)", () => {
  const random = createRandom(4);
  const plain = new DenseMatrix(600, 150);
  for (let i = 0; i < plain.data.length; i++)
    plain.data[i] = Math.round(64 * random.normal() * (1 + (i % 150 < 5 ? 9 : 0))) / 64;
  const moved = new DenseMatrix(
    600,
    150,
    plain.data.map((value, i) => value + (i % 3) * 2 ** 33),
  );
  const expected = fitPca(plain, 5);
  assert.equal(expected.svd.method, "iterative");
  assertNear(fitPca(moved, 5).explainedVariance, [...expected.explainedVariance], 1e-9);
});
