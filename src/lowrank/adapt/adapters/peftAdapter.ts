import { checkFactors, shapeOfUpdate, type Adapter, type AdapterModule } from "./adapter";
import type { PeftConfig } from "./peftConfig";
import { isTargeted, matchPattern } from "./peftPatterns";
import type { Tensor } from "./safetensorsHeader";
import type { TensorFile } from "./tensorFile";

/** What PEFT puts before a module's name in the base model. */
export const peftPrefix = "base_model.model.";

type Part = "up" | "down" | "bias";

/** How the end of a tensor's name says which part of a module it is. */
const ends: readonly (readonly [string, Part, "linear" | "embedding"])[] = [
  [".lora_A.weight", "down", "linear"],
  [".lora_B.weight", "up", "linear"],
  [".lora_B.bias", "bias", "linear"],
  [".lora_embedding_A", "down", "embedding"],
  [".lora_embedding_B", "up", "embedding"],
];

interface Parts {
  kind: "linear" | "embedding";
  up?: Tensor;
  down?: Tensor;
  bias?: Tensor;
}

/** An adapter of PEFT's from its configuration and its weights. */
export function readPeftAdapter(name: string, config: PeftConfig, file: TensorFile): Adapter {
  const parts = new Map<string, Parts>();
  const carried: Tensor[] = [];
  for (const tensor of file.tensors.values()) {
    const end = ends.find(([text]) => tensor.name.endsWith(text));
    if (end === undefined) {
      refuseUnknown(tensor, file.name);
      carried.push(tensor);
      continue;
    }
    const [text, part, kind] = end;
    const module = moduleName(tensor.name.slice(0, -text.length));
    const found = parts.get(module) ?? { kind };
    parts.set(module, { ...found, [part]: tensor });
  }
  if (parts.size === 0)
    throw new Error(`${file.name} holds no LoRA module (no tensor named ….lora_A.weight)`);
  const modules = [...parts].map(([module, found]) => joinParts(module, found, config, file.name));
  return { name, form: "peft", modules, carried, metadata: file.metadata, config: config.fields };
}

const moduleName = (key: string): string =>
  key.startsWith(peftPrefix) ? key.slice(peftPrefix.length) : key;

/** What carries a mark of an adapter's arithmetic must not pass as a tensor that is merely kept. */
function refuseUnknown({ name }: Tensor, file: string): void {
  const mark =
    /lora_magnitude_vector|lora_E\b|lora_[A-Za-z_]+|hada_\w+|lokr_\w+|ia3_l|oft_\w+|token_adapter|vera_\w+/.exec(
      name,
    );
  if (mark === null) return;
  throw new Error(
    `${file}: ${name} belongs to an adapter whose ${mark[0]} is not read (LoRA's are lora_A ` +
      "and lora_B); merge it with PEFT first",
  );
}

function joinParts(name: string, parts: Parts, config: PeftConfig, file: string): AdapterModule {
  const { up, down, bias } = parts;
  if (up === undefined || down === undefined)
    throw new Error(
      `${file}: ${name} has ${up ? "lora_B without lora_A" : "lora_A without lora_B"}; ` +
        "the file is not whole, save the adapter again",
    );
  checkFactors(name, file, up, down);
  const rank = down.shape[0];
  const stated = matchPattern(config.rankPattern, name) ?? config.r;
  if (stated !== rank)
    throw new Error(
      `${file}: ${name} has rank ${rank}, and adapter_config.json says ${stated} (r and ` +
        "rank_pattern); they do not belong together",
    );
  if (isTargeted(config.fields, name) === false)
    throw new Error(
      `${file}: ${name} is not among the target_modules of adapter_config.json, ` +
        "so PEFT would pass over it; they do not belong together",
    );
  const alpha = matchPattern(config.alphaPattern, name) ?? config.loraAlpha;
  const kind = parts.kind === "linear" && down.shape.length > 2 ? "convolution" : parts.kind;
  const scale = alpha / (config.useRslora ? Math.sqrt(rank) : rank);
  const shape = shapeOfUpdate(up, down);
  return { name, kind, shape, rank, alpha, scale, up, down, ...(bias && { bias }) };
}
