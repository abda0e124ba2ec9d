import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Engine } from "../../../src/lowrank/kernels/kernels";
import {
  evenClasses,
  mostPairedClasses,
  partSums,
  productSums,
} from "../../../src/lowrank/kernels/reference/softmax";
import { tileRows } from "../../../src/lowrank/kernels/reference/tileProducts";
import { openWorkspace, type Workspace } from "../../../src/lowrank/kernels/workspace";
import { createRandom } from "../../../src/lowrank/base/random";

interface Case {
  readonly rows: number;
  readonly columns: number;
  readonly classes: number;
  readonly scaled: boolean;
  readonly seed: number;
}

/** Rows, factors, truth, parameters and a direction, drawn from the seed. */
function draw({ rows, columns, classes, scaled, seed }: Case) {
  const random = createRandom(seed);
  const normals = (length: number): Float64Array =>
    Float64Array.from({ length }, () => Math.fround(random.normal()));
  return {
    x: normals(rows * columns),
    factors: scaled ? normals(rows).map((value) => Math.fround(0.5 + Math.abs(value))) : undefined,
    truth: Int32Array.from({ length: rows }, () => random.integer(classes)),
    weights: normals(classes * columns),
    intercepts: normals(classes),
    direction: normals(classes * columns),
    directionIntercepts: normals(classes),
  };
}

interface Sums {
  loss: number;
  gradient: Float64Array;
  intercepts: Float64Array;
  products: Float64Array;
}

/** Adds up one part's sums after the other, as the numbers' layout says. */
function addParts(
  workspace: Workspace,
  sums: number,
  parts: number,
  classes: number,
  columns: number,
  width: number,
): Sums {
  const total: Sums = {
    loss: 0,
    gradient: new Float64Array(classes * columns),
    intercepts: new Float64Array(classes),
    products: new Float64Array(productSums(classes)),
  };
  const even = evenClasses(classes);
  for (let part = 0; part < parts; part++) {
    const own = workspace.float64(
      sums + 8 * part * partSums(classes, width),
      partSums(classes, width),
    );
    for (let k = 0; k < classes; k++) {
      for (let j = 0; j < columns; j++) total.gradient[k * columns + j] += own[k * width + j];
      total.intercepts[k] += own[even * width + k];
    }
    total.loss += own[even * width + even];
    for (let at = 0; at < productSums(classes); at++)
      total.products[at] += own[even * width + even + 1 + at];
  }
  return total;
}

function byKernel(
  problem: Case,
  precision: 32 | 64,
  engine: Engine,
  threads = 1,
): { loss: Sums; curvature: Sums } {
  const { rows, columns, classes } = problem;
  const { x, factors, truth, ...parameters } = draw(problem);
  const workspace = openWorkspace({ engine, threads });
  const size = precision / 8;
  const width = Math.ceil(columns / 4) * 4;
  const step = width + 4;
  const even = evenClasses(classes);
  const tiles = Math.ceil(rows / tileRows);
  const parts = Math.min(3, tiles);
  const reals = (pointer: number, length: number): Float32Array | Float64Array =>
    precision === 32 ? workspace.float32(pointer, length) : workspace.float64(pointer, length);
  const place = (
    values: Float64Array,
    height: number,
    from: number,
    to: number,
    spare: number,
  ): number => {
    const pointer = workspace.allocate((height + spare) * to * size);
    for (let i = 0; i < height; i++)
      reals(pointer + i * to * size, from).set(values.subarray(i * from, (i + 1) * from));
    return pointer;
  };
  const features = place(x, rows, columns, step, 3);
  const factorsAt = factors ? place(factors, rows, 1, 1, 3) : 0;
  const truthAt = workspace.allocate(4 * rows);
  workspace.int32(truthAt, rows).set(truth);
  const weights = place(parameters.weights, classes, columns, width, 1);
  const intercepts = place(parameters.intercepts, classes, 1, 1, 0);
  const direction = place(parameters.direction, classes, columns, width, 1);
  const directionIntercepts = place(parameters.directionIntercepts, classes, 1, 1, 0);
  const kept = workspace.allocate(tiles * even * tileRows * size);
  const scratch = workspace.allocate(parts * even * tileRows * size);
  const sums = workspace.allocate(parts * partSums(classes, width) * 8);
  workspace.run(
    `softmaxPass${precision}`,
    tiles,
    parts,
    rows,
    features,
    step,
    width,
    factorsAt,
    truthAt,
    classes,
    weights,
    intercepts,
    kept,
    1,
    scratch,
    sums,
    0,
  );
  const loss = addParts(workspace, sums, parts, classes, columns, width);
  workspace.run(
    `curvaturePass${precision}`,
    tiles,
    parts,
    rows,
    features,
    step,
    width,
    factorsAt,
    classes,
    direction,
    directionIntercepts,
    kept,
    scratch,
    sums,
    0,
  );
  const curvature = addParts(workspace, sums, parts, classes, columns, width);
  workspace.close();
  return { loss, curvature };
}

