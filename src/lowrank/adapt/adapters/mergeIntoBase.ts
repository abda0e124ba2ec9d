import { checkOptions } from "../../base/checkOptions";
import { addProduct } from "./addProduct";
import { copyTensor, jsonFile } from "./adapterOutput";
import { findBaseWeight } from "./baseWeights";
import type { OutputFile } from "./byteSource";
import { tellWhenMade } from "./keptFactors";
import { sumUpdates, type WeightedAdapter } from "./mergeAdapters";
import { safetensorsFile, type TensorToWrite } from "./safetensorsFile";
import type { Tensor } from "./safetensorsHeader";
import { readTensor, type TensorFile } from "./tensorFile";
import { encodeFloats, isFloatType } from "./tensorTypes";
import type { Update } from "./updateFactors";

export interface MergeIntoBaseOptions {
  /** Threads that share the work; default: the machine's cores, at most 8. */
  threads?: number;
  /** Is called after each module. */
  onProgress?: (progress: { module: string; done: number; total: number }) => void;
}

/**
 * The files of base weights with adapters merged in, W + Σ wᵢ ΔWᵢ, in the files that the base has.
 * The sum is taken in double precision and rounded once, to the type of W: in bfloat16 that moves a
 * weight by up to 2⁻⁹ of itself, which may be more than ΔW changes it.
 *
 * Cost: 2 · m · n · rank flops a module; one weight in memory at a time.
 *
 * @throws Error that names the module if the base has no weight of its name and size; or the adapter
 *   that carries more than updates of weights
 * @example
 * const base = await openWeights("base.safetensors");
 * const adapter = { ...(await openAdapter("my-adapter")), carried: [] };
 * const [file] = mergeIntoBase(base, [{ adapter, weight: 1 }]);
 * const merged = await openSafetensors(bytesSource(file.name, await collectBytes(file)));
 * await readTensor(merged.tensors.get("encoder.query.weight")); // [3, 20, 0, 0, 0, 4, 0, 4, 0, 0, 0, 0]
 */
export function mergeIntoBase(
  base: TensorFile,
  parts: readonly WeightedAdapter[],
  options: MergeIntoBaseOptions = {},
): OutputFile[] {
  checkOptions(options, { threads: true, onProgress: true }, "mergeIntoBase");
  checkParts(parts);
  const updates = sumUpdates(parts);
  let done = 0;
  const progress = (module: string): void =>
    options.onProgress?.({ module, done: ++done, total: updates.length });
  const merged = new Map<Tensor, TensorToWrite>();
  const modules = parts.flatMap(({ adapter }) => adapter.modules);
  for (const update of updates) {
    const module = modules.find(({ name }) => name === update.name) as (typeof modules)[number];
    const tensor = findBaseWeight(base, module);
    const turned = isTurned(update, parts);
    checkShape(tensor, update, turned);
    merged.set(tensor, mergedTensor(tensor, update, turned, options.threads, progress));
  }
  return writeFiles(base, merged);
}

function checkParts(parts: readonly WeightedAdapter[]): void {
  for (const { adapter } of parts) {
    const [more] = adapter.carried.map(({ name }) => name);
    const biased = adapter.modules.find(({ bias }) => bias)?.bias?.name;
    if (adapter.form === "keys")
      throw new Error(
        `${adapter.name} names its modules in kohya's way, which does not say the weights' names; merge it with the scripts of its model`,
      );
    if (more !== undefined || biased !== undefined)
      throw new Error(
        `${adapter.name} also holds ${more ?? biased}, which is no update of a weight; put it into the base by itself, then merge the rest`,
      );
  }
}

/** Whether the base stores the weight as inputs × outputs. */
function isTurned({ kind }: Update, parts: readonly WeightedAdapter[]): boolean {
  return (
    kind === "embedding" || parts.some(({ adapter }) => adapter.config?.fan_in_fan_out === true)
  );
}

function checkShape({ name, shape, source }: Tensor, update: Update, turned: boolean): void {
  const rows = turned ? update.shape[1] : update.shape[0];
  if (shape[0] === rows) return;
  throw new Error(
    `${source.name}: ${name} has ${shape[0]} rows, and the update ${rows}; is fan_in_fan_out right?`,
  );
}

function mergedTensor(
  tensor: Tensor,
  update: Update,
  turned: boolean,
  threads: number | undefined,
  progress: (module: string) => void,
): TensorToWrite {
  const { name, type, shape } = tensor;
  if (!isFloatType(type))
    throw new TypeError(
      `${tensor.source.name}: ${name} is of type ${type}; merge into weights of F64, F32, F16 or BF16`,
    );
  const bytes = async (): Promise<Uint8Array> => {
    const sum = Float64Array.from(await readTensor(tensor));
    for (const { up, down, rank, factor } of update.terms) {
      const [b, a] = [await readTensor(up), await readTensor(down)];
      const [left, right] = turned ? [turn(a, rank), turn(b, update.shape[0])] : [b, a];
      addProduct(sum, left, right, rank, factor, threads);
    }
    return encodeFloats(type, sum, name);
  };
  return tellWhenMade({ name, type, shape, bytes }, () => progress(update.name));
}

/** The transpose of a matrix with so many rows. */
function turn(matrix: Float64Array | Float32Array, rows: number): Float64Array {
  const columns = matrix.length / rows;
  const turned = new Float64Array(matrix.length);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) turned[j * rows + i] = matrix[i * columns + j];
  return turned;
}

/** The base's own files, with the index of a sharded model. */
function writeFiles(base: TensorFile, merged: ReadonlyMap<Tensor, TensorToWrite>): OutputFile[] {
  const files = [...groupBySource(base)].map(([name, tensors]) =>
    safetensorsFile(
      name,
      tensors.map((tensor) => merged.get(tensor) ?? copyTensor(tensor)),
      base.metadata,
    ),
  );
  if (!base.name.endsWith(".index.json")) return files;
  const map = [...base.tensors.values()].map(({ name, source }) => [name, source.name] as const);
  const total = [...base.tensors.values()].reduce((sum, { from, to }) => sum + to - from, 0);
  const index = { metadata: { total_size: total }, weight_map: Object.fromEntries(map) };
  return [...files, jsonFile(base.name, index)];
}

function groupBySource(base: TensorFile): Map<string, Tensor[]> {
  const groups = new Map<string, Tensor[]>();
  for (const tensor of base.tensors.values()) {
    const group = groups.get(tensor.source.name);
    if (group) group.push(tensor);
    else groups.set(tensor.source.name, [tensor]);
  }
  return groups;
}
