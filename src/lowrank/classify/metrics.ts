import { log } from "../base/elementary/log";
import { checkList } from "../base/checkList";
import { describeValue } from "../base/describeValue";
import type { MatrixInput } from "../base/readMatrix";
import { asDense, DenseMatrix } from "../linalg/denseMatrix";
import { indexClasses, locateClasses } from "./classIndex";

/** True and predicted labels of the same documents, in the same order. */
export interface Predictions {
  readonly actual: readonly string[];
  readonly predicted: readonly string[];
  /** How much each document counts, a number from 0 up; default 1 each. */
  readonly weights?: ArrayLike<number>;
}

/** How often each class was taken for each other. */
export interface ConfusionMatrix {
  readonly classes: readonly string[];
  /**
   * classes × classes: row = actual class, column = predicted class, entry = number of documents,
   * or their weight.
   */
  readonly counts: DenseMatrix;
}

/**
 * Gives the fraction of documents whose label was predicted right, 0 … 1: Σ wᵢ right / Σ wᵢ.
 *
 * Cost: one pass.
 *
 * @throws RangeError if there are no documents, the lists differ in length, a weight is negative or
 *   not finite, or all are 0
 * @example
 * accuracy({ actual: ["a", "b"], predicted: ["a", "a"] }); // 0.5
 * accuracy({ actual: ["a", "b"], predicted: ["a", "a"], weights: [3, 1] }); // 0.75
 */
export function accuracy(predictions: Predictions): number {
  checkPairs(predictions, "accuracy");
  const { actual, predicted, weights } = predictions;
  let [right, all] = [0, 0];
  for (let i = 0; i < actual.length; i++) {
    const weight = weights === undefined ? 1 : weights[i];
    if (actual[i] === predicted[i]) right += weight;
    all += weight;
  }
  return right / all;
}

/**
 * Gives the mean over classes of the F1 score, 0 … 1: every class counts alike, however rare.
 *
 * F1 of a class = 2 · right / (documents of the class + documents predicted as it), each document
 * counted by its weight. The classes are those that occur in either list; one that is never
 * predicted, or never true, scores 0. Equal to scikit-learn's `f1_score(average="macro",
 * zero_division=0)`.
 *
 * Cost: one pass, and classes² additions.
 *
 * Source: D. D. Lewis, Evaluating text categorization, Speech and Natural Language Workshop (1991).
 *
 * @throws RangeError as `accuracy`
 * @example
 * macroF1({ actual: ["a", "b"], predicted: ["a", "a"] }); // 0.333: the mean of 2/3 and 0
 */
export function macroF1(predictions: Predictions): number {
  checkPairs(predictions, "macroF1");
  const { classes, counts } = confusionMatrix(predictions);
  let sum = 0;
  for (let k = 0; k < classes.length; k++) {
    let occurrences = 0;
    for (let other = 0; other < classes.length; other++)
      occurrences += counts.get(k, other) + counts.get(other, k);
    if (occurrences > 0) sum += (2 * counts.get(k, k)) / occurrences;
  }
  return sum / classes.length;
}

/**
 * Counts, for each pair of classes, the documents of the first that were predicted as the second;
 * where they have weights, adds those up.
 *
 * Memory: 8 · classes² bytes.
 *
 * @param input - the two lists, and optionally the classes in the order of rows and columns
 *   (default: every label that occurs, sorted)
 * @throws RangeError as `accuracy`, or if a label is not among the given classes
 * @example
 * const { classes, counts } = confusionMatrix({ actual: ["a", "b"], predicted: ["a", "a"] });
 * counts; // [[1, 0], [1, 0]]
 */
export function confusionMatrix(
  input: Predictions & { readonly classes?: readonly string[] },
): ConfusionMatrix {
  checkPairs(input, "confusionMatrix");
  const { actual, predicted, weights } = input;
  const classes = input.classes ?? indexClasses([...actual, ...predicted]).classes;
  const rows = locateClasses(actual, classes);
  const columns = locateClasses(predicted, classes);
  const counts = new DenseMatrix(classes.length, classes.length);
  for (let i = 0; i < rows.length; i++)
    counts.data[rows[i] * classes.length + columns[i]] += weights === undefined ? 1 : weights[i];
  return { classes, counts };
}

