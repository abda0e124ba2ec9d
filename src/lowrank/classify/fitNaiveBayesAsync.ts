import { asyncOptionNames, type AsyncOptions } from "../base/asyncOptions";
import { checkOptions } from "../base/checkOptions";
import type { MatrixInput } from "../base/readMatrix";
import { asMatrix } from "../linalg/asMatrix";
import { runStepsOffThread } from "../linalg/offThread/runOffThread";
import {
  fitNaiveBayesSteps,
  naiveBayesOptionNames,
  type NaiveBayes,
  type NaiveBayesOptions,
} from "./naiveBayes";

/** The options of `fitNaiveBayes`, with the signal and progress of every Async function. */
export interface NaiveBayesAsyncOptions extends NaiveBayesOptions, AsyncOptions {}

const optionNames = { ...naiveBayesOptionNames, ...asyncOptionNames } satisfies Record<
  keyof NaiveBayesAsyncOptions,
  true
>;

/**
 * `fitNaiveBayes` off the calling thread: the same model to the last bit, while events run here.
 *
 * It works in a worker, on a copy of the features, as `truncatedSvdAsync` does; where the platform
 * has no workers, on the calling thread, with events between some rows and the next. It pays from
 * some ten million entries on: fewer take no longer than the copy.
 *
 * Cost: that of `fitNaiveBayes` and of the copy, see `truncatedSvdAsync`.
 *
 * Source: as `fitNaiveBayes`.
 *
 * @param source - the features, documents × terms, nothing below 0: a matrix of any kind but an
 *   operator
 * @param labels - one a document
 * @throws as `fitNaiveBayes`, by rejecting the promise; the signal's reason if it aborts
 * @example
 * const fitted = await fitNaiveBayesAsync(counts, labels, { smoothing: 0.1 });
 * predictNaiveBayes(fitted, countTerms(vocabulary, ["What do I cook tonight?"])); // ["cooking"]
 */
export async function fitNaiveBayesAsync(
  source: MatrixInput,
  labels: readonly string[],
  options: NaiveBayesAsyncOptions = {},
): Promise<NaiveBayes> {
  const features = asMatrix(source, "features");
  checkOptions(options, optionNames, "fitNaiveBayesAsync");
  const { signal, onProgress, ...own } = options;
  const run = { signal, onProgress };
  return runStepsOffThread("fitNaiveBayes", fitNaiveBayesSteps, [features, labels, own], run);
}
