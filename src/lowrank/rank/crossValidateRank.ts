import { checkList } from "../base/checkList";
import { checkOptions } from "../base/checkOptions";
import { indexClasses } from "../classify/classIndex";
import { stratifiedFolds } from "../classify/folds";
import { fitLogisticRegression, predictLogisticRegression } from "../classify/logisticRegression";
import { accuracy, macroF1, type Predictions } from "../classify/metrics";
import { resolveRowWeights } from "../classify/rowWeights";
import { checkTraining } from "../classify/softmax/trainLogisticRegression";
import { cores, workersRefused } from "../jobs/runJob";
import { runOffThread } from "../linalg/offThread/runOffThread";
import { tfidfOptionNames } from "../text/reading/encodeOptions";
import { toEncoded, type EncodedTexts } from "../text/encodedTexts";
import { fitTfidf, transformTfidf, type TfidfOptions } from "../text/tfidf";
import { yieldToEvents } from "../base/yieldToEvents";
import { checkRanks } from "./folds/checkRanks";
import { scoreFolds, type FoldWork } from "./folds/scoreFolds";
import {
  chooseBestRank,
  chooseOneStandardErrorRank,
  summariseFolds,
  type RankCurve,
  type RankScore,
} from "./rankCurve";
import {
  classifierTolerance,
  divideFold,
  scoreFold,
  type FoldResult,
  type HeldOutTexts,
} from "./folds/scoreFold";
import { weightOptionNames, type ScoringWeights } from "./folds/foldWeights";
import { throwIfStopped, type StopSignal } from "../base/stopSignal";

/** How the documents are held out and what is fitted on the rest. */
export interface CrossValidationOptions extends ScoringWeights {
  /** Number of folds; default 5. */
  folds?: number;
  /** Seed of the folds and of the factorisation; default 0. */
  seed?: number;
  /** Tokens, vocabulary and weights; default `fitTfidf`'s own. */
  tfidf?: TfidfOptions;
  /** Inverse penalty of the logistic regression (scikit-learn's C); default 1. */
  inversePenalty?: number;
  /**
   * Threads that share the work; default: the machine's cores, at most 8. The scores are the same
   * for any number.
   */
  threads?: number;
  /** Called after each step. */
  onProgress?: (progress: CrossValidationProgress) => void;
  /** Stops the work; the promise is then rejected with the signal's reason. */
  signal?: StopSignal;
}

export interface CrossValidateRankOptions extends CrossValidationOptions {
  /** Ranks to try, in any order. */
  ranks: readonly number[];
  /**
   * Scale each document's coordinates to length 1 before classifying; default true: cosines, not
   * lengths, carry the topic.
   */
  unitRows?: boolean;
  /**
   * Relative error allowed in the singular values; default 1e-8 · largest rank, at most 1e-6,
   * which brings the accuracy to within a tenth of its standard error of what the exact factors give.
   */
  svdTolerance?: number;
}

const optionNames = {
  folds: true,
  seed: true,
  tfidf: true,
  inversePenalty: true,
  ...weightOptionNames,
  threads: true,
  onProgress: true,
  signal: true,
} satisfies Record<keyof CrossValidationOptions, true>;

const rankOptionNames = {
  ranks: true,
  unitRows: true,
  svdTolerance: true,
  ...optionNames,
} satisfies Record<keyof CrossValidateRankOptions, true>;

/** How far a cross-validation has come. */
export interface CrossValidationProgress {
  /** Fold just worked on, 1 … folds. */
  readonly fold: number;
  readonly folds: number;
  /** Rank just scored; undefined after the factorisation. */
  readonly rank?: number;
  /** Steps done and steps in all. */
  readonly done: number;
  readonly total: number;
}

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
  const { signal, onProgress, ...plain } = options;
  return runOffThread("crossValidateRank", [source, labels, plain], { signal, onProgress }, () =>
    crossValidateRankHere(source, labels, options),
  );
}

