import { checkList } from "../base/checkList";
import { checkOptions } from "../base/checkOptions";
import type { MatrixInput } from "../base/readMatrix";
import { drawLabels } from "../classify/drawLabels";
import { checkColumns, checkTrainingSet, type Features } from "../classify/features";
import { stratifiedFolds, type Split } from "../classify/folds";
import { meanAndStandardError, type MeanAndStandardError } from "../base/meanAndStandardError";
import { checkTraining } from "../classify/softmax/trainLogisticRegression";
import { SparseMatrix, asSparse } from "../linalg/sparseMatrix";
import { yieldToEvents } from "../base/yieldToEvents";
import { checkRanks } from "./folds/checkRanks";
import { asMatrix } from "../linalg/asMatrix";
import { runOffThread } from "../linalg/offThread/runOffThread";
import { asDense } from "../linalg/denseMatrix";
import { checkFinite } from "../linalg/finiteEntries";
import {
  countRight,
  countRightHeldOut,
  takeRows,
  type CountsRight,
  type GridOptions,
  type LabelledFeatures,
  type LabelledRows,
} from "./folds/fewLabelGrid";
import { chooseBestRank } from "./rankCurve";
import { classifierTolerance } from "./folds/scoreFold";
import { throwIfStopped, type StopSignal } from "../base/stopSignal";

export interface FewLabelsOptions {
  /**
   * Numbers of labelled rows to draw from each class, each at least 2, such as [5, 10, 30, 100].
   */
  labelsPerClass: readonly number[];
  /**
   * Ranks to try, as numbers of leading columns; default all columns, which is all that a sparse
   * matrix allows.
   */
  ranks?: readonly number[];
  /** Inverse penalties (scikit-learn's C) to choose from, ascending; default [3, 30]. */
  inversePenalties?: readonly number[];
  /** Draws of labels, at least 2; default 10. */
  draws?: number;
  /**
   * Folds among the labelled rows, to choose the penalty and the rank by; default 5, and no more
   * than the labels a class.
   */
  folds?: number;
  /**
   * Seed of draws and folds; default 0. The draws are the same for all features of the same labels.
   */
  seed?: number;
  /**
   * Scale the leading columns of each row to length 1; default true for dense features. Sparse ones
   * are taken as they are.
   */
  unitRows?: boolean;
  /** Rows to test on; default those that were not drawn. */
  test?: LabelledRows;
  /**
   * Threads that share the work; default: the machine's cores, at most 8. The scores are the same
   * for any number.
   */
  threads?: number;
  /** Called after each draw. */
  onProgress?: (progress: {
    labelsPerClass: number;
    draw: number;
    done: number;
    total: number;
  }) => void;
  /** Stops the work; the promise is then rejected with the signal's reason. */
  signal?: StopSignal;
}

/** A score over draws: mean and standard error. */
export interface DrawnScore extends MeanAndStandardError {
  /** The score of each draw, in order. */
  readonly draws: readonly number[];
}

/** How one rank did with few labels. */
export interface FewLabelsRankScore {
  readonly rank: number;
  /**
   * Share of the test rows classified right, 0 … 1; the penalty was chosen on the labels of each
   * draw.
   */
  readonly accuracy: DrawnScore;
  /**
   * The same with the one penalty that did best on the test rows: what a reader with all labels
   * would have picked, and so too good.
   */
  readonly hindsight: DrawnScore;
}

/** What a number of labels a class is good for, by rank. */
export interface FewLabelsScore {
  readonly labelsPerClass: number;
  /** One entry a rank, ascending. */
  readonly scores: readonly FewLabelsRankScore[];
  /**
   * The rank with the highest mean accuracy on the test rows (the smallest of equals): known in
   * hindsight only.
   */
  readonly bestRank: number;
  /** Rank and penalty both chosen by cross-validation on the labels of each draw. */
  readonly chosen: {
    readonly accuracy: DrawnScore;
    /** The rank that each draw chose. */
    readonly ranks: readonly number[];
    /**
     * Share of the labelled rows that were right when held out, by which each draw chose: the
     * labels alone can compare features of other preparations by it.
     */
    readonly heldOut: readonly number[];
  };
}

/** Relative distance from the minimum at which classifiers that only help to choose may stop. */
const choosingTolerance = (): number => 1e-4;

/** What one draw yields: numbers of right answers by penalty and rank. */
interface DrawResult {
  readonly right: CountsRight;
  readonly rightHeldOut: CountsRight;
  readonly testRows: number;
  readonly labelledRows: number;
}

