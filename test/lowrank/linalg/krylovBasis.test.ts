import assert from "node:assert/strict";
import { test } from "node:test";
import { SingularValueDecomposition } from "ml-matrix";
import { openWorkspace } from "../../../src/lowrank/kernels/workspace";
import { bandEigenvalues } from "../../../src/lowrank/linalg/lanczos/bandEigen";
import { toBand } from "../../../src/lowrank/linalg/lanczos/blockTridiagonal";
import { crossProduct, type Block } from "../../../src/lowrank/base/blockProducts";
import { estimateErrors } from "../../../src/lowrank/linalg/lanczos/convergence";
import { sparseGramOperator } from "../../../src/lowrank/linalg/lanczos/gramOperator";
import { createKrylovBasis } from "../../../src/lowrank/linalg/lanczos/krylovBasis";
import { createRandom } from "../../../src/lowrank/base/random";
import { slabWidth } from "../../../src/lowrank/linalg/lanczos/slabs";
import { SparseMatrix } from "../../../src/lowrank/linalg/sparseMatrix";

/**
 * A diagonal matrix: its singular values are known, and a random start sees no difference to any
 * other matrix with these values.
 */
function diagonal(values: Float64Array): SparseMatrix {
  const count = values.length;
  return new SparseMatrix(
    count,
    count,
    Int32Array.from({ length: count + 1 }, (_, i) => i),
    Int32Array.from({ length: count }, (_, i) => i),
    values,
  );
}

const spectra: Record<string, (i: number) => number> = {
  "a fall as in text": (i) => (1 + i) ** -0.4,
  "a steep fall": (i) => 0.93 ** i,
  "an even spectrum": (i) => 2 - i / 700,
  "a few values above an even rest": (i) => (i < 20 ? 1.1 + i / 100 : 1 - i / 1400),
};

for (const [name, valueAt] of Object.entries(spectra)) {
  for (const [tolerated, most, precision] of [
    [1e-11, 1e-10, 1e-12],
    [1e-8, 1e-7, 1e-12],
    [1e-6, 1e-5, 1e-9],
  ])
    test(`where cosines of ${tolerated} are left to stand, the basis stays orthogonal to ${most} over 300 vectors, and T keeps QᵀSQ: ${name}`, () => {
      const values = Float64Array.from({ length: 700 }, (_, i) => valueAt(i));
      const workspace = openWorkspace({ threads: 1 });
      const basis = createKrylovBasis(
        workspace,
        sparseGramOperator(workspace, diagonal(values)),
        320,
        1,
        tolerated,
      );
      while (basis.size < 300) basis.extend(0);
      const q: Block = { length: 700, width: 300, data: new Float64Array(700 * 300) };
      basis.columns().forEach((column, j) => {
        const { data } = basis.slabs.view(basis.span.first + Math.floor(column / slabWidth));
        for (let i = 0; i < 700; i++)
          q.data[i * 300 + j] = data[i * slabWidth + (column % slabWidth)];
      });
      const gram = crossProduct(q, q);
      const departure = gram.reduce(
        (most, value, at) => Math.max(most, Math.abs(value - (at % 301 === 0 ? 1 : 0))),
        0,
      );
      assert.ok(departure < most, `${departure}`);

      // Eigenvalues of T against those of QᵀSQ, from the singular values of A Q by ml-matrix's
      // dense solver.
      const scale =
        2 ** Math.floor(Math.log2(values.reduce((most, value) => Math.max(most, value), 0)));
      const image = Array.from({ length: 700 }, (_, i) =>
        Array.from({ length: 300 }, (_, j) => (q.data[i * 300 + j] * values[i]) / scale),
      );
      const expected = new SingularValueDecomposition(image, {
        computeLeftSingularVectors: false,
        computeRightSingularVectors: false,
      }).diagonal;
      bandEigenvalues(toBand(basis.t)).forEach((value, j) =>
        assert.ok(Math.abs(value - expected[j] ** 2) < precision * expected[0] ** 2, `value ${j}`),
      );
      workspace.close();
    });

  test(`the look ahead is never below half of the true error, and within ten times of it where that is small: ${name}`, () => {
    const values = Float64Array.from({ length: 700 }, (_, i) => valueAt(i));
    const workspace = openWorkspace({ threads: 1 });
    const gram = sparseGramOperator(workspace, diagonal(values));
    const basis = createKrylovBasis(workspace, gram, 400, createRandom(3).integer(1000), 1e-11);
    const count = 20;
    let tests = 0;
    while (basis.size < 380) {
      basis.extend(0);
      if (basis.size < 2 * count || basis.size % 20 !== 0) continue;
      const estimate = estimateErrors(basis.t, count);
      let error = 0;
      for (let j = 0; j < count; j++)
        error = Math.max(
          error,
          1 -
            (Math.sqrt(estimate.values[j]) * gram.scale) /
              Array.from(values).sort((a, b) => b - a)[j],
        );
      if (error < 1e-9) break;
      tests++;
      assert.ok(
        estimate.error > 0.5 * error,
        `${basis.size} vectors: estimated ${estimate.error}, true ${error}`,
      );
      assert.ok(
        error > 1e-6 || estimate.error < 10 * error,
        `${basis.size} vectors: estimated ${estimate.error}, true ${error}`,
      );
    }
    assert.ok(tests >= 1);
    workspace.close();
  });
}
