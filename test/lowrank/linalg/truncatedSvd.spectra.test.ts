import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { SingularValueDecomposition } from "ml-matrix";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { createRandom } from "../../../src/lowrank/base/random";
import { SparseMatrix, sparseFromRows } from "../../../src/lowrank/linalg/sparseMatrix";
import type { TruncatedSvd } from "../../../src/lowrank/linalg/svd";
import { truncatedSvd, type TruncatedSvdOptions } from "../../../src/lowrank/linalg/truncatedSvd";

// Every matrix is built with known singular values (a product of known factors), or factored by
// ml-matrix's dense SVD.

interface Built {
  readonly matrix: DenseMatrix;
  readonly values: readonly number[];
}

function orthonormal(length: number, count: number, seed: number): DenseMatrix {
  const random = createRandom(seed);
  const draw = new DenseMatrix(length, count);
  for (let i = 0; i < draw.data.length; i++) draw.data[i] = random.normal();
  return toDense(new SingularValueDecomposition(draw).leftSingularVectors);
}

function withSingularValues(
  rows: number,
  columns: number,
  values: readonly number[],
  seed: number,
): Built {
  const u = orthonormal(rows, values.length, seed);
  for (let i = 0; i < u.data.length; i++) u.data[i] *= values[i % values.length];
  return {
    matrix: toDense(u.mmul(orthonormal(columns, values.length, seed + 1).transpose())),
    values,
  };
}

function toSparse(matrix: DenseMatrix): SparseMatrix {
  return sparseFromRows(
    Array.from({ length: matrix.rows }, (_, i) =>
      matrix.data.subarray(i * matrix.columns, (i + 1) * matrix.columns),
    ),
  );
}

/** Largest entry of |XᵀX − I|. */
function departure(x: DenseMatrix): number {
  const product = x.transpose().mmul(x);
  let largest = 0;
  for (let i = 0; i < x.columns; i++)
    for (let j = 0; j < x.columns; j++)
      largest = Math.max(largest, Math.abs(product.get(i, j) - (i === j ? 1 : 0)));
  return largest;
}

/** ‖A V − U Σ‖ by column, relative to the largest value: 0 for exact triplets. */
function residual(matrix: DenseMatrix, svd: TruncatedSvd): number {
  const image = matrix.mmul(svd.v);
  let largest = 0;
  for (let j = 0; j < svd.v.columns; j++) {
    let squared = 0;
    for (let i = 0; i < matrix.rows; i++)
      squared += (image.get(i, j) - svd.u.get(i, j) * svd.singularValues[j]) ** 2;
    largest = Math.max(largest, Math.sqrt(squared));
  }
  return largest / (svd.singularValues[0] || 1);
}

function check(
  { matrix, values }: Built,
  rank: number,
  options: TruncatedSvdOptions,
  bound: (value: number) => number,
): void {
  const svd = truncatedSvd(toSparse(matrix), rank, { method: "iterative", ...options });
  for (let j = 0; j < rank; j++) {
    const expected = values[j] ?? 0;
    assert.ok(
      Math.abs(svd.singularValues[j] - expected) <= bound(expected),
      `σ${j + 1} = ${svd.singularValues[j]}, not ${expected}`,
    );
  }
  assert.ok(departure(svd.u) < 1e-8, `U departs from orthonormal by ${departure(svd.u)}`);
  assert.ok(departure(svd.v) < 1e-9, `V departs from orthonormal by ${departure(svd.v)}`);
  // Vectors are as good as the square root of what the values are: the error of a value is
  // quadratic in theirs.
  assert.ok(residual(matrix, svd) < 2e-3, `A V differs from U Σ by ${residual(matrix, svd)}`);
}

const spectra: Record<string, (i: number, count: number) => number> = {
  "a slow fall": (i) => 1 / (1 + i),
  "a fall as in text": (i) => (1 + i) ** -0.4,
  "a steep fall": (i) => 0.7 ** i,
  "a plateau, then a fall": (i, count) => (i < count / 2 ? 1 - 1e-3 * i : 0.1 / (1 + i)),
  "clusters of six equal values": (i) => 1 / (1 + Math.floor(i / 6)),
  "pairs a hair apart": (i) => (1 - 1e-10 * (i % 2)) / (1 + Math.floor(i / 2)),
  "one value far above the rest": (i) => (i === 0 ? 1000 : 1 + 1 / (1 + i)),
  "rank 9": (i) => (i < 9 ? 9 - i : 0),
};