/**
 * Scores each rank with few labels: logistic regression on the leading columns of features that
 * needed no labels, trained on a few rows a class, and tested on the others.
 *
 * The rows are drawn several times; `draws` and standard errors are over these. Each draw deals its
 * labelled rows into folds: the share of them that is right when held out chooses the penalty at
 * each rank, and rank and penalty together (of equals the smallest rank, then the smallest C). Test
 * labels take part in no choice but `bestRank` and `hindsight`. Calls with other features and the
 * same labels and seed draw the same rows, so that differences can be taken draw by draw.
 *
 * Features of all rows, test rows included, make this transductive: texts without labels help to
 * find the dimensions. Pass `test` for rows that the factorisation has not seen.
 *
 * Cost a draw and penalty: folds + 1 classifiers a rank on labelsPerClass · classes rows, each
 * starting from the rank before, and one pass over the test rows a rank; off the calling thread, as
 * `truncatedSvdAsync`.
 *
 * @param source - the features, rows × columns: coordinates, whose first k columns are those of rank k, or the
 *   sparse matrix itself
 * @param labels - one a row
 * @throws RangeError if a rank exceeds the columns, a class has too few rows, an option is out of
 *   range, or shapes do not fit
 * @example
 * const options = { labelsPerClass: [10], ranks: [5, 10, 20], draws: 3, seed: 0 };
 * const [ten] = await scoreFewLabels(coordinates, labels, options);
 * ten.bestRank; // 20
 */
export async function scoreFewLabels(
  source: MatrixInput,
  labels: readonly string[],
  options: FewLabelsOptions,
): Promise<FewLabelsScore[]> {
  const features = asMatrix(source, "features");
  checkOptions(options, knownOptions, "scoreFewLabels", "{ labelsPerClass: [5, 10, 30] }");
  const test = options.test && asTest(options.test, features);
  const { signal, onProgress, ...plain } = options;
  const own = { ...plain, test };
  return runOffThread("scoreFewLabels", [features, labels, own], { signal, onProgress }, () =>
    scoreFewLabelsHere(features, labels, { ...options, test }),
  );
}

/** The same on this thread. */
export async function scoreFewLabelsHere(
  features: Features,
  labels: readonly string[],
  options: Omit<FewLabelsOptions, "test"> & { test?: LabelledFeatures },
): Promise<FewLabelsScore[]> {
  const { test } = options;
  const grid = prepareGrid(features, labels, options, test);
  const { labelsPerClass, draws = 10, seed = 0 } = options;
  const scores: FewLabelsScore[] = [];
  for (const perClass of labelsPerClass) {
    const results: DrawResult[] = [];
    for (const split of drawLabels(labels, { perClass, draws, seed })) {
      results.push(
        scoreDraw({ features, labels }, split, grid, {
          test,
          seed: options.seed,
          folds: Math.min(options.folds ?? 5, perClass),
        }),
      );
      const done = scores.length * draws + results.length;
      options.onProgress?.({
        labelsPerClass: perClass,
        draw: results.length,
        done,
        total: labelsPerClass.length * draws,
      });
      await yieldToEvents(options.signal);
    }
    scores.push(summariseDraws(perClass, grid.ranks, results));
  }
  return scores;
}

function scoreDraw(
  all: LabelledFeatures,
  { train, test }: Split,
  grid: GridOptions,
  { folds, seed, test: others }: { folds: number; seed?: number; test?: LabelledFeatures },
): DrawResult {
  const labelled = takeRows(all, train);
  const tested = others ?? takeRows(all, test);
  return {
    right: countRight(labelled, tested, grid),
    rightHeldOut: countRightHeldOut(labelled, stratifiedFolds(labelled.labels, { folds, seed }), {
      ...grid,
      tolerance: choosingTolerance,
    }),
    testRows: tested.labels.length,
    labelledRows: labelled.labels.length,
  };
}

function summariseDraws(
  labelsPerClass: number,
  ranks: readonly number[],
  results: readonly DrawResult[],
): FewLabelsScore {
  const scores = ranks.map((rank, r) => ({
    rank,
    accuracy: summarise(results.map((draw) => accuracyOf(draw, choosePenalty(draw, r), r))),
    hindsight: scoreHindsight(results, r),
  }));
  const chosen = results.map((draw) => {
    const heldOut = ranks.map((_, r) => draw.rightHeldOut[choosePenalty(draw, r)][r]);
    return heldOut.indexOf(Math.max(...heldOut));
  });
  return {
    labelsPerClass,
    scores,
    bestRank: chooseBestRank(scores),
    chosen: {
      accuracy: summarise(chosen.map((r, at) => scores[r].accuracy.draws[at])),
      ranks: chosen.map((r) => ranks[r]),
      heldOut: results.map((draw, at) => {
        const right = draw.rightHeldOut[choosePenalty(draw, chosen[at])][chosen[at]];
        return right / draw.labelledRows;
      }),
    },
  };
}

