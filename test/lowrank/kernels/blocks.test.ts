import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Engine } from "../../../src/lowrank/kernels/kernels";
import { openWorkspace } from "../../../src/lowrank/kernels/workspace";
import { addProduct, crossProduct, type Block } from "../../../src/lowrank/base/blockProducts";
import { createRandom } from "../../../src/lowrank/base/random";

const shapes = fc.record({
  rows: fc.integer({ min: 0, max: 40 }),
  xWidth: fc.integer({ min: 1, max: 19 }),
  width: fc.integer({ min: 1, max: 19 }),
  scale: fc.constantFrom(1, -0.3, 8 / 3),
  seed: fc.nat(1000),
});

for (const engine of ["wasm", "typescript"] as Engine[]) {
  test(`addBlocks and crossBlocks (${engine}) give the bits of blockProducts, for every shape of one run of rows`, () => {
    fc.assert(
      fc.property(shapes, ({ rows, xWidth, width, scale, seed }) => {
        const random = createRandom(seed);
        const workspace = openWorkspace({ engine, threads: 1 });
        const place = (length: number, of: number): { pointer: number; block: Block } => {
          const data = Float64Array.from({ length: length * of }, () => random.normal());
          const pointer = workspace.allocate(8 * data.length);
          workspace.float64(pointer, data.length).set(data);
          return { pointer, block: { length, width: of, data } };
        };
        const [x, y, c] = [place(rows, xWidth), place(rows, width), place(xWidth, width)];
        const out = workspace.allocate(8 * xWidth * width);
        workspace.float64(out, xWidth * width).fill(NaN);
        workspace.run("crossBlocks", rows, 1, x.pointer, xWidth, y.pointer, width, out);
        assert.deepEqual(
          workspace.float64(out, xWidth * width).slice(),
          crossProduct(x.block, y.block),
        );

        workspace.run("addBlocks", rows, 1, x.pointer, xWidth, c.pointer, scale, y.pointer, width);
        addProduct(y.block, x.block, c.block.data, scale);
        assert.deepEqual(workspace.float64(y.pointer, rows * width).slice(), y.block.data);
        workspace.close();
      }),
      { numRuns: 300 },
    );
  });
}
