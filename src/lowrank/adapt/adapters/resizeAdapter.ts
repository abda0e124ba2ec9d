import { checkOptions } from "../../base/checkOptions";
import type { Adapter, AdapterModule } from "./adapter";
import { adapterFiles, copyTensor, factorNames, type ModuleToWrite } from "./adapterOutput";
import type { AdapterSvd, DecomposedModule } from "./adapterSvd";
import type { OutputFile } from "./byteSource";
import { makeDown, makeUp } from "./lowRankFactors";
import { keepFactors, tellWhenMade, type KeptFactors } from "./keptFactors";
import type { RankChoice, StoredSize } from "./rankRules";
import { bytesOfTensor, isFloatType, widerType, type FloatType } from "./tensorTypes";
import { updateOf, type Update } from "./updateFactors";

export interface ResizeOptions {
  /** The type that factors are written in; default the one that they have. */
  type?: FloatType;
  /** Threads that share the work; default: the machine's cores, at most 8. */
  threads?: number;
  /** Is called after each module has been made. */
  onProgress?: (progress: { module: string; done: number; total: number }) => void;
}

const knownResizeOptions = {
  type: true,
  threads: true,
  onProgress: true,
} satisfies Record<keyof ResizeOptions, true>;

/**
 * The files of an adapter at lower ranks: per module the best there is of its rank in the Frobenius
 * norm, B′ A′ = U_k Σ_k V_kᵀ / scale with both factors as large as each other.
 *
 * The scale stays: alpha is set to scale · rank (· √rank under rsLoRA), in PEFT's configuration by
 * `rank_pattern` and `alpha_pattern` where modules differ, in kohya's file module by module. A module
 * that keeps its rank keeps its bytes, and so does what is not a factor. Every new number is rounded
 * once, to the type of the factors.
 *
 * Cost: (m + n) · rank · k flops a module; each factor is read once more, when its turn comes.
 *
 * @param choices - a rank for each module, as `chooseAdapterRanks` gives them
 * @throws RangeError if a module has no choice or too high a rank, or a number does not fit the type
 * @see Eckart & Young 1936
 * @example
 * const svd = await decomposeAdapter(await readAdapter(adapterFiles));
 * const files = resizeAdapter(svd, chooseAdapterRanks(svd.modules, { by: "rank", value: 1 }));
 * files.map(({ name }) => name); // ["adapter_config.json", "adapter_model.safetensors"]
 * await saveFiles("smaller", files);
 * (await openAdapter("smaller")).modules[0].rank; // 1
 */
export function resizeAdapter(
  { adapter, modules }: AdapterSvd,
  choices: readonly RankChoice[],
  options: ResizeOptions = {},
): OutputFile[] {
  checkOptions(options, knownResizeOptions, "resizeAdapter");
  const ranks = new Map(choices.map(({ name, rank }) => [name, rank]));
  const progress = countModules(modules.length, options.onProgress);
  const written = modules.map((module, i) =>
    resizeModule(adapter.modules[i], module, ranks.get(module.name), options, progress),
  );
  const before = Math.max(...modules.map(({ rank }) => rank));
  return adapterFiles(written, {
    ...adapter,
    carried: adapter.carried.map(copyTensor),
    fileName: fileNameOf(adapter),
    comment: `dimension is resized from ${before}`,
  });
}

export function fileNameOf({ modules }: Adapter): string {
  return modules[0].up.source.name;
}

/** Calls back once a module, when its second factor has been made. */
export function countModules(
  total: number,
  onProgress: ResizeOptions["onProgress"],
): (module: string) => void {
  const made = new Map<string, number>();
  let done = 0;
  return (module) => {
    made.set(module, (made.get(module) ?? 0) + 1);
    if (made.get(module) === 2) onProgress?.({ module, done: ++done, total });
  };
}

function resizeModule(
  module: AdapterModule,
  decomposed: DecomposedModule,
  rank: number | undefined,
  options: ResizeOptions,
  progress: (module: string) => void,
): ModuleToWrite {
  const { name, scale, bias } = module;
  if (rank === undefined || !(rank >= 1 && rank <= module.rank))
    throw new RangeError(
      `${name} has rank ${module.rank}, and ${rank ?? "none"} was chosen; choose 1 to ${module.rank}`,
    );
  const type = options.type ?? typeOfUpdate(decomposed.update);
  const factors =
    rank === module.rank
      ? keepFactors(decomposed.update, scale, type)
      : makeFactors(decomposed, rank, type, options.threads);
  const others = bias ? [copyTensor(bias)] : [];
  return { name, rank, scale, others, ...nameFactors(module, rank, type, factors, progress) };
}

/** Factors under the names and shapes that they have in the file. */
export function nameFactors(
  module: Pick<AdapterModule, "name" | "up" | "down">,
  rank: number,
  type: FloatType,
  factors: KeptFactors,
  progress: (module: string) => void,
): Pick<ModuleToWrite, "up" | "down"> {
  const { up, down } = factorNames(module, rank);
  const tell = (): void => progress(module.name);
  return {
    up: tellWhenMade({ ...up, type, bytes: () => factors.up(up.name) }, tell),
    down: tellWhenMade({ ...down, type, bytes: () => factors.down(down.name) }, tell),
  };
}

/** Both factors of an update at a rank, to be scaled by the module's scale. */
export function makeFactors(
  { update, svd, scale }: DecomposedModule,
  rank: number,
  type: FloatType,
  threads: number | undefined,
): KeptFactors {
  // A rank above the number of values has columns of zeros; a scale of 0 has no update to hold.
  const root = scale === 0 ? 0 : 1 / Math.sqrt(Math.abs(scale));
  const shared = { update, rank, type, threads };
  const [upMix, downMix] = [svd.upMix, svd.downMix].map((mix) =>
    mix.columns >= rank ? mix : { ...mix, columns: rank, data: padded(mix.data, mix.rows * rank) },
  );
  return {
    up: (name) => makeUp({ ...shared, mix: upMix, factor: root * Math.sign(scale) }, name),
    down: (name) => makeDown({ ...shared, mix: downMix, factor: root }, name),
  };
}

function padded(data: Float64Array, length: number): Float64Array {
  const longer = new Float64Array(length);
  longer.set(data);
  return longer;
}

/** The type of an update's factors; the widest of several. */
export function typeOfUpdate({ name, terms }: Update): FloatType {
  const types = terms.flatMap(({ up, down }) => [up.type, down.type]);
  const foreign = types.find((type) => !isFloatType(type));
  if (foreign !== undefined)
    throw new TypeError(`${name}: factors of type ${foreign} cannot be computed on; convert them`);
  return (types as FloatType[]).reduce(widerType);
}

/**
 * What an adapter's numbers cost, for `chooseAdapterRanks` by "size".
 *
 * Cost: none.
 *
 * @throws TypeError if factors are of a type that is not computed on
 * @example
 * storedSize(await readAdapter(adapterFiles)).bytesPerNumber; // 4
 */
export function storedSize(adapter: Adapter, type?: FloatType): StoredSize {
  const types = adapter.modules.map((module) => type ?? typeOfUpdate(updateOf(module)));
  const bytesPerNumber = Math.max(...types.map((one) => bytesOfTensor(one, 1) ?? 8));
  const biases = adapter.modules.flatMap(({ bias }) => (bias ? [bias] : []));
  const alphas = adapter.form === "keys" ? 4 * adapter.modules.length : 0;
  const fixed = [...adapter.carried, ...biases].reduce(
    (sum, { from, to }) => sum + to - from,
    alphas,
  );
  return { bytesPerNumber, fixed };
}
