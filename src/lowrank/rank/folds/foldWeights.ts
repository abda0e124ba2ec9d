import { indexClasses, locateClasses } from "../../classify/classIndex";
import type { Split } from "../../classify/folds";
import { resolveRowWeights, weightsOfClasses, type WeightOptions } from "../../classify/rowWeights";

/** How much documents count, in training and in the scores. */
export interface ScoringWeights extends WeightOptions {
  /**
   * Whether held-out documents count in accuracy and macro F1 by their weights too: the sample's
   * times that of the class, as in the training part; default false, each counts 1.
   */
  weighScores?: boolean;
}

/** What the documents of a fold weigh; undefined where each weighs 1. */
export interface FoldWeights {
  readonly train?: Float64Array;
  readonly test?: Float64Array;
}

/** The names of these options, for `checkOptions`. */
export const weightOptionNames = {
  classWeights: true,
  sampleWeights: true,
  weighScores: true,
} satisfies Record<keyof ScoringWeights, true>;

/**
 * The weights in a fold. "balanced" weighs the classes by the fold's training part alone.
 *
 * @param fold - its number from 1, for messages
 * @throws RangeError if a class has no weight in the training part, or the held-out documents weigh
 *   nothing and are to count by their weights
 */
export function weighFold(
  labels: readonly string[],
  { train, test }: Split,
  { classWeights, sampleWeights, weighScores = false }: ScoringWeights,
  fold: number,
): FoldWeights {
  if (classWeights === undefined && sampleWeights === undefined) return {};
  const labelsOf = (rows: Int32Array): string[] => Array.from(rows, (row) => labels[row]);
  const weightsOf = (rows: Int32Array): Float64Array =>
    Float64Array.from(rows, (row) => sampleWeights?.[row] ?? 1);
  const index = indexClasses(labelsOf(train));
  const weights = { classWeights, sampleWeights: weightsOf(train) };
  const training = naming(`the training part of fold ${fold}`, () =>
    resolveRowWeights(index, weights),
  );
  if (!weighScores) return { train: training?.weights };
  const ofClass = weightsOfClasses(index, classWeights);
  const places = locateClasses(labelsOf(test), index.classes);
  const held = weightsOf(test).map((weight, i) => weight * ofClass[places[i]]);
  if (held.every((weight) => weight === 0))
    throw new RangeError(
      `the ${held.length} held-out documents of fold ${fold} weigh 0 in all; ` +
        "choose fewer folds, or weighScores: false",
    );
  return { train: training?.weights, test: held };
}

/** Says of which part of the documents an error speaks. */
function naming<Result>(part: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new RangeError(`${part}: ${(error as Error).message}`, { cause: error });
  }
}
