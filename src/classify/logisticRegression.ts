import { DenseMatrix } from "../linalg/denseMatrix";
import { SparseMatrix } from "../linalg/sparseMatrix";
import type { ClassIndex } from "./classIndex";
import { checkColumns, checkTrainingSet, type Features } from "./features";
import { minimizeLbfgs } from "./lbfgs";
import { modelFromJson, readNumber, readNumbers, readRows, rowsOf } from "./modelJson";
import { largestColumn, softmaxRows } from "./softmax";
import { createSoftmaxObjective, type SoftmaxData } from "./softmaxObjective";
import { createSoftmaxPreconditioner } from "./softmaxPreconditioner";

/** A trained multinomial logistic regression: scores W x + b, probabilities softmax(W x + b). */
export interface LogisticRegression {
  /** The K classes, sorted. */
  readonly classes: readonly string[];
  /** W, K × features; each column adds up to 0. With two classes the rows are ∓w/2, w being scikit-learn's single row. */
  readonly coefficients: DenseMatrix;
  /** b, K numbers that add up to 0. */
  readonly intercepts: Float64Array;
  /** Steps the optimiser took. */
  readonly iterations: number;
  /** The objective reached, on the scale of scikit-learn's: C Σ log loss + penalty. */
  readonly objective: number;
  /** Whether the stopping test was met; if not, raise maxIterations or scale the features. */
  readonly converged: boolean;
}

export interface LogisticRegressionOptions {
  /** C, the weight of the data against the penalty, above 0; default 1. Smaller means smoother. */
  inversePenalty?: number;
  /** Stop when the objective is estimated to be within this share of its minimum; default 1e-11. */
  tolerance?: number;
  /** Most steps of the optimiser; default 1000. */
  maxIterations?: number;
  /** A model of the same classes to start from, trained on the same columns or the first few of them; default none. */
  initial?: LogisticRegression;
  /** Aborts between passes over the features. */
  signal?: AbortSignal;
}

/**
 * Trains multinomial logistic regression with an L2 penalty and a free intercept.
 *
 * Minimises F(W, b) = C Σᵢ −ln p(yᵢ | xᵢ) + ½‖W‖², p = softmax(W x + b): scikit-learn's objective. With two classes the penalty is ‖W‖², which
 * makes W₂ − W₁ the single weight vector w of binary logistic regression with ½‖w‖², as scikit-learn has it.
 *
 * Cost: about 15 to 100 passes (more for large C), each 4 · stored entries · K flops and rows · K exponentials; memory
 * beside the features: some 30 · K · columns numbers.
 *
 * Source: preconditioned L-BFGS, see `minimizeLbfgs` and `createSoftmaxPreconditioner`.
 *
 * @param features - documents × columns
 * @param labels - one a document
 * @throws RangeError if there are fewer than two classes, an entry is NaN or infinite, numbers of rows and labels differ,
 *   an option is out of range, or `initial` does not fit; the signal's reason if it aborts
 * @example
 * const model = fitLogisticRegression(coordinates, labels, { inversePenalty: 10 });
 * predictLogisticRegression(model, newCoordinates); // ["noun.animal", …]
 */
export function fitLogisticRegression(
  features: Features, labels: readonly string[], options: LogisticRegressionOptions = {},
): LogisticRegression {
  const { inversePenalty = 1, tolerance = 1e-11, maxIterations = 1000, initial, signal } = options;
  checkOptions(inversePenalty, tolerance, maxIterations);
  const index = checkTrainingSet(features, labels);
  const { classes } = index;
  if (classes.length === 1) {
    throw new RangeError(`all ${labels.length} labels are ${JSON.stringify(classes[0])}; give at least 2 classes`);
  }
  const penalty = classes.length === 2 ? 2 : 1;
  const data: SoftmaxData = { features, truth: index.indices, classes: classes.length, inversePenalty, penalty };
  const objective = createSoftmaxObjective(data);
  const precondition = createSoftmaxPreconditioner(data, objective.classCurvature);
  const start = initial ? startFromModel(initial, classes, features.columns) : startFromShares(index, features.columns);
  const found = minimizeLbfgs({ evaluate: objective.evaluate, precondition }, start, { tolerance, maxIterations, signal });
  const split = classes.length * features.columns;
  return {
    classes,
    coefficients: new DenseMatrix(classes.length, features.columns, found.point.slice(0, split)),
    intercepts: found.point.slice(split),
    iterations: found.iterations,
    objective: found.value,
    converged: found.converged,
  };
}

