import { indexClasses } from "../../classify/classIndex";
import type { Split } from "../../classify/folds";
import { accuracy, macroF1 } from "../../classify/metrics";
import { createNestedClassifier } from "../../classify/softmax/nestedClassifier";
import { projectRows } from "../../linalg/coordinates";
import type { DenseMatrix } from "../../linalg/denseMatrix";
import { cumulativeEnergy, energy } from "../../linalg/frobenius";
import { truncatedSvd } from "../../linalg/truncatedSvd";
import { selectTexts, type EncodedTexts } from "../../text/encodedTexts";
import { fitTfidf, transformTfidf, type TfidfOptions } from "../../text/tfidf";
import { weighFold, type FoldWeights, type ScoringWeights } from "./foldWeights";
import { emptyScores, type FoldResult, type FoldScores } from "./summariseGrid";
import type { StopSignal } from "../../base/stopSignal";

/** The two parts of a fold. */
export interface FoldDocuments {
  readonly trainTexts: EncodedTexts;
  readonly trainLabels: readonly string[];
  readonly testTexts: EncodedTexts;
  readonly testLabels: readonly string[];
  readonly weights: FoldWeights;
}

/** Documents that are held out fold by fold. */
export interface HeldOutTexts {
  readonly encoded: EncodedTexts;
  readonly labels: readonly string[];
  readonly splits: readonly Split[];
  readonly weights: ScoringWeights;
}

/** The documents of a fold, by its place in `splits`. */
export function divideFold(
  { encoded, labels, splits, weights }: HeldOutTexts,
  fold: number,
): FoldDocuments {
  const { train, test } = splits[fold];
  const select = (rows: Int32Array): string[] => Array.from(rows, (row) => labels[row]);
  return {
    trainTexts: selectTexts(encoded, train),
    trainLabels: select(train),
    testTexts: selectTexts(encoded, test),
    testLabels: select(test),
    weights: weighFold(labels, splits[fold], weights, fold + 1),
  };
}

export interface ScoreFoldOptions {
  /** Number of the fold, from 1, for messages. */
  fold: number;
  /** Seed of the factorisation; default 0. */
  seed?: number;
  tfidf?: TfidfOptions;
  /** Inverse penalties of the logistic regression. */
  inversePenalties: readonly number[];
  /** Scale coordinates to length 1; default true. */
  unitRows?: boolean;
  /** Relative error allowed in the singular values; default `factorTolerance`. */
  svdTolerance?: number;
  /** Threads that share the work; default: the machine's cores, at most 8. */
  threads?: number;
  signal?: StopSignal;
  /** Called after the factorisation, and after each rank with its number, penalty by penalty. */
  step: (rank?: number) => Promise<void>;
}

/**
 * Relative distance of a classifier's objective from its minimum: what the start, a model of another
 * rank, leaves behind then moves no score by more than a tenth of a standard error. The same
 * distance, spread over more columns, turns fewer predictions: 1e-8 up to 2 columns, 1e-6 from 200.
 */
export function classifierTolerance(columns: number): number {
  return Math.min(1e-6, Math.max(1e-8, 5e-9 * columns));
}

/**
 * Relative error of the singular values. The space of the vectors errs by about the root of it, and
 * what that turns is spread over `rank` directions: 1e-8 for one, 1e-6 from 100. Rows well inside
 * the space then point the right way to three digits, whatever the largest rank.
 */
export function factorTolerance(rank: number): number {
  return Math.min(1e-6, 1e-8 * rank);
}

/** Products of the basis vectors: what is left of them is far below the error of the space. */
export const basisOrthogonality = 1e-6;

/**
 * A row of which less than this share of the longest falls into the space: a text that shares no
 * word, directly or through others, with those that made the space. Its exact coordinates are 0; at
 * `factorTolerance` up to 3e-5 is left of it, a noise that depends on the largest rank.
 */
const negligibleRow = 1e-4;

/**
 * Fits TF-IDF and SVD on a fold's training documents, and one classifier a penalty and rank, and
 * scores them on its held-out ones.
 *
 * @param ranks - ascending
 * @throws RangeError if the largest rank does not fit the training documents
 */
export async function scoreFold(
  documents: FoldDocuments,
  ranks: readonly number[],
  options: ScoreFoldOptions,
): Promise<FoldResult> {
  const started = performance.now();
  const space = factorise(documents, Math.max(...ranks), options);
  const factorisationSeconds = (performance.now() - started) / 1000;
  await options.step();
  const scores: FoldScores[] = [];
  for (const inversePenalty of options.inversePenalties)
    scores.push(await scoreRanks(documents, space, ranks, { ...options, inversePenalty }));
  const explainedEnergy = ranks.map((rank) => space.shares[rank - 1]);
  return { scores, explainedEnergy, factorisationSeconds };
}

/** Scores every rank with one penalty; each rank's classifier starts from the one before. */
export async function scoreRanks(
  {
    trainLabels,
    testLabels,
    weights,
  }: Pick<FoldDocuments, "trainLabels" | "testLabels" | "weights">,
  { train, test }: FoldSpace,
  ranks: readonly number[],
  options: Pick<ScoreFoldOptions, "unitRows" | "threads" | "signal" | "step"> & {
    inversePenalty: number;
  },
): Promise<FoldScores> {
  const index = indexClasses(trainLabels);
  const scores = emptyScores();
  const classifier = createNestedClassifier(train, test, index, {
    inversePenalty: options.inversePenalty,
    unitRows: options.unitRows ?? true,
    negligibleRow,
    tolerance: classifierTolerance,
    sampleWeights: weights.train,
    threads: options.threads,
    signal: options.signal,
  });
  try {
    for (const rank of ranks) {
      const started = performance.now();
      const predicted = Array.from(classifier.predictFrom(rank), (k) => index.classes[k]);
      const scored = { actual: testLabels, predicted, weights: weights.test };
      scores.accuracy.push(accuracy(scored));
      scores.macroF1.push(macroF1(scored));
      scores.seconds.push((performance.now() - started) / 1000);
      await options.step(rank);
    }
  } finally {
    classifier.close();
  }
  return scores;
}

/** Both parts' coordinates, and the energy kept by rank. */
export interface FoldSpace {
  readonly train: DenseMatrix;
  readonly test: DenseMatrix;
  readonly shares: Float64Array;
}

/** Fits TF-IDF and SVD on the training documents. */
function factorise(
  { trainTexts, testTexts }: FoldDocuments,
  rank: number,
  options: ScoreFoldOptions,
): FoldSpace {
  const tfidf = fitTfidf(trainTexts, options.tfidf);
  const matrix = transformTfidf(tfidf, trainTexts);
  const limit = Math.min(matrix.rows, matrix.columns);
  if (rank > limit) {
    throw new RangeError(
      `rank ${rank} exceeds min(${matrix.rows} documents, ${matrix.columns} terms) in the training part of fold ${options.fold}; choose ranks from 1 to ${limit}`,
    );
  }
  const svd = truncatedSvd(matrix, rank, {
    seed: options.seed,
    tolerance: options.svdTolerance ?? factorTolerance(rank),
    orthogonality: basisOrthogonality,
    threads: options.threads,
    leftVectors: false,
  });
  return {
    // Not U Σ: training and held-out rows must enter the space in the same way, to the last digit.
    train: projectRows(svd, matrix),
    test: projectRows(svd, transformTfidf(tfidf, testTexts)),
    shares: cumulativeEnergy(svd.singularValues, energy(matrix)),
  };
}