describe("truncatedSvd finds what a matrix was built from", () => {
  for (const [name, valueAt] of Object.entries(spectra)) {
    for (const engine of ["wasm", "typescript"] as const) {
      test(`${name} (${engine}): every shape, rank and seed`, () => {
        const shapes = fc.record({
          rows: fc.integer({ min: 30, max: 160 }),
          columns: fc.integer({ min: 30, max: 160 }),
          rank: fc.integer({ min: 1, max: 30 }),
          seed: fc.nat(1000),
          threads: fc.constantFrom(1, 2),
        });
        fc.assert(
          fc.property(shapes, ({ rows, columns, rank, seed, threads }) => {
            const count = Math.min(rows, columns);
            const values = Array.from({ length: count }, (_, i) => valueAt(i, count)).sort(
              (a, b) => b - a,
            );
            check(
              withSingularValues(rows, columns, values, seed),
              rank,
              { engine, threads, seed },
              (value) => Math.max(2e-6 * value, 1e-7 * values[0]),
            );
          }),
          { numRuns: 12, seed: 3 },
        );
      });
    }
  }

  test("a loose tolerance is kept, and not overdone: the worst value is off by at most the tolerance, and the basis shrinks", () => {
    for (const seed of [1, 2, 3]) {
      const built = withSingularValues(
        400,
        300,
        Array.from({ length: 300 }, (_, i) => (1 + i) ** -0.4),
        seed,
      );
      const sizes = [0.1, 0.05, 0.01, 1e-6].map((tolerance) => {
        let size = 0;
        const svd = truncatedSvd(toSparse(built.matrix), 20, {
          method: "iterative",
          tolerance,
          seed,
          onProgress: ({ basisSize }) => (size = basisSize),
        });
        svd.singularValues.forEach((value, j) =>
          assert.ok(
            Math.abs(value / built.values[j] - 1) <= tolerance,
            `tolerance ${tolerance}: σ${j + 1} = ${value}, not ${built.values[j]}`,
          ),
        );
        assert.ok(svd.relativeError <= tolerance);
        return size;
      });
      assert.ok(sizes[0] < 0.8 * sizes[3], `${sizes}`);
    }
  });

  test("a whole block of copies beyond the width of four is found", () => {
    for (const copies of [5, 9, 17]) {
      const values = Array.from({ length: 120 }, (_, i) => (i < copies ? 3 : 1 / (1 + i)));
      check(withSingularValues(200, 120, values, copies), 20, {}, (value) => 1e-6 * value);
    }
  });

  test("forty copies of each value, an identity, zeros and a low rank on a diagonal of thousands", () => {
    const cases: Record<string, { count: number; rank: number; valueAt: (i: number) => number }> = {
      "forty copies": { count: 2000, rank: 100, valueAt: (i) => 1 / (1 + Math.floor(i / 40)) },
      identity: { count: 3000, rank: 50, valueAt: () => 1 },
      zeros: { count: 3000, rank: 50, valueAt: () => 0 },
      "rank 30": { count: 3000, rank: 60, valueAt: (i) => Math.max(0, 30 - i) },
    };
    for (const [name, { count, rank, valueAt }] of Object.entries(cases)) {
      const values = Float64Array.from({ length: count }, (_, i) => valueAt(i));
      const offsets = Int32Array.from({ length: count + 1 }, (_, i) => i);
      const matrix = new SparseMatrix(count, count, offsets, offsets.slice(0, count), values);
      for (const tolerance of [1e-6, 0.05]) {
        const svd = truncatedSvd(matrix, rank, { tolerance });
        svd.singularValues.forEach((value, j) =>
          assert.ok(
            Math.abs(value - values[j]) <= 1e-10 * values[0],
            `${name}: σ${j + 1} = ${value}, not ${values[j]}`,
          ),
        );
      }
    }
  });
});

