import GradientDescent from "ml-logistic-regression";
import { Matrix } from "ml-matrix";
import { DenseMatrix } from "../../src/lowrank/linalg/denseMatrix";
import { SparseMatrix } from "../../src/lowrank/linalg/sparseMatrix";
import { checkColumns, checkTrainingSet, type Features } from "../../src/lowrank/classify/features";

/** What ml-logistic-regression learnt: one two-class model for each class. */
export interface MlLogisticRegression {
  /** The K classes, sorted. */
  readonly classes: readonly string[];
  /**
   * K × features: row k scores "any class but k", so the class with the lowest score is predicted.
   */
  readonly weights: DenseMatrix;
  readonly steps: number;
  readonly learningRate: number;
}

export interface MlLogisticRegressionOptions {
  /** Steps of gradient descent for each class; default 50,000, the package's own. */
  steps?: number;
  /** Length of a step per unit of gradient; default 0.0005, the package's own. */
  learningRate?: number;
  /**
   * Most work to take on, rows × columns × classes × steps; default 2e9, half a minute to a minute.
   */
  workBudget?: number;
}

/**
 * Trains the npm package ml-logistic-regression on the same features and labels: the readable
 * baseline.
 *
 * The package runs plain gradient descent on each class against the rest, w ← w + rate · Xᵀ(y −
 * σ(Xw)). Its limits: no intercept (centre the features, or append a column of ones), no penalty,
 * no stopping test (every step is taken, and nothing says whether they were enough), no sparse
 * input (it is written out dense). A learning rate above 8 / ‖X‖₂² overshoots: the weights swing
 * instead of settling. Scores that saturate to exactly 0 or 1 tie, and the first class wins.
 *
 * Cost: 4 · rows · columns · classes · steps flops, slowly: 30 to 70 million rows × columns ×
 * classes × steps a second.
 *
 * Source: https://github.com/mljs/logistic-regression
 *
 * @throws RangeError if the work exceeds the budget, fewer than two classes, an entry is not
 *   finite, or the weights overflow
 * @example
 * const model = fitMlLogisticRegression(coordinates, labels, { steps: 1000, learningRate: 0.01 });
 */
export function fitMlLogisticRegression(
  features: Features,
  labels: readonly string[],
  options: MlLogisticRegressionOptions = {},
): MlLogisticRegression {
  const { steps = 50_000, learningRate = 5e-4, workBudget = 2e9 } = options;
  const { classes, indices } = checkTrainingSet(features, labels);
  if (classes.length < 2)
    throw new RangeError(
      `all ${labels.length} labels are ${JSON.stringify(classes[0])}; give at least 2 classes`,
    );
  checkWork(features, classes.length, steps, learningRate, workBudget);
  const trained = new GradientDescent({ numSteps: steps, learningRate });
  trained.train(toMatrix(features), Matrix.columnVector(Array.from(indices)));
  const weights = new DenseMatrix(classes.length, features.columns);
  trained.classifiers.forEach((classifier, k) => {
    weights.data.set(Matrix.checkMatrix(classifier.weights).to1DArray(), k * features.columns);
  });
  if (!weights.data.every(Number.isFinite)) {
    throw new RangeError(
      `the weights overflowed with learningRate ${learningRate}; scale the features to about 1, or lower the rate`,
    );
  }
  return { classes, weights, steps, learningRate };
}

/**
 * Gives each document the class that the package predicts.
 *
 * @throws RangeError if the columns are not the model's, or an entry is not finite
 */
export function predictMlLogisticRegression(
  model: MlLogisticRegression,
  features: Features,
): string[] {
  const { classes, weights, steps, learningRate } = model;
  checkColumns(features, weights.columns);
  const trained = GradientDescent.load({
    name: "LogisticRegression",
    numSteps: steps,
    learningRate,
    numberClasses: classes.length,
    classifiers: weights
      .to2DArray()
      .map((row) => ({ numSteps: steps, learningRate, weights: [row] })),
  });
  return trained.predict(toMatrix(features)).map((k) => classes[k]);
}

function checkWork(
  features: Features,
  classes: number,
  steps: number,
  learningRate: number,
  budget: number,
): void {
  if (!Number.isInteger(steps) || steps < 1)
    throw new RangeError(`steps is ${steps}; choose a whole number from 1 up`);
  if (!(learningRate > 0 && learningRate < Infinity)) {
    throw new RangeError(`learningRate ${learningRate} is not above 0; choose for example 0.0005`);
  }
  const once = features.rows * features.columns * classes;
  if (once * steps <= budget) return;
  const affordable = Math.floor(budget / once);
  const remedy =
    affordable > 0
      ? `take at most ${affordable} steps, fewer rows or columns, or raise workBudget`
      : "take fewer rows or columns";
  throw new RangeError(
    `${features.rows} rows × ${features.columns} columns × ${classes} classes × ${steps} steps = ${(once * steps).toExponential(1)} ` +
      `exceeds the work budget ${budget.toExponential(1)}; ${remedy}`,
  );
}

function toMatrix(features: Features): Matrix {
  return new Matrix((features instanceof SparseMatrix ? features.toDense() : features).to2DArray());
}
