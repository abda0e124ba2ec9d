import type { Tensor } from "./safetensorsHeader";

/**
 * One matrix that an adapter changes: W becomes W + ΔW with ΔW = scale · B A, and is not formed.
 */
export interface AdapterModule {
  /** The module's name in the base model; in kohya's files the name that these give it. */
  readonly name: string;
  readonly kind: "linear" | "embedding" | "convolution";
  /** Rows and columns of ΔW: outputs × inputs; a convolution's kernel counts as inputs. */
  readonly shape: readonly [number, number];
  readonly rank: number;
  /** The number that the scale is made of. */
  readonly alpha: number;
  /** alpha / rank, or alpha / √rank under rsLoRA. */
  readonly scale: number;
  /** B, shape[0] × rank. */
  readonly up: Tensor;
  /** A, rank × shape[1]. */
  readonly down: Tensor;
  /** What B adds beside the product (`lora_bias`), times the scale. */
  readonly bias?: Tensor;
  /** Where the file itself says alpha: kohya's keys. */
  readonly alphaTensor?: Tensor;
}

/** A low-rank adapter as its files describe it; no weight is read yet. */
export interface Adapter {
  /** What messages call it. */
  readonly name: string;
  /**
   * "peft": a folder with `adapter_config.json`; "keys": one file whose names say all, as kohya's
   * and diffusers' do.
   */
  readonly form: "peft" | "keys";
  readonly modules: readonly AdapterModule[];
  /** Tensors that belong to no product: biases, modules saved whole. They are kept as they are. */
  readonly carried: readonly Tensor[];
  /** The file's `__metadata__`. */
  readonly metadata: Readonly<Record<string, string>>;
  /** `adapter_config.json`, of the form "peft". */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** Factors whose ranks do not meet, or that are no matrices. */
export function checkFactors(module: string, file: string, up: Tensor, down: Tensor): void {
  if (up.shape.length < 2 || down.shape.length < 2)
    throw new Error(
      `${file}: the factors of ${module} have shapes ${describe(up)} and ${describe(down)}, ` +
        "which are no matrices",
    );
  const rest = up.shape.slice(2);
  if (rest.some((size) => size !== 1))
    throw new Error(
      `${file}: B of ${module} has shape ${describe(up)}, a kernel of its own; ` +
        "only 1 × 1 can be taken for a matrix",
    );
  if (up.shape[1] !== down.shape[0])
    throw new Error(
      `${file}: A of ${module} has rank ${down.shape[0]}, ` +
        `B ${up.shape[1]} (shapes ${describe(down)} and ${describe(up)}); ` +
        `they do not belong together, or the convolution is grouped, which is not read`,
    );
  if ([...up.shape, ...down.shape].includes(0))
    throw new Error(
      `${file}: the factors of ${module} have shapes ${describe(down)} and ${describe(up)}, ` +
        "with a size of 0; it was not gathered from its shards, save it again",
    );
}

const describe = ({ shape }: Tensor): string => `[${shape.join(", ")}]`;

/** Rows and columns of the product of two factors. */
export function shapeOfUpdate(up: Tensor, down: Tensor): [number, number] {
  return [up.shape[0], down.shape.slice(1).reduce((product, size) => product * size, 1)];
}
