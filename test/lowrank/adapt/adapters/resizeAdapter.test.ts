import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import type { Adapter, AdapterModule } from "../../../../src/lowrank/adapt/adapters/adapter";
import { adapterSpectrum } from "../../../../src/lowrank/adapt/adapters/adapterSpectrum";
import { decomposeAdapter } from "../../../../src/lowrank/adapt/adapters/adapterSvd";
import {
  chooseAdapterRanks,
  type RankRule,
} from "../../../../src/lowrank/adapt/adapters/rankRules";
import {
  resizeAdapter,
  storedSize,
  type ResizeOptions,
} from "../../../../src/lowrank/adapt/adapters/resizeAdapter";
import { readTensor, readTensorBytes } from "../../../../src/lowrank/adapt/adapters/tensorFile";
import { openAdapter } from "../../../../src/lowrank/files/adapterFiles";
import { saveFiles } from "../../../../src/lowrank/files/saveFiles";
import { askPeft, lacksPeft, type PeftQuestion } from "./peft";
import { adaptersWithSpectra, lacksAdapters, sharedPlace } from "./sharedAdapters";

const folder = mkdtempSync(path.join(tmpdir(), "lowrank-resize-"));
after(() => rmSync(folder, { recursive: true }));

let count = 0;
/** Resizes what stands at a place, and opens the result. */
async function resize(
  place: string,
  rule: RankRule,
  options: ResizeOptions = {},
): Promise<{ before: Adapter; after: Adapter; out: string; error: Map<string, number> }> {
  const before = await openAdapter(place);
  const svd = await decomposeAdapter(before);
  const choices = chooseAdapterRanks(svd.modules, rule, storedSize(before, options.type));
  const out = path.join(
    folder,
    `${count++}${place.endsWith(".safetensors") ? ".safetensors" : ""}`,
  );
  await saveFiles(out, resizeAdapter(svd, choices, options));
  return {
    before,
    after: await openAdapter(out),
    out,
    error: new Map(choices.map(({ name, error }) => [name, error])),
  };
}

/** ΔW of a module, multiplied out in double precision, row after row. */
async function multiplyOut({ up, down, rank, shape, scale }: AdapterModule): Promise<Float64Array> {
  const [b, a] = [await readTensor(up), await readTensor(down)];
  const [rows, columns] = shape;
  const product = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < rank; k++) {
      const factor = scale * b[i * rank + k];
      for (let j = 0; j < columns; j++) product[i * columns + j] += factor * a[k * columns + j];
    }
  return product;
}

const norm = (matrix: Float64Array): number => Math.sqrt(matrix.reduce((sum, x) => sum + x * x, 0));

const roundings = { F64: 1e-15, F32: 1e-7, F16: 1.5e-3, BF16: 1e-2 };

for (const { name, place } of adaptersWithSpectra().filter((one) => !one.name.includes("r64")))
  test(`resized to half its rank, ${name} is at the least distance there is, and all else stays`, async () => {
    const { before, after, error } = await resize(place, { by: "energy", value: 0.8 });
    for (const module of after.modules) {
      const was = before.modules.find((one) => one.name === module.name)!;
      assert.ok(Math.abs(module.scale - was.scale) <= 1e-14 * was.scale, `${module.scale}`);
      assert.equal(module.up.type, was.up.type);
      const [old, now] = [await multiplyOut(was), await multiplyOut(module)];
      const limit = roundings[module.up.type as keyof typeof roundings] * norm(old);
      const distance = norm(old.map((value, i) => value - now[i]));
      const least = error.get(module.name)!;
      assert.ok(Math.abs(distance - least) <= limit, `${module.name}: ${distance}, ${least}`);
    }
    assert.deepEqual(
      after.carried.map((one) => one.name).sort(),
      before.carried.map((one) => one.name).sort(),
    );
    for (const tensor of before.carried) {
      const same = after.carried.find((one) => one.name === tensor.name)!;
      assert.deepEqual(await readTensorBytes(same), await readTensorBytes(tensor));
    }
    assert.deepEqual(
      after.modules.filter(({ bias }) => bias).length,
      before.modules.filter(({ bias }) => bias).length,
    );
  });

