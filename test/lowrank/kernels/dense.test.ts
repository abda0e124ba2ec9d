import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Engine } from "../../../src/lowrank/kernels/kernels";
import { openWorkspace } from "../../../src/lowrank/kernels/workspace";
import { createRandom } from "../../../src/lowrank/base/random";

const shapes = fc.record({
  rows: fc.integer({ min: 1, max: 40 }),
  columns: fc.integer({ min: 1, max: 30 }),
  width: fc.integer({ min: 1, max: 11 }),
  parts: fc.integer({ min: 1, max: 4 }),
  seed: fc.nat(1000),
});

for (const engine of ["wasm", "typescript"] as Engine[]) {
  for (const threads of [1, 2]) {
    test(`denseGram and denseMultiply (${engine}, ${threads} threads) are AᵀA X and A V D for every shape and cut`, () => {
      fc.assert(
        fc.property(shapes, ({ rows, columns, width, parts, seed }) => {
          const random = createRandom(seed);
          const workspace = openWorkspace({ engine, threads });
          const place = (count: number): { pointer: number; data: Float64Array } => {
            const data = Float64Array.from({ length: count }, () => random.normal());
            const pointer = workspace.allocate(8 * count);
            workspace.float64(pointer, count).set(data);
            return { pointer, data };
          };
          const a = place(rows * columns);
          const x = place(4 * columns);
          const work = workspace.allocate(8 * 16 * parts);
          const sums = workspace.allocate(32 * columns * parts);
          workspace.float64(sums, 4 * columns * parts).fill(NaN);
          workspace.run("denseGram", rows, parts, a.pointer, columns, x.pointer, sums, work);
          const total = new Float64Array(4 * columns);
          workspace
            .float64(sums, total.length * parts)
            .forEach((value, i) => (total[i % total.length] += value));
          const image = (i: number, v: number): number =>
            Array.from(
              { length: columns },
              (_, j) => a.data[i * columns + j] * x.data[4 * j + v],
            ).reduce((sum, value) => sum + value, 0);
          for (let j = 0; j < columns; j++) {
            for (let v = 0; v < 4; v++) {
              let expected = 0;
              for (let i = 0; i < rows; i++) expected += a.data[i * columns + j] * image(i, v);
              assert.ok(Math.abs(total[4 * j + v] - expected) < 1e-10, `AᵀA X (${j}, ${v})`);
            }
          }

          const panels = place(4 * columns * Math.ceil(width / 4));
          const factors = place(width);
          const target = workspace.allocate(8 * rows * width);
          workspace.run(
            "denseMultiply",
            rows,
            parts,
            a.pointer,
            columns,
            panels.pointer,
            width,
            factors.pointer,
            target,
            work,
          );
          workspace.float64(target, rows * width).forEach((value, at) => {
            const j = at % width;
            let expected = 0;
            for (let c = 0; c < columns; c++)
              expected +=
                a.data[Math.floor(at / width) * columns + c] *
                panels.data[(j >> 2) * 4 * columns + 4 * c + (j & 3)];
            assert.ok(Math.abs(value - expected * factors.data[j]) < 1e-11, `A V D at ${at}`);
          });
          workspace.close();
        }),
        { numRuns: 40, seed: 3 },
      );
    });
  }
}
