import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { SingularValueDecomposition, Matrix } from "ml-matrix";
import { adapterSpectrum } from "../../../../src/lowrank/adapt/adapters/adapterSpectrum";
import { bytesSource } from "../../../../src/lowrank/adapt/adapters/byteSource";
import { factorTriangle } from "../../../../src/lowrank/adapt/adapters/factorTriangle";
import { jacobiSvd } from "../../../../src/lowrank/adapt/adapters/jacobiSvd";
import { readAdapter } from "../../../../src/lowrank/adapt/adapters/readAdapter";
import { summariseSpectrum } from "../../../../src/lowrank/adapt/adapters/spectrumSummary";
import { createRandom } from "../../../../src/lowrank/base/random";
import { openAdapter } from "../../../../src/lowrank/files/adapterFiles";
import { openWorkspace } from "../../../../src/lowrank/kernels/workspace";
import { rawFile } from "./rawSafetensors";
import { adaptersWithSpectra, lacksAdapters, readOracle } from "./sharedAdapters";

/** Largest errors, relative above 1e-4 σ₁ and in σ₁ below. */
function errors(found: ArrayLike<number>, expected: readonly number[]): [number, number] {
  let [relative, absolute] = [0, 0];
  for (let i = 0; i < Math.max(found.length, expected.length); i++) {
    const [a, b] = [found[i] ?? 0, expected[i] ?? 0];
    if (b > 1e-4 * expected[0]) relative = Math.max(relative, Math.abs(a - b) / b);
    else if (a !== b) absolute = Math.max(absolute, Math.abs(a - b) / expected[0]);
  }
  return [relative, absolute];
}

test("there are shared adapters to compare with", { skip: lacksAdapters }, () => {
  assert.ok(adaptersWithSpectra().length >= 20);
});

for (const { name, place } of adaptersWithSpectra())
  test(`adapterSpectrum(${name}) gives torch's singular values, shapes and scales`, async () => {
    const oracle = readOracle(name);
    const spectra = await adapterSpectrum(await openAdapter(place));
    assert.deepEqual(spectra.map((one) => one.name).sort(), Object.keys(oracle).sort());
    for (const { name: module, shape, scale, singularValues } of spectra) {
      const { values, ...rest } = oracle[module];
      if (rest.shape) assert.deepEqual(shape, rest.shape, module);
      if (rest.scale !== undefined) assert.ok(Math.abs(scale - rest.scale) < 1e-12, module);
      const [relative, absolute] = errors(singularValues, values);
      assert.ok(relative < 1e-9 && absolute < 1e-13, `${module}: ${relative}, ${absolute}`);
    }
  });

/** Factors of one module in double precision: B by rows, A by rows. */
async function spectrumOf(b: number[][], a: number[][], alpha = a.length): Promise<Float64Array> {
  const flat = Float64Array.from([...b.flat(), ...a.flat(), alpha]);
  const [down, up] = ["m.lora_down.weight", "m.lora_up.weight"];
  const end = 8 * b.length * b[0].length;
  const header = {
    [up]: { dtype: "F64", shape: [b.length, b[0].length], data_offsets: [0, end] },
    [down]: {
      dtype: "F64",
      shape: [a.length, a[0].length],
      data_offsets: [end, 8 * (flat.length - 1)],
    },
    "m.alpha": { dtype: "F64", shape: [], data_offsets: [8 * (flat.length - 1), 8 * flat.length] },
  };
  const bytes = rawFile(header, new Uint8Array(flat.buffer));
  const adapter = await readAdapter([bytesSource("m.safetensors", bytes)]);
  const [{ singularValues }] = await adapterSpectrum(adapter, { threads: 1 });
  return singularValues;
}

test("the values are those of the product, whatever shapes, ranks and sizes the factors have", async () => {
  const shapes = fc.record({
    rows: fc.integer({ min: 1, max: 40 }),
    columns: fc.integer({ min: 1, max: 40 }),
    rank: fc.integer({ min: 1, max: 45 }),
    spread: fc.integer({ min: 0, max: 12 }),
    twin: fc.boolean(),
    size: fc.constantFrom(1, 1e-30, 1e150),
    seed: fc.nat(1000),
  });
  await fc.assert(
    fc.asyncProperty(shapes, async ({ rows, columns, rank, spread, twin, size, seed }) => {
      const random = createRandom(seed);
      const draw = (m: number, n: number) =>
        Array.from({ length: m }, () => Array.from({ length: n }, () => random.normal()));
      // Columns of B fall over `spread` powers of ten, and two may be the same.
      const b = draw(rows, rank).map((row) => {
        const graded = row.map((value, j) => value * size * 10 ** ((-spread * j) / rank));
        if (twin && rank > 1) graded[rank - 1] = graded[0];
        return graded;
      });
      const a = draw(rank, columns);
      const found = await spectrumOf(b, a);
      const product = new Matrix(b.map((row) => row.map((value) => value / size))).mmul(
        new Matrix(a),
      );
      const { diagonal } = new SingularValueDecomposition(product, { autoTranspose: true });
      const expected = diagonal.slice(0, found.length).map((value) => value * size);
      const [relative, absolute] = errors(found, expected);
      assert.ok(relative < 1e-8 && absolute < 1e-12, `${relative} ${absolute}`);
    }),
    { numRuns: 150 },
  );
});

