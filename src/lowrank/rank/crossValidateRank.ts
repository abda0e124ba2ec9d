import { checkOptions } from "../base/checkOptions";
import { yieldToEvents } from "../base/yieldToEvents";
import { fitLogisticRegression, predictLogisticRegression } from "../classify/logisticRegression";
import { accuracy, macroF1, type Predictions } from "../classify/metrics";
import { runOffThread } from "../linalg/offThread/runOffThread";
import type { EncodedTexts } from "../text/encodedTexts";
import { fitTfidf, transformTfidf } from "../text/tfidf";
import { crossValidateGrid } from "./folds/crossValidateGrid";
import {
  crossValidationOptionNames,
  rankOptionNames,
  type CrossValidateRankOptions,
  type CrossValidationOptions,
} from "./folds/crossValidationOptions";
import { holdOutTexts } from "./folds/holdOutTexts";
import { classifierTolerance, divideFold } from "./folds/scoreFold";
import { summariseFolds, type RankCurve, type RankScore } from "./rankCurve";

/**
 * Scores each rank by cross-validation: TF-IDF → truncated SVD → logistic regression, on documents
 * that none of the three has seen.
 *
 * Vocabulary, weights and SVD are fitted inside each fold on its training documents alone. Each
 * fold is factored once, at the largest rank; every smaller rank is a slice of that. A rank's
 * classifier starts from the previous rank's. Which other ranks are tried moves a score by less than
 * a tenth of its standard error, or by the two or three documents that lie on a border. With rows
 * of length 1, a text of which less than 1e-4 falls into the space becomes zeros.
 *
 * Weights count where the classifiers are trained, "balanced" by the classes of each fold's
 * training part. Scores count every held-out document alike, unless `weighScores` is set.
 *
 * Cost a fold: one truncated SVD at the largest rank, and one logistic regression a rank, all of it
 * off the calling thread, as `truncatedSvdAsync`. Folds that take longer than a moment are scored
 * side by side, a worker each, with memory for each, and one that is left over by all threads
 * together; the scores do not depend on the number of threads. The workers are kept for five
 * minutes, with the memory that they took, for the next call; the process does not wait for them.
 *
 * @param source - the documents, as texts or encoded once by `encodeTexts`
 * @param labels - one a document
 * @throws RangeError if a rank does not fit the training part of a fold, a class has fewer
 *   documents than there are folds, lengths differ, or weights are out of range
 * @example
 * const curve = await crossValidateRank(texts, labels, { ranks: [5, 20], folds: 3, seed: 0 });
 * curve.bestRank; // 20
 */
export async function crossValidateRank(
  source: readonly string[] | EncodedTexts,
  labels: readonly string[],
  options: CrossValidateRankOptions,
): Promise<RankCurve> {
  checkOptions(options, rankOptionNames, "crossValidateRank", "{ ranks: [10, 50, 100] }");
  const { inversePenalty = 1, ...shared } = options;
  const [{ curve }] = await crossValidateGrid(source, labels, {
    ...shared,
    inversePenalties: [inversePenalty],
  });
  return curve;
}

/** Scores of a model without SVD. */
export type TfidfScores = Pick<RankScore, "accuracy" | "macroF1" | "seconds">;

/**
 * Scores logistic regression on the sparse TF-IDF rows themselves, on the same folds as
 * `crossValidateRank` with the same seed: the yardstick for what a low rank gives away.
 *
 * Cost a fold: one logistic regression with as many columns as terms, off the calling thread, as
 * `truncatedSvdAsync`.
 *
 * @throws RangeError as `crossValidateRank`
 * @example
 * const { accuracy } = await crossValidateTfidf(texts, labels, { folds: 3, seed: 0 });
 * accuracy.mean; // 0.5…
 */
export async function crossValidateTfidf(
  source: readonly string[] | EncodedTexts,
  labels: readonly string[],
  options: CrossValidationOptions = {},
): Promise<TfidfScores> {
  checkOptions(options, crossValidationOptionNames, "crossValidateTfidf");
  const { signal, onProgress, ...plain } = options;
  return runOffThread("crossValidateTfidf", [source, labels, plain], { signal, onProgress }, () =>
    crossValidateTfidfHere(source, labels, options),
  );
}

/** The same on this thread. */
export async function crossValidateTfidfHere(
  source: readonly string[] | EncodedTexts,
  labels: readonly string[],
  options: CrossValidationOptions,
): Promise<TfidfScores> {
  const documents = holdOutTexts(source, labels, options, [options.inversePenalty ?? 1]);
  const { splits } = documents;
  const started = performance.now();
  const scores: Predictions[] = [];
  for (const fold of splits.keys()) {
    const { trainTexts, trainLabels, testTexts, testLabels, weights } = divideFold(documents, fold);
    const tfidf = fitTfidf(trainTexts, options.tfidf);
    const matrix = transformTfidf(tfidf, trainTexts);
    const model = fitLogisticRegression(matrix, trainLabels, {
      inversePenalty: options.inversePenalty,
      tolerance: classifierTolerance(matrix.columns),
      sampleWeights: weights.train,
      threads: options.threads,
      signal: options.signal,
    });
    scores.push({
      actual: testLabels,
      predicted: predictLogisticRegression(model, transformTfidf(tfidf, testTexts)),
      weights: weights.test,
    });
    options.onProgress?.({
      fold: fold + 1,
      folds: splits.length,
      done: fold + 1,
      total: splits.length,
    });
    await yieldToEvents(options.signal);
  }
  return {
    accuracy: summariseFolds(scores.map(accuracy)),
    macroF1: summariseFolds(scores.map(macroF1)),
    seconds: (performance.now() - started) / 1000,
  };
}
