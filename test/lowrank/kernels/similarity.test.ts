import assert from "node:assert/strict";
import { test } from "node:test";
import type { Engine } from "../../../src/lowrank/kernels/kernels";
import { openWorkspace } from "../../../src/lowrank/kernels/workspace";
import { createRandom } from "../../../src/lowrank/base/random";

const tileRows = 64;

for (const engine of ["wasm", "typescript"] as Engine[]) {
  for (const threads of [1, 2]) {
    test(`scoreRows (${engine}, ${threads} threads) is every row's dot product with every query`, () => {
      for (const [tiles, step, even, parts] of [
        [1, 4, 2, 1],
        [3, 12, 6, 2],
        [5, 100, 4, 5],
      ]) {
        const random = createRandom(tiles);
        const workspace = openWorkspace({ engine, threads });
        const place = (count: number): { pointer: number; data: Float32Array } => {
          const data = Float32Array.from({ length: count }, () => random.normal());
          const pointer = workspace.allocate(4 * count);
          workspace.float32(pointer, count).set(data);
          return { pointer, data };
        };
        const rows = place(tiles * tileRows * step);
        const queries = place(even * step);
        const scores = workspace.reserve(4 * tiles * tileRows * even);
        workspace.run("scoreRows", tiles, parts, rows.pointer, step, queries.pointer, even, scores);
        const found = workspace.float32(scores, tiles * tileRows * even);
        for (let row = 0; row < tiles * tileRows; row++) {
          for (let query = 0; query < even; query++) {
            let expected = 0;
            for (let j = 0; j < step; j++)
              expected += rows.data[row * step + j] * queries.data[query * step + j];
            const tile = Math.floor(row / tileRows);
            const at = (tile * even + query) * tileRows + (row % tileRows);
            assert.ok(Math.abs(found[at] - expected) < 1e-4, `row ${row}, query ${query}`);
          }
        }
        workspace.close();
      }
    });
  }
}
