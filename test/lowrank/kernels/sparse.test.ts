import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Engine } from "../../../src/lowrank/kernels/kernels";
import { partStart } from "../../../src/lowrank/kernels/threads/partStart";
import { openWorkspace } from "../../../src/lowrank/kernels/workspace";
import { createRandom } from "../../../src/lowrank/base/random";
import { sparseFromRows } from "../../../src/lowrank/linalg/sparseMatrix";

const shapes = fc.record({
  rows: fc.integer({ min: 1, max: 60 }),
  columns: fc.integer({ min: 1, max: 40 }),
  density: fc.constantFrom(0, 0.05, 0.3, 1),
  width: fc.integer({ min: 1, max: 19 }),
  parts: fc.integer({ min: 1, max: 4 }),
  seed: fc.nat(1000),
});

for (const engine of ["wasm", "typescript"] as Engine[]) {
  for (const threads of [1, 2]) {
    test(`sparseGram, addSparseGram, addSparseTransposed and sparseMultiply (${engine}, ${threads} threads) are AᵀA X, AᵀY and A V D, empty rows and columns included`, () => {
      fc.assert(
        fc.property(shapes, ({ rows, columns, density, width, parts, seed }) => {
          const random = createRandom(seed);
          const draw = (count: number): Float64Array =>
            Float64Array.from({ length: count }, () => random.normal());
          const a = sparseFromRows(
            Array.from({ length: rows }, () =>
              draw(columns).map((value) => (random.uniform() < density ? value : 0)),
            ),
          );
          const workspace = openWorkspace({ engine, threads });
          const copy = (data: Float64Array): number => {
            const pointer = workspace.allocate(8 * data.length);
            workspace.float64(pointer, data.length).set(data);
            return pointer;
          };
          const offsets = workspace.allocate(4 * (rows + 1));
          workspace.int32(offsets, rows + 1).set(a.rowOffsets);
          const indices = workspace.allocate(4 * a.nonZeros);
          workspace.int32(indices, a.nonZeros).set(a.columnIndices);
          const values = copy(a.values);

          const slab = draw(4 * columns);
          const x = copy(slab);
          const sums = workspace.allocate(32 * columns * parts);
          const target = workspace.allocate(32 * columns);
          workspace.float64(sums, 4 * columns * parts).fill(NaN);
          workspace.run("sparseGram", rows, parts, offsets, indices, values, columns, x, sums);
          workspace.run("addSlabs", columns, parts, sums, parts, columns, target);
          const gram = a.multiplyTransposed(a.multiply(slab, 4), 4);
          workspace
            .float64(target, gram.length)
            .forEach((value, i) => assert.ok(Math.abs(value - gram[i]) < 1e-10, `AᵀA X [${i}]`));

          // Added to what is there, in the order of the rows, whatever they are cut into.
          const first = partStart(1, 2, rows);
          workspace.float64(sums, 4 * columns).fill(0);
          for (const [skipped, count] of [
            [0, first],
            [first, rows - first],
          ]) {
            const places = [offsets + 4 * skipped, indices, values, columns];
            workspace.run("addSparseGram", count, 1, ...places, x, sums, 0.5);
          }
          assert.deepEqual(
            workspace.float64(sums, gram.length).slice(),
            a.multiplyTransposed(
              a.multiply(slab, 4).map((value) => value / 4),
              4,
            ),
          );
          const tall = draw(4 * rows);
          workspace.float64(sums, 4 * columns * parts).fill(0);
          const given = [offsets, indices, values, columns, copy(tall), sums];
          workspace.run("addSparseTransposed", rows, parts, ...given);
          workspace.run("addSlabs", columns, parts, sums, parts, columns, target);
          const turned = a.multiplyTransposed(tall, 4);
          workspace
            .float64(target, turned.length)
            .forEach((value, i) => assert.ok(Math.abs(value - turned[i]) < 1e-10, `AᵀY [${i}]`));

          const vectors = draw(columns * width);
          const factors = draw(width);
          const projected = workspace.allocate(8 * rows * width);
          workspace.run(
            "sparseMultiply",
            rows,
            parts,
            offsets,
            indices,
            values,
            copy(vectors),
            width,
            copy(factors),
            projected,
          );
          const product = a.multiply(vectors, width);
          workspace
            .float64(projected, product.length)
            .forEach((value, i) =>
              assert.ok(Math.abs(value - product[i] * factors[i % width]) < 1e-10, `A V D [${i}]`),
            );
          workspace.close();
        }),
        { numRuns: 40, seed: 2 },
      );
    });
  }
}
