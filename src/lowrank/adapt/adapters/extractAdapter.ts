import { checkOptions } from "../../base/checkOptions";
import { throwIfStopped } from "../../base/stopSignal";
import { DenseMatrix } from "../../linalg/denseMatrix";
import { truncatedSvd } from "../../linalg/truncatedSvd";
import { adapterFiles, type ModuleToWrite } from "./adapterOutput";
import { knownWorkOptions, type AdapterWorkOptions } from "./adapterSpectrum";
import type { OutputFile } from "./byteSource";
import { peftPrefix } from "./peftAdapter";
import type { Tensor } from "./safetensorsHeader";
import { readTensor, readTensorBytes, type TensorFile } from "./tensorFile";
import { encodeFloats, isFloatType, type FloatType } from "./tensorTypes";

export interface ExtractOptions extends AdapterWorkOptions {
  /** Rank of every module; with `energy` the largest. Default 16, with `energy` 256. */
  rank?: number;
  /** The least rank that keeps this share of ‖W′ − W‖²_F, module by module. */
  energy?: number;
  /** Type of the factors. Default "F32". */
  type?: FloatType;
  /** Which weights, by their names; default all matrices that changed. */
  modules?: RegExp;
  /** Whether the model stores its linear weights as inputs × outputs, as GPT-2 does. */
  fanInFanOut?: boolean;
  /** Relative error at which the SVD of a difference stops. Default 1e-4. */
  tolerance?: number;
}

const knownExtractOptions = {
  ...knownWorkOptions,
  rank: true,
  energy: true,
  type: true,
  modules: true,
  fanInFanOut: true,
  tolerance: true,
} satisfies Record<keyof ExtractOptions, true>;

/** What an extracted module keeps of its weight's change. */
export interface ExtractedModule {
  readonly name: string;
  readonly shape: readonly [number, number];
  readonly rank: number;
  /** ‖W′ − W‖_F. */
  readonly norm: number;
  /** Share of its square that the adapter holds. */
  readonly energyKept: number;
}

/** An adapter that was extracted from two models. */
export interface ExtractedAdapter {
  readonly files: readonly OutputFile[];
  readonly modules: readonly ExtractedModule[];
  /** Tensors that changed and that no low rank holds: biases, norms, those of another type. */
  readonly notHeld: readonly string[];
}

/**
 * Extracts an adapter of PEFT's form from a base and what full fine-tuning made of it: for each
 * matrix that changed, the truncated SVD of W′ − W, both factors as large as each other, scale 1.
 *
 * Convolutions count as matrices, outputs × (inputs · kernel). Modules are named as the weights are,
 * without `.weight`: load the adapter onto the class of model that the weights were saved from.
 *
 * Cost: both models read once, one pair of weights in memory at a time, and the adapter; the SVD of
 * a difference costs 4 · m · n flops for each vector of its basis, of which it needs 2 to 4 a rank.
 *
 * @throws Error that names the tensor if the models differ in names or shapes (an embedding that was
 *   resized), or nothing changed; RangeError if rank or energy is outside its limits
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
  return { files, modules, notHeld: await listChanged(base, tuned, extracted) };
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
  const lost = [...base.tensors.keys()].find((name) => !tuned.tensors.has(name));
  if (lost !== undefined)
    throw new Error(`${base.name} holds ${lost}, which ${tuned.name} does not; give a whole model`);
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

/** What PyTorch models call tables of vectors, to which PEFT adds another kind of adapter. */
const embeddingName = /(?:^|[._])(?:embed_tokens|wte|wpe|shared|tok_embeddings|\w*embeddings?)$/;

async function extractModule(
  before: Tensor,
  after: Tensor,
  options: ExtractOptions,
): Promise<{ module: ExtractedModule; written: ModuleToWrite } | undefined> {
  const name = after.name.slice(0, -".weight".length);
  const difference = await subtract(before, after);
  const norm = Math.sqrt(difference.data.reduce((sum, value) => sum + value * value, 0));
  if (norm === 0) return undefined;
  const { u, singularValues, v } = factor(difference, norm, options);
  const rank = singularValues.length;
  const kept = singularValues.reduce((sum, value) => sum + value * value, 0) / norm ** 2;
  const isEmbedding = embeddingName.test(name);
  const turned = isEmbedding || (options.fanInFanOut === true && after.shape.length === 2);
  const [left, right] = turned ? [v, u] : [u, v];
  const shape: [number, number] = [left.rows, right.rows];
  const [endUp, endDown] = isEmbedding
    ? [".lora_embedding_B", ".lora_embedding_A"]
    : [".lora_B.weight", ".lora_A.weight"];
  const kernel = after.shape.slice(2);
  const type = options.type ?? "F32";
  const tensor = (end: string, size: readonly number[], numbers: Float64Array) => {
    const full = `${peftPrefix}${name}${end}`;
    const bytes = encodeFloats(type, numbers, full);
    return { name: full, type, shape: size, bytes: () => Promise.resolve(bytes) };
  };
  const roots = singularValues.map(Math.sqrt);
  const [up, down] = [scaledRows(left, roots), transposed(scaledRows(right, roots), rank)];
  return {
    module: { name, shape, rank, norm, energyKept: Math.min(1, kept) },
    written: {
      ...{ name, rank, scale: 1, others: [] },
      up: tensor(endUp, [shape[0], rank, ...kernel.map(() => 1)], up),
      down: tensor(endDown, [rank, ...(turned ? [shape[1]] : after.shape.slice(1))], down),
    },
  };
}

async function subtract(before: Tensor, after: Tensor): Promise<DenseMatrix> {
  const data = Float64Array.from(await readTensor(after));
  const old = await readTensor(before);
  for (let i = 0; i < data.length; i++) data[i] -= old[i];
  return new DenseMatrix(after.shape[0], data.length / after.shape[0], data);
}

/** The SVD at the rank, or at the least rank that keeps the energy. */
function factor(difference: DenseMatrix, norm: number, options: ExtractOptions) {
  const { rows, columns } = difference;
  const { energy, threads, tolerance = 1e-4 } = options;
  const most = Math.min(rows, columns, options.rank ?? (energy === undefined ? 16 : 256));
  const svd = (rank: number) => truncatedSvd(difference, rank, { threads, tolerance });
  if (energy === undefined) return svd(most);
  for (let tried = Math.min(most, 8); ; tried = Math.min(most, 2 * tried)) {
    const found = svd(tried);
    let [sum, rank] = [0, 0];
    while (rank < tried && sum < energy * norm ** 2) sum += found.singularValues[rank++] ** 2;
    if (sum < energy * norm ** 2 && tried < most) continue;
    return { ...found, singularValues: found.singularValues.slice(0, rank) };
  }
}

/** A matrix's first columns, each times its factor, row after row. */
function scaledRows({ rows, columns, data }: DenseMatrix, factors: Float64Array): Float64Array {
  const count = factors.length;
  const scaled = new Float64Array(rows * count);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < count; j++) scaled[i * count + j] = data[i * columns + j] * factors[j];
  return scaled;
}

function transposed(data: Float64Array, columns: number): Float64Array {
  const rows = data.length / columns;
  const turned = new Float64Array(data.length);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) turned[j * rows + i] = data[i * columns + j];
  return turned;
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
