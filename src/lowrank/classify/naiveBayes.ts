import { log } from "../base/elementary/log";
import { checkFields } from "../base/checkFields";
import { checkOptions } from "../base/checkOptions";
import type { MatrixInput } from "../base/readMatrix";
import { runAtOnce, type Steps } from "../base/steps";
import { asMatrix } from "../linalg/asMatrix";
import { asDense, DenseMatrix } from "../linalg/denseMatrix";
import { rowsAtOnce } from "../linalg/rowsAtOnce";
import { SparseMatrix } from "../linalg/sparseMatrix";
import { checkColumns, checkEntries, checkTrainingSet, type Features } from "./features";
import { modelFromJson, readNumbers, readRows, rowsOf } from "./modelJson";
import { resolveRowWeights, type WeightOptions } from "./rowWeights";
import { largestColumn, softmaxRows } from "./softmax/softmax";

/** A trained multinomial naive Bayes classifier. */
export interface NaiveBayes {
  /** The K classes, sorted. */
  readonly classes: readonly string[];
  /** ln P(class), K numbers. */
  readonly classLogPriors: Float64Array;
  /** ln P(term | class), K × features. */
  readonly featureLogProbabilities: DenseMatrix;
}

export interface NaiveBayesOptions extends WeightOptions {
  /** Pseudo-count added to every term of every class (Laplace smoothing), above 0; default 1. */
  smoothing?: number;
}

/**
 * Trains multinomial naive Bayes: each class is a bag of words, drawn one by one independently.
 *
 * P(term j | class k) = (N_kj + α) / (Σ_j N_kj + α · features), N_kj the sum of feature j over the
 * documents of class k, α the smoothing; P(class k) = its share of the documents. Where documents
 * have weights, both are weighted. Meant for counts; TF-IDF weights work too. Equal to
 * scikit-learn's MultinomialNB.
 *
 * Cost: one pass over the stored entries; memory 8 · K · features bytes.
 *
 * Source: Manning, Raghavan & Schütze, Introduction to Information Retrieval (2008), chapter 13.
 *
 * @param source - the features, documents × terms, nothing below 0: a matrix of any kind but an
 *   operator
 * @throws RangeError if a feature is negative or not finite, rows and labels differ in number,
 *   smoothing is not above 0, or a class has no weight
 * @example
 * const model = fitNaiveBayes(counts, labels);
 * predictNaiveBayes(model, newCounts); // ["travel", …]
 */
export function fitNaiveBayes(
  source: MatrixInput,
  labels: readonly string[],
  options: NaiveBayesOptions = {},
): NaiveBayes {
  return runAtOnce(fitNaiveBayesSteps(source, labels, options));
}

/** The same in steps, some rows each. */
export function* fitNaiveBayesSteps(
  source: MatrixInput,
  labels: readonly string[],
  options: NaiveBayesOptions,
): Steps<NaiveBayes> {
  const features = asMatrix(source, "features");
  checkOptions(options, naiveBayesOptionNames, "fitNaiveBayes");
  const { smoothing = 1 } = options;
  if (!(smoothing > 0 && smoothing < Infinity)) {
    throw new RangeError(
      `smoothing ${smoothing} is not above 0; choose 1, or something small such as 0.01`,
    );
  }
  const index = checkTrainingSet(features, labels);
  const { classes, indices } = index;
  const rowWeights = resolveRowWeights(index, options);
  checkEntries(
    features,
    (value) => value >= 0,
    "naive Bayes needs counts or weights from 0 up; use logistic regression on LSA coordinates",
  );
  const sums = sumByClass(features, indices, classes.length, rowWeights?.weights);
  const logProbabilities = yield* sums;
  for (let k = 0; k < classes.length; k++) {
    const row = logProbabilities.data.subarray(k * features.columns, (k + 1) * features.columns);
    let total = smoothing * features.columns;
    for (const sum of row) total += sum;
    const logTotal = log(total);
    for (let j = 0; j < row.length; j++) row[j] = log(row[j] + smoothing) - logTotal;
  }
  const totals = rowWeights?.totals ?? Float64Array.from(index.counts);
  const logTotal = log(totals.reduce((a, b) => a + b, 0));
  const classLogPriors = totals.map((total) => log(total) - logTotal);
  return { classes, classLogPriors, featureLogProbabilities: logProbabilities };
}

/**
 * Gives each document its most probable class.
 *
 * Cost: 2 · K flops a stored entry.
 *
 * @throws RangeError if the columns are not the model's, or an entry is not finite
 * @example
 * const model = fitNaiveBayes(counts, labels, { smoothing: 0.1 });
 * predictNaiveBayes(model, countTerms(vocabulary, ["What do I cook tonight?"])); // ["cooking"]
 */
