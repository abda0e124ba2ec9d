import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { adapterSpectrum } from "../../../../src/lowrank/adapt/adapters/adapterSpectrum";
import { bytesSource, collectBytes } from "../../../../src/lowrank/adapt/adapters/byteSource";
import { extractAdapter } from "../../../../src/lowrank/adapt/adapters/extractAdapter";
import type { ExtractOptions } from "../../../../src/lowrank/adapt/adapters/extractModule";
import { readAdapter } from "../../../../src/lowrank/adapt/adapters/readAdapter";
import {
  openSafetensors,
  readTensor,
  type TensorFile,
} from "../../../../src/lowrank/adapt/adapters/tensorFile";
import { createRandom } from "../../../../src/lowrank/base/random";
import { openAdapter, openWeights } from "../../../../src/lowrank/files/adapterFiles";
import { saveFiles } from "../../../../src/lowrank/files/saveFiles";
import { rawSingles } from "./rawSafetensors";
import { lacksAdapters, sharedPlace } from "./sharedAdapters";

const folder = mkdtempSync(path.join(tmpdir(), "lowrank-extract-"));
after(() => rmSync(folder, { recursive: true }));

type Weights = Record<string, [number[], number[]]>;
const model = (tensors: Weights): Promise<TensorFile> =>
  openSafetensors(bytesSource("model.safetensors", rawSingles(tensors)));
const random = createRandom(5);
const draw = (...shape: number[]): [number[], number[]] => [
  shape,
  Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal()),
];

/** A model with a matrix, an embedding, a convolution, a bias and a norm, and the same tuned. */
function pair(): { base: Weights; tuned: Weights } {
  const base: Weights = {
    "layer.query.weight": draw(6, 5),
    "layer.query.bias": draw(6),
    "layer.norm.weight": draw(6),
    "layer.frozen.weight": draw(4, 4),
    "embeddings.word_embeddings.weight": draw(9, 5),
    "conv.weight": draw(4, 2, 3, 3),
  };
  const tuned: Weights = {};
  for (const [name, [shape, numbers]] of Object.entries(base))
    tuned[name] = [
      shape,
      name.includes("frozen") ? numbers : numbers.map((x) => x + random.normal()),
    ];
  return { base, tuned };
}

async function extract(base: Weights, tuned: Weights, options: ExtractOptions = {}) {
  const extracted = await extractAdapter(await model(base), await model(tuned), options);
  const files = [];
  for (const file of extracted.files) files.push(bytesSource(file.name, await collectBytes(file)));
  return { ...extracted, adapter: await readAdapter(files) };
}

/** Singular values of what changed, by another program. */
function exactValues(
  [shape, before]: [number[], number[]],
  [, now]: [number[], number[]],
): number[] {
  const columns = before.length / shape[0];
  const rows = Array.from({ length: shape[0] }, (_, i) =>
    Array.from(
      { length: columns },
      (_, j) => Math.fround(now[i * columns + j]) - Math.fround(before[i * columns + j]),
    ),
  );
  return new SingularValueDecomposition(new Matrix(rows), { autoTranspose: true }).diagonal;
}

test("an extracted adapter holds the leading singular values of what changed", async () => {
  const { base, tuned } = pair();
  const { adapter, modules, notHeld } = await extract(base, tuned, { rank: 3 });
  assert.deepEqual(
    adapter.modules.map(({ name, kind, shape, rank }) => [name, kind, shape, rank]),
    [
      ["conv", "convolution", [4, 18], 3],
      ["embeddings.word_embeddings", "embedding", [5, 9], 3],
      ["layer.query", "linear", [6, 5], 3],
    ],
  );
  for (const { name, singularValues } of await adapterSpectrum(adapter)) {
    const all = exactValues(base[`${name}.weight`], tuned[`${name}.weight`]);
    singularValues.forEach((value, i) => assert.ok(Math.abs(value / all[i] - 1) < 1e-6, name));
    const share = (values: ArrayLike<number>) =>
      Array.from(values).reduce((sum, x) => sum + x * x, 0);
    const kept = modules.find((one) => one.name === name)!.energyKept;
    assert.ok(Math.abs(kept - share(all.slice(0, 3)) / share(all)) < 1e-6, name);
  }
  assert.deepEqual([...notHeld].sort(), ["layer.norm.weight", "layer.query.bias"]);
});

