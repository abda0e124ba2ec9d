import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { toDense } from "../../../src/lowrank/linalg/denseMatrix";
import { energy } from "../../../src/lowrank/linalg/frobenius";
import { fitNmf, transformNmf, type Nmf } from "../../../src/lowrank/linalg/nmf";
import { sparseFromRows } from "../../../src/lowrank/linalg/sparseMatrix";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { fixture, largestGap } from "../nmfFixture";

const { matrix, start, runs, new: newRows, newW } = fixture.nmf;
const rank = start[0][0].length;
const forms = { dense: toDense(matrix), sparse: sparseFromRows(matrix) };

const gapOf = ({ w, h }: Nmf, a: number[][]): number =>
  Math.sqrt(energy(toDense(toDense(a).sub(w.mmul(h)))));

for (const [form, a] of Object.entries(forms)) {
  for (const { tolerance, maxIterations, ...expected } of runs) {
    test(`fitNmf of a ${form} matrix equals scikit-learn's after at most ${maxIterations} sweeps`, () => {
      const own = { w: start[0], h: start[1] };
      for (const from of [own, "nndsvd"] as const) {
        const found = fitNmf(a, rank, { start: from, tolerance, maxIterations });
        assert.ok(largestGap(found.w, expected.w) < 1e-9);
        assert.ok(largestGap(found.h, expected.h) < 1e-9);
        assert.ok(Math.abs(found.error - expected.error) < 1e-9);
        assert.equal(found.iterations, expected.iterations);
        assert.equal(found.converged, expected.iterations < maxIterations);
      }
    });
  }
}

test("transformNmf equals scikit-learn's transform", () => {
  const { h } = runs[runs.length - 1];
  const nmf = { h: toDense(h) };
  const options = { tolerance: 1e-10, maxIterations: 2000 };
  assert.ok(largestGap(transformNmf(nmf, newRows, options), newW) < 1e-8);
});

/** Matrices without negative entries, whole rows and columns of zeros among them. */
const counts = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }))
  .chain(([rows, columns]) =>
    fc.array(
      fc.array(fc.constantFrom(0, 0, 0, 1, 2, 5.5), { minLength: columns, maxLength: columns }),
      { minLength: rows, maxLength: rows },
    ),
  );

test("fitNmf gives non-negative factors whose error is as it says, at least that of the SVD", () => {
  fc.assert(
    fc.property(counts, fc.nat(6), fc.constantFrom("nndsvd", "random"), (a, more, from) => {
      const k = 1 + (more % Math.min(a.length, a[0].length));
      const found = fitNmf(a, k, { start: from, seed: more });
      for (const factor of [found.w, found.h]) assert.ok(factor.data.every((value) => value >= 0));
      const size = Math.sqrt(energy(a));
      assert.ok(Math.abs(found.error - gapOf(found, a)) <= 1e-7 * size);
      const { singularValues } = truncatedSvd(a, k);
      const least = Math.sqrt(Math.max(0, energy(a) - energy([[...singularValues]])));
      assert.ok(found.error >= least - 1e-7 * size);
    }),
    { numRuns: 150 },
  );
});

test("fitNmf finds parts that overlap nowhere again", () => {
  const a = [
    [1, 1, 0, 0],
    [2, 2, 0, 0],
    [0, 0, 3, 1],
    [0, 0, 6, 2],
    [1, 1, 3, 1],
  ];
  for (const from of ["nndsvd", "random"] as const) {
    const found = fitNmf(a, 2, { start: from, tolerance: 1e-12, maxIterations: 5000 });
    assert.ok(found.error < 1e-5);
    const shares = found.h.to2DArray().map((part) => (part[0] + part[1]) / toDense([part]).sum());
    assert.deepEqual(shares.map((share) => Math.round(1e4 * share) / 1e4).sort(), [0, 1]);
  }
});

test("fitNmf never rises: more sweeps from one start end no worse", () => {
  const errors = [1, 2, 3, 5, 10, 30].map(
    (maxIterations) =>
      fitNmf(matrix, 4, { start: "random", seed: 5, tolerance: 0, maxIterations }).error,
  );
  for (let i = 1; i < errors.length; i++) assert.ok(errors[i] <= errors[i - 1] + 1e-9);
});

test("fitNmf of zeros alone is zeros", () => {
  const { w, h, error, converged } = fitNmf([[0, 0], [0, 0], [0, 0]], 2); // prettier-ignore
  assert.deepEqual([w.sum() + h.sum(), error, converged], [0, 0, true]);
});

test("fitNmf and transformNmf name what they cannot use", () => {
  const message = (wrong: () => unknown): string => {
    try {
      wrong();
    } catch (error) {
      return (error as Error).message;
    }
    return "nothing was thrown";
  };
  assert.equal(
    message(() => fitNmf([[1, 2], [0, -3]], 1)), // prettier-ignore
    "entry (row 1, column 1) of matrix is -3; non-negative factors need entries of 0 or more",
  );
  assert.match(
    message(() => fitNmf([[1, NaN]], 1)),
    /column 1\) of matrix is NaN; replace/,
  );
  assert.match(
    message(() => fitNmf(matrix, 12)),
    /rank 12 .* from 1 to 11/,
  );
  assert.match(
    message(() => fitNmf(matrix, 2, { tolerance: 2 })),
    /tolerance 2 .* below 1/,
  );
  assert.match(
    message(() => fitNmf(matrix, 2, { maxIterations: 0 })),
    /maxIterations 0 .* 1 or more/,
  );
  assert.match(
    message(() => fitNmf(matrix, 2, { start: { w: start[0], h: start[1] } })),
    /start\.w is 18 × 3; pass 18 × 2/,
  );
  assert.match(
    message(() => fitNmf(matrix, 2, { n_iter: 3 } as never)),
    /did you mean maxIterations/,
  );
  assert.match(
    message(() => transformNmf({ h: toDense([[1, 2]]) }, [[1]])),
    /rows with 1 columns .* 2 columns; use the same columns/,
  );
  assert.match(
    message(() => transformNmf({ h: toDense([[1, 2]]) }, [[1, -1]])),
    /of rows is -1; non-negative/,
  );
});
