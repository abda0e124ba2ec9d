/** Bytes of a safetensors file from a header that may say anything, and data. */
export function rawFile(header: unknown, data: Uint8Array = new Uint8Array()): Uint8Array {
  const text = typeof header === "string" ? header : JSON.stringify(header);
  const json = new TextEncoder().encode(text);
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

/** A file of single-precision tensors: name → shape and numbers. */
export function rawSingles(
  tensors: Readonly<
    Record<string, readonly [shape: readonly number[], numbers: readonly number[]]>
  >,
  metadata?: Readonly<Record<string, string>>,
): Uint8Array {
  const entries: [string, unknown][] = metadata ? [["__metadata__", metadata]] : [];
  const all: number[] = [];
  for (const [name, [shape, numbers]] of Object.entries(tensors)) {
    const offsets = [4 * all.length, 4 * (all.length + numbers.length)];
    entries.push([name, { dtype: "F32", shape, data_offsets: offsets }]);
    for (const number of numbers) all.push(number);
  }
  return rawFile(Object.fromEntries(entries), new Uint8Array(Float32Array.from(all).buffer));
}

/** A configuration of PEFT's with these fields. */
export function rawConfig(fields: object): Uint8Array {
  const base = { peft_type: "LORA", r: 2, lora_alpha: 4, target_modules: ["query", "value"] };
  return new TextEncoder().encode(JSON.stringify({ ...base, ...fields }));
}

/** A PEFT adapter of two modules, 3 × 4, rank 2, scale 2, singular values 20 and 4, and a bias. */
export function smallWeights(): Uint8Array {
  const up = [2, 0, 0, 1, 0, 0];
  const down = [0, 5, 0, 0, 0, 0, 0, 2];
  const prefix = "base_model.model.encoder.";
  return rawSingles({
    [`${prefix}query.lora_A.weight`]: [[2, 4], down],
    [`${prefix}query.lora_B.weight`]: [[3, 2], up],
    [`${prefix}value.lora_A.weight`]: [[2, 4], down],
    [`${prefix}value.lora_B.weight`]: [[3, 2], up],
    [`${prefix}head.bias`]: [[3], [1, 2, 3]],
  });
}
