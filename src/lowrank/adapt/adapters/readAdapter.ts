import type { Adapter } from "./adapter";
import { readText, type ByteSource } from "./byteSource";
import { readKeyAdapter } from "./keyAdapter";
import { readPeftAdapter } from "./peftAdapter";
import { parsePeftConfig } from "./peftConfig";
import { openSafetensors, openShards, type TensorFile } from "./tensorFile";

/**
 * Reads what an adapter's files say, and leaves its weights where they are: PEFT's folder
 * (`adapter_config.json` with `adapter_model.safetensors`), or one safetensors file with kohya's or
 * diffusers' keys.
 *
 * Each module's scale is alpha / r, or alpha / √r with `use_rslora`, r and alpha by PEFT's rule for
 * `rank_pattern` and `alpha_pattern`. Convolutions count as matrices, outputs × (inputs · kernel).
 *
 * Cost: the headers, and kohya's alphas.
 *
 * @param files - the files of one adapter; others than those are passed over
 * @param name - what messages call it; default the weights' file name
 * @throws Error that names the file, module or field if the adapter is of a kind that is no plain
 *   product (DoRA, LoHa, LoKr, IA³ …), its parts do not belong together, or its weights are pickled
 * @see https://huggingface.co/docs/peft/package_reference/lora
 * @example
 * const adapter = await readAdapter(adapterFiles);
 * adapter.modules.map(({ name }) => name); // ["encoder.query", "encoder.value"]
 * adapter.modules[0].scale; // 2
 */
export async function readAdapter(files: readonly ByteSource[], name?: string): Promise<Adapter> {
  const config = files.find((file) => file.name === "adapter_config.json");
  const weights = await openWeights(files, config !== undefined);
  if (config === undefined) return readKeyAdapter(name ?? weights.name, weights);
  const parsed = parsePeftConfig(await readText(config), config.name);
  return readPeftAdapter(name ?? weights.name, parsed, weights);
}

async function openWeights(files: readonly ByteSource[], isPeft: boolean): Promise<TensorFile> {
  const index = files.find(({ name }) => name.endsWith(".safetensors.index.json"));
  if (index)
    return openShards(index, (name) => {
      const shard = files.find((file) => file.name === name);
      if (shard) return Promise.resolve(shard);
      throw new Error(`${index.name} names ${name}, which is not among the files; add it`);
    });
  const weights = files.filter(({ name }) => name.endsWith(".safetensors"));
  const wanted = weights.find(({ name }) => isPeft && name === "adapter_model.safetensors");
  const chosen = wanted ?? (weights.length === 1 ? weights[0] : undefined);
  if (chosen) return openSafetensors(chosen);
  refuseWeights(files, weights);
}

function refuseWeights(files: readonly ByteSource[], weights: readonly ByteSource[]): never {
  const names = weights.map(({ name }) => name).join(", ");
  if (weights.length > 1)
    throw new Error(`${weights.length} weight files (${names}) may belong to it; give one adapter`);
  const pickled = files.find(({ name }) => /\.(bin|pt|pth|ckpt|pkl)$/.test(name));
  throw new Error(
    pickled
      ? `${pickled.name} is pickled, a program of Python's that must not be run to read weights; ` +
          "save it as safetensors: model.save_pretrained(folder, safe_serialization=True)"
      : "there is no .safetensors file among " +
          `${files.map(({ name }) => name).join(", ") || "no files"}; ` +
          "give the adapter's folder or file",
  );
}