describe("truncatedSvd on awkward matrices", () => {
  const entries = fc.record({
    rows: fc.integer({ min: 1, max: 40 }),
    columns: fc.integer({ min: 1, max: 40 }),
    density: fc.constantFrom(0.02, 0.1, 0.5),
    seed: fc.nat(1000),
  });

  /** A sparse matrix whose first and last rows and columns, and any third row, are empty. */
  function withEmptyRows({
    rows,
    columns,
    density,
    seed,
  }: {
    rows: number;
    columns: number;
    density: number;
    seed: number;
  }): SparseMatrix {
    const random = createRandom(seed);
    return sparseFromRows(
      Array.from({ length: rows + 2 }, (_, i) =>
        Float64Array.from({ length: columns + 2 }, (_, j) =>
          i % 3 === 0 || j === 0 || j === columns + 1 || random.uniform() > density
            ? 0
            : random.normal(),
        ),
      ),
    );
  }

  test("empty rows and columns, up to the whole rank, against ml-matrix's dense SVD", () => {
    fc.assert(
      fc.property(entries, fc.nat(), (shape, pick) => {
        const a = withEmptyRows(shape);
        const full = Math.min(a.rows, a.columns);
        const expected = new SingularValueDecomposition(a.toDense(), { autoTranspose: true })
          .diagonal;
        for (const rank of [1 + (pick % full), full])
          check(
            { matrix: a.toDense(), values: [...expected] },
            rank,
            {},
            () => 1e-6 * (expected[0] || 1),
          );
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  test("one row and one column of any length", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 60 }),
        (row) => {
          const norm = Math.hypot(...row);
          for (const rows of [[row], row.map((value) => [value])]) {
            const svd = truncatedSvd(sparseFromRows(rows), 1, { method: "iterative" });
            assert.ok(
              Math.abs(svd.singularValues[0] - norm) <= 1e-12 * norm,
              `${svd.singularValues[0]}, not ${norm}`,
            );
          }
        },
      ),
      { numRuns: 60, seed: 5 },
    );
  });

  test("entries from 1e-150 to 1e150 scale the values and leave the vectors alone", () => {
    const { matrix, values } = withSingularValues(
      80,
      60,
      Array.from({ length: 60 }, (_, i) => 1 / (1 + i)),
      6,
    );
    const base = truncatedSvd(matrix, 10, { method: "iterative" });
    for (const input of [toSparse, (m: DenseMatrix) => m]) {
      for (const scale of [1e-150, 1e-30, 1e30, 1e150]) {
        const scaled = new DenseMatrix(
          80,
          60,
          matrix.data.map((value) => value * scale),
        );
        const svd = truncatedSvd(input(scaled), 10, { method: "iterative" });
        svd.singularValues.forEach((value, j) =>
          assert.ok(Math.abs(value / scale / values[j] - 1) < 1e-6, `σ${j + 1} = ${value}`),
        );
        assert.ok(svd.v.data.every((value, i) => Math.abs(value - base.v.data[i]) < 1e-3));
        assert.ok(departure(svd.u) < 1e-9);
      }
    }
  });

  test("any number of threads gives the same bits; the engines agree to rounding", () => {
    const random = createRandom(8);
    const a = sparseFromRows(
      Array.from({ length: 9000 }, () =>
        Float64Array.from({ length: 300 }, () => (random.uniform() < 0.03 ? random.normal() : 0)),
      ),
    );
    const one = truncatedSvd(a, 12, { threads: 1, tolerance: 1e-9 });
    for (const threads of [2, 3]) {
      const more = truncatedSvd(a, 12, { threads, tolerance: 1e-9 });
      assert.deepEqual(more.singularValues, one.singularValues);
      assert.deepEqual(more.u.data, one.u.data);
      assert.deepEqual(more.v.data, one.v.data);
    }
    const twin = truncatedSvd(a, 12, { engine: "typescript", tolerance: 1e-9 });
    twin.singularValues.forEach((value, j) =>
      assert.ok(Math.abs(value / one.singularValues[j] - 1) < 1e-11, `σ${j + 1}`),
    );
    assert.ok(twin.v.data.every((value, i) => Math.abs(value - one.v.data[i]) < 1e-3));
  });

  test("a maxBasis without room for the rank is refused", () => {
    const a = toSparse(withSingularValues(120, 110, [3, 2, 1], 9).matrix);
    assert.throws(
      () => truncatedSvd(a, 20, { method: "iterative", maxBasis: 21 }),
      /maxBasis 21 leaves no room for rank 20; choose at least 24/,
    );
  });
});