test("a module that keeps its rank keeps its bytes", { skip: lacksAdapters }, async () => {
  const { before, after } = await resize(sharedPlace("formats/rank-pattern-suffix"), {
    by: "rank",
    value: 4,
  });
  assert.deepEqual(
    after.modules.map(({ rank }) => rank),
    [3, 4, 3, 4],
  );
  const [was, now] = [before.modules[0], after.modules[0]];
  assert.deepEqual(await readTensorBytes(now.up), await readTensorBytes(was.up));
});

test(
  "kohya's file says its new ranks and alphas, and drops checksums of other weights",
  { skip: lacksAdapters },
  async () => {
    const { after } = await resize(sharedPlace("formats/kohya/kohya.safetensors"), {
      by: "rank",
      value: 3,
    });
    assert.equal(after.metadata.ss_network_dim, "3");
    assert.equal(after.metadata.ss_network_alpha, "Dynamic", "2 for some, 1 for others");
    assert.match(after.metadata.ss_training_comment, /resized from 6/);
    assert.equal(after.metadata.ss_network_module, "networks.lora");
  },
);

test("size holds what is written to the budget", { skip: lacksAdapters }, async () => {
  const { out } = await resize(sharedPlace("trained/r16-all"), { by: "size", value: 1e6 });
  const bytes = readFileSync(path.join(out, "adapter_model.safetensors")).length;
  assert.ok(bytes > 0.98e6 && bytes < 1.02e6, `${bytes}`);
});

test("--type writes another type, whatever the rank", { skip: lacksAdapters }, async () => {
  const { after } = await resize(
    sharedPlace("formats/plain"),
    { by: "rank", value: 6 },
    { type: "BF16" },
  );
  assert.ok(after.modules.every(({ up, down }) => up.type === "BF16" && down.type === "BF16"));
  const [one] = await adapterSpectrum(after);
  assert.ok(Math.abs(one.singularValues[0] / 5.390018423800939 - 1) < 0.01);
});

test("the bytes are the same for any number of threads", { skip: lacksAdapters }, async () => {
  const place = sharedPlace("trained/r16-all");
  const rule = { by: "rank", value: 5 } as const;
  const [one, two] = [
    await resize(place, rule, { threads: 1 }),
    await resize(place, rule, { threads: 2 }),
  ];
  const read = ({ out }: { out: string }) =>
    readFileSync(path.join(out, "adapter_model.safetensors"));
  assert.ok(read(one).equals(read(two)));
});

const loaded = [
  ["formats/plain", "bert"],
  ["formats/rank-pattern-regex", "bert"],
  ["formats/rank-pattern-suffix", "bert"],
  ["formats/layers-to-transform", "bert"],
  ["formats/regex-targets", "bert"],
  ["formats/embedding", "bert"],
  ["formats/fan-in-fan-out", "gpt2"],
  ["formats/convolution", "pictures"],
  ["formats/double", "bert"],
  ["trained/pattern", "minilm"],
] as const;

test(
  "PEFT loads what was resized, and it acts as the best of its rank",
  { skip: lacksPeft || lacksAdapters },
  async () => {
    const resized: { name: string; after: Adapter; question: PeftQuestion }[] = [];
    for (const [name, model] of loaded) {
      const place = sharedPlace(name);
      const { after, out } = await resize(place, { by: "energy", value: 0.7 });
      resized.push({
        name,
        after,
        question: { model, found: out, expected: [[1, place]] },
      });
    }
    const answers = askPeft(resized.map(({ question }) => question));
    for (const [i, { modules, ranks, update, outputs }] of answers.entries()) {
      const { name, after } = resized[i];
      assert.equal(modules, after.modules.length, name);
      const expected = [...new Set(after.modules.map(({ rank }) => rank))].sort((a, b) => a - b);
      assert.deepEqual(ranks, expected, name);
      assert.ok(update < 2e-7, `${name}: ${update} of ‖ΔW‖`);
      assert.ok(outputs < 2e-5, `${name}: ${outputs} in the outputs`);
    }
  },
);
