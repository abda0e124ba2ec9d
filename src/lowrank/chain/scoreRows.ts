import type { StopSignal } from "../base/stopSignal";
import type { Features } from "../classify/features";
import { stratifiedFolds } from "../classify/folds";
import type { LogisticRegression } from "../classify/logisticModel";
import { fitLogisticRegression, predictLogisticRegression } from "../classify/logisticRegression";
import { accuracy, macroF1 } from "../classify/metrics";
import { projectRows } from "../linalg/coordinates";
import type { DenseMatrix } from "../linalg/denseMatrix";
import { cumulativeEnergy, energy } from "../linalg/frobenius";
import { takeColumns } from "../linalg/takeRank";
import { truncatedSvd } from "../linalg/truncatedSvd";
import { weighFold, type FoldWeights, type ScoringWeights } from "../rank/folds/foldWeights";
import { checkRanks } from "../rank/folds/checkRanks";
import {
  emptyScores,
  summariseGrid,
  type FoldResult,
  type FoldScores,
} from "../rank/folds/summariseGrid";
import { summariseFolds, type FoldScore, type PenaltyCurve } from "../rank/rankCurve";
import { lengthFactors, measureNegligibleLength } from "./chainFeatures";
import { learnPreparation, prepareRows, selectFeatures, type Preparation } from "./rowPreparation";
import { yieldToEvents } from "../base/yieldToEvents";

/** Rows, their labels, and how a chain is fitted on the training part of a fold. */
export interface RowScoring {
  readonly features: Features;
  readonly labels: readonly string[];
  readonly weights: ScoringWeights;
  readonly preparation: Preparation;
  readonly folds: number;
  readonly seed?: number;
  readonly unitRows: boolean;
  readonly threads?: number;
  readonly signal?: StopSignal;
}

/** Relative distance of the objective from its minimum at which a fold's classifier may stop. */
const scoringTolerance = 1e-6;

/** A fold's two parts, prepared by what was learnt from the training rows. */
interface PreparedFold {
  readonly train: Features;
  readonly trainLabels: readonly string[];
  readonly test: Features;
  readonly testLabels: readonly string[];
  readonly weights: FoldWeights;
}

/**
 * Scores each rank with each penalty on held-out rows: preparation → truncated SVD → logistic
 * regression, all three fitted on each fold's training rows alone.
 *
 * Cost a fold: one truncated SVD at the largest rank, and one logistic regression a rank and penalty.
 *
 * @throws RangeError if a rank does not fit the training part of a fold
 */
export async function scoreRowGrid(
  scoring: RowScoring,
  ranks: readonly number[],
  inversePenalties: readonly number[],
  onStep: () => void,
): Promise<PenaltyCurve[]> {
  const ascending = checkRanks(ranks);
  const folds: FoldResult[] = [];
  for (const [fold, prepared] of prepareFolds(scoring)) {
    const steps = scoreFoldOfRows(prepared, ascending, fold, { ...scoring, inversePenalties });
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) {
        folds.push(step.value);
        break;
      }
      onStep();
      await yieldToEvents(scoring.signal);
    }
  }
  return summariseGrid(ascending, inversePenalties, folds);
}

/** Scores the chain without SVD on the same folds. */
export async function scoreAllColumns(
  scoring: RowScoring,
  inversePenalty: number,
  onStep: () => void,
): Promise<FoldScore> {
  const { threads, signal } = scoring;
  const scores: number[] = [];
  for (const [, { train, trainLabels, test, testLabels, weights }] of prepareFolds(scoring)) {
    const sampleWeights = weights.train;
    const options = { inversePenalty, tolerance: scoringTolerance, threads, signal, sampleWeights };
    const classifier = fitLogisticRegression(train, trainLabels, options);
    const predicted = predictLogisticRegression(classifier, test);
    scores.push(accuracy({ actual: testLabels, predicted, weights: weights.test }));
    onStep();
    await yieldToEvents(signal);
  }
  return summariseFolds(scores);
}

/** Most that the smallest training part can be factored to: min(rows, columns). */
export function largestRowRank({ features, labels, folds, seed }: RowScoring): number {
  const sizes = stratifiedFolds(labels, { folds, seed }).map(({ train }) => train.length);
  return Math.min(features.columns, ...sizes);
}

