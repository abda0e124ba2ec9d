import { indexClasses, locateClasses } from "../../classify/classIndex";
import type { Features } from "../../classify/features";
import type { Split } from "../../classify/folds";
import type { MatrixInput } from "../../base/readMatrix";
import type { LogisticRegression } from "../../classify/logisticModel";
import {
  fitLogisticRegression,
  predictLogisticRegression,
} from "../../classify/logisticRegression";
import { createNestedClassifier } from "../../classify/softmax/nestedClassifier";
import type { DenseMatrix } from "../../linalg/denseMatrix";
import { SparseMatrix } from "../../linalg/sparseMatrix";
import { selectBlock } from "../criteria/selectBlock";
import type { StopSignal } from "../../base/stopSignal";

/** Rows with their labels. */
export interface LabelledRows {
  /** A matrix of any kind but an operator. */
  readonly features: MatrixInput;
  readonly labels: readonly string[];
}

/** The same, past the entrance. */
export interface LabelledFeatures extends LabelledRows {
  readonly features: Features;
}

export interface GridOptions {
  /** Leading columns to train on, ascending. */
  ranks: readonly number[];
  inversePenalties: readonly number[];
  unitRows: boolean;
  /** Share of the objective's minimum that training on so many columns stops at. */
  tolerance: (columns: number) => number;
  threads?: number;
  signal?: StopSignal;
}

/** Test rows classified right, by inverse penalty and rank. */
export type CountsRight = readonly (readonly number[])[];

/** Rows of a matrix with their labels. */
export function takeRows(
  { features, labels }: LabelledFeatures,
  rows: Int32Array,
): LabelledFeatures {
  const columns = Int32Array.from({ length: features.columns }, (_, column) => column);
  const taken =
    features instanceof SparseMatrix
      ? features.selectRows(rows)
      : (selectBlock(features, rows, columns) as DenseMatrix);
  return { features: taken, labels: Array.from(rows, (row) => labels[row]) };
}

/**
 * Trains on some rows with every penalty and rank, and counts the test rows that are classified
 * right.
 */
export function countRight(
  train: LabelledFeatures,
  test: LabelledFeatures,
  options: GridOptions,
): CountsRight {
  const index = indexClasses(train.labels);
  const truth = locateClasses(test.labels, index.classes);
  const count = (predicted: Int32Array): number =>
    predicted.reduce((right, k, row) => right + Number(k === truth[row]), 0);
  if (train.features instanceof SparseMatrix) {
    const predictions = predictSparse(
      train.features,
      test.features as SparseMatrix,
      train.labels,
      options,
    );
    return predictions.map((predicted) => [count(locateClasses(predicted, index.classes))]);
  }
  const [rows, testRows] = [train.features, test.features as DenseMatrix];
  return options.inversePenalties.map((inversePenalty) => {
    const classifier = createNestedClassifier(rows, testRows, index, {
      ...options,
      inversePenalty,
    });
    try {
      return options.ranks.map((rank) => count(classifier.predictFrom(rank)));
    } finally {
      classifier.close();
    }
  });
}

/** Predicted labels by penalty. */
function predictSparse(
  train: SparseMatrix,
  test: SparseMatrix,
  labels: readonly string[],
  { tolerance, threads, signal, inversePenalties }: GridOptions,
): string[][] {
  let initial: LogisticRegression | undefined;
  return inversePenalties.map((inversePenalty) => {
    initial = fitLogisticRegression(train, labels, {
      tolerance: tolerance(train.columns),
      threads,
      signal,
      inversePenalty,
      initial,
    });
    return predictLogisticRegression(initial, test);
  });
}

/**
 * Sums the counts of several splits: the number of rows that were right when they were held out.
 */
export function countRightHeldOut(
  rows: LabelledFeatures,
  folds: readonly Split[],
  options: GridOptions,
): CountsRight {
  const counts = folds.map(({ train, test }) =>
    countRight(takeRows(rows, train), takeRows(rows, test), options),
  );
  return counts[0].map((byRank, c) =>
    byRank.map((_, r) => counts.reduce((sum, fold) => sum + fold[c][r], 0)),
  );
}
