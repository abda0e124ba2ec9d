import { checkOptions } from "../../base/checkOptions";
import { throwIfStopped } from "../../base/stopSignal";
import { adapterFiles, type ModuleToWrite } from "./adapterOutput";
import { knownWorkOptions } from "./adapterSpectrum";
import type { OutputFile } from "./byteSource";
import { extractModule, type ExtractedModule, type ExtractOptions } from "./extractModule";
import type { Tensor } from "./safetensorsHeader";
import { readTensorBytes, type TensorFile } from "./tensorFile";
import { isFloatType } from "./tensorTypes";

const knownExtractOptions = {
  ...knownWorkOptions,
  rank: true,
  energy: true,
  type: true,
  modules: true,
  fanInFanOut: true,
  tolerance: true,
} satisfies Record<keyof ExtractOptions, true>;

/** An adapter that was extracted from two models. */
export interface ExtractedAdapter {
  readonly files: readonly OutputFile[];
  readonly modules: readonly ExtractedModule[];
  /** Tensors that changed and that no low rank holds: biases, norms, those of another type. */
  readonly notHeld: readonly string[];
  /** Tensors of the base that the tuned file left out, and that no adapter changes. */
  readonly leftOut: readonly string[];
}

/** Parts that libraries leave out when a model is saved without them, or tied to others. */
const headName = /^(?:\w+\.)?(?:pooler|lm_head|classifier|score|cls|qa_outputs)\./;

/**
 * Extracts an adapter of PEFT's form from a base and what full fine-tuning made of it: for each
 * matrix that changed, the truncated SVD of W′ − W, both factors as large as each other, scale 1.
 *
 * Convolutions count as matrices, outputs × (inputs · kernel). Modules are named as the weights are,
 * without `.weight`: load the adapter onto the class of model that the weights were saved from.
 *
 * The tuned file may leave out what no adapter changes, such as position ids, biases, or a pooler
 * or head of the base, as a model has that was saved without one; `leftOut` lists them.
 *
 * Cost: both models read once, one pair of weights in memory at a time, and the adapter; the SVD of
 * a difference costs 4 · m · n flops for each vector of its basis, of which it needs 2 to 4 a rank.
 *
 * @throws Error that names the tensor if the tuned model has one more, lacks a matrix that an
 *   adapter may change, or has one of another shape (a resized embedding), or nothing changed; RangeError if rank or energy is outside its limits
 * @example
 * const base = await openWeights("base.safetensors");
 * const tuned = await openWeights("tuned.safetensors");
 * const { modules, files } = await extractAdapter(base, tuned, { rank: 2 });
 * modules[0].energyKept.toFixed(3); // "1.000"
 */
export async function extractAdapter(
  base: TensorFile,
  tuned: TensorFile,
  options: ExtractOptions = {},
): Promise<ExtractedAdapter> {
  checkOptions(options, knownExtractOptions, "extractAdapter");
  checkLimits(options);
  checkNames(base, tuned);
  const leftOut = listLeftOut(base, tuned, options);
  const matrices = [...tuned.tensors.values()].filter((one) => isMatrix(one, options));
  const modules: ExtractedModule[] = [];
  const written: ModuleToWrite[] = [];
  for (const [i, tensor] of matrices.entries()) {
    throwIfStopped(options.signal);
    const made = await extractModule(base.tensors.get(tensor.name) as Tensor, tensor, options);
    if (made) {
      modules.push(made.module);
      written.push(made.written);
    }
    options.onProgress?.({ module: tensor.name, done: i + 1, total: matrices.length });
  }
  if (written.length === 0)
    throw new Error(
      `${tuned.name} has no matrix that differs from ${base.name}'s; nothing to extract`,
    );
  const names = modules.map(({ name }) => name);
  const files = adapterFiles(written, {
    form: "peft",
    metadata: { format: "pt" },
    config: newConfig(names, options.fanInFanOut === true),
    carried: [],
    fileName: "adapter_model.safetensors",
    comment: "extracted",
  });
  const extracted = new Set(matrices.map(({ name }) => name));
  return { files, modules, notHeld: await listChanged(base, tuned, extracted), leftOut };
}

function checkLimits({ rank, energy }: ExtractOptions): void {
  if (rank !== undefined && !(Number.isInteger(rank) && rank >= 1))
    throw new RangeError(`rank ${rank} is not a whole number from 1 up; choose 16 or so`);
  if (energy !== undefined && !(energy > 0 && energy <= 1))
    throw new RangeError(`energy ${energy} is outside 0 … 1; choose for example 0.9`);
}

function checkNames(base: TensorFile, tuned: TensorFile): void {
  for (const { name, shape, source } of tuned.tensors.values()) {
    const before = base.tensors.get(name);
    if (before === undefined)
      throw new Error(
        `${source.name} holds ${name}, which ${base.name} does not; they are not one model before and after`,
      );
    if (String(before.shape) !== String(shape))
      throw new Error(
        `${name} has shape [${before.shape.join(", ")}] before and [${shape.join(", ")}] after; an adapter cannot hold a change of shape, cut or pad it first`,
      );
  }
}

/** What the tuned file left out, if an adapter can do without. */
function listLeftOut(base: TensorFile, tuned: TensorFile, options: ExtractOptions): string[] {
  const leftOut = [...base.tensors.values()].filter(({ name }) => !tuned.tensors.has(name));
  const needed = leftOut.find(
    (one) => isMatrix(one, options) && (options.modules !== undefined || !headName.test(one.name)),
  );
  if (needed !== undefined)
    throw new Error(
      `${base.name} holds ${needed.name}, which ${tuned.name} does not; give a whole model, or name the weights to extract by modules`,
    );
  return leftOut.map(({ name }) => name);
}

function isMatrix({ name, type, shape }: Tensor, { modules }: ExtractOptions): boolean {
  const inner = shape.slice(1).reduce((product, size) => product * size, 1);
  return (
    name.endsWith(".weight") &&
    isFloatType(type) &&
    shape.length >= 2 &&
    Math.min(shape[0], inner) > 1 &&
    (modules === undefined || modules.test(name))
  );
}

async function listChanged(
  base: TensorFile,
  tuned: TensorFile,
  extracted: ReadonlySet<string>,
): Promise<string[]> {
  const changed: string[] = [];
  for (const tensor of tuned.tensors.values()) {
    if (extracted.has(tensor.name)) continue;
    const before = base.tensors.get(tensor.name) as Tensor;
    const [a, b] = [await readTensorBytes(before), await readTensorBytes(tensor)];
    if (before.type !== tensor.type || a.some((value, i) => value !== b[i]))
      changed.push(tensor.name);
  }
  return changed;
}

/** A configuration that PEFT reads; ranks and alphas are the writer's. */
function newConfig(modules: readonly string[], fanInFanOut: boolean): Record<string, unknown> {
  return {
    peft_type: "LORA",
    task_type: null,
    base_model_name_or_path: null,
    inference_mode: true,
    target_modules: modules,
    bias: "none",
    lora_dropout: 0,
    fan_in_fan_out: fanInFanOut,
    use_rslora: false,
    init_lora_weights: true,
  };
}
