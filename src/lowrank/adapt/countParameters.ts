import { describeValue } from "../base/describeValue";
import type { Adaptation } from "./adaptation";
import type { Network } from "./network";
import type { Transformer } from "./transformer/transformer";
import type { TransformerAdaptation } from "./transformer/transformerAdaptation";

/**
 * Counts the numbers that a model or an adaptation consists of: for a network or transformer all
 * weights and biases; for an adaptation those that were trained, Σ r · (inputs + outputs) over
 * matrices with factors and Σ inputs · outputs over matrices changed entry by entry.
 *
 * Stored as 64-bit numbers each takes 8 bytes.
 *
 * Cost: one pass over the layers.
 *
 * @example
 * countParameters(network); // 1210: 64–16–10
 * countParameters(adaptation); // 212
 */
export function countParameters(
  model: Network | Adaptation | Transformer | TransformerAdaptation,
): number {
  const fields = ["layers", "updates", "weights"];
  if (typeof model !== "object" || model === null || !fields.some((field) => field in model))
    throw new TypeError(
      `model is ${describeValue(model)}; pass what fitNetwork or adaptNetwork returned`,
    );
  if ("parameters" in model) return model.parameters;
  if ("weights" in model)
    return Object.values(model.weights).reduce((sum, { data }) => sum + data.length, 0);
  if ("layers" in model)
    return model.layers.reduce(
      (sum, { weights, biases }) => sum + weights.data.length + biases.length,
      0,
    );
  return model.updates.reduce((sum, update) => {
    if (!update) return sum;
    return (
      sum +
      (update.kind === "dense"
        ? update.weights.data.length
        : update.a.data.length + update.b.data.length)
    );
  }, 0);
}

/** Weight matrices that get a low-rank update, in a model of equal layers. */
export interface AdaptedMatrices {
  /** r. */
  readonly rank: number;
  /** L, the number of equal layers; default 1. */
  readonly layers?: number;
  /** The matrices adapted in each layer. */
  readonly matrices: readonly { readonly inputs: number; readonly outputs: number }[];
}

/**
 * Counts the numbers that low-rank adaptation trains in a model that need not exist here: L · Σ r ·
 * (inputs + outputs).
 *
 * Cost: one pass over the shapes.
 *
 * Source: Hu et al. 2021, LoRA, section 5.1.
 *
 * @throws RangeError if a number is not whole and above 0
 * @example
 * // GPT-3, query and value in each of 96 layers
 * const square = { inputs: 12288, outputs: 12288 };
 * countLowRankParameters({ rank: 8, layers: 96, matrices: [square, square] }); // 37748736
 */
export function countLowRankParameters({ rank, layers = 1, matrices }: AdaptedMatrices): number {
  for (const value of [
    rank,
    layers,
    ...matrices.flatMap(({ inputs, outputs }) => [inputs, outputs]),
  ]) {
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(
        `${value} is not a whole number from 1 up; give rank, layers and sides of matrices as such`,
      );
  }
  return layers * matrices.reduce((sum, { inputs, outputs }) => sum + rank * (inputs + outputs), 0);
}