/** The penalty that is right most often on held-out labelled rows; the smallest C of equals. */
function choosePenalty({ rightHeldOut }: DrawResult, r: number): number {
  const counts = rightHeldOut.map((byRank) => byRank[r]);
  return counts.indexOf(Math.max(...counts));
}

function scoreHindsight(results: readonly DrawResult[], r: number): DrawnScore {
  const byPenalty = results[0].right.map((_, c) =>
    summarise(results.map((draw) => accuracyOf(draw, c, r))),
  );
  return byPenalty.reduce((best, score) => (score.mean > best.mean ? score : best));
}

const accuracyOf = ({ right, testRows }: DrawResult, c: number, r: number): number =>
  right[c][r] / testRows;

const summarise = (draws: readonly number[]): DrawnScore => ({
  ...meanAndStandardError(draws),
  draws,
});

const knownOptions = {
  labelsPerClass: true,
  ranks: true,
  inversePenalties: true,
  draws: true,
  folds: true,
  seed: true,
  unitRows: true,
  test: true,
  threads: true,
  onProgress: true,
  signal: true,
} satisfies Record<keyof FewLabelsOptions, true>;

/** Test rows in the form of the others. */
function asTest({ features, labels }: LabelledRows, like: Features): LabelledFeatures {
  checkList(labels, "test.labels", "strings, one a row");
  const found = asMatrix(features, "test.features");
  return {
    labels,
    features:
      like instanceof SparseMatrix
        ? asSparse(found, "test.features")
        : asDense(found, "test.features"),
  };
}

function prepareGrid(
  features: Features,
  labels: readonly string[],
  options: Omit<FewLabelsOptions, "test">,
  test?: LabelledFeatures,
): GridOptions {
  const {
    labelsPerClass,
    draws = 10,
    folds = 5,
    inversePenalties = [3, 30],
    unitRows = true,
    threads,
    signal,
  } = options;
  throwIfStopped(signal);
  const index = checkTrainingSet(features, labels);
  if (inversePenalties.length === 0)
    throw new RangeError("0 inverse penalties to choose from; pass some, such as [3, 30]");
  for (const inversePenalty of inversePenalties) checkTraining(index, inversePenalty);
  checkList(labelsPerClass, "labelsPerClass", "whole numbers, such as [5, 10, 30]");
  if (labelsPerClass.length === 0)
    throw new RangeError("0 numbers of labels to try; pass some, such as [5, 10, 30]");
  const few = labelsPerClass.find((count) => !Number.isInteger(count) || count < 2);
  if (few !== undefined)
    throw new RangeError(
      `${few} labels a class cannot be cross-validated; choose whole numbers from 2 up`,
    );
  if (!Number.isInteger(draws) || draws < 2)
    throw new RangeError(
      `draws ${draws} is not a whole number of at least 2, which a standard error needs; choose for example 10`,
    );
  if (!Number.isInteger(folds) || folds < 2)
    throw new RangeError(
      `folds ${folds} is not a whole number of at least 2; choose for example 5`,
    );
  if (test) checkTest(test, features);
  return {
    ranks: fitRanks(features, options.ranks),
    inversePenalties: [...inversePenalties].sort((a, b) => a - b),
    unitRows,
    tolerance: classifierTolerance,
    threads,
    signal,
  };
}

function fitRanks(features: Features, ranks: readonly number[] = [features.columns]): number[] {
  const sorted = checkRanks(ranks);
  const largest = sorted[sorted.length - 1];
  if (largest > features.columns)
    throw new RangeError(
      `rank ${largest} exceeds the ${features.columns} columns; choose ranks from 1 to ${features.columns}`,
    );
  if (features instanceof SparseMatrix && sorted.join() !== String(features.columns)) {
    throw new RangeError(
      `ranks ${sorted.join(", ")} of a sparse matrix are not its ${features.columns} columns; leave ranks out, or pass coordinates`,
    );
  }
  return sorted;
}

function checkTest(test: LabelledFeatures, features: Features): void {
  checkFinite(test.features, "test.features");
  checkColumns(test.features, features.columns);
  if (test.labels.length !== test.features.rows || test.labels.length === 0)
    throw new RangeError(
      `${test.features.rows} test rows have ${test.labels.length} labels; pass one label a row, and at least one row`,
    );
}
