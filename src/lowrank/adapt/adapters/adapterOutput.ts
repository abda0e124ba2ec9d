import type { Adapter } from "./adapter";
import type { OutputFile } from "./byteSource";
import { exactPattern } from "./peftPatterns";
import { safetensorsFile, type TensorToWrite } from "./safetensorsFile";
import { encodeFloats, type FloatType } from "./tensorTypes";
import type { Tensor } from "./safetensorsHeader";
import { readTensorBytes } from "./tensorFile";

/** A module as it will be written. */
export interface ModuleToWrite {
  readonly name: string;
  readonly rank: number;
  readonly scale: number;
  readonly up: TensorToWrite;
  readonly down: TensorToWrite;
  /** What else belongs to it: a bias of B. */
  readonly others: readonly TensorToWrite[];
}

/** What all modules of a new adapter share. */
export interface AdapterFrame extends Pick<Adapter, "form" | "metadata" | "config"> {
  readonly carried: readonly TensorToWrite[];
  /** The name of the weights' file. */
  readonly fileName: string;
  /** What kohya's metadata shall say of the change. */
  readonly comment: string;
}

/** A tensor that is written as it stands. */
export function copyTensor(tensor: Tensor): TensorToWrite {
  const { name, type, shape, from, to } = tensor;
  return { name, type, shape, byteLength: to - from, bytes: () => readTensorBytes(tensor) };
}

/**
 * The files of an adapter: for PEFT `adapter_config.json`, with r, lora_alpha and their patterns as
 * the modules need them, and `adapter_model.safetensors`; else one file, with an alpha a module.
 */
export function adapterFiles(modules: readonly ModuleToWrite[], frame: AdapterFrame): OutputFile[] {
  const tensors = modules
    .flatMap(({ up, down, others }) => [up, down, ...others])
    .concat(frame.carried);
  const { form, metadata, fileName } = frame;
  if (form === "peft")
    return [
      jsonFile("adapter_config.json", withRanks(frame.config ?? {}, modules)),
      safetensorsFile("adapter_model.safetensors", tensors, metadata),
    ];
  const alphas = modules.map(alphaTensor);
  return [safetensorsFile(fileName, [...tensors, ...alphas], withKohyaRanks(frame, modules))];
}

/** The configuration with these ranks: the commonest as r, the others by patterns for one module. */
function withRanks(
  config: Readonly<Record<string, unknown>>,
  modules: readonly ModuleToWrite[],
): Record<string, unknown> {
  const alphaOf = ({ rank, scale }: ModuleToWrite): number =>
    tidy(scale * (config.use_rslora === true ? Math.sqrt(rank) : rank));
  const r = commonest(modules.map(({ rank }) => rank));
  const loraAlpha = commonest(modules.filter(({ rank }) => rank === r).map(alphaOf));
  const ranks = modules.filter(({ rank }) => rank !== r);
  const alphas = modules.filter((one) => alphaOf(one) !== loraAlpha);
  return {
    ...config,
    r,
    lora_alpha: loraAlpha,
    rank_pattern: Object.fromEntries(ranks.map(({ name, rank }) => [exactPattern(name), rank])),
    alpha_pattern: Object.fromEntries(alphas.map((one) => [exactPattern(one.name), alphaOf(one)])),
  };
}

/** Without the last bit that a product of a quotient may leave: 6, not 5.999999999999999. */
function tidy(alpha: number): number {
  const near = Number(alpha.toPrecision(12));
  return Math.abs(near - alpha) <= 4 * Number.EPSILON * Math.abs(alpha) ? near : alpha;
}

function commonest(numbers: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const one of numbers) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

export function jsonFile(name: string, value: unknown): OutputFile {
  const bytes = new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
  return {
    name,
    size: bytes.length,
    async *chunks() {
      yield await Promise.resolve(bytes);
    },
  };
}

/** `MODULE.alpha`, in the smallest of kohya's types that holds it exactly. */
function alphaTensor({ name, rank, scale }: ModuleToWrite): TensorToWrite {
  const alpha = tidy(scale * rank);
  const type: FloatType = Math.fround(alpha) === alpha ? "F32" : "F64";
  const bytes = encodeFloats(type, Float64Array.of(alpha), `${name}.alpha`);
  return { name: `${name}.alpha`, type, shape: [], bytes: () => Promise.resolve(bytes) };
}

/** Kohya's own words for ranks; its checksums are of other weights, and are left out. */
function withKohyaRanks(
  { metadata, comment }: AdapterFrame,
  modules: readonly ModuleToWrite[],
): Record<string, string> {
  const kept = Object.fromEntries(
    Object.entries(metadata).filter(([name]) => !name.startsWith("sshs_")),
  );
  if (!("ss_network_dim" in kept)) return kept;
  const ranks = new Set(modules.map(({ rank }) => rank));
  const alphas = new Set(modules.map(({ rank, scale }) => tidy(scale * rank)));
  const one = (values: ReadonlySet<number>): string =>
    values.size === 1 ? String([...values][0]) : "Dynamic";
  const before = kept.ss_training_comment;
  return {
    ...kept,
    ss_network_dim: one(ranks),
    ss_network_alpha: one(alphas),
    ss_training_comment: before ? `${comment}; ${before}` : comment,
  };
}

/** The names and shapes that a module's factors have at another rank. */
export function factorNames(
  { up, down }: { readonly up: Tensor; readonly down: Tensor },
  rank: number,
): Record<"up" | "down", Pick<TensorToWrite, "name" | "shape">> {
  return {
    up: { name: up.name, shape: [up.shape[0], rank, ...up.shape.slice(2)] },
    down: { name: down.name, shape: [rank, ...down.shape.slice(1)] },
  };
}
