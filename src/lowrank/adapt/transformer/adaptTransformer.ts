import { checkChoice, checkOptions } from "../../base/checkOptions";
import { createRandom, type Random } from "../../base/random";
import { runAtOnce, type Steps } from "../../base/steps";
import { DenseMatrix } from "../../linalg/denseMatrix";
import { truncatedSvd } from "../../linalg/truncatedSvd";
import { checkRank, type AdaptationMethod } from "../adaptation";
import { openNumberStore, type NumberStore } from "./passes/numberStore";
import { trainEntries, trainFactors, type TrainedWeight } from "./passes/trainedWeights";
import {
  checkTraining,
  trainWeightSteps,
  transformerTrainingOptionNames,
  type TransformerTrainingOptions,
} from "./passes/trainWeights";
import { storeWeights, type WeightStore } from "./passes/weightStore";
import { checkTransformer, sizesOf, type Transformer } from "./transformer";
import type { TransformerAdaptation } from "./transformerAdaptation";
import { adaptedMatrices, layerMatrices, type AdaptedMatrix } from "./weightShapes";
import { checkTexts, cutWindows } from "./wordWindows";

export interface AdaptTransformerOptions extends TransformerTrainingOptions {
  /**
   * What may change. "none": nothing. "lastLayer": the six matrices of the last layer. "lowRank":
   * factors A and B of an update (α / r) · B A of the targets. "full": every weight, layer norm too.
   * Default "lowRank".
   */
  method?: AdaptationMethod;
  /**
   * The matrices that get factors, in every layer: any of "q", "k", "v", "o", "up", "down", and the
   * embeddings "tokens" and "positions". Default ["q", "v"]. For "lowRank" only, as all that
   * follows.
   */
  targets?: readonly AdaptedMatrix[];
  /** r, a whole number from 1 to the smaller side of the largest target; default 4. */
  rank?: number;
  /** α, above 0; the update is scaled by α / r. Default 8 · √r: the scale is 8 / √r. */
  alpha?: number;
  /**
   * Where factors start. "zero": B = 0, A normal with variance 1 / inputs. "principal": both from the
   * first r singular triples of W, whose rest stays frozen, scaled by 1 (PiSSA; no alpha). Default
   * "zero".
   */
  start?: "zero" | "principal";
  /** Whether the length of each row is trained apart from its direction (DoRA); default false. */
  magnitudes?: boolean;
  /** The learning rate of B over that of A, above 0 (LoRA+); default 1. */
  rateRatio?: number;
}

/** The names of the options. */
export const adaptTransformerOptionNames = {
  ...transformerTrainingOptionNames,
  method: true,
  targets: true,
  rank: true,
  alpha: true,
  start: true,
  magnitudes: true,
  rateRatio: true,
} satisfies Record<keyof AdaptTransformerOptions, true>;

/**
 * Adapts a trained transformer to new texts while its own weights stay frozen: W = W₀ + (α / r) · B
 * A for the matrices that are named.
 *
 * A matrix whose smaller side is below r gets factors of that many columns. The update is written
 * out at each step, which costs 2 · outputs · inputs · r flops a matrix: little beside a batch.
 *
 * Cost: as `fitTransformer`, without the gradients of what is frozen: from 4 · weights flops a word
 * and pass; memory beside the model: 4 numbers a trained one, and one a weight of the targets.
 *
 * Source: Hu et al. 2021, LoRA; Kalajdzievski 2023 (α ∝ √r); Meng et al. 2024, PiSSA; Liu et al.
 * 2024, DoRA; Hayou et al. 2024, LoRA+.
 *
 * @param texts - what to learn, in any order
 * @throws RangeError if there are no texts, an option is out of range or does not belong to the
 *   method, or the loss does not stay finite
 * @example
 * const adapted = adaptTransformer(languageModel, verbs, { rank: 2, targets: ["q", "v"] });
 * adapted.parameters; // 128: 2 · 2 · (8 + 8) in each of 2 layers
 */
export function adaptTransformer(
  model: Transformer,
  texts: readonly string[],
  options: AdaptTransformerOptions = {},
): TransformerAdaptation {
  return runAtOnce(adaptTransformerSteps(model, texts, options));
}

