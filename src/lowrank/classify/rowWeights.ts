import type { ClassIndex } from "./classIndex";

/** How much documents count in training. */
export interface WeightOptions {
  /**
   * What each class's documents weigh: "balanced", n / (K · its number of documents), so that every
   * class has the same weight in all; or a number from 0 up for some of the classes, 1 for the
   * others. Default 1 each.
   */
  classWeights?: "balanced" | Readonly<Record<string, number>>;
  /**
   * What each document weighs, a number from 0 up, times its class's weight; a weight of 2 counts
   * as the document twice. Default 1 each.
   */
  sampleWeights?: ArrayLike<number>;
}

/** Weights of the documents, and what they add up to. */
export interface RowWeights {
  /** One a document. */
  readonly weights: Float64Array;
  /** One a class: the sum over its documents. */
  readonly totals: Float64Array;
  /** Mean weight of a document. */
  readonly mean: number;
}

/**
 * The weight of each document; undefined where all are 1.
 *
 * Source: scikit-learn's class_weight and sample_weight.
 *
 * @throws RangeError if the weights do not fit the documents or classes, one is negative or not
 *   finite, or a class has no weight
 */
export function resolveRowWeights(
  index: ClassIndex,
  { classWeights, sampleWeights }: WeightOptions,
): RowWeights | undefined {
  const { classes, indices } = index;
  const ofClass = weightsOfClasses(index, classWeights);
  if (sampleWeights !== undefined) checkSampleWeights(sampleWeights, indices.length);
  const weights = Float64Array.from(
    indices,
    (k, i) => ofClass[k] * (sampleWeights === undefined ? 1 : sampleWeights[i]),
  );
  if (weights.every((weight) => weight === 1)) return undefined;
  const totals = new Float64Array(classes.length);
  weights.forEach((weight, i) => (totals[indices[i]] += weight));
  const weightless = totals.findIndex((total) => !(total > 0 && total < Infinity));
  if (weightless >= 0) {
    throw new RangeError(
      `the documents of class ${JSON.stringify(classes[weightless])} weigh ` +
        `${totals[weightless]} in all; ` +
        "give them weights above 0 and finite, or drop them",
    );
  }
  return { weights, totals, mean: totals.reduce((a, b) => a + b, 0) / weights.length };
}

/**
 * The weight of each class's documents.
 *
 * @throws RangeError if a weight is none, or a class that is named does not occur
 */
export function weightsOfClasses(
  { classes, counts, indices }: ClassIndex,
  classWeights: WeightOptions["classWeights"],
): Float64Array {
  const ones = new Float64Array(classes.length).fill(1);
  if (classWeights === undefined) return ones;
  if (classWeights === "balanced")
    return ones.map((_, k) => indices.length / (classes.length * counts[k]));
  if (typeof classWeights !== "object") {
    throw new RangeError(
      `classWeights ${JSON.stringify(classWeights)} is no weight; ` +
        `choose "balanced" or { label: weight, … }`,
    );
  }
  const unknown = Object.keys(classWeights).find((name) => !classes.includes(name));
  if (unknown !== undefined) {
    throw new RangeError(
      `classWeights has ${JSON.stringify(unknown)}, which no document is; ` +
        `name classes among ${classes.map((name) => JSON.stringify(name)).join(", ")}`,
    );
  }
  return ones.map((one, k) => {
    const weight = Object.hasOwn(classWeights, classes[k]) ? classWeights[classes[k]] : one;
    checkWeight(weight, `classWeights of ${JSON.stringify(classes[k])}`);
    return weight;
  });
}

function checkSampleWeights(sampleWeights: ArrayLike<number>, documents: number): void {
  if (sampleWeights.length !== documents) {
    throw new RangeError(
      `${sampleWeights.length} sampleWeights for ${documents} documents; pass one a document`,
    );
  }
  for (let i = 0; i < documents; i++) checkWeight(sampleWeights[i], `sampleWeights[${i}]`);
}

function checkWeight(weight: number, name: string): void {
  if (!(weight >= 0 && weight < Infinity))
    throw new RangeError(`${name} is ${weight}; choose a finite number from 0 up`);
}
