import { checkOptions } from "../../base/checkOptions";
import { throwIfStopped, type StopSignal } from "../../base/stopSignal";
import { openWorkspace, type Workspace } from "../../kernels/workspace";
import type { Adapter } from "./adapter";
import { bytesOfFactors, rankOf, updateOf, type Update } from "./updateFactors";
import { updateSvd } from "./updateSvd";

/** The singular values of what one module adds to its weight. */
export interface ModuleSpectrum {
  readonly name: string;
  /** Rows and columns of ΔW. */
  readonly shape: readonly [number, number];
  readonly rank: number;
  readonly scale: number;
  /** Of ΔW = scale · B A, largest first; min(rank, rows, columns) of them. */
  readonly singularValues: Float64Array;
}

export interface AdapterWorkOptions {
  /** Threads that share the work; default: the machine's cores, at most 8. */
  threads?: number;
  /** Is called after each module. */
  onProgress?: (progress: AdapterProgress) => void;
  /** Stops the work before the next module when it aborts. */
  signal?: StopSignal;
}

/** How far work on an adapter has come. */
export interface AdapterProgress {
  readonly module: string;
  readonly done: number;
  readonly total: number;
}

/** The names of all `AdapterWorkOptions`. */
export const knownWorkOptions = {
  threads: true,
  onProgress: true,
  signal: true,
} satisfies Record<keyof AdapterWorkOptions, true>;

/**
 * The singular values of ΔW = scale · B A, module by module, without forming ΔW: with triangles R of
 * B and S of Aᵀ they are those of the r × r core scale · R Sᵀ.
 *
 * R and S come from the Gram matrices BᵀB and A Aᵀ in double precision where these hold the digits,
 * else from Householder's reflections; each value is right to about 1e-8 of itself, and to rounding
 * of σ₁ where that is more.
 *
 * Cost: (m + n) · r² flops and 7 · 14 · r³ for an m × n module of rank r; a module in memory at a
 * time.
 *
 * @throws RangeError if a weight is NaN or infinite, naming its tensor; TypeError if the factors are
 *   of a type that is not computed on
 * @see Hu et al. 2021, arXiv:2106.09685, for the adapters; Yamamoto et al. 2015 for Cholesky QR
 * @example
 * const [query] = await adapterSpectrum(await readAdapter(adapterFiles));
 * query.singularValues.map((value) => Number(value.toFixed(3))); // [20, 4]
 * query.shape; // [3, 4]
 */
export async function adapterSpectrum(
  adapter: Adapter,
  options: AdapterWorkOptions = {},
): Promise<ModuleSpectrum[]> {
  checkOptions(options, knownWorkOptions, "adapterSpectrum");
  const spectra: ModuleSpectrum[] = [];
  const scales = new Map(adapter.modules.map(({ name, scale }) => [name, scale]));
  const updates = adapter.modules.map(updateOf);
  for await (const [update, { singularValues }] of eachUpdate(updates, options, updateSvd)) {
    const { name, shape } = update;
    const scale = scales.get(name) as number;
    spectra.push({ name, shape, rank: rankOf(update), scale, singularValues });
  }
  return spectra;
}

/** Does work on each update in turn, on the kernels' memory. */
export async function* eachUpdate<Result>(
  updates: readonly Update[],
  { threads, onProgress, signal }: AdapterWorkOptions,
  work: (workspace: Workspace, update: Update) => Promise<Result>,
): AsyncGenerator<[Update, Result]> {
  const bytes = updates.reduce((most, update) => Math.max(most, bytesOfFactors(update)), 0);
  const workspace = openWorkspace({ threads, bytes: 2 * bytes });
  try {
    for (const [i, update] of updates.entries()) {
      throwIfStopped(signal);
      yield [update, await work(workspace, update)];
      onProgress?.({ module: update.name, done: i + 1, total: updates.length });
    }
  } finally {
    workspace.close();
  }
}
