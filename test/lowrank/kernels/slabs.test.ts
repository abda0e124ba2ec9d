import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Engine } from "../../../src/lowrank/kernels/kernels";
import { openWorkspace, type Workspace } from "../../../src/lowrank/kernels/workspace";
import { createRandom } from "../../../src/lowrank/base/random";

const shapes = fc.record({
  length: fc.integer({ min: 1, max: 80 }),
  xCount: fc.integer({ min: 1, max: 5 }),
  yCount: fc.integer({ min: 1, max: 2 }),
  columns: fc.integer({ min: 1, max: 11 }),
  parts: fc.integer({ min: 1, max: 4 }),
  seed: fc.nat(1000),
});

/** Slabs of seeded numbers: entry i of vector v of slab s is at 4 · (s · length + i) + v. */
function fill(
  workspace: Workspace,
  count: number,
  seed: number,
): { pointer: number; data: Float64Array } {
  const random = createRandom(seed);
  const data = Float64Array.from({ length: count }, () => random.normal());
  const pointer = workspace.allocate(8 * count);
  workspace.float64(pointer, count).set(data);
  return { pointer, data };
}

function close(found: Float64Array, expected: ArrayLike<number>, what: string): void {
  assert.equal(found.length, expected.length);
  for (let i = 0; i < found.length; i++)
    assert.ok(
      Math.abs(found[i] - expected[i]) < 1e-11,
      `${what}[${i}]: ${found[i]} against ${expected[i]}`,
    );
}

for (const engine of ["wasm", "typescript"] as Engine[]) {
  for (const threads of [1, 2]) {
    test(`slab kernels (${engine}, ${threads} threads) do what their definitions say, whatever the shape and the cut into parts`, () => {
      fc.assert(
        fc.property(shapes, ({ length, xCount, yCount, columns, parts, seed }) => {
          const workspace = openWorkspace({ engine, threads });
          const { pointer: x, data: xs } = fill(workspace, 4 * length * xCount, seed);
          const { pointer: y, data: ys } = fill(workspace, 4 * length * yCount, seed + 1);
          const depth = 4 * xCount;
          const width = 4 * yCount;
          const at = (i: number, v: number): number => 4 * ((v >> 2) * length + i) + (v & 3);

          const sums = workspace.allocate(8 * parts * depth * width);
          workspace.float64(sums, parts * depth * width).fill(NaN);
          workspace.run("crossSlabs", length, parts, x, xCount, y, yCount, length, sums);
          const total = new Float64Array(depth * width);
          workspace
            .float64(sums, parts * depth * width)
            .forEach((value, i) => (total[i % total.length] += value));
          const cross = new Float64Array(depth * width);
          for (let v = 0; v < depth; v++)
            for (let w = 0; w < width; w++)
              for (let i = 0; i < length; i++) cross[v * width + w] += xs[at(i, v)] * ys[at(i, w)];
          close(total, cross, "XᵀY");

          const squares = workspace.allocate(8 * parts * depth * depth);
          workspace.float64(squares, parts * depth * depth).fill(NaN);
          workspace.run("gramSlabs", length, parts, x, xCount, length, squares);
          const triangle = new Float64Array(depth * depth);
          workspace
            .float64(squares, parts * depth * depth)
            .forEach((value, i) => (triangle[i % triangle.length] += value));
          const gram = new Float64Array(depth * depth);
          for (let v = 0; v < depth; v++)
            for (let w = v & ~3; w < depth; w++)
              for (let i = 0; i < length; i++) gram[v * depth + w] += xs[at(i, v)] * xs[at(i, w)];
          close(triangle, gram, "XᵀX");

          const { pointer: c, data: cs } = fill(workspace, depth * width, seed + 2);
          workspace.run("subtractSlabs", length, parts, y, yCount, x, xCount, length, c);
          const left = ys.slice();
          for (let i = 0; i < length; i++)
            for (let w = 0; w < width; w++)
              for (let v = 0; v < depth; v++) left[at(i, w)] -= xs[at(i, v)] * cs[v * width + w];
          close(workspace.float64(y, left.length).slice(), left, "Y − X C");

          workspace.run("transformSlab", length, parts, y, c);
          const turned = left.slice();
          for (let i = 0; i < length; i++)
            for (let w = 0; w < 4; w++)
              turned[at(i, w)] = [0, 1, 2, 3].reduce(
                (sum, v) => sum + left[at(i, v)] * cs[4 * v + w],
                0,
              );
          close(workspace.float64(y, turned.length).slice(), turned, "Y C");

          const panels = Math.ceil(columns / 4);
          const { pointer: f, data: fs } = fill(workspace, 4 * depth * panels, seed + 3);
          const target = workspace.allocate(8 * length * columns);
          const packed = workspace.allocate(8 * 32 * depth * parts);
          workspace.run(
            "combineSlabs",
            length,
            parts,
            x,
            xCount,
            length,
            f,
            columns,
            target,
            packed,
          );
          const combined = new Float64Array(length * columns);
          for (let i = 0; i < length; i++) {
            for (let j = 0; j < columns; j++)
              for (let v = 0; v < depth; v++)
                combined[i * columns + j] +=
                  xs[at(i, v)] * fs[(j >> 2) * 4 * depth + 4 * v + (j & 3)];
          }
          close(workspace.float64(target, combined.length).slice(), combined, "X C");
          workspace.close();
        }),
        { numRuns: 40, seed: 1 },
      );
    });
  }
}