/** The same, directed from this thread. */
export async function crossValidateRankHere(
  source: readonly string[] | EncodedTexts,
  labels: readonly string[],
  options: CrossValidateRankOptions,
): Promise<RankCurve> {
  const ranks = checkRanks(options.ranks);
  const documents = prepare(source, labels, options);
  const { splits } = documents;
  const total = splits.length * (ranks.length + 1);
  let done = 0;
  const onStep = (fold: number, rank?: number): void =>
    options.onProgress?.({ fold: fold + 1, folds: splits.length, rank, done: ++done, total });
  const { seed, tfidf, inversePenalty, unitRows, svdTolerance, signal } = options;
  const work = {
    ...documents,
    ranks,
    options: { seed, tfidf, inversePenalty, unitRows, svdTolerance },
  };
  const workers = countWorkers(work, options.threads);
  const apart = workers > 1 ? foldsApart(splits.length, workers) : 0;
  const results =
    apart > 0
      ? await scoreFolds({ ...work, splits: splits.slice(0, apart) }, { workers, signal, onStep })
      : [];
  return summarise(ranks, [...results, ...(await scoreInTurn(work, apart, options, onStep))]);
}

/**
 * How many folds to score side by side: where one would be left over for a single worker, all
 * threads score it together in the end.
 */
function foldsApart(folds: number, workers: number): number {
  return folds % workers === 1 ? folds - 1 : folds;
}

/**
 * Tokens × largest rank × folds, about a second and a half on one thread: workers, which take half
 * a second to start and warm up, are worth it from here on.
 */
const workForWorkers = 3e7;

function countWorkers(
  { encoded, splits, ranks }: FoldWork,
  threads = Math.min(8, cores()),
): number {
  return workersRefused() ||
    encoded.ids.length * ranks[ranks.length - 1] * splits.length < workForWorkers
    ? 1
    : Math.min(threads, splits.length);
}

async function scoreInTurn(
  work: FoldWork,
  from: number,
  options: CrossValidateRankOptions,
  onStep: (fold: number, rank?: number) => void,
): Promise<FoldResult[]> {
  const results: FoldResult[] = [];
  for (let fold = from; fold < work.splits.length; fold++) {
    const step = async (rank?: number): Promise<void> => {
      onStep(fold, rank);
      await yieldToEvents(options.signal);
    };
    results.push(
      await scoreFold(divideFold(work, fold), work.ranks, {
        ...options,
        fold: fold + 1,
        step,
      }),
    );
  }
  return results;
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
  checkOptions(options, optionNames, "crossValidateTfidf");
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
  const documents = prepare(source, labels, options);
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

function prepare(
  source: readonly string[] | EncodedTexts,
  labels: readonly string[],
  options: CrossValidationOptions,
): HeldOutTexts {
  throwIfStopped(options.signal);
  checkOptions(options.tfidf, tfidfOptionNames, "tfidf");
  checkList(labels, "labels", "strings, one a document");
  const encoded = toEncoded(source, options.tfidf ?? {});
  if (encoded.count !== labels.length) {
    throw new RangeError(
      `${encoded.count} documents have ${labels.length} labels; give each document one label`,
    );
  }
  const index = indexClasses(labels);
  checkTraining(index, options.inversePenalty ?? 1);
  resolveRowWeights(index, options);
  const { classWeights, sampleWeights, weighScores } = options;
  return {
    encoded,
    labels,
    // As an array of its own, which can be sent to a worker.
    weights: {
      classWeights,
      sampleWeights: sampleWeights && Float64Array.from(sampleWeights),
      weighScores,
    },
    splits: stratifiedFolds(labels, { folds: options.folds ?? 5, seed: options.seed ?? 0 }),
  };
}

function summarise(ranks: readonly number[], results: readonly FoldResult[]): RankCurve {
  const scores = ranks.map((rank, i) => ({
    rank,
    accuracy: summariseFolds(results.map((fold) => fold.accuracy[i])),
    macroF1: summariseFolds(results.map((fold) => fold.macroF1[i])),
    explainedEnergy: summariseFolds(results.map((fold) => fold.explainedEnergy[i])),
    seconds: results.reduce((sum, fold) => sum + fold.seconds[i], 0),
  }));
  return {
    scores,
    bestRank: chooseBestRank(scores),
    oneStandardErrorRank: chooseOneStandardErrorRank(scores),
    folds: results.length,
    factorisationSeconds: results.reduce((sum, fold) => sum + fold.factorisationSeconds, 0),
  };
}
