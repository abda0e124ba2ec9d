import { asyncOptionNames, type AsyncOptions } from "../base/asyncOptions";
import { checkFields } from "../base/checkFields";
import { checkOptions } from "../base/checkOptions";
import { asPart, type Steps } from "../base/steps";
import { runStepsOffThread } from "../linalg/offThread/runOffThread";
import type { SparseMatrix } from "../linalg/sparseMatrix";
import type { CorpusCounts } from "./corpusCounts";
import { numberTermsSteps, type EncodedTexts } from "./encodedTexts";
import { resolveEncodeOptions, tfidfOptionNames } from "./reading/encodeOptions";
import {
  fitTfidf,
  fitTransformTfidf,
  transformTfidf,
  type TfidfModel,
  type TfidfOptions,
} from "./tfidf";

/** The options of `fitTfidf`, with the signal and progress of every Async function. */
export interface TfidfAsyncOptions extends TfidfOptions, AsyncOptions {}

const optionNames = { ...tfidfOptionNames, ...asyncOptionNames } satisfies Record<
  keyof TfidfAsyncOptions,
  true
>;

/**
 * `fitTfidf` off the calling thread: the same model to the last bit, while events run here.
 *
 * It works in a worker, on a copy of the texts; where the platform has no workers, on the calling
 * thread, with events between two parts of the texts. It pays from some million characters on,
 * which take a tenth of a second.
 *
 * Cost: that of `fitTfidf`, and of copying the texts: a millisecond a million characters on the
 * calling thread.
 *
 * Source: as `fitTfidf`.
 *
 * @throws as `fitTfidf`, by rejecting the promise; the signal's reason if it aborts
 * @example
 * const fitted = await fitTfidfAsync(["red fish", "red wine"]);
 * fitted.terms; // ["fish", "red", "wine"]
 */
export async function fitTfidfAsync(
  source: readonly string[] | EncodedTexts | CorpusCounts,
  options: TfidfAsyncOptions = {},
): Promise<TfidfModel> {
  checkOptions(options, optionNames, "fitTfidfAsync");
  const { signal, onProgress, ...tfidf } = options;
  const run = { signal, onProgress };
  return withOwnEncoding(await runStepsOffThread("fitTfidf", fitTfidfSteps, [source, tfidf], run));
}

/**
 * `fitTransformTfidf` off the calling thread: the same model and rows to the last bit, while events
 * run here.
 *
 * It works as `fitTfidfAsync` does.
 *
 * Cost: that of `fitTransformTfidf`, and of copying the texts.
 *
 * @throws as `fitTransformTfidf`, by rejecting the promise; the signal's reason if it aborts
 * @example
 * const fitted = await fitTransformTfidfAsync(texts, { minDocumentFrequency: 2 });
 * fitted.matrix.rows; // 480
 */
export async function fitTransformTfidfAsync(
  source: readonly string[] | EncodedTexts,
  options: TfidfAsyncOptions = {},
): Promise<{ model: TfidfModel; matrix: SparseMatrix }> {
  checkOptions(options, optionNames, "fitTransformTfidfAsync");
  const { signal, onProgress, ...tfidf } = options;
  const run = { signal, onProgress };
  const steps = fitTransformTfidfSteps;
  const { model, matrix } = await runStepsOffThread(
    "fitTransformTfidf",
    steps,
    [source, tfidf],
    run,
  );
  return { model: withOwnEncoding(model), matrix };
}

/**
 * `transformTfidf` off the calling thread, texts × terms: the same rows to the last bit, while
 * events run here.
 *
 * It works as `fitTfidfAsync` does, on copies of the model and the texts.
 *
 * Cost: that of `transformTfidf`, and of copying the texts and the model's terms.
 *
 * Source: as `transformTfidf`.
 *
 * @returns texts × terms
 * @throws as `transformTfidf`, by rejecting the promise; the signal's reason if it aborts
 * @example
 * const fitted = fitTfidf(["red fish", "red wine"]);
 * await transformTfidfAsync(fitted, ["red car"]); // [[0, 1, 0]]
 */
export async function transformTfidfAsync(
  model: TfidfModel,
  source: readonly string[] | EncodedTexts,
  options: AsyncOptions = {},
): Promise<SparseMatrix> {
  checkOptions(options, asyncOptionNames, "transformTfidfAsync");
  return runStepsOffThread("transformTfidf", transformTfidfSteps, [model, source], options);
}

/** What the worker of `fitTfidfAsync` does. */
export function* fitTfidfSteps(
  source: readonly string[] | EncodedTexts | CorpusCounts,
  options: TfidfOptions,
): Steps<TfidfModel> {
  return fitTfidf(yield* numberPlain(source, options), options);
}

/** What the worker of `fitTransformTfidfAsync` does. */
export function* fitTransformTfidfSteps(
  source: readonly string[] | EncodedTexts,
  options: TfidfOptions,
): Steps<{ model: TfidfModel; matrix: SparseMatrix }> {
  return fitTransformTfidf(yield* numberPlain(source, options), options);
}

/** What the worker of `transformTfidfAsync` does. */
export function* transformTfidfSteps(
  model: TfidfModel,
  source: readonly string[] | EncodedTexts,
): Steps<SparseMatrix> {
  checkFields(model, ["terms", "idf"], "model", "fitTfidf(texts)");
  const { encoding } = model;
  return transformTfidf(model, encoding ? yield* numberPlain(source, encoding) : source);
}

/** Numbers the terms of plain texts, most of the work, in steps. */
function* numberPlain<Source>(
  source: readonly string[] | Source,
  options: TfidfOptions,
): Steps<EncodedTexts | Source> {
  if (!Array.isArray(source)) return source as Source;
  return yield* asPart(numberTermsSteps(source as readonly string[], options), 0, 0.7);
}

/** A model as `fitTfidf` makes it here: what belongs to its options is made once, not a text. */
export function withOwnEncoding(model: TfidfModel): TfidfModel {
  const { encoding } = model;
  return { ...model, encoding: encoding && resolveEncodeOptions(encoding) };
}
