import { checkFactors, shapeOfUpdate, type Adapter, type AdapterModule } from "./adapter";
import type { Tensor } from "./safetensorsHeader";
import { readTensor, type TensorFile } from "./tensorFile";

type Part = "up" | "down" | "alpha";

/** How kohya, diffusers and its predecessors end the names of a module's parts. */
const ends: readonly (readonly [string, Part])[] = [
  [".lora_down.weight", "down"],
  [".lora_up.weight", "up"],
  [".lora_A.weight", "down"],
  [".lora_B.weight", "up"],
  [".lora.down.weight", "down"],
  [".lora.up.weight", "up"],
  ["_lora.down.weight", "down"],
  ["_lora.up.weight", "up"],
  [".alpha", "alpha"],
];

/** Marks of adapters that are no plain product. */
const refusedMarks: readonly (readonly [RegExp, string])[] = [
  [/\.lora_mid\./, "lora_mid puts a third factor between the two (LoCon with a Tucker form)"],
  [/\.dora_scale$|lora_magnitude_vector/, "DoRA scales the sum of base and update"],
  [/\.hada_/, "LoHa is an entrywise product"],
  [/\.lokr_/, "LoKr is a Kronecker product"],
  [/\.oft_/, "OFT turns the base weights"],
  [/\.ia3_|\.on_input$/, "IA³ scales activations"],
];

/** An adapter of one file whose names say all: kohya's and diffusers' keys. */
export async function readKeyAdapter(name: string, file: TensorFile): Promise<Adapter> {
  refuseMarks(file);
  const parts = new Map<string, Partial<Record<Part, Tensor>>>();
  const carried: Tensor[] = [];
  for (const tensor of file.tensors.values()) {
    const end = ends.find(([text]) => tensor.name.endsWith(text));
    if (end === undefined) {
      carried.push(tensor);
      continue;
    }
    const module = tensor.name.slice(0, -end[0].length);
    parts.set(module, { ...parts.get(module), [end[1]]: tensor });
  }
  const modules: AdapterModule[] = [];
  for (const [module, found] of parts) {
    if (found.up || found.down) modules.push(await joinParts(module, found, file.name));
    else if (found.alpha) carried.push(found.alpha);
  }
  if (modules.length === 0)
    throw new Error(
      `${file.name} holds no LoRA module (no tensors named ….lora_down.weight or ….lora_A.weight)`,
    );
  return { name, form: "keys", modules, carried, metadata: file.metadata };
}

function refuseMarks(file: TensorFile): void {
  for (const name of file.tensors.keys()) {
    if (name.startsWith("base_model.model."))
      throw new Error(
        `${file.name} holds PEFT's names (${name}), ` +
          "and no adapter_config.json stands beside it, which says the scale; " +
          "give the folder with both",
      );
    const mark = refusedMarks.find(([pattern]) => pattern.test(name));
    if (mark)
      throw new Error(`${file.name}: ${name}: ${mark[1]}, which is not read; merge it first`);
  }
  if ("lora_adapter_metadata" in file.metadata)
    throw new Error(
      `${file.name}: its metadata hold lora_adapter_metadata, ` +
        "diffusers' settings of the scale, which are not read; save it with kohya's alphas",
    );
}

async function joinParts(
  name: string,
  { up, down, alpha: alphaTensor }: Partial<Record<Part, Tensor>>,
  file: string,
): Promise<AdapterModule> {
  if (up === undefined || down === undefined)
    throw new Error(
      `${file}: ${name} has ` +
        (up
          ? "an up factor (B) without its down factor (A)"
          : "a down factor (A) without its up factor (B)") +
        "; the file is not whole",
    );
  checkFactors(name, file, up, down);
  const rank = down.shape[0];
  const alpha = alphaTensor ? await readAlpha(alphaTensor, name, file) : rank;
  return {
    name,
    kind: down.shape.length > 2 ? "convolution" : "linear",
    shape: shapeOfUpdate(up, down),
    rank,
    alpha,
    scale: alpha / rank,
    up,
    down,
    ...(alphaTensor && { alphaTensor }),
  };
}

async function readAlpha(tensor: Tensor, module: string, file: string): Promise<number> {
  const numbers = await readTensor(tensor);
  if (numbers.length !== 1)
    throw new Error(`${file}: alpha of ${module} holds ${numbers.length} numbers, and must be one`);
  return numbers[0];
}