test("nearly dependent columns get Householder's triangle, others Cholesky's, each as good as the other", () => {
  const [length, width] = [2000, 12];
  for (const gap of [1, 1e-2, 1e-3, 1e-5, 1e-8, 1e-12, 0]) {
    const random = createRandom(3);
    const workspace = openWorkspace({ threads: 1 });
    const pointer = workspace.allocate(32 * 3 * length);
    const slabs = workspace.float64(pointer, 12 * length);
    const column = Float64Array.from({ length }, () => random.normal());
    const columns: Float64Array[] = [];
    for (let j = 0; j < width; j++) {
      columns.push(column.map((value) => value + gap * random.normal()));
      for (let i = 0; i < length; i++)
        slabs[4 * (j >> 2) * length + 4 * i + (j & 3)] = columns[j][i];
    }
    const r = factorTriangle(workspace, { length, width, slabs: 3, pointer });
    const found = jacobiSvd(r).singularValues;
    const tall = new Matrix(columns.map((one) => Array.from(one)));
    const { diagonal } = new SingularValueDecomposition(tall, { autoTranspose: true });
    const [relative, absolute] = errors(found, diagonal);
    assert.ok(relative < 1e-8 && absolute < 1e-14, `gap ${gap}: ${relative} ${absolute}`);
    workspace.close();
  }
});

test("jacobiSvd gives orthonormal vectors that make up the matrix", () => {
  const shape = fc.record({
    rows: fc.integer({ min: 1, max: 24 }),
    columns: fc.integer({ min: 1, max: 24 }),
    rank: fc.integer({ min: 0, max: 24 }),
    seed: fc.nat(1000),
  });
  fc.assert(
    fc.property(shape, ({ rows, columns, rank, seed }) => {
      const random = createRandom(seed);
      const left = Array.from({ length: rank }, () =>
        Array.from({ length: rows }, () => random.normal()),
      );
      const right = left.map(() => Array.from({ length: columns }, () => random.normal()));
      const data = new Float64Array(rows * columns);
      left.forEach((x, k) =>
        right[k].forEach((y, j) => x.forEach((value, i) => (data[j * rows + i] += value * y))),
      );
      const { singularValues, u, v } = jacobiSvd({ rows, columns, data });
      const count = Math.min(rows, columns);
      assert.equal(singularValues.length, count);
      const scale = singularValues[0] || 1;
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++) {
          let sum = 0;
          for (let k = 0; k < count; k++)
            sum += u[k * rows + i] * singularValues[k] * v[k * columns + j];
          assert.ok(Math.abs(sum - data[j * rows + i]) < 1e-12 * scale);
        }
      for (let a = 0; a < count; a++)
        for (let b = 0; b <= a; b++) {
          if (singularValues[a] < 1e-12 * scale) continue;
          const dot = (w: Float64Array, n: number) =>
            Array.from({ length: n }, (_, i) => w[a * n + i] * w[b * n + i]).reduce(
              (x, y) => x + y,
            );
          for (const value of [dot(u, rows), dot(v, columns)])
            assert.ok(Math.abs(value - Number(a === b)) < 1e-12);
        }
    }),
  );
});

test("an update that is zero has zeros for values, and a summary of zeros", async () => {
  const values = await spectrumOf([[0], [0]], [[1, 2, 3]]);
  assert.deepEqual([...values], [0]);
  const summary = summariseSpectrum({
    name: "m",
    shape: [2, 3],
    rank: 1,
    scale: 1,
    singularValues: values,
  });
  assert.deepEqual([summary.norm, summary.stableRank, summary.effectiveRank], [0, 0, 0]);
  assert.deepEqual(Object.values(summary.rankForEnergy), [0, 0, 0]);
});

test(
  "results are the same to the last bit for any number of threads",
  { skip: lacksAdapters },
  async () => {
    const { place } = adaptersWithSpectra().find(({ name }) => name === "trained/r16-all")!;
    const adapter = await openAdapter(place);
    const [one, two] = await Promise.all(
      [1, 2].map((threads) => adapterSpectrum(adapter, { threads })),
    );
    assert.deepEqual(two, one);
  },
);