/** The same in steps, a batch each. */
export function* adaptTransformerSteps(
  model: Transformer,
  texts: readonly string[],
  options: AdaptTransformerOptions = {},
): Steps<TransformerAdaptation> {
  checkTransformer(model);
  checkTexts(texts);
  checkOptions(options, adaptTransformerOptionNames, "adaptTransformer");
  checkTraining(options);
  const { method = "lowRank" } = options;
  checkChoice(method, ["none", "lastLayer", "lowRank", "full"], "method");
  checkOwnOptions(model, method, options);
  const windows = cutWindows(texts, model.words, model.weights.positions.rows);
  if (method === "none") return { method, updates: {}, parameters: 0, losses: [] };
  const store = openNumberStore(options.precision ?? 32);
  try {
    const weights = storeWeights(store, model);
    const trained = prepareWeights(store, model, weights, method, options);
    const losses = yield* trainWeightSteps(store, weights, trained, windows, options);
    return {
      method,
      updates: Object.fromEntries(trained.map((weight) => [weight.name, weight.take()])),
      parameters: trained
        .flatMap((weight) => weight.trained)
        .reduce((sum, { values }) => sum + values.length, 0),
      losses,
    };
  } finally {
    store.close();
  }
}

function prepareWeights(
  store: NumberStore,
  model: Transformer,
  { weights }: WeightStore,
  method: Exclude<AdaptationMethod, "none">,
  options: AdaptTransformerOptions,
): TrainedWeight[] {
  if (method !== "lowRank") {
    const last = sizesOf(model).layers - 1;
    const names =
      method === "full"
        ? Object.keys(model.weights)
        : layerMatrices.map((name) => `${last}.${name}`);
    return names.map((name) => trainEntries(store, name, model.weights[name], weights[name]));
  }
  const { rank = 4, start = "zero", magnitudes = false, rateRatio = 1, seed = 0 } = options;
  const { alpha = 8 * Math.sqrt(rank) } = options;
  // Another stream than the one that shuffles.
  const random = createRandom(seed + 1);
  return targetNames(model, options).map((name) => {
    const before = model.weights[name];
    const own = Math.min(rank, before.rows, before.columns);
    const inside = start === "principal";
    return trainFactors(store, name, before, weights[name], {
      ...(inside ? principalFactors(before, own) : drawFactors(before, own, random)),
      scale: inside ? 1 : alpha / rank,
      startsInside: inside,
      magnitudes,
      pace: rateRatio,
    });
  });
}

function targetNames(
  model: Transformer,
  { targets = ["q", "v"] }: AdaptTransformerOptions,
): string[] {
  return Object.keys(model.weights).filter((name) =>
    (targets as readonly string[]).includes(name.replace(/^\d+\./, "")),
  );
}

/** A normal with variance 1 / inputs, B = 0. */
function drawFactors({ rows, columns }: DenseMatrix, rank: number, random: Random) {
  const a = new DenseMatrix(rank, columns);
  for (let at = 0; at < a.data.length; at++) a.data[at] = random.normal() / Math.sqrt(columns);
  return { a, b: new DenseMatrix(rows, rank) };
}

/** B = U_r √Σ_r, A = √Σ_r V_rᵀ. */
function principalFactors(weights: DenseMatrix, rank: number) {
  const { u, singularValues, v } = truncatedSvd(weights, rank, { method: "exact" });
  const a = new DenseMatrix(rank, weights.columns);
  const b = new DenseMatrix(weights.rows, rank);
  for (let r = 0; r < rank; r++) {
    const root = Math.sqrt(singularValues[r]);
    for (let j = 0; j < a.columns; j++)
      a.data[r * a.columns + j] = root * v.data[j * v.columns + r];
    for (let i = 0; i < b.rows; i++) b.data[i * rank + r] = root * u.data[i * u.columns + r];
  }
  return { a, b };
}

const ownNames = ["targets", "rank", "alpha", "start", "magnitudes", "rateRatio"] as const;

function checkOwnOptions(
  model: Transformer,
  method: AdaptationMethod,
  options: AdaptTransformerOptions,
): void {
  if (method !== "lowRank") {
    const alien = ownNames.find((name) => options[name] !== undefined);
    if (alien !== undefined)
      throw new RangeError(
        `${alien} ${String(options[alien])} has no meaning for the method ` +
          `${JSON.stringify(method)}; leave it out`,
      );
    return;
  }
  const { targets = ["q", "v"], rank = 4, alpha, start = "zero", rateRatio = 1 } = options;
  checkChoice(start, ["zero", "principal"], "start");
  if (targets.length === 0) throw new RangeError('targets is empty; name for example ["q", "v"]');
  for (const target of targets) checkChoice(target, adaptedMatrices, "a target");
  const sides = targetNames(model, options).map((name) => model.weights[name]);
  checkRank(rank, Math.max(...sides.map(({ rows, columns }) => Math.min(rows, columns))));
  if (alpha !== undefined && start === "principal")
    throw new RangeError(`alpha ${alpha} has no meaning for the start "principal"; leave it out`);
  for (const [name, value] of Object.entries({ alpha, rateRatio }))
    if (value !== undefined && !(value > 0 && value < Infinity))
      throw new RangeError(`${name} ${value} is not above 0 and finite; choose for example 8`);
}