/**
 * Gives the mean over documents of −ln(probability given to the true class): 0 is perfect, ln K is
 * guessing among K.
 *
 * Probabilities are first kept inside [ε, 1 − ε] with ε = 2⁻⁵² and each row divided by its sum, as
 * scikit-learn's `log_loss` does, so that one certain mistake costs 36 and not infinity.
 *
 * Source: scikit-learn's `log_loss`; I. J. Good, Rational decisions, Journal of the Royal
 * Statistical Society B 14 (1952).
 *
 * @param input - true labels; `probabilities`, documents × classes; the class of each column
 * @throws RangeError if shapes do not fit, a label is not among the classes, or a probability is
 *   not in 0 … 1
 * @example
 * const probabilities = toDense([[0.5, 0.5]]);
 * logLoss({ actual: ["a"], probabilities, classes: ["a", "b"] }); // 0.693: ln 2
 */
export function logLoss(input: {
  readonly actual: readonly string[];
  readonly probabilities: MatrixInput;
  readonly classes: readonly string[];
}): number {
  checkCall(input, "logLoss", "{ actual, probabilities, classes }");
  const { actual, classes } = input;
  checkList(actual, "actual", "strings, one a document");
  checkList(classes, "classes", "strings, one a column of the probabilities");
  const probabilities = asDense(input.probabilities, "probabilities");
  checkShape(actual, probabilities, classes);
  const truth = locateClasses(actual, classes);
  let loss = 0;
  for (let i = 0; i < truth.length; i++) {
    let rowSum = 0;
    for (let k = 0; k < classes.length; k++) rowSum += clippedProbability(probabilities, i, k);
    loss -= log(clippedProbability(probabilities, i, truth[i]) / rowSum);
  }
  return loss / truth.length;
}

function clippedProbability(probabilities: DenseMatrix, i: number, k: number): number {
  const p = probabilities.data[i * probabilities.columns + k];
  if (!(p >= 0 && p <= 1)) {
    throw new RangeError(
      `probability ${p} at row ${i}, column ${k} is outside 0 … 1; pass probabilities, not scores`,
    );
  }
  return Math.min(Math.max(p, Number.EPSILON), 1 - Number.EPSILON);
}

function checkShape(
  actual: readonly string[],
  probabilities: DenseMatrix,
  classes: readonly string[],
): void {
  if (actual.length === 0) throw new RangeError("0 documents have no score; pass at least 1");
  if (probabilities.rows !== actual.length || probabilities.columns !== classes.length) {
    throw new RangeError(
      `probabilities are ${probabilities.rows} × ${probabilities.columns}; ` +
        `pass ${actual.length} documents × ${classes.length} classes`,
    );
  }
}

/** Two lists in place of one object are the likeliest mistake: scikit-learn has it so. */
function checkCall(input: unknown, name: string, shape: string): void {
  if (typeof input === "object" && input !== null && !Array.isArray(input)) return;
  throw new TypeError(
    `${name} takes one object, and got ${describeValue(input)}; call ${name}(${shape})`,
  );
}

function checkPairs(predictions: Predictions, name: string): void {
  checkCall(predictions, name, "{ actual, predicted }");
  const { actual, predicted } = predictions;
  for (const [list, labels] of Object.entries({ actual, predicted })) {
    if (!Array.isArray(labels))
      throw new TypeError(
        `${list} is ${describeValue(labels)}; ` +
          `call ${name}({ actual, predicted }) with two arrays of labels`,
      );
  }
  if (actual.length !== predicted.length) {
    throw new RangeError(
      `${actual.length} actual labels, ${predicted.length} predicted; ` +
        "pass one prediction a document",
    );
  }
  if (actual.length === 0) throw new RangeError("0 documents have no score; pass at least 1");
  if (predictions.weights !== undefined) checkWeights(predictions.weights, actual.length);
}

function checkWeights(weights: ArrayLike<number>, documents: number): void {
  if (weights.length !== documents)
    throw new RangeError(
      `${weights.length} weights for ${documents} documents; pass one a document`,
    );
  let all = 0;
  for (let i = 0; i < documents; i++) {
    if (!(weights[i] >= 0 && weights[i] < Infinity))
      throw new RangeError(`weights[${i}] is ${weights[i]}; choose a finite number from 0 up`);
    all += weights[i];
  }
  if (!(all > 0 && all < Infinity))
    throw new RangeError(
      `the documents weigh ${all} in all; give them weights above 0 and finite, ` +
        "or leave weights out",
    );
}