export function predictNaiveBayes(model: NaiveBayes, features: MatrixInput): string[] {
  const scores = jointLogLikelihoods(model, features);
  return Array.from({ length: scores.rows }, (_, i) => model.classes[largestColumn(scores, i)]);
}

/**
 * Gives P(class | document), documents × classes, each row adding up to 1.
 *
 * Cost: 2 · K flops a stored entry and K exponentials a document.
 *
 * @throws RangeError if the columns are not the model's, or an entry is not finite
 * @example
 * predictNaiveBayesProbabilities(fitNaiveBayes(counts, labels), newCounts); // 60 × 6
 */
export function predictNaiveBayesProbabilities(
  model: NaiveBayes,
  features: MatrixInput,
): DenseMatrix {
  return softmaxRows(jointLogLikelihoods(model, features));
}

/**
 * The model as plain JSON data; exact to the last bit.
 *
 * Cost: one pass over the numbers of the model.
 *
 * @throws TypeError if it is no such model
 * @example
 * const text = JSON.stringify(naiveBayesToJson(fitNaiveBayes(counts, labels)));
 */
export function naiveBayesToJson(model: NaiveBayes): object {
  checkModel(model);
  return {
    kind: "naiveBayes",
    classes: model.classes,
    classLogPriors: Array.from(model.classLogPriors),
    featureLogProbabilities: rowsOf(
      asDense(model.featureLogProbabilities, "model.featureLogProbabilities"),
    ),
  };
}

/**
 * Reads a model written by `naiveBayesToJson`.
 *
 * Cost: one pass over the numbers of the model.
 *
 * @throws RangeError if the data are of another kind, or shapes do not fit
 * @example
 * const text = JSON.stringify(naiveBayesToJson(fitNaiveBayes(counts, labels)));
 * naiveBayesFromJson(JSON.parse(text)).classes.length; // 6
 */
export function naiveBayesFromJson(json: unknown): NaiveBayes {
  const { data, classes } = modelFromJson(json, "naiveBayes");
  return {
    classes,
    classLogPriors: readNumbers(data, "classLogPriors", classes.length),
    featureLogProbabilities: readRows(data, "featureLogProbabilities", classes.length),
  };
}

/** The names of the options. */
export const naiveBayesOptionNames = {
  smoothing: true,
  classWeights: true,
  sampleWeights: true,
} satisfies Record<keyof NaiveBayesOptions, true>;

function* sumByClass(
  features: Features,
  indices: Int32Array,
  classCount: number,
  rowWeights: Float64Array | undefined,
): Steps<DenseMatrix> {
  const { rows, columns } = features;
  const sums = new DenseMatrix(classCount, columns);
  const add = (row: number, column: number, value: number): void => {
    sums.data[indices[row] * columns + column] +=
      rowWeights === undefined ? value : rowWeights[row] * value;
  };
  const step = rowsAtOnce(features, 1);
  for (let from = 0; from < rows; from += step) {
    forEachEntry(features, add, from, Math.min(rows, from + step));
    yield Math.min(1, (from + step) / rows);
  }
  return sums;
}

function checkModel(model: NaiveBayes): void {
  const fields = ["classes", "classLogPriors", "featureLogProbabilities"];
  checkFields(model, fields, "model", "fitNaiveBayes(features, labels)");
}

function jointLogLikelihoods(model: NaiveBayes, source: MatrixInput): DenseMatrix {
  checkModel(model);
  const features = asMatrix(source, "features");
  const { columns, data: weights } = asDense(
    model.featureLogProbabilities,
    "model.featureLogProbabilities",
  );
  const classCount = model.classes.length;
  checkColumns(features, columns);
  const scores = new DenseMatrix(features.rows, classCount);
  for (let i = 0; i < features.rows; i++) scores.data.set(model.classLogPriors, i * classCount);
  forEachEntry(features, (row, column, value) => {
    for (let k = 0; k < classCount; k++)
      scores.data[row * classCount + k] += value * weights[k * columns + column];
  });
  return scores;
}

function forEachEntry(
  features: Features,
  visit: (row: number, column: number, value: number) => void,
  from = 0,
  to = features.rows,
): void {
  if (features instanceof SparseMatrix) {
    for (let row = from; row < to; row++) {
      for (let at = features.rowOffsets[row]; at < features.rowOffsets[row + 1]; at++) {
        visit(row, features.columnIndices[at], features.values[at]);
      }
    }
    return;
  }
  for (let row = from, at = from * features.columns; row < to; row++) {
    for (let column = 0; column < features.columns; column++, at++) {
      if (features.data[at] !== 0) visit(row, column, features.data[at]);
    }
  }
}