test("energy takes the least rank that keeps the share, and all of it keeps the weights", async () => {
  const { base, tuned } = pair();
  const { adapter, modules } = await extract(base, tuned, { energy: 1, modules: /query/ });
  assert.deepEqual(
    modules.map(({ name, rank }) => [name, rank]),
    [["layer.query", 5]],
  );
  const [{ up, down }] = adapter.modules;
  const [b, a] = [await readTensor(up), await readTensor(down)];
  const [, before] = base["layer.query.weight"];
  for (let i = 0; i < 6; i++)
    for (let j = 0; j < 5; j++) {
      let sum = Math.fround(before[i * 5 + j]);
      for (let k = 0; k < 5; k++) sum += b[i * 5 + k] * a[k * 5 + j];
      assert.ok(Math.abs(sum - tuned["layer.query.weight"][1][i * 5 + j]) < 1e-5);
    }
  const half = await extract(base, tuned, { energy: 0.5, modules: /query/ });
  assert.ok(half.modules[0].rank < 5 && half.modules[0].energyKept >= 0.5);
});

test("models that are not one before and after are refused by the tensor", async () => {
  const { base, tuned } = pair();
  const { "layer.query.weight": query, ...less } = tuned;
  await assert.rejects(extract(base, less), /holds layer\.query\.weight, which .* does not/);
  await assert.rejects(extract(less, tuned), /holds layer\.query\.weight, which .* does not/);
  const resized: Weights = { ...tuned, "embeddings.word_embeddings.weight": draw(10, 5) };
  await assert.rejects(
    extract(base, resized),
    /word_embeddings\.weight has shape \[9, 5\] before and \[10, 5\]/,
  );
  await assert.rejects(extract(base, base), /nothing to extract/);
  await assert.rejects(extract(base, tuned, { rank: 0 }), /rank 0/);
  await assert.rejects(extract(base, tuned, { energy: 2 }), /energy 2 is outside/);
  assert.ok(query);
});

test("what a tuned file leaves out is listed, unless an adapter may change it", async () => {
  const { base, tuned } = pair();
  const whole: Weights = {
    ...base,
    "embeddings.position_ids": draw(1, 9),
    "pooler.dense.weight": draw(5, 5),
    "pooler.dense.bias": draw(5),
  };
  const { leftOut, modules, notHeld } = await extract(whole, tuned);
  assert.deepEqual([...leftOut].sort(), [
    "embeddings.position_ids",
    "pooler.dense.bias",
    "pooler.dense.weight",
  ]);
  const full = await extract(base, tuned);
  assert.deepEqual([modules, notHeld], [full.modules, full.notHeld]);
  assert.deepEqual(full.leftOut, []);

  const { "layer.frozen.weight": frozen, ...less } = tuned;
  assert.ok(frozen);
  await assert.rejects(
    extract(base, less),
    /holds layer\.frozen\.weight, which .* does not; give a whole model, or name the weights/,
  );
  const some = await extract(base, less, { modules: /query/ });
  assert.deepEqual(some.leftOut, ["layer.frozen.weight"]);
  await assert.rejects(extract(whole, tuned, { modules: /query|pooler/ }), /pooler\.dense\.weight/);
});

test(
  "a layer fine-tuned in bfloat16 gives an adapter that says what it keeps",
  { skip: lacksAdapters },
  async () => {
    const [base, tuned] = [
      await openWeights(sharedPlace("trained/full/base-layer5.safetensors")),
      await openWeights(sharedPlace("trained/full/tuned-layer5.safetensors")),
    ];
    const { files, modules, notHeld } = await extractAdapter(base, tuned, { rank: 4 });
    const out = path.join(folder, "full");
    await saveFiles(out, files);
    const spectra = await adapterSpectrum(await openAdapter(out));
    for (const { name, singularValues } of spectra) {
      const { energyKept, norm } = modules.find((one) => one.name === name)!;
      const energy = singularValues.reduce((sum, value) => sum + value * value, 0);
      assert.ok(Math.abs(energy / norm ** 2 - energyKept) < 1e-6, name);
    }
    assert.deepEqual([spectra.length, notHeld], [6, []]);
  },
);