/** The definitions, row by row. */
function byHand(problem: Case): { loss: Sums; curvature: Sums } {
  const { rows, columns, classes } = problem;
  const { x, factors, truth, weights, intercepts, direction, directionIntercepts } = draw(problem);
  const empty = (): Sums => ({
    loss: 0,
    gradient: new Float64Array(classes * columns),
    intercepts: new Float64Array(classes),
    products: new Float64Array(productSums(classes)),
  });
  const [loss, curvature] = [empty(), empty()];
  for (let i = 0; i < rows; i++) {
    const row = Array.from(
      x.subarray(i * columns, (i + 1) * columns),
      (value) => value * (factors?.[i] ?? 1),
    );
    const scoresOf = (w: Float64Array, b: Float64Array): number[] =>
      Array.from({ length: classes }, (_, k) =>
        row.reduce((sum, value, j) => sum + value * w[k * columns + j], b[k]),
      );
    const scores = scoresOf(weights, intercepts);
    const largest = Math.max(...scores);
    const total = scores.reduce((sum, score) => sum + Math.exp(score - largest), 0);
    const p = scores.map((score) => Math.exp(score - largest) / total);
    const z = scoresOf(direction, directionIntercepts);
    const mean = p.reduce((sum, value, k) => sum + value * z[k], 0);
    loss.loss += largest + Math.log(total) - scores[truth[i]];
    for (let k = 0; k < classes; k++) {
      for (const [sums, residual] of [
        [loss, p[k] - (k === truth[i] ? 1 : 0)],
        [curvature, p[k] * (z[k] - mean)],
      ] as const) {
        row.forEach((value, j) => (sums.gradient[k * columns + j] += residual * value));
        sums.intercepts[k] += residual;
      }
      if (classes > mostPairedClasses) loss.products[k] += p[k] * (1 - p[k]);
      else for (let l = 0; l <= k; l++) loss.products[k * classes + l] += p[k] * p[l];
    }
  }
  return { loss, curvature };
}

function assertSame(actual: Sums, expected: Sums, tolerance: number): void {
  const close = (a: number, b: number, what: string): void =>
    assert.ok(Math.abs(a - b) <= tolerance * (1 + Math.abs(b)), `${what}: ${a}, expected ${b}`);
  close(actual.loss, expected.loss, "loss");
  for (const name of ["gradient", "intercepts", "products"] as const)
    expected[name].forEach((value, i) => close(actual[name][i], value, `${name}[${i}]`));
}

const cases = fc.record({
  rows: fc.integer({ min: 1, max: 300 }),
  columns: fc.integer({ min: 1, max: 23 }),
  classes: fc.integer({ min: 2, max: 7 }),
  scaled: fc.boolean(),
  seed: fc.nat(1e6),
});