function* prepareFolds(scoring: RowScoring): Generator<[fold: number, PreparedFold]> {
  const { features, labels, preparation, folds, seed } = scoring;
  for (const [fold, split] of stratifiedFolds(labels, { folds, seed }).entries()) {
    const labelsOf = (rows: Int32Array): string[] => Array.from(rows, (row) => labels[row]);
    const train = selectFeatures(features, split.train);
    const learnt = learnPreparation(train, preparation);
    yield [
      fold + 1,
      {
        train: prepareRows(train, learnt),
        trainLabels: labelsOf(split.train),
        test: prepareRows(selectFeatures(features, split.test), learnt),
        testLabels: labelsOf(split.test),
        weights: weighFold(labels, split, scoring.weights, fold + 1),
      },
    ];
  }
}

/** Yields after the factorisation, and after each rank with each penalty. */
function* scoreFoldOfRows(
  fold: PreparedFold,
  ranks: readonly number[],
  number: number,
  scoring: RowScoring & { inversePenalties: readonly number[] },
): Generator<void, FoldResult> {
  const { seed, threads } = scoring;
  const started = performance.now();
  const largest = ranks[ranks.length - 1];
  checkFits(largest, fold.train, number);
  const svd = truncatedSvd(fold.train, largest, { seed, threads, leftVectors: false });
  const coordinates = { train: projectRows(svd, fold.train), test: projectRows(svd, fold.test) };
  const kept = cumulativeEnergy(svd.singularValues, energy(fold.train));
  const factorisationSeconds = (performance.now() - started) / 1000;
  yield;
  const scores: FoldScores[] = [];
  for (const inversePenalty of scoring.inversePenalties)
    scores.push(yield* scoreRanks(fold, coordinates, ranks, { ...scoring, inversePenalty }));
  return { scores, explainedEnergy: ranks.map((k) => kept[k - 1]), factorisationSeconds };
}

/** Each rank's classifier starts from the one before; yields after each. */
function* scoreRanks(
  { trainLabels, testLabels, weights }: PreparedFold,
  coordinates: { readonly train: DenseMatrix; readonly test: DenseMatrix },
  ranks: readonly number[],
  scoring: RowScoring & { inversePenalty: number },
): Generator<void, FoldScores> {
  const { unitRows, inversePenalty, threads, signal } = scoring;
  const scores = emptyScores();
  let initial: LogisticRegression | undefined;
  for (const rank of ranks) {
    const started = performance.now();
    const leading = leadingCoordinates(coordinates.train, coordinates.test, rank, unitRows);
    initial = fitLogisticRegression(leading.train, trainLabels, {
      inversePenalty,
      tolerance: scoringTolerance,
      sampleWeights: weights.train,
      threads,
      signal,
      initial,
    });
    const predicted = predictLogisticRegression(initial, leading.test);
    const scored = { actual: testLabels, predicted, weights: weights.test };
    scores.accuracy.push(accuracy(scored));
    scores.macroF1.push(macroF1(scored));
    scores.seconds.push((performance.now() - started) / 1000);
    yield;
  }
  return scores;
}

function leadingCoordinates(
  trainRows: DenseMatrix,
  testRows: DenseMatrix,
  rank: number,
  unitRows: boolean,
): { train: DenseMatrix; test: DenseMatrix } {
  const [train, test] = [takeColumns(trainRows, rank), takeColumns(testRows, rank)];
  if (unitRows) {
    const negligible = measureNegligibleLength(train);
    for (const part of [train, test]) {
      const factors = lengthFactors(part, negligible);
      for (let at = 0; at < part.data.length; at++) part.data[at] *= factors[Math.floor(at / rank)];
    }
  }
  return { train, test };
}

function checkFits(rank: number, train: Features, fold: number): void {
  const limit = Math.min(train.rows, train.columns);
  if (rank > limit)
    throw new RangeError(
      `rank ${rank} exceeds min(${train.rows} rows, ${train.columns} columns) in the training part of fold ${fold}; choose ranks from 1 to ${limit}`,
    );
}
