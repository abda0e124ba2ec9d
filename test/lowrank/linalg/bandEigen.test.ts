import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { EigenvalueDecomposition } from "ml-matrix";
import { openWorkspace } from "../../../src/lowrank/kernels/workspace";
import { bandEigenvalues, bandEigenvectors } from "../../../src/lowrank/linalg/lanczos/bandEigen";
import {
  createBandMatrix,
  tridiagonalise,
  type BandMatrix,
} from "../../../src/lowrank/linalg/lanczos/bandMatrix";
import {
  countAbove,
  countAboveTridiagonal,
} from "../../../src/lowrank/linalg/lanczos/eigenvalueCounts";
import { DenseMatrix } from "../../../src/lowrank/linalg/denseMatrix";
import { createRandom } from "../../../src/lowrank/base/random";

type Fill = (row: number, distance: number, random: () => number) => number;

const fills: Record<string, Fill> = {
  random: (_row, _distance, random) => random(),
  zeros: () => 0,
  "two repeated values": (row, distance) => (distance > 0 ? 0 : row % 3 === 0 ? 5 : 1),
  decaying: (row, _distance, random) => random() * Math.exp(-row / 5),
  "Wilkinson's W+": (row, distance) =>
    distance === 0 ? Math.abs(row - 10) : distance === 1 ? 1 : 0,
};

function fillBand(
  size: number,
  bandwidth: number,
  fill: Fill,
  seed: number,
): { band: BandMatrix; dense: DenseMatrix } {
  const random = createRandom(seed);
  const band = createBandMatrix(size, bandwidth);
  const dense = new DenseMatrix(size, size);
  for (let i = 0; i < size; i++) {
    for (let d = 0; d <= Math.min(bandwidth, i); d++) {
      const value = fill(i, d, () => random.normal());
      band.data[i * (bandwidth + 1) + d] = value;
      dense.set(i, i - d, value).set(i - d, i, value);
    }
  }
  return { band, dense };
}

for (const [name, fill] of Object.entries(fills)) {
  test(`bandEigenvalues and bandEigenvectors agree with ml-matrix's dense solver: ${name}`, () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(9), fc.nat(), (size, width, seed) => {
        const { band, dense } = fillBand(size, Math.min(width, size - 1), fill, seed);
        const values = bandEigenvalues(band);
        const expected = new EigenvalueDecomposition(dense, {
          assumeSymmetric: true,
        }).realEigenvalues.sort((a, b) => b - a);
        const norm = Math.max(1e-300, ...expected.map(Math.abs));
        values.forEach((value, i) =>
          assert.ok(Math.abs(value - expected[i]) < 1e-12 * norm * size, `λ${i}`),
        );
        const workspace = openWorkspace({
          engine: seed % 2 === 0 ? "wasm" : "typescript",
          threads: 1 + (seed % 3),
        });
        const vectors = bandEigenvectors(workspace, band, values, 0, size);
        workspace.close();
        for (let j = 0; j < size; j++) {
          const x = vectors.subarray(j * size, (j + 1) * size);
          for (let i = 0; i < size; i++) {
            let image = 0;
            for (let l = 0; l < size; l++) image += dense.get(i, l) * x[l];
            assert.ok(
              Math.abs(image - values[j] * x[i]) < 1e-11 * norm * size,
              `residual of vector ${j}`,
            );
          }
          for (let l = 0; l <= j; l++) {
            const dot = x.reduce((sum, value, i) => sum + value * vectors[l * size + i], 0);
            assert.ok(Math.abs(dot - (l === j ? 1 : 0)) < 1e-10, `vectors ${l} and ${j}`);
          }
        }
      }),
      { numRuns: 40, seed: 3 },
    );
  });
}

test("countAbove and countAboveTridiagonal count the eigenvalues above a shift", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.nat(6),
      fc.nat(),
      fc.double({ min: -4, max: 4, noNaN: true }),
      (size, width, seed, shift) => {
        const { band, dense } = fillBand(size, Math.min(width, size - 1), fills.random, seed);
        const values = new EigenvalueDecomposition(dense, { assumeSymmetric: true })
          .realEigenvalues;
        if (values.some((value) => Math.abs(value - shift) < 1e-9)) return;
        const expected = values.filter((value) => value > shift).length;
        assert.equal(countAbove(band, shift), expected);
        assert.equal(countAboveTridiagonal(tridiagonalise(band), shift), expected);
      },
    ),
    { numRuns: 200, seed: 4 },
  );
});
