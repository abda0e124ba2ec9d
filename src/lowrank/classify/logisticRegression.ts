import { checkFields } from "../base/checkFields";
import { checkChoice, checkOptions } from "../base/checkOptions";
import type { MatrixInput } from "../base/readMatrix";
import { runAtOnce, type Steps } from "../base/steps";
import { asMatrix } from "../linalg/asMatrix";
import { asDense, DenseMatrix } from "../linalg/denseMatrix";
import { SparseMatrix } from "../linalg/sparseMatrix";
import { denseScores, transpose } from "./denseScores";
import { checkColumns, checkTrainingSet } from "./features";
import { modelFromJson, readNumber, readNumbers, readRows, rowsOf } from "./modelJson";
import type { LogisticRegression, LogisticRegressionOptions } from "./logisticModel";
import { largestColumn, softmaxRows } from "./softmax/softmax";
import { checkTraining, trainLogisticRegression } from "./softmax/trainLogisticRegression";

/**
 * Trains multinomial logistic regression with an L2 penalty and a free intercept.
 *
 * Minimises F(W, b) = C Σᵢ −wᵢ ln p(yᵢ | xᵢ) + ½‖W‖², p = softmax(W x + b): scikit-learn's
 * objective. The weight wᵢ of a document is 1, or what `classWeights` and `sampleWeights` say.
 * With two classes the penalty is ‖W‖², which makes W₂ − W₁ the single weight vector w of binary
 * logistic regression with ½‖w‖², as scikit-learn has it.
 *
 * Dense features are worked on in single precision, centred and scaled, until the objective is
 * within 1e-8 of its minimum, then in double. From 16,384 rows on, a start comes from the minimum
 * on an eighth of the rows, and the Hessian on 5 % of them gives the directions; the rows are drawn
 * with a fixed seed. The result is the same to the last bit for any number of threads.
 *
 * Cost: some 10 to 30 passes (more for large C, and for classes that are hard to tell apart), each
 * 4 · stored entries · K flops and rows · K exponentials: linear in the number of classes. Memory
 * beside the features: a copy of them in single precision, one in double too for a tolerance below
 * 1e-8 (sparse: two copies), and up to 100 · K · columns numbers (of sparse features, the columns
 * that occur); of sparse ones, rows · K too.
 *
 * Source: preconditioned L-BFGS, see `minimizeLbfgs`, `createSoftmaxPreconditioner` and
 * `createSampledNewton`.
 *
 * @param source - the features, documents × columns: a matrix of any kind but an operator
 * @param labels - one a document
 * @throws RangeError if there are fewer than two classes, an entry is NaN or infinite, numbers of
 *   rows and labels differ, an option is out of range, a class has no weight, or `initial` does not
 *   fit; the signal's reason if it aborts
 * @example
 * const model = fitLogisticRegression(coordinates, labels, { inversePenalty: 10 });
 * model.classes; // ["cooking", "entertainment", "health", "sport", "technology", "travel"]
 * predictLogisticRegression(model, newCoordinates); // ["health", "travel", …]
 */
export function fitLogisticRegression(
  source: MatrixInput,
  labels: readonly string[],
  options: LogisticRegressionOptions = {},
): LogisticRegression {
  return runAtOnce(fitLogisticRegressionSteps(source, labels, options));
}

/** The same in steps, an iteration of the optimiser each. */
export function* fitLogisticRegressionSteps(
  source: MatrixInput,
  labels: readonly string[],
  options: LogisticRegressionOptions = {},
): Steps<LogisticRegression> {
  const features = asMatrix(source, "features");
  checkOptions(options, logisticOptionNames, "fitLogisticRegression");
  const { inversePenalty = 1, tolerance = 1e-11, maxIterations = 1000 } = options;
  checkStopping(tolerance, maxIterations);
  checkChoice(options.engine ?? "auto", ["auto", "wasm", "typescript"], "engine");
  const index = checkTrainingSet(features, labels);
  checkTraining(index, inversePenalty);
  return yield* trainLogisticRegression(features, index, {
    ...options,
    inversePenalty,
    tolerance,
    maxIterations,
  });
}

/**
 * Gives each document its most probable class.
 *
 * Cost: 2 · K flops a stored entry.
 *
 * @throws RangeError if the columns are not the model's, or an entry is not finite
 * @example
 * const post = ["What do I cook tonight? Soup, with garlic"];
 * predictLogisticRegression(model, projectRows(svd, transformTfidf(tfidf, post))); // ["cooking"]
 */
