import { asyncOptionNames, type AsyncOptions } from "../../base/asyncOptions";
import { checkOptions } from "../../base/checkOptions";
import { runStepsOffThread } from "../../linalg/offThread/runOffThread";
import {
  adaptTransformerOptionNames,
  adaptTransformerSteps,
  type AdaptTransformerOptions,
} from "./adaptTransformer";
import {
  fitTransformerOptionNames,
  fitTransformerSteps,
  type FitTransformerOptions,
} from "./fitTransformer";
import { checkTransformer, type Transformer } from "./transformer";
import type { TransformerAdaptation } from "./transformerAdaptation";
import { checkTexts } from "./wordWindows";

/** The options of `fitTransformer`, with the signal and progress of every Async function. */
export interface FitTransformerAsyncOptions extends FitTransformerOptions, AsyncOptions {}

/** The options of `adaptTransformer`, with the signal and progress of every Async function. */
export interface AdaptTransformerAsyncOptions extends AdaptTransformerOptions, AsyncOptions {}

/**
 * `fitTransformer` off the calling thread: the same weights to the last bit, while events run here.
 *
 * It works in a worker, as `fitNetworkAsync` does.
 *
 * Cost: that of `fitTransformer` and of a copy of the texts.
 *
 * Source: as `fitTransformer`.
 *
 * @throws as `fitTransformer`, by rejecting the promise; the signal's reason if it aborts
 * @example
 * const tiny = { width: 8, heads: 2, layers: 1, seed: 1 };
 * const fromVerbs = await fitTransformerAsync(verbs, tiny);
 * fromVerbs.weights["0.q"]; // 8 × 8
 */
export async function fitTransformerAsync(
  texts: readonly string[],
  options: FitTransformerAsyncOptions = {},
): Promise<Transformer> {
  checkTexts(texts);
  checkOptions(
    options,
    { ...fitTransformerOptionNames, ...asyncOptionNames },
    "fitTransformerAsync",
  );
  const { signal, onProgress, ...own } = options;
  const run = { signal, onProgress };
  return runStepsOffThread("fitTransformer", fitTransformerSteps, [texts, own], run);
}

/**
 * `adaptTransformer` off the calling thread: the same update to the last bit, while events run here.
 *
 * It works in a worker, on copies of the model and the texts, as `fitNetworkAsync` does.
 *
 * Cost: that of `adaptTransformer` and of the copies.
 *
 * Source: as `adaptTransformer`.
 *
 * @throws as `adaptTransformer`, by rejecting the promise; the signal's reason if it aborts
 * @example
 * const inWorker = await adaptTransformerAsync(languageModel, verbs, { rank: 2 });
 * inWorker.parameters; // 128
 */
export async function adaptTransformerAsync(
  model: Transformer,
  texts: readonly string[],
  options: AdaptTransformerAsyncOptions = {},
): Promise<TransformerAdaptation> {
  checkTransformer(model);
  checkTexts(texts);
  checkOptions(
    options,
    { ...adaptTransformerOptionNames, ...asyncOptionNames },
    "adaptTransformerAsync",
  );
  const { signal, onProgress, ...own } = options;
  const run = { signal, onProgress };
  return runStepsOffThread("adaptTransformer", adaptTransformerSteps, [model, texts, own], run);
}
