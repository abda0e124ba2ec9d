import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Engine, KernelName } from "../../../src/lowrank/kernels/kernels";
import { openWorkspace, type Workspace } from "../../../src/lowrank/kernels/workspace";
import { createRandom } from "../../../src/lowrank/base/random";

type Bits = 32 | 64;

/** Numbers in a workspace, drawn anew with each call. */
function drawIn(workspace: Workspace, bits: Bits, seed: number) {
  const random = createRandom(seed);
  return {
    place: (length: number): number => {
      const pointer = workspace.allocate((bits / 8) * length);
      const view = read(workspace, bits, pointer, length);
      for (let at = 0; at < length; at++) view[at] = random.normal();
      return pointer;
    },
    integers: (values: readonly number[]): number => {
      const pointer = workspace.allocate(4 * values.length);
      workspace.int32(pointer, values.length).set(values);
      return pointer;
    },
    random,
  };
}

const read = (workspace: Workspace, bits: Bits, pointer: number, length: number) =>
  bits === 32 ? workspace.float32(pointer, length) : workspace.float64(pointer, length);

interface Written {
  readonly pointer: number;
  readonly length: number;
}

/** Runs a kernel by both engines on the same numbers and compares what it wrote. */
function compareEngines(
  bits: Bits,
  seed: number,
  run: (workspace: Workspace, draw: ReturnType<typeof drawIn>) => Written[],
): void {
  const results = (["wasm", "typescript"] as Engine[]).map((engine) => {
    const workspace = openWorkspace({ engine, threads: 1 });
    const written = run(workspace, drawIn(workspace, bits, seed));
    const found = written.map(({ pointer, length }) =>
      Array.from(read(workspace, bits, pointer, length)),
    );
    workspace.close();
    return found.flat();
  });
  const tolerance = bits === 32 ? 2e-4 : 1e-11;
  results[0].forEach((value, at) => {
    const other = results[1][at];
    assert.ok(
      Math.abs(value - other) <= tolerance * (1 + Math.abs(other)),
      `entry ${at}: ${value} is not ${other}`,
    );
  });
}

const shapes = fc.record({
  rows: fc.integer({ min: 0, max: 19 }),
  depth: fc.integer({ min: 1, max: 300 }),
  width: fc.integer({ min: 1, max: 21 }),
  add: fc.constantFrom(0, 1),
  seed: fc.nat(1000),
});

for (const bits of [32, 64] as const) {
  const of = (name: string): KernelName => `${name}${bits}` as KernelName;

  test(`multiplyRows${bits} and crossRows${bits} are X Y and XᵀY by both engines, for every shape`, () => {
    fc.assert(
      fc.property(shapes, ({ rows, depth, width, add, seed }) => {
        compareEngines(bits, seed, (workspace, { place }) => {
          const [x, y, out] = [place(rows * depth), place(depth * width), place(rows * width)];
          workspace.run(of("multiplyRows"), rows, 1, x, depth, y, width, add, out);
          const cross = place(rows * width);
          const tall = place(depth * rows);
          const args = [tall, rows, y, width, add, cross];
          if (rows > 0) workspace.run(of("crossRows"), depth, 1, ...args);
          return [
            { pointer: out, length: rows * width },
            { pointer: cross, length: rows * width },
          ];
        });
      }),
      { numRuns: 60 },
    );
  });

  test(`attend${bits} and attendBack${bits} are causal attention by both engines, for every cut into texts`, () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom(1, 2, 3),
        fc.integer({ min: 1, max: 6 }),
        fc.nat(1000),
        (lengths, heads, own, seed) => {
          compareEngines(bits, seed, (workspace, { place, integers }) => {
            const ends = lengths.map((_, i) => lengths.slice(0, i + 1).reduce((a, b) => a + b));
            const rows = ends[ends.length - 1];
            const width = heads * own;
            const starts = integers([0, ...ends]);
            const [q, k, v, signal] = [0, 1, 2, 3].map(() => place(rows * width));
            const shares = place(rows * heads * 7);
            const [out, dq, dk, dv] = [0, 1, 2, 3].map(() => place(rows * width));
            const sizes = [starts, q, k, v, width, heads, 7, shares];
            workspace.run(of("attend"), lengths.length, 1, ...sizes, out);
            workspace.run(of("attendBack"), lengths.length, 1, ...sizes, signal, dq, dk, dv);
            return [out, dq, dk, dv].map((pointer) => ({ pointer, length: rows * width }));
          });
        },
      ),
      { numRuns: 40 },
    );
  });

  test(`layer norm, GELU, the loss of words and Adam's step with ${bits} bits are the same by both engines`, () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 5, max: 23 }),
        fc.nat(1000),
        (rows, width, seed) => {
          compareEngines(bits, seed, (workspace, { place, integers, random }) => {
            const length = rows * width;
            const [x, norm, unit, spread] = [length, 2 * width, length, rows].map(place);
            const [out, signal, below, slopes] = [length, length, length, 2 * width].map(place);
            workspace.run(of("normalizeRows"), rows, 1, x, width, norm, unit, spread, out);
            const back = [signal, width, norm, unit, spread, slopes, below];
            workspace.run(of("normalizeRowsBack"), rows, 1, ...back);
            const active = place(length + 3);
            workspace.run(of("gelu"), length, 1, x, active);
            workspace.run(of("geluBack"), length, 1, x, signal);
            const scores = place(length);
            const truth = integers(Array.from({ length: rows }, () => random.integer(width)));
            const losses = workspace.allocate(8 * rows);
            workspace.run(of("wordLoss"), rows, 1, scores, width, truth, 0.5, losses);
            const [values, mean, square] = [length + 3, length + 3, length + 3].map(place);
            const squares = read(workspace, bits, square, length);
            squares.forEach((value, at) => (squares[at] = value * value + 0.1));
            workspace.run(of("adamStep"), length, 1, values, scores, mean, square, 0.01, 1e-9);
            const kept = [out, below, active, signal, scores, values, mean, square];
            return [
              ...kept.map((pointer) => ({ pointer, length })),
              { pointer: slopes, length: 2 },
            ];
          });
        },
      ),
      { numRuns: 60 },
    );
  });
}