/**
 * Gives each document its most probable class.
 *
 * Cost: 2 · K flops a stored entry.
 *
 * @throws RangeError if the columns are not the model's, or an entry is not finite
 */
export function predictLogisticRegression(model: LogisticRegression, features: Features): string[] {
  const scores = decisionScores(model, features);
  return Array.from({ length: scores.rows }, (_, i) => model.classes[largestColumn(scores, i)]);
}

/** Gives P(class | document), documents × classes, each row adding up to 1. */
export function predictProbabilities(model: LogisticRegression, features: Features): DenseMatrix {
  return softmaxRows(decisionScores(model, features));
}

/**
 * Gives the scores W x + b, documents × classes, before the softmax.
 *
 * scikit-learn's `decision_function` is the same; with two classes it is the second column minus the first.
 */
export function decisionScores(model: LogisticRegression, features: Features): DenseMatrix {
  const { coefficients, intercepts } = model;
  checkColumns(features, coefficients.columns);
  const classCount = intercepts.length;
  const products = features instanceof SparseMatrix
    ? features.multiply(transpose(coefficients), classCount)
    : multiplyRows(features, coefficients);
  for (let at = 0; at < products.length; at++) products[at] += intercepts[at % classCount];
  return new DenseMatrix(features.rows, classCount, products);
}

/** The model as plain JSON data; exact to the last bit. */
export function logisticRegressionToJson(model: LogisticRegression): object {
  const { classes, iterations, objective, converged } = model;
  return {
    kind: "logisticRegression", classes, iterations, objective, converged,
    intercepts: Array.from(model.intercepts), coefficients: rowsOf(model.coefficients),
  };
}

/**
 * Reads a model written by `logisticRegressionToJson`.
 *
 * @throws RangeError if the data are of another kind, or shapes do not fit
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

function checkOptions(inversePenalty: number, tolerance: number, maxIterations: number): void {
  if (!(inversePenalty > 0 && inversePenalty < Infinity)) {
    throw new RangeError(`inversePenalty ${inversePenalty} is not above 0 and finite; choose for example 0.1, 1 or 10`);
  }
  if (!(tolerance >= 0 && tolerance < 1)) throw new RangeError(`tolerance ${tolerance} is outside 0 … 1; choose for example 1e-11`);
  if (!Number.isInteger(maxIterations) || maxIterations < 0) {
    throw new RangeError(`maxIterations ${maxIterations} is not a whole number from 0 up; choose for example 1000`);
  }
}

/** W = 0, and intercepts that predict each class by its share. */
function startFromShares({ counts }: ClassIndex, columns: number): Float64Array {
  const start = new Float64Array(counts.length * (columns + 1));
  start.set(centre(Float64Array.from(counts, Math.log)), counts.length * columns);
  return start;
}

function startFromModel(initial: LogisticRegression, classes: readonly string[], columns: number): Float64Array {
  const missing = classes.find((name) => !initial.classes.includes(name)) ?? initial.classes.find((name) => !classes.includes(name));
  if (missing !== undefined) {
    const where = classes.includes(missing) ? "the initial model" : "the labels";
    throw new RangeError(`class ${JSON.stringify(missing)} is missing from ${where}; start from a model of the same classes, or without one`);
  }
  const { coefficients } = initial;
  if (coefficients.columns > columns) {
    throw new RangeError(
      `the initial model has ${coefficients.columns} columns, the features ${columns}; start from a model with at most ${columns}`,
    );
  }
  const start = new Float64Array(classes.length * (columns + 1));
  const width = coefficients.columns;
  classes.forEach((_, k) => start.set(coefficients.data.subarray(k * width, (k + 1) * width), k * columns));
  start.set(centre(initial.intercepts.slice()), classes.length * columns);
  return start;
}

function centre(values: Float64Array): Float64Array {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  return values.map((value) => value - mean);
}

/** X Wᵀ for dense X. */
function multiplyRows({ rows, columns, data }: DenseMatrix, { rows: classCount, data: weights }: DenseMatrix): Float64Array {
  const products = new Float64Array(rows * classCount);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < classCount; k++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += data[i * columns + j] * weights[k * columns + j];
      products[i * classCount + k] = sum;
    }
  }
  return products;
}

function transpose({ rows, columns, data }: DenseMatrix): Float64Array {
  const turned = new Float64Array(data.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) turned[j * rows + i] = data[i * columns + j];
  return turned;
}
