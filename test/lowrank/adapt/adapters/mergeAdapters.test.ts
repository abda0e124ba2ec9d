import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { adapterSpectrum } from "../../../../src/lowrank/adapt/adapters/adapterSpectrum";
import { bytesSource, collectBytes } from "../../../../src/lowrank/adapt/adapters/byteSource";
import {
  decomposeSum,
  mergeAdapters,
  type WeightedAdapter,
} from "../../../../src/lowrank/adapt/adapters/mergeAdapters";
import { mergeIntoBase } from "../../../../src/lowrank/adapt/adapters/mergeIntoBase";
import { chooseAdapterRanks } from "../../../../src/lowrank/adapt/adapters/rankRules";
import { readAdapter } from "../../../../src/lowrank/adapt/adapters/readAdapter";
import { resizeAdapter } from "../../../../src/lowrank/adapt/adapters/resizeAdapter";
import { openSafetensors, readTensor } from "../../../../src/lowrank/adapt/adapters/tensorFile";
import { openAdapter, openWeights } from "../../../../src/lowrank/files/adapterFiles";
import { saveFiles } from "../../../../src/lowrank/files/saveFiles";
import { askPeft, lacksPeft } from "./peft";
import { rawConfig, rawSingles, smallWeights } from "./rawSafetensors";
import { lacksAdapters, sharedPlace } from "./sharedAdapters";

const folder = mkdtempSync(path.join(tmpdir(), "lowrank-merge-"));
after(() => rmSync(folder, { recursive: true }));

const small = (fields: object = {}, weights: Uint8Array = smallWeights()) =>
  readAdapter([
    bytesSource("adapter_config.json", rawConfig(fields)),
    bytesSource("adapter_model.safetensors", weights),
  ]);

/** .7 · r4 − .4 · r16, as PEFT merged them for the oracle. */
async function trainedParts(): Promise<WeightedAdapter[]> {
  return [
    { adapter: await openAdapter(sharedPlace("trained/r4")), weight: 0.7 },
    { adapter: await openAdapter(sharedPlace("trained/r16")), weight: -0.4 },
  ];
}

interface Exact {
  modules: Record<string, { values: number[]; frobenius: number; leastErrorAtRank8: number }>;
}
const exact = (): Exact =>
  JSON.parse(readFileSync(sharedPlace("trained/merged-exact.json"), "utf8")) as Exact;

test(
  "joined factors have the singular values of torch's exact sum, to the type's last bit",
  { skip: lacksAdapters },
  async () => {
    const out = path.join(folder, "cat");
    await saveFiles(out, await mergeAdapters(await trainedParts()));
    const merged = await openAdapter(out);
    assert.ok(merged.modules.every(({ rank, scale }) => rank === 20 && scale === 1));
    for (const { name, singularValues } of await adapterSpectrum(merged)) {
      const { values } = exact().modules[name];
      values.forEach((value, i) =>
        assert.ok(Math.abs(singularValues[i] - value) < 6e-8 * values[0], `${name} σ${i + 1}`),
      );
    }
  },
);

test(
  "a sum that is decomposed has torch's values, and at rank 8 the least error there is",
  { skip: lacksAdapters },
  async () => {
    const svd = await decomposeSum(await trainedParts());
    const choices = chooseAdapterRanks(svd.modules, { by: "rank", value: 8 });
    for (const [i, { name, singularValues }] of svd.modules.entries()) {
      const { values, leastErrorAtRank8, frobenius } = exact().modules[name];
      values.forEach((value, j) =>
        assert.ok(Math.abs(singularValues[j] - value) < 1e-12 * values[0], `${name} σ${j + 1}`),
      );
      assert.ok(Math.abs(choices[i].error - leastErrorAtRank8) < 1e-10 * frobenius);
    }
    const out = path.join(folder, "svd");
    await saveFiles(out, resizeAdapter(svd, choices));
    for (const { name, singularValues } of await adapterSpectrum(await openAdapter(out)))
      exact()
        .modules[name].values.slice(0, 8)
        .forEach((value, i) => assert.ok(Math.abs(singularValues[i] / value - 1) < 1e-6, name));
  },
);

test(
  "PEFT loads a sum, joined and at rank 8, as the sum of what it was made of",
  { skip: lacksPeft || lacksAdapters },
  async () => {
    const svd = await decomposeSum(await trainedParts());
    const [cat, cut] = [path.join(folder, "peft-cat"), path.join(folder, "peft-cut")];
    await saveFiles(cat, await mergeAdapters(await trainedParts()));
    await saveFiles(
      cut,
      resizeAdapter(svd, chooseAdapterRanks(svd.modules, { by: "rank", value: 8 })),
    );
    const expected: [number, string][] = [
      [0.7, sharedPlace("trained/r4")],
      [-0.4, sharedPlace("trained/r16")],
    ];
    for (const { update, outputs } of askPeft(
      [cat, cut].map((found) => ({ model: "minilm" as const, found, expected })),
    )) {
      assert.ok(update < 2e-7, `${update} of ‖ΔW‖`);
      assert.ok(outputs < 2e-5, `${outputs} in the outputs`);
    }
  },
);

