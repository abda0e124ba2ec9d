import type { LogisticRegression } from "../../classify/logisticModel";
import {
  fitLogisticRegression,
  predictLogisticRegression,
} from "../../classify/logisticRegression";
import { unitRows } from "../../linalg/coordinates";
import type { DenseMatrix } from "../../linalg/denseMatrix";
import { takeColumns } from "../../linalg/takeRank";
import { alignMap, findDirections, placeOnMap } from "./mapDirections";

export interface FitRanksOptions {
  /** C, the weight of the data against the penalty. */
  inversePenalty: number;
  /** Scale each row's coordinates to length 1 at every rank. */
  unitRows: boolean;
  /** Threads that share the work; default: the machine's cores, at most 8. */
  threads?: number;
}

/** What is fitted at one rank. */
export interface FittedRank {
  readonly rank: number;
  readonly classifier: LogisticRegression;
  /** The map's two directions, 2 × rank. */
  readonly directions: DenseMatrix;
  /** Share of the rows whose class the classifier gives right. */
  readonly trainingAccuracy: number;
}

/**
 * Relative distance of the objective from its minimum: probabilities then hold to about four
 * digits.
 */
const tolerance = 1e-8;

/**
 * Fits a classifier on the first columns of the coordinates for each rank, each starting from the
 * one before, and the directions of a map.
 *
 * @param ranks - ascending
 */
export function fitRanks(
  coordinates: DenseMatrix,
  labels: readonly string[],
  ranks: readonly number[],
  options: FitRanksOptions,
): FittedRank[] {
  const fitted: FittedRank[] = [];
  let map: Float64Array | undefined;
  for (const rank of ranks) {
    const taken = takeColumns(coordinates, rank);
    const features = options.unitRows ? unitRows(taken) : taken;
    const { inversePenalty, threads } = options;
    const classifier = fitLogisticRegression(features, labels, {
      inversePenalty,
      threads,
      tolerance,
      initial: fitted.at(-1)?.classifier,
    });
    const predicted = predictLogisticRegression(classifier, features);
    const right = predicted.reduce((count, label, i) => count + Number(label === labels[i]), 0);
    const directions = alignMap(findDirections(classifier, features), features, map);
    map = placeOnMap(directions, features);
    fitted.push({ rank, classifier, directions, trainingAccuracy: right / labels.length });
  }
  return fitted;
}