for (const engine of ["wasm", "typescript"] as const) {
  for (const [precision, tolerance] of [
    [64, 1e-11],
    [32, 3e-4],
  ] as const) {
    test(`softmaxPass${precision} and curvaturePass${precision} (${engine}) follow the definitions for any shape`, () => {
      fc.assert(
        fc.property(cases, (problem) => {
          const actual = byKernel(problem, precision, engine);
          const expected = byHand(problem);
          assertSame(actual.loss, expected.loss, tolerance);
          assertSame(actual.curvature, expected.curvature, tolerance);
        }),
        { numRuns: 40 },
      );
    });

    test(`softmaxPass${precision} (${engine}) sums products of each two of 64 classes, and variances alone of more`, () => {
      for (const classes of [64, 65, 130]) {
        const problem: Case = { rows: 200, columns: 5, classes, scaled: false, seed: classes };
        assertSame(byKernel(problem, precision, engine).loss, byHand(problem).loss, tolerance);
      }
    });
  }
}

test("the softmax kernels give the same bits on 1, 2 and 3 threads", () => {
  const problem: Case = { rows: 1000, columns: 13, classes: 5, scaled: true, seed: 4 };
  for (const engine of ["wasm", "typescript"] as const) {
    for (const precision of [32, 64] as const) {
      const alone = byKernel(problem, precision, engine);
      for (const threads of [2, 3])
        assert.deepEqual(byKernel(problem, precision, engine, threads), alone);
    }
  }
});

/**
 * Probabilities of two classes with scores 0 and −gap: the kernel's exponential of −gap, as p₂ /
 * p₁.
 */
function exponentialsOf(gaps: Float64Array, precision: 32 | 64): Float64Array {
  const workspace = openWorkspace({ engine: "wasm", threads: 1 });
  const size = precision / 8;
  const rows = gaps.length;
  const reals = (pointer: number, length: number): Float32Array | Float64Array =>
    precision === 32 ? workspace.float32(pointer, length) : workspace.float64(pointer, length);
  const x = workspace.allocate((rows + 3) * 4 * size);
  gaps.forEach((gap, i) => (reals(x + i * 4 * size, 4)[0] = gap));
  const truth = workspace.allocate(4 * rows);
  const weights = workspace.allocate(8 * size);
  reals(weights, 8)[4] = -1;
  const intercepts = workspace.allocate(2 * size);
  const tiles = Math.ceil(rows / tileRows);
  const kept = workspace.allocate(tiles * 2 * tileRows * size);
  const scratch = workspace.allocate(2 * tileRows * size);
  const sums = workspace.allocate(partSums(2, 4) * 8);
  workspace.run(
    `softmaxPass${precision}`,
    tiles,
    1,
    rows,
    x,
    4,
    4,
    0,
    truth,
    2,
    weights,
    intercepts,
    kept,
    0,
    scratch,
    sums,
    0,
  );
  const p = reals(kept, tiles * 2 * tileRows);
  const ratios = gaps.map((_, i) => {
    const at = Math.floor(i / tileRows) * 2 * tileRows + (i % tileRows);
    return p[at + tileRows] / p[at];
  });
  workspace.close();
  return ratios;
}

test("the vectorised exponential is Math.exp to a few units in the last place, and falls to nothing without overflow", () => {
  for (const [precision, unit, deepest] of [
    [64, 2 ** -52, 700],
    [32, 2 ** -23, 80],
  ] as const) {
    const gaps = Float64Array.from({ length: 4000 }, (_, i) =>
      Math.fround((i / 4000) ** 2 * deepest),
    );
    // A share, a product and this division round too.
    exponentialsOf(gaps, precision).forEach((value, i) => {
      const expected = Math.exp(-gaps[i]);
      assert.ok(
        Math.abs(value - expected) <= 5 * unit * expected,
        `exp(−${gaps[i]}) in ${precision} bits: ${value}, expected ${expected}`,
      );
    });
    const far = exponentialsOf(Float64Array.of(1e3, 1e4, 1e30), precision);
    assert.ok(far.every((value) => value >= 0 && value < 1e-30));
  }
});