export function predictLogisticRegression(
  model: LogisticRegression,
  features: MatrixInput,
): string[] {
  const scores = predictLogisticRegressionScores(model, features);
  return Array.from({ length: scores.rows }, (_, i) => model.classes[largestColumn(scores, i)]);
}

/**
 * Gives P(class | document), documents × classes, each row adding up to 1.
 *
 * Cost: 2 · K flops a stored entry and K exponentials a document.
 *
 * @throws RangeError if the columns are not the model's, or an entry is not finite
 * @example
 * predictLogisticRegressionProbabilities(model, newCoordinates); // 60 × 6
 */
export function predictLogisticRegressionProbabilities(
  model: LogisticRegression,
  features: MatrixInput,
): DenseMatrix {
  return softmaxRows(predictLogisticRegressionScores(model, features));
}

/**
 * Gives the scores W x + b, documents × classes, before the softmax.
 *
 * scikit-learn's `decision_function` is the same; with two classes it is the second column minus
 * the first.
 *
 * Cost: 2 · K flops a stored entry.
 *
 * @throws RangeError if the columns are not the model's, or an entry is not finite
 * @example
 * predictLogisticRegressionScores(model, newCoordinates); // 60 × 6
 */
export function predictLogisticRegressionScores(
  model: LogisticRegression,
  source: MatrixInput,
): DenseMatrix {
  checkModel(model);
  const { intercepts } = model;
  const coefficients = asDense(model.coefficients, "model.coefficients");
  const features = asMatrix(source, "features");
  checkColumns(features, coefficients.columns);
  const classCount = intercepts.length;
  const products =
    features instanceof SparseMatrix
      ? features.multiply(transpose(coefficients), classCount)
      : denseScores(features, coefficients);
  for (let row = 0; row < features.rows; row++)
    for (let k = 0; k < classCount; k++) products[row * classCount + k] += intercepts[k];
  return new DenseMatrix(features.rows, classCount, products);
}

/**
 * The model as plain JSON data; exact to the last bit.
 *
 * Cost: one pass over the coefficients.
 *
 * @throws TypeError if it is no such model
 * @example
 * writeFileSync("model.json", JSON.stringify(logisticRegressionToJson(model)));
 */
export function logisticRegressionToJson(model: LogisticRegression): object {
  checkModel(model);
  const { classes, iterations, objective, converged } = model;
  return {
    kind: "logisticRegression",
    classes,
    iterations,
    objective,
    converged,
    intercepts: Array.from(model.intercepts),
    coefficients: rowsOf(asDense(model.coefficients, "model.coefficients")),
  };
}

/**
 * Reads a model written by `logisticRegressionToJson`.
 *
 * Cost: one pass over the coefficients.
 *
 * @throws RangeError if the data are of another kind, or shapes do not fit
 * @example
 * writeFileSync("model.json", JSON.stringify(logisticRegressionToJson(model)));
 * const read = logisticRegressionFromJson(JSON.parse(readFileSync("model.json", "utf8")));
 * read.classes.length; // 6
 */
export function logisticRegressionFromJson(json: unknown): LogisticRegression {
  const { data, classes } = modelFromJson(json, "logisticRegression");
  return {
    classes,
    coefficients: readRows(data, "coefficients", classes.length),
    intercepts: readNumbers(data, "intercepts", classes.length),
    iterations: readNumber(data, "iterations"),
    objective: readNumber(data, "objective"),
    converged: data.converged === true,
  };
}

/** The names of the options. */
export const logisticOptionNames = {
  inversePenalty: true,
  tolerance: true,
  maxIterations: true,
  threads: true,
  engine: true,
  initial: true,
  classWeights: true,
  sampleWeights: true,
  signal: true,
} satisfies Record<keyof LogisticRegressionOptions, true>;

function checkModel(model: LogisticRegression): void {
  const fields = ["classes", "coefficients", "intercepts"];
  checkFields(model, fields, "model", "fitLogisticRegression(features, labels)");
}

function checkStopping(tolerance: number, maxIterations: number): void {
  if (!(tolerance >= 0 && tolerance < 1))
    throw new RangeError(`tolerance ${tolerance} is outside 0 … 1; choose for example 1e-11`);
  if (!Number.isInteger(maxIterations) || maxIterations < 0) {
    throw new RangeError(
      `maxIterations ${maxIterations} is not a whole number from 0 up; choose for example 1000`,
    );
  }
}
