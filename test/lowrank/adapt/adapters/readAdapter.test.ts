import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesSource } from "../../../../src/lowrank/adapt/adapters/byteSource";
import {
  exactPattern,
  isTargeted,
  matchPattern,
} from "../../../../src/lowrank/adapt/adapters/peftPatterns";
import { readAdapter } from "../../../../src/lowrank/adapt/adapters/readAdapter";
import { openAdapter } from "../../../../src/lowrank/files/adapterFiles";
import { rawConfig, rawSingles, smallWeights } from "./rawSafetensors";
import { lacksAdapters, sharedPlace } from "./sharedAdapters";

const peft = (fields: object, weights: Uint8Array = smallWeights()) =>
  readAdapter([
    bytesSource("adapter_config.json", rawConfig(fields)),
    bytesSource("adapter_model.safetensors", weights),
  ]);
const keys = (weights: Uint8Array) => readAdapter([bytesSource("lora.safetensors", weights)]);
const [A, B] = [
  [
    [1, 2],
    [1, 2],
  ],
  [
    [2, 1],
    [3, 4],
  ],
] as const;

test("PEFT's folder: modules, shapes, scale, and what is carried over", async () => {
  const { modules, carried, form } = await peft({});
  assert.equal(form, "peft");
  assert.deepEqual(
    modules.map(({ name, shape, rank, scale, kind }) => ({ name, shape, rank, scale, kind })),
    ["encoder.query", "encoder.value"].map((name) => ({
      ...{ name, shape: [3, 4], rank: 2, scale: 2, kind: "linear" },
    })),
  );
  assert.deepEqual(
    carried.map(({ name }) => name),
    ["base_model.model.encoder.head.bias"],
  );
});

test("rsLoRA divides alpha by √r, and alpha_pattern takes the first key that matches", async () => {
  const { modules } = await peft({
    use_rslora: true,
    alpha_pattern: { uery: 100, "e.*\\.query": 6, query: 8 },
  });
  assert.deepEqual(
    modules.map(({ scale }) => scale),
    [6 / Math.SQRT2, 4 / Math.SQRT2],
  );
});

test("patterns match the whole name or its end after a dot, as Python's re.match would", () => {
  const name = "model.layers.1.self_attn.q_proj";
  const match = (key: string): boolean => matchPattern({ [key]: 1 }, name) === 1;
  for (const key of ["q_proj", "self_attn.q_proj", "layers.1.self_attn.q_proj", ".*", name])
    assert.ok(match(key), key);
  for (const key of ["layers\\.(?P<n>\\d)\\..*", "^model.*", "q_proj|k_proj", exactPattern(name)])
    assert.ok(match(key), key);
  for (const key of ["proj", "_proj", "layers.1", "ayers.1.self_attn.q_proj", "^layers.*", ""])
    assert.ok(!match(key), key);
  assert.throws(() => matchPattern({ "(?#note)x": 1 }, name), /cannot be read here/);
  assert.equal(matchPattern({ [exactPattern("q_proj")]: 1 }, name), undefined);
});

test("target_modules, exclude_modules and layers_to_transform say which modules PEFT adapts", () => {
  const name = "model.layers.11.self_attn.q_proj";
  const targeted = (fields: object) => isTargeted(fields as Record<string, unknown>, name);
  assert.equal(targeted({ target_modules: ["q_proj"] }), true);
  assert.equal(targeted({ target_modules: ["proj"] }), false);
  assert.equal(targeted({ target_modules: ".*q_proj" }), true);
  assert.equal(
    targeted({ target_modules: "q_proj" }),
    false,
    "an expression is for the whole name",
  );
  assert.equal(targeted({ target_modules: "all-linear" }), undefined);
  assert.equal(targeted({ target_modules: null }), undefined);
  const list = ["q_proj"];
  assert.equal(targeted({ target_modules: list, exclude_modules: list }), false);
  assert.equal(targeted({ target_modules: list, layers_to_transform: [1] }), false);
  assert.equal(targeted({ target_modules: list, layers_to_transform: 11 }), true);
  const layers = { target_modules: list, layers_to_transform: [11] };
  assert.equal(targeted({ ...layers, layers_pattern: "layers" }), true);
  assert.equal(targeted({ ...layers, layers_pattern: ["h"] }), false);
});

const refusedFields: readonly [fields: object, message: RegExp][] = [
  [{ peft_type: "LOHA" }, /peft_type is LOHA/],
  [{ peft_type: undefined }, /peft_type is null/],
  [{ use_dora: true }, /use_dora is true: DoRA/],
  [{ use_qalora: true }, /use_qalora/],
  [{ use_bdlora: { target: "A" } }, /use_bdlora/],
  [{ layer_replication: [[0, 4]] }, /layer_replication/],
  [{ target_parameters: ["experts.down_proj"] }, /target_parameters/],
  [{ trainable_token_indices: [1] }, /trainable_token_indices/],
  [{ alora_invocation_tokens: [1] }, /alora_invocation_tokens/],
  [{ kasa_config: { beta: 1 } }, /kasa_config/],
  [{ init_lora_weights: "pissa_niter_16" }, /init_lora_weights is "pissa_niter_16", which changed/],
  [{ init_lora_weights: "olora" }, /init_lora_weights/],
  [{ init_lora_weights: "loftq" }, /init_lora_weights/],
  [{ use_something_new: 3 }, /use_something_new is 3, a field that is not known/],
  [{ r: 0 }, /r is 0; it must be a whole number/],
  [{ r: 3 }, /encoder\.query has rank 2, and adapter_config\.json says 3/],
  [{ rank_pattern: { value: 1 } }, /encoder\.value has rank 2, and .* says 1/],
  [{ target_modules: ["query"] }, /encoder\.value is not among the target_modules/],
  [{ lora_alpha: "4" }, /lora_alpha is "4"; it must be a number/],
];

