import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { SingularValueDecomposition } from "ml-matrix";
import { energy } from "../../../src/lowrank/linalg/frobenius";
import { DenseMatrix, toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { createRandom } from "../../../src/lowrank/base/random";
import { sparseFromRows, SparseMatrix } from "../../../src/lowrank/linalg/sparseMatrix";
import { reconstruct, takeRank } from "../../../src/lowrank/linalg/takeRank";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { deerwesterCounts } from "./deerwesterCounts";

/** Largest entry of |XᵀX − I|. */
function departureFromOrthonormal(x: DenseMatrix): number {
  let largest = 0;
  for (let i = 0; i < x.columns; i++) {
    for (let j = 0; j <= i; j++) {
      let dot = 0;
      for (let row = 0; row < x.rows; row++) dot += x.get(row, i) * x.get(row, j);
      largest = Math.max(largest, Math.abs(dot - (i === j ? 1 : 0)));
    }
  }
  return largest;
}

/** A dense random matrix with the given singular values, of the given shape. */
function withSingularValues(
  rows: number,
  columns: number,
  values: readonly number[],
  seed: number,
): DenseMatrix {
  const random = createRandom(seed);
  const orthonormal = (length: number): DenseMatrix => {
    const draw = new DenseMatrix(length, values.length);
    for (let i = 0; i < draw.data.length; i++) draw.data[i] = random.normal();
    return toDense(new SingularValueDecomposition(draw).leftSingularVectors);
  };
  const u = orthonormal(rows);
  for (let i = 0; i < u.data.length; i++) u.data[i] *= values[i % values.length];
  return toDense(u.mmul(orthonormal(columns).transpose()));
}

function randomSparse(rows: number, columns: number, density: number, seed: number): SparseMatrix {
  const random = createRandom(seed);
  return sparseFromRows(
    Array.from({ length: rows }, () =>
      Float64Array.from({ length: columns }, () =>
        random.uniform() < density ? random.normal() : 0,
      ),
    ),
  );
}

const entriesOf = fc.record({
  rows: fc.integer({ min: 1, max: 25 }),
  columns: fc.integer({ min: 1, max: 25 }),
  density: fc.constantFrom(0.05, 0.3, 1),
  seed: fc.nat(),
});

describe("truncatedSvd", () => {
  for (const method of ["exact", "iterative"] as const) {
    test(`${method}: Deerwester's example gives the published singular values (Table 2)`, () => {
      const svd = truncatedSvd(sparseFromRows(deerwesterCounts), 9, { method });
      const published = [
        3.34088, 2.5417, 2.35394, 1.64453, 1.50483, 1.30638, 0.8459, 0.56013, 0.36368,
      ];
      published.forEach((value, i) =>
        assert.ok(Math.abs(svd.singularValues[i] - value) < 1e-5, `σ${i + 1}`),
      );
      const firstColumn = [0.197, 0.606, 0.463, 0.542, 0.279, 0.004, 0.015, 0.024, 0.082];
      firstColumn.forEach((value, i) =>
        assert.ok(Math.abs(Math.abs(svd.v.get(i, 0)) - value) < 5e-4),
      );
    });

    test(`${method}: returns orthonormal columns, descending values and the full matrix at full rank`, () => {
      fc.assert(
        fc.property(entriesOf, ({ rows, columns, density, seed }) => {
          const a = randomSparse(rows, columns, density, seed);
          const svd = truncatedSvd(a, Math.min(rows, columns), { method });
          assert.ok(departureFromOrthonormal(svd.u) < 1e-10, "U");
          assert.ok(departureFromOrthonormal(svd.v) < 1e-10, "V");
          for (let i = 1; i < svd.singularValues.length; i++)
            assert.ok(svd.singularValues[i] <= svd.singularValues[i - 1] * (1 + 1e-12) + 1e-14);
          const copy = reconstruct(svd);
          const dense = a.toDense();
          const scale = Math.sqrt(energy(a)) || 1;
          copy.data.forEach((value, i) =>
            assert.ok(Math.abs(value - dense.data[i]) < 1e-7 * scale),
          );
        }),
        { numRuns: 60, seed: 1 },
      );
    });
  }

  test("iterative agrees with ml-matrix's SVD on generated matrices at every rank", () => {
    fc.assert(
      fc.property(entriesOf, fc.nat(), ({ rows, columns, density, seed }, pick) => {
        const a = randomSparse(rows, columns, density, seed);
        const rank = 1 + (pick % Math.min(rows, columns));
        const expected = new SingularValueDecomposition(a.toDense(), { autoTranspose: true })
          .diagonal;
        const found = truncatedSvd(a, rank, { method: "iterative" }).singularValues;
        found.forEach((value, i) =>
          assert.ok(
            Math.abs(value - expected[i]) <= 1e-6 * (expected[0] || 1),
            `σ${i + 1}: ${value} against ${expected[i]}`,
          ),
        );
      }),
      { numRuns: 100, seed: 2 },
    );
  });

  test("rank-k copy is the best of its rank: the error is the energy of the values left out (Eckart–Young)", () => {
    const a = randomSparse(40, 30, 0.4, 5);
    const all = truncatedSvd(a, 30, { method: "iterative" });
    for (const rank of [1, 5, 20]) {
      const copy = reconstruct(takeRank(all, rank));
      const error = copy.data.reduce(
        (sum, value, i) => sum + (value - a.toDense().data[i]) ** 2,
        0,
      );
      const left = all.singularValues.slice(rank).reduce((sum, value) => sum + value * value, 0);
      assert.ok(Math.abs(error - left) < 1e-9 * energy(a));
    }
  });

  const spectra: Record<string, number[]> = {
    "clustered values": Array.from({ length: 60 }, (_, i) =>
      i < 12 ? 10 + 1e-7 * i : 1 / (i + 1),
    ).sort((a, b) => b - a),
    "twenty equal values": Array.from({ length: 60 }, (_, i) => (i < 20 ? 5 : 1)),
    "values falling to 1e-9": Array.from({ length: 60 }, (_, i) => 10 ** (-i / 6.5)),
    "rank 7": Array.from({ length: 60 }, (_, i) => (i < 7 ? 7 - i : 0)),
    "a flat spectrum": Array.from({ length: 60 }, (_, i) => 2 - i / 60),
  };
  for (const [name, values] of Object.entries(spectra)) {
    for (const [rows, columns] of [
      [150, 90],
      [90, 150],
    ]) {
      test(`iterative finds ${name} in ${rows} × ${columns}`, () => {
        const svd = truncatedSvd(withSingularValues(rows, columns, values, 11), 25, {
          method: "iterative",
        });
        svd.singularValues.forEach((value, i) =>
          assert.ok(
            Math.abs(value - values[i]) <= Math.max(1e-6 * values[i], 1e-7 * values[0]),
            `σ${i + 1} = ${value}, not ${values[i]}`,
          ),
        );
        assert.ok(departureFromOrthonormal(svd.u) < 1e-9);
        assert.ok(departureFromOrthonormal(svd.v) < 1e-9);
      });
    }
  }

  test("values from 1e-150 to 1e150 come out in proportion", () => {
    const base = truncatedSvd(sparseFromRows(deerwesterCounts), 4, {
      method: "iterative",
    }).singularValues;
    for (const scale of [1e-150, 1e150]) {
      const scaled = truncatedSvd(
        sparseFromRows(deerwesterCounts.map((row) => row.map((x) => x * scale))),
        4,
        { method: "iterative" },
      ).singularValues;
      scaled.forEach((value, i) => assert.ok(Math.abs(value / scale - base[i]) < 1e-9));
    }
  });

  test("one row, one column, all zeros, empty rows and columns, duplicate rows", () => {
    assert.ok(
      Math.abs(truncatedSvd(toDense([[3, 4]]), 1, { method: "iterative" }).singularValues[0] - 5) <
        1e-12,
    );
    assert.ok(
      Math.abs(
        truncatedSvd(toDense([[3], [4]]), 1, { method: "iterative" }).singularValues[0] - 5,
      ) < 1e-12,
    );
    const zeros = truncatedSvd(new DenseMatrix(5, 4), 3, { method: "iterative" });
    assert.deepEqual([...zeros.singularValues], [0, 0, 0]);
    assert.ok(departureFromOrthonormal(zeros.u) < 1e-12);
    const gaps = truncatedSvd(
      toDense([
        [0, 0, 0],
        [0, 2, 0],
        [0, 2, 0],
      ]),
      2,
      { method: "iterative" },
    );
    assert.ok(Math.abs(gaps.singularValues[0] - Math.sqrt(8)) < 1e-12);
    assert.ok(Math.abs(gaps.singularValues[1]) < 1e-12);
  });

  test("the same seed gives the same bits; another seed the same values and signs to 1e-6", () => {
    const a = randomSparse(300, 200, 0.05, 9);
    const first = truncatedSvd(a, 10, { seed: 1 });
    assert.deepEqual(truncatedSvd(a, 10, { seed: 1 }).v.data, first.v.data);
    const other = truncatedSvd(a, 10, { seed: 2, tolerance: 1e-9 });
    other.singularValues.forEach((value, i) =>
      assert.ok(Math.abs(value - first.singularValues[i]) < 1e-6 * value),
    );
    other.v.data.forEach((value, i) => assert.ok(Math.abs(value - first.v.data[i]) < 1e-3));
  });

  test("bad input is refused with the value, the limit and the remedy", () => {
    const a = toDense([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    assert.throws(
      () => truncatedSvd(a, 3),
      /rank 3 does not fit a matrix of 3 rows and 2 columns; choose a whole rank from 1 to 2/,
    );
    assert.throws(() => truncatedSvd(a, 0), /rank 0/);
    assert.throws(() => truncatedSvd(a, 1.5), /rank 1.5/);
    assert.throws(
      () =>
        truncatedSvd(
          toDense([
            [1, 2],
            [3, Number.NaN],
          ]),
          1,
        ),
      /entry \(row 1, column 1\) of matrix is NaN/,
    );
    assert.throws(
      () =>
        truncatedSvd(
          sparseFromRows([
            [0, 0],
            [0, Infinity],
          ]),
          1,
        ),
      /entry \(row 1, column 1\) of matrix is Infinity/,
    );
    assert.throws(() => truncatedSvd(new DenseMatrix(0, 4), 1), /0 rows/);
    for (const orthogonality of [0, -1e-9, 2e-6, 1, NaN, Infinity])
      assert.throws(() => truncatedSvd(randomSparse(300, 300, 0.1, 1), 5, { orthogonality }), {
        name: "RangeError",
        message: `orthogonality ${orthogonality} is not above 0 and at most 1e-6; leave it out for the default`,
      });
    const bad = {
      rows: 200,
      columns: 200,
      multiply: () => new Float64Array(800).fill(Number.NaN),
      multiplyTransposed: () => new Float64Array(1600),
    };
    assert.throws(
      () => truncatedSvd(bad, 3),
      /multiply returned NaN at 0; its products must be finite/,
    );
    assert.throws(
      () => truncatedSvd(randomSparse(300, 300, 0.1, 1), 20, { maxBasis: 40 }),
      /short of tolerance 0.000001; raise tolerance, or maxBasis/,
    );
  });

  for (const method of ["exact", "iterative"] as const) {
    for (const [rows, columns] of [
      [60, 25],
      [25, 60],
    ]) {
      test(`${method}: leftVectors: false leaves u without rows and changes nothing else, for ${rows} × ${columns}`, () => {
        const a = randomSparse(rows, columns, 0.4, 12);
        const [full, lean] = [true, false].map((leftVectors) =>
          truncatedSvd(a, 6, { method, leftVectors }),
        );
        assert.deepEqual(lean, { ...full, u: new DenseMatrix(0, 6) });
      });
    }
  }

  test("an operator that only multiplies gives the same factors as its matrix", () => {
    const a = randomSparse(120, 110, 0.1, 4);
    const calls = { multiply: 0 };
    const operator = {
      rows: a.rows,
      columns: a.columns,
      multiply: (block: Float64Array, width: number) => (
        calls.multiply++,
        a.multiply(block, width)
      ),
      multiplyTransposed: (block: Float64Array, width: number) =>
        a.multiplyTransposed(block, width),
    };
    assert.deepEqual(truncatedSvd(operator, 5).singularValues, truncatedSvd(a, 5).singularValues);
    assert.ok(calls.multiply > 0);
    truncatedSvd(operator, 5, { method: "exact" }).singularValues.forEach((value, i) =>
      assert.ok(Math.abs(value - truncatedSvd(a, 5).singularValues[i]) < 1e-6),
    );
  });
});