test("adapters of unequal modules merge, and all are named in the configuration", async () => {
  const one = await small();
  const [q, v] = ["encoder.query", "encoder.value"];
  const part = rawSingles({
    [`base_model.model.${q}.lora_A.weight`]: [
      [1, 4],
      [1, 0, 0, 0],
    ],
    [`base_model.model.${q}.lora_B.weight`]: [
      [3, 1],
      [0, 0, 1],
    ],
  });
  const other = await small({ r: 1, target_modules: ["query"] }, part);
  const out = path.join(folder, "unequal");
  await saveFiles(
    out,
    await mergeAdapters([
      { adapter: one, weight: 1 },
      { adapter: other, weight: 2 },
    ]),
  );
  const merged = await openAdapter(out);
  assert.deepEqual(
    merged.modules.map(({ name, rank }) => [name, rank]),
    [
      [q, 3],
      [v, 2],
    ],
  );
  assert.deepEqual(merged.config?.target_modules, [q, v]);
  assert.deepEqual(merged.carried.length, 1);
  const [first] = await adapterSpectrum(merged);
  [20, 8, 4].forEach((value, i) => assert.ok(Math.abs(first.singularValues[i] - value) < 1e-12));
});

test("what cannot be added is refused by its name", async () => {
  const adapter = await small();
  const parts = (other: WeightedAdapter["adapter"]) => [
    { adapter, weight: 1 },
    { adapter: other, weight: 1 },
  ];
  await assert.rejects(mergeAdapters([]), /no adapters to merge/);
  await assert.rejects(mergeAdapters([{ adapter, weight: NaN }]), /weight of .* is NaN/);
  const changed = smallWeights();
  changed[changed.length - 1] ^= 1;
  await assert.rejects(
    mergeAdapters(parts(await small({}, changed))),
    /head\.bias differs between/,
  );
  await assert.rejects(
    mergeAdapters(parts(await small({ fan_in_fan_out: true }))),
    /fan_in_fan_out is true/,
  );
  const wide = rawSingles({
    "base_model.model.encoder.query.lora_A.weight": [
      [2, 2],
      [1, 0, 0, 1],
    ],
    "base_model.model.encoder.query.lora_B.weight": [
      [3, 2],
      [1, 0, 0, 1, 0, 0],
    ],
  });
  await assert.rejects(
    mergeAdapters(parts(await small({}, wide))),
    /query is linear, 3 × 2, and linear, 3 × 4/,
  );
  const keys = rawSingles({
    "a.lora_down.weight": [[1, 1], [1]],
    "a.lora_up.weight": [[1, 1], [1]],
  });
  const kohya = await readAdapter([bytesSource("k.safetensors", keys)]);
  await assert.rejects(mergeAdapters(parts(kohya)), /names of different kinds/);
});

test(
  "merged into its base, a weight is PEFT's merged weight",
  { skip: lacksAdapters },
  async () => {
    const oracle = await openWeights(
      sharedPlace("trained/merged-into-base-layer0-query.safetensors"),
    );
    const read = (name: string) => readTensor(oracle.tensors.get(name)!);
    const adapter = await openAdapter(sharedPlace("trained/r16"));
    const only = { ...adapter, modules: adapter.modules.slice(0, 1) };
    const weights = Array.from(await read("base"));
    const base = await openSafetensors(
      bytesSource(
        "base.safetensors",
        rawSingles({
          [`${only.modules[0].name}.weight`]: [[384, 384], weights],
          other: [[1], [3]],
        }),
      ),
    );
    const [file] = mergeIntoBase(base, [{ adapter: only, weight: 1 }]);
    const merged = await openSafetensors(bytesSource(file.name, await collectBytes(file)));
    const found = await readTensor(merged.tensors.get(`${only.modules[0].name}.weight`)!);
    const expected = await read("merged");
    const largest = Array.from(expected).reduce(
      (most, value) => Math.max(most, Math.abs(value)),
      0,
    );
    found.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) <= 2e-7 * largest, `${i}`));
    assert.deepEqual(await readTensor(merged.tensors.get("other")!), Float32Array.of(3));
  },
);

test("mergeIntoBase turns updates of embeddings and of GPT-2's layers, and refuses what is not the base's", async () => {
  const part = rawSingles({
    "base_model.model.h.fc.lora_A.weight": [
      [1, 3],
      [1, 2, 3],
    ],
    "base_model.model.h.fc.lora_B.weight": [
      [2, 1],
      [10, 20],
    ],
  });
  const adapter = await small({ r: 1, target_modules: ["fc"], fan_in_fan_out: true }, part);
  const into = async (name: string, shape: number[]) => {
    const count = shape.reduce((product, size) => product * size, 1);
    const weights = rawSingles({ [name]: [shape, Array<number>(count).fill(0)] });
    const base = await openSafetensors(bytesSource("base.safetensors", weights));
    const [file] = mergeIntoBase(base, [{ adapter, weight: 1 }]);
    const made = await openSafetensors(bytesSource(file.name, await collectBytes(file)));
    return Array.from(await readTensor(made.tensors.get(name)!));
  };
  // scale 4 · A transposed times B transposed
  assert.deepEqual(await into("transformer.h.fc.weight", [3, 2]), [40, 80, 80, 160, 120, 240]);
  await assert.rejects(
    into("h.fc.weight", [2, 3]),
    /has 2 rows, and the update 3; is fan_in_fan_out right/,
  );
  await assert.rejects(into("h.fc.weight", [4, 2]), /it is not the base of this adapter/);
  await assert.rejects(into("h.other.weight", [3, 2]), /holds no h\.fc\.weight/);
  const biased = await small();
  const base = await openSafetensors(bytesSource("b.safetensors", rawSingles({ x: [[1], [1]] })));
  assert.throws(
    () => mergeIntoBase(base, [{ adapter: biased, weight: 1 }]),
    /also holds .*head\.bias/,
  );
});
