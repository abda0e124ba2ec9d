import { checkOptions } from "../../base/checkOptions";
import type { Adapter } from "./adapter";
import {
  eachUpdate,
  knownWorkOptions,
  type AdapterWorkOptions,
  type ModuleSpectrum,
} from "./adapterSpectrum";
import { rankOf, updateOf, type Update } from "./updateFactors";
import { updateSvd, type UpdateSvd } from "./updateSvd";

/** A module's update with its SVD, from which any lower rank can be written. */
export interface DecomposedModule extends ModuleSpectrum {
  readonly update: Update;
  readonly svd: UpdateSvd;
}

/** An adapter whose updates are decomposed, once for all ranks. */
export interface AdapterSvd {
  readonly adapter: Adapter;
  readonly modules: readonly DecomposedModule[];
}

/**
 * Decomposes an adapter's updates, ΔW = U Σ Vᵀ module by module, so that it can be written at any
 * rank. U and V are kept as factors of B and A: 16 · rank² bytes a module.
 *
 * Cost: that of `adapterSpectrum`.
 *
 * @throws as `adapterSpectrum` does
 * @example
 * const svd = await decomposeAdapter(await readAdapter(adapterFiles));
 * svd.modules[1].singularValues.map(Math.round); // [20, 4]
 */
export async function decomposeAdapter(
  adapter: Adapter,
  options: AdapterWorkOptions = {},
): Promise<AdapterSvd> {
  checkOptions(options, knownWorkOptions, "decomposeAdapter");
  const updates = adapter.modules.map(updateOf);
  const scales = adapter.modules.map(({ scale }) => scale);
  return { adapter, modules: await decomposeUpdates(updates, scales, options) };
}

/** The same of updates that may be sums; `scales` are what their new factors will be scaled by. */
export async function decomposeUpdates(
  updates: readonly Update[],
  scales: readonly number[],
  options: AdapterWorkOptions,
): Promise<DecomposedModule[]> {
  const modules: DecomposedModule[] = [];
  for await (const [update, svd] of eachUpdate(updates, options, updateSvd)) {
    const { name, shape } = update;
    const scale = scales[modules.length];
    const { singularValues } = svd;
    modules.push({ name, shape, rank: rankOf(update), scale, singularValues, update, svd });
  }
  return modules;
}
