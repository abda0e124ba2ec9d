import assert from "node:assert/strict";
import { test } from "node:test";
import { createOwnHeap } from "../../../src/lowrank/kernels/heap";
import { bindKernels, kernelNames, type Engine } from "../../../src/lowrank/kernels/kernels";
import { openWorkspace } from "../../../src/lowrank/kernels/workspace";
import { createRandom } from "../../../src/lowrank/base/random";
import { wasmModule } from "../../../src/lowrank/kernels/wasmModule";

const engines: readonly Engine[] = ["wasm", "typescript"];

/** Bytes of a slab: four vectors. */
const slabBytes = (rows: number): number => rows * 4 * 8;
/** Bytes of the 4 × 4 products of two slabs, one for each part. */
const sumBytes = (parts: number): number => parts * 16 * 8;

/** XᵀY of seeded slabs by the kernel, its partial sums added up. */
function cross(
  engine: Engine,
  threads: number,
  rows: number,
  xCount: number,
  yCount: number,
  parts: number,
): Float64Array {
  const workspace = openWorkspace({ engine, threads });
  const random = createRandom(1);
  const draw = (count: number): number => {
    const pointer = workspace.allocate(count * slabBytes(rows));
    workspace
      .float64(pointer, 4 * count * rows)
      .forEach((_, i, numbers) => (numbers[i] = random.normal()));
    return pointer;
  };
  const [x, y] = [draw(xCount), draw(yCount)];
  const sums = workspace.allocate(xCount * yCount * sumBytes(parts));
  workspace.run("crossSlabs", rows, parts, x, xCount, y, yCount, rows, sums);
  const product = new Float64Array(16 * xCount * yCount);
  workspace
    .float64(sums, parts * product.length)
    .forEach((value, i) => (product[i % product.length] += value));
  workspace.close();
  return product;
}

test("a workspace gives the same bits on 1, 2 and 5 threads", () => {
  for (const engine of engines) {
    const alone = cross(engine, 1, 1001, 3, 2, 7);
    for (const threads of [2, 5]) assert.deepEqual(cross(engine, threads, 1001, 3, 2, 7), alone);
  }
});

test("a workspace runs a thousand small jobs on two threads without losing a part", () => {
  const workspace = openWorkspace({ threads: 2 });
  const x = workspace.allocate(slabBytes(64));
  const sums = workspace.allocate(sumBytes(16));
  workspace.float64(x, 4 * 64).fill(1);
  for (let round = 0; round < 1000; round++) {
    const parts = 1 + (round % 16);
    workspace.float64(sums, 16 * 16).fill(NaN);
    workspace.run("crossSlabs", 64, parts, x, 1, x, 1, 64, sums);
    const total = workspace.float64(sums, 16 * parts).reduce((sum, value) => sum + value, 0);
    assert.equal(total, 16 * 64);
  }
  workspace.close();
});

test("a workspace hands out zeroed memory at multiples of 16, grows, and takes it back", () => {
  const workspace = openWorkspace({ threads: 1 });
  const first = workspace.allocate(24);
  assert.equal(first % 16, 0);
  const mark = workspace.mark();
  const large = workspace.allocate(10_000_000);
  workspace.float64(large, 1_250_000).fill(7);
  workspace.release(mark);
  const again = workspace.allocate(10_000_000);
  assert.equal(again, large);
  assert.ok(workspace.float64(again, 1_250_000).every((value) => value === 0));
  workspace.close();
});

test("two workspaces open at once keep apart", () => {
  const [one, two] = [openWorkspace({ threads: 2 }), openWorkspace({ threads: 2 })];
  for (const [workspace, value] of [
    [one, 2],
    [two, 3],
  ] as const) {
    const x = workspace.allocate(slabBytes(16));
    const sums = workspace.allocate(sumBytes(4));
    workspace.float64(x, 4 * 16).fill(value);
    workspace.run("crossSlabs", 16, 4, x, 1, x, 1, 16, sums);
    assert.deepEqual([...workspace.float64(sums, 16 * 4)], Array(16 * 4).fill(4 * value * value));
  }
  const x = one.allocate(slabBytes(16));
  const sums = one.allocate(sumBytes(4));
  one.run("crossSlabs", 16, 4, x, 1, x, 1, 16, sums);
  assert.ok(one.float64(sums, 16 * 4).every((value) => value === 0));
  one.close();
  two.close();
});

test("a kernel that leaves its memory throws on one thread and on two", () => {
  for (const threads of [1, 2]) {
    const workspace = openWorkspace({ threads, engine: "wasm" });
    assert.throws(
      () => workspace.run("crossSlabs", 1000, 4, 2 ** 31, 1, 1024, 1, 1000, 2048),
      /memory access out of bounds/,
    );
    workspace.close();
    assert.deepEqual(cross("wasm", 2, 50, 1, 2, 2), cross("wasm", 1, 50, 1, 2, 2));
  }
});

test("openWorkspace refuses thread counts that mean nothing, naming the value", () => {
  assert.throws(
    () => openWorkspace({ threads: 0 }),
    /threads 0 is not a whole number of at least 1/,
  );
  assert.throws(() => openWorkspace({ threads: 1.5 }), /threads 1.5/);
  assert.throws(() => openWorkspace({ engine: "wasm", bytes: 2 ** 33 }), /exceed the 4 GiB/);
});

test("openWorkspace takes the TypeScript engine on ordinary memory where WebAssembly cannot address enough", () => {
  const workspace = openWorkspace({ bytes: 2 ** 32 + 65_536 });
  assert.equal(workspace.engine, "typescript");
  const far = workspace.allocate(2 ** 32);
  const x = workspace.allocate(slabBytes(8));
  assert.ok(x > far && x >= 2 ** 32);
  const sums = workspace.allocate(sumBytes(1));
  workspace.float64(x, 4 * 8).fill(2);
  workspace.run("crossSlabs", 8, 1, x, 1, x, 1, 8, sums);
  assert.equal(workspace.float64(sums, 1)[0], 32);
  workspace.close();
});

test("every kernel of the WebAssembly module has a twin, and the other way round", () => {
  const exported = Object.entries(
    bindKernels("wasm", createOwnHeap(), wasmModule("unshared")),
  ).filter(([, value]) => typeof value === "function");
  assert.deepEqual(exported.map(([name]) => name).sort(), [...kernelNames].sort());
});
