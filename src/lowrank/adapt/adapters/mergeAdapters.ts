import { checkOptions } from "../../base/checkOptions";
import type { Adapter, AdapterModule } from "./adapter";
import { adapterFiles, copyTensor, type ModuleToWrite } from "./adapterOutput";
import { knownWorkOptions, type AdapterWorkOptions } from "./adapterSpectrum";
import { decomposeUpdates, type AdapterSvd } from "./adapterSvd";
import type { OutputFile } from "./byteSource";
import { keepFactors } from "./keptFactors";
import { mergedConfig } from "./mergedConfig";
import {
  countModules,
  fileNameOf,
  nameFactors,
  typeOfUpdate,
  type ResizeOptions,
} from "./resizeAdapter";
import type { Tensor } from "./safetensorsHeader";
import { readTensorBytes } from "./tensorFile";
import { rankOf, updateOf, type Update } from "./updateFactors";

/** An adapter and what its updates are multiplied by in a sum. */
export interface WeightedAdapter {
  readonly adapter: Adapter;
  /** May be negative. */
  readonly weight: number;
}

/** A sum of adapters as one, whose factors are not yet joined. */
interface AdapterSum {
  readonly adapter: Adapter;
  readonly updates: readonly Update[];
}

/**
 * The files of a weighted sum of adapters, Σ wᵢ ΔWᵢ module by module, by joining the factors:
 * B = [w₁s₁B₁, w₂s₂B₂, …], A = [A₁; A₂; …], with scale 1. It is exact but for one rounding of each
 * number of B; its rank is the sum of ranks. Ranks and sets of modules may differ.
 *
 * Cost: each factor once.
 *
 * @throws Error that names the module if shapes differ; or the tensor if one that is carried over, a
 *   bias or a module saved whole, differs between the adapters
 * @example
 * const adapter = await readAdapter(adapterFiles);
 * const files = await mergeAdapters([{ adapter, weight: 0.7 }, { adapter, weight: -0.4 }]);
 * await saveFiles("sum", files);
 * (await openAdapter("sum")).modules[0].rank; // 4
 */
export async function mergeAdapters(
  parts: readonly WeightedAdapter[],
  options: ResizeOptions = {},
): Promise<OutputFile[]> {
  checkOptions(options, { type: true, threads: true, onProgress: true }, "mergeAdapters");
  const { adapter, updates } = await sumAdapters(parts);
  const progress = countModules(updates.length, options.onProgress);
  const modules = updates.map((update, i): ModuleToWrite => {
    const module = adapter.modules[i];
    const { name, rank, scale } = module;
    const type = options.type ?? typeOfUpdate(update);
    const factors = keepFactors(update, scale, type);
    return { name, rank, scale, others: [], ...nameFactors(module, rank, type, factors, progress) };
  });
  return adapterFiles(modules, {
    ...adapter,
    carried: adapter.carried.map(copyTensor),
    fileName: fileNameOf(adapter),
    comment: "merged",
  });
}

/**
 * Decomposes a weighted sum of adapters without forming a product, so that `resizeAdapter` writes it
 * at any rank.
 *
 * Cost: that of `adapterSpectrum` at the sum of ranks.
 *
 * @throws as `mergeAdapters` does
 * @example
 * const adapter = await readAdapter(adapterFiles);
 * const svd = await decomposeSum([{ adapter, weight: 0.5 }, { adapter, weight: 0.25 }]);
 * svd.modules[0].singularValues.map(Math.round); // [15, 3, 0]
 */
export async function decomposeSum(
  parts: readonly WeightedAdapter[],
  options: AdapterWorkOptions = {},
): Promise<AdapterSvd> {
  checkOptions(options, knownWorkOptions, "decomposeSum");
  const { adapter, updates } = await sumAdapters(parts);
  const scales = adapter.modules.map(({ scale }) => scale);
  return { adapter, modules: await decomposeUpdates(updates, scales, options) };
}

async function sumAdapters(parts: readonly WeightedAdapter[]): Promise<AdapterSum> {
  checkParts(parts);
  const first = parts[0].adapter;
  const updates = sumUpdates(parts);
  const all = parts.flatMap(({ adapter }) => adapter.modules);
  const modules = updates.map((update): AdapterModule => {
    const { up, down } = all.find(({ name }) => name === update.name) as AdapterModule;
    const rank = rankOf(update);
    return { ...update, up, down, rank, alpha: rank, scale: 1 };
  });
  const adapters = parts.map(({ adapter }) => adapter);
  const names = modules.map(({ name }) => name);
  const adapter: Adapter = {
    name: parts.map((one) => one.adapter.name).join(" + "),
    form: first.form,
    modules,
    carried: await carryOver(adapters),
    metadata: first.metadata,
    ...(first.config && { config: mergedConfig(adapters, names) }),
  };
  return { adapter, updates };
}

function checkParts(parts: readonly WeightedAdapter[]): void {
  if (parts.length === 0) throw new RangeError("no adapters to merge; give at least one");
  for (const { adapter, weight } of parts) {
    if (!Number.isFinite(weight))
      throw new RangeError(`the weight of ${adapter.name} is ${weight}; give a number`);
    if (adapter.form !== parts[0].adapter.form)
      throw new Error(
        `${adapter.name} and ${parts[0].adapter.name} have names of different kinds (PEFT's and kohya's); convert one first`,
      );
    const biased = adapter.modules.find(({ bias }) => bias);
    if (biased && parts.length > 1)
      throw new Error(
        `${adapter.name}: ${biased.name} has a bias of B (lora_bias), which is not merged; merge it into the base`,
      );
  }
}

/** For each module the terms of all adapters that have it, in the order of their first. */
export function sumUpdates(parts: readonly WeightedAdapter[]): Update[] {
  const sums = new Map<string, Update>();
  for (const { adapter, weight } of parts) {
    for (const module of adapter.modules) {
      const update = updateOf(module);
      const terms = update.terms.map((term) => ({ ...term, factor: weight * term.factor }));
      const before = sums.get(module.name);
      if (before) checkSame(before, update, adapter.name);
      sums.set(module.name, { ...update, terms: [...(before?.terms ?? []), ...terms] });
    }
  }
  return [...sums.values()];
}

function checkSame(one: Update, other: Update, adapter: string): void {
  if (one.kind === other.kind && String(one.shape) === String(other.shape)) return;
  throw new Error(
    `${adapter}: ${other.name} is ${other.kind}, ${other.shape.join(" × ")}, and ${one.kind}, ${one.shape.join(" × ")} in an adapter before; they are not of one base`,
  );
}

/** Tensors beside the factors: those of one adapter, or the same in several. */
async function carryOver(adapters: readonly Adapter[]): Promise<Tensor[]> {
  const carried = new Map<string, Tensor>();
  for (const { carried: tensors, name } of adapters) {
    for (const tensor of tensors) {
      const before = carried.get(tensor.name);
      if (before === undefined) carried.set(tensor.name, tensor);
      else if (!(await areSame(before, tensor)))
        throw new Error(
          `${name}: ${tensor.name} differs between the adapters, and a sum of it has no meaning here; leave out one adapter, or the tensor`,
        );
    }
  }
  return [...carried.values()];
}

async function areSame(a: Tensor, b: Tensor): Promise<boolean> {
  if (a.type !== b.type || String(a.shape) !== String(b.shape)) return false;
  const [x, y] = [await readTensorBytes(a), await readTensorBytes(b)];
  return x.every((value, i) => value === y[i]);
}