for (const [fields, message] of refusedFields)
  test(`a configuration with ${JSON.stringify(fields)} is refused by name`, async () => {
    await assert.rejects(peft(fields), message);
  });

test("parts that do not belong together are refused with their module", async () => {
  const q = "base_model.model.query";
  await assert.rejects(
    peft({}, rawSingles({ [`${q}.lora_A.weight`]: A })),
    /query has lora_A without lora_B/,
  );
  await assert.rejects(
    peft({}, rawSingles({ [`${q}.lora_B.weight`]: B })),
    /query has lora_B without lora_A/,
  );
  const unequal = {
    [`${q}.lora_A.weight`]: [
      [2, 1],
      [1, 1],
    ],
    [`${q}.lora_B.weight`]: B,
  } as const;
  await assert.rejects(peft({ r: 2 }, rawSingles(unequal)), /A of query has rank 2, B 1/);
  const magnitude = { [`${q}.lora_magnitude_vector`]: [[1], [1]] } as const;
  await assert.rejects(peft({}, rawSingles(magnitude)), /lora_magnitude_vector is not read/);
  await assert.rejects(peft({}, rawSingles({})), /holds no LoRA module/);
  const empty = {
    [`${q}.lora_A.weight`]: [[0, 2], []],
    [`${q}.lora_B.weight`]: [[2, 0], []],
  } as const;
  await assert.rejects(peft({}, rawSingles(empty)), /with a size of 0/);
});

test("kohya's and diffusers' keys: alpha of the file, or the rank where there is none", async () => {
  const { modules, form, carried } = await keys(
    rawSingles({
      "lora_unet_a.lora_down.weight": A,
      "lora_unet_a.lora_up.weight": B,
      "lora_unet_a.alpha": [[], [4]],
      "unet.b.to_q.lora_A.weight": A,
      "unet.b.to_q.lora_B.weight": B,
      "unet.c.processor.to_k_lora.down.weight": A,
      "unet.c.processor.to_k_lora.up.weight": B,
      "emb.weight": [[1], [1]],
    }),
  );
  assert.equal(form, "keys");
  assert.deepEqual(
    modules.map(({ name, scale }) => [name, scale]),
    [
      ["lora_unet_a", 4],
      ["unet.b.to_q", 1],
      ["unet.c.processor.to_k", 1],
    ],
  );
  assert.deepEqual(
    carried.map(({ name }) => name),
    ["emb.weight"],
  );
});

test("files of other kinds are refused by what they are", async () => {
  const one = (name: string) => keys(rawSingles({ [name]: [[1], [1]] }));
  await assert.rejects(one("a.lora_mid.weight"), /lora_mid puts a third factor/);
  await assert.rejects(one("a.dora_scale"), /DoRA/);
  await assert.rejects(one("a.hada_w1_a"), /LoHa/);
  await assert.rejects(one("a.lokr_w1"), /LoKr/);
  await assert.rejects(one("base_model.model.q.lora_A.weight"), /no adapter_config\.json/);
  await assert.rejects(one("x"), /holds no LoRA module/);
  await assert.rejects(
    keys(rawSingles({ x: [[1], [1]] }, { lora_adapter_metadata: "{}" })),
    /lora_adapter_metadata/,
  );
  const none = [bytesSource("adapter_config.json", rawConfig({}))];
  await assert.rejects(readAdapter(none), /no \.safetensors file among adapter_config\.json/);
  await assert.rejects(readAdapter([...none, bytesSource("adapter_model.bin", B_)]), /is pickled/);
  await assert.rejects(openAdapter("no-such-adapter"), /there is no no-such-adapter/);
});
const B_ = new Uint8Array(1);

test(
  "shared adapters that are no plain products are refused by name",
  { skip: lacksAdapters },
  async () => {
    for (const [name, message] of [
      ["formats/refuse-dora", /use_dora/],
      ["formats/refuse-loha", /LOHA/],
      ["formats/refuse-lokr", /LOKR/],
      ["formats/refuse-ia3", /IA3/],
      ["trained/dora", /use_dora/],
    ] as const)
      await assert.rejects(openAdapter(sharedPlace(name)), message);
  },
);

test(
  "biases and modules that were saved whole are carried over, and biases of B read",
  { skip: lacksAdapters },
  async () => {
    const all = await openAdapter(sharedPlace("formats/bias-all"));
    assert.ok(all.carried.every(({ name }) => name.endsWith(".bias")) && all.carried.length > 10);
    const saved = await openAdapter(sharedPlace("formats/modules-to-save"));
    assert.deepEqual(
      saved.carried.map(({ name }) => name.replace("base_model.model.", "")),
      ["pooler.dense.bias", "pooler.dense.weight"],
    );
    const biased = await openAdapter(sharedPlace("formats/lora-bias"));
    assert.deepEqual([biased.carried.length, biased.modules.every(({ bias }) => bias)], [0, true]);
    const [first] = (await openAdapter(sharedPlace("formats/embedding"))).modules;
    assert.equal(first.kind, "embedding");
  },
);
