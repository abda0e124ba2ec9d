import type { StopSignal } from "../base/stopSignal";
import type { Features } from "../classify/features";
import { stratifiedFolds } from "../classify/folds";
import type { LogisticRegression } from "../classify/logisticModel";
import { fitLogisticRegression, predictLogisticRegression } from "../classify/logisticRegression";
import { accuracy, macroF1, type Predictions } from "../classify/metrics";
import { meanAndStandardError } from "../classify/summary";
import { projectRows } from "../linalg/coordinates";
import type { DenseMatrix } from "../linalg/denseMatrix";
import { cumulativeEnergy, energy } from "../linalg/frobenius";
import { takeColumns } from "../linalg/takeRank";
import { truncatedSvd } from "../linalg/truncatedSvd";
import { weighFold, type FoldWeights, type ScoringWeights } from "../rank/folds/foldWeights";
import {
  chooseBestRank,
  chooseOneStandardErrorRank,
  type FoldScore,
  type RankCurve,
} from "../rank/rankCurve";
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

/** What one fold says of each rank. */
interface FoldScores {
  readonly predictions: readonly Predictions[];
  readonly shares: readonly number[];
  readonly seconds: readonly number[];
  readonly factorisationSeconds: number;
}

/**
 * Scores each rank on held-out rows: preparation → truncated SVD → logistic regression, all three
 * fitted on each fold's training rows alone.
 *
 * Cost a fold: one truncated SVD at the largest rank, and one logistic regression a rank.
 *
 * @throws RangeError if a rank does not fit the training part of a fold
 */
export async function scoreRowRanks(
  scoring: RowScoring,
  ranks: readonly number[],
  inversePenalty: number,
  onStep: () => void,
): Promise<RankCurve> {
  const ascending = checkRanks(ranks);
  const folds: FoldScores[] = [];
  for (const [fold, prepared] of prepareFolds(scoring)) {
    const steps = scoreRanksOfFold(prepared, ascending, fold, { ...scoring, inversePenalty });
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done) {
        folds.push(step.value);
        break;
      }
      onStep();
      await yieldToEvents(scoring.signal);
    }
  }
  return summarise(ascending, folds);
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
  return foldScore(scores);
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

/** Yields after the factorisation and after each rank. */
function* scoreRanksOfFold(
  { train, trainLabels, test, testLabels, weights }: PreparedFold,
  ranks: readonly number[],
  fold: number,
  scoring: RowScoring & { inversePenalty: number },
): Generator<void, FoldScores> {
  const { seed, threads, signal, unitRows, inversePenalty } = scoring;
  const started = performance.now();
  const largest = ranks[ranks.length - 1];
  checkFits(largest, train, fold);
  const svd = truncatedSvd(train, largest, { seed, threads, leftVectors: false });
  const [trainRows, testRows] = [projectRows(svd, train), projectRows(svd, test)];
  const kept = cumulativeEnergy(svd.singularValues, energy(train));
  const factorisationSeconds = (performance.now() - started) / 1000;
  yield;
  const predictions: Predictions[] = [];
  const seconds: number[] = [];
  let initial: LogisticRegression | undefined;
  for (const rank of ranks) {
    const from = performance.now();
    const leading = leadingCoordinates(trainRows, testRows, rank, unitRows);
    const options = {
      inversePenalty,
      tolerance: scoringTolerance,
      sampleWeights: weights.train,
      threads,
      signal,
      initial,
    };
    initial = fitLogisticRegression(leading.train, trainLabels, options);
    const predicted = predictLogisticRegression(initial, leading.test);
    predictions.push({ actual: testLabels, predicted, weights: weights.test });
    seconds.push((performance.now() - from) / 1000);
    yield;
  }
  return { predictions, shares: ranks.map((k) => kept[k - 1]), seconds, factorisationSeconds };
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

function summarise(ranks: readonly number[], folds: readonly FoldScores[]): RankCurve {
  const scores = ranks.map((rank, i) => ({
    rank,
    accuracy: foldScore(folds.map(({ predictions }) => accuracy(predictions[i]))),
    macroF1: foldScore(folds.map(({ predictions }) => macroF1(predictions[i]))),
    explainedEnergy: foldScore(folds.map(({ shares }) => shares[i])),
    seconds: folds.reduce((sum, { seconds }) => sum + seconds[i], 0),
  }));
  return {
    scores,
    bestRank: chooseBestRank(scores),
    oneStandardErrorRank: chooseOneStandardErrorRank(scores),
    folds: folds.length,
    factorisationSeconds: folds.reduce((sum, fold) => sum + fold.factorisationSeconds, 0),
  };
}

const foldScore = (folds: readonly number[]): FoldScore => ({
  ...meanAndStandardError(folds),
  folds,
});

function checkRanks(ranks: readonly number[]): number[] {
  if (ranks.length === 0) throw new RangeError("0 ranks to try; pass ranks such as [2, 5, 10]");
  const wrong = ranks.find((rank) => !Number.isInteger(rank) || rank < 1);
  if (wrong !== undefined)
    throw new RangeError(`rank ${wrong} is not a whole number of at least 1; pass such as [2, 5]`);
  return [...new Set(ranks)].sort((a, b) => a - b);
}

function checkFits(rank: number, train: Features, fold: number): void {
  const limit = Math.min(train.rows, train.columns);
  if (rank > limit)
    throw new RangeError(
      `rank ${rank} exceeds min(${train.rows} rows, ${train.columns} columns) in the training part of fold ${fold}; choose ranks from 1 to ${limit}`,
    );
}
