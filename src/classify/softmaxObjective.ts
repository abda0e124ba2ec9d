import { DenseMatrix } from "../linalg/denseMatrix";
import { SparseMatrix } from "../linalg/sparseMatrix";
import { addFourRows, multiplyFourRows, ROWS_AT_A_TIME } from "./denseScores";
import type { Features } from "./features";

/** What a softmax regression is fitted to. */
export interface SoftmaxData {
  readonly features: Features;
  /** Class number of each row, 0 … classes − 1. */
  readonly truth: Int32Array;
  readonly classes: number;
  /** C, the weight of one row's log loss. */
  readonly inversePenalty: number;
  /** λ, the weight of ½‖W‖². */
  readonly penalty: number;
}

/** The objective of softmax regression as a function of its parameters. */
export interface SoftmaxObjective {
  /** Returns the value at the parameters and writes the gradient; see `createSoftmaxObjective`. */
  readonly evaluate: (parameters: Float64Array, gradient: Float64Array) => number;
  /** Mean over sampled rows, at the last parameters, of diag(p) − p pᵀ: classes × classes. */
  readonly classCurvature: Float64Array;
}

/** Rows whose probabilities are sampled for the curvature: enough to steer by. */
const CURVATURE_ROWS = 4096;

/**
 * Makes F(W, b) = C Σᵢ −ln p(yᵢ | xᵢ) + ½ λ ‖W‖² with p = softmax(W x + b), and its gradient.
 *
 * The parameters are W, classes × columns row after row, then b, one number a class. Scores, softmax and gradient of a few
 * rows are worked out together, so an evaluation reads the features once from memory.
 *
 * Cost of an evaluation: 4 · stored entries · classes flops, rows · classes exponentials.
 */
export function createSoftmaxObjective(data: SoftmaxData): SoftmaxObjective {
  const { features, classes, penalty } = data;
  const coefficients = classes * features.columns;
  const softmax = createSoftmaxStep(data);
  const addLoss = features instanceof SparseMatrix ? sparseLoss(features, classes, softmax) : denseLoss(features, classes, softmax);

  function evaluate(parameters: Float64Array, gradient: Float64Array): number {
    softmax.reset(parameters.subarray(coefficients), gradient.subarray(coefficients));
    addLoss(parameters, gradient);
    let squares = 0;
    for (let i = 0; i < coefficients; i++) {
      squares += parameters[i] * parameters[i];
      gradient[i] += penalty * parameters[i];
    }
    return softmax.loss() + (penalty * squares) / 2;
  }
  return { evaluate, classCurvature: softmax.classCurvature };
}

type SoftmaxStep = ReturnType<typeof createSoftmaxStep>;

/** Turns scores of a row into residuals C (p − y), adding up loss, intercept gradient and curvature on the way. */
function createSoftmaxStep({ features, truth, classes, inversePenalty }: SoftmaxData) {
  const stride = Math.max(1, Math.ceil(features.rows / CURVATURE_ROWS));
  const share = 1 / Math.ceil(features.rows / stride);
  const classCurvature = new Float64Array(classes * classes);
  let intercepts: Float64Array = new Float64Array(0);
  let interceptGradient: Float64Array = intercepts;
  let loss = 0;

  function reset(newIntercepts: Float64Array, newGradient: Float64Array): void {
    intercepts = newIntercepts;
    interceptGradient = newGradient;
    interceptGradient.fill(0);
    classCurvature.fill(0);
    loss = 0;
  }

  /** Scores (without intercepts) of one row at `scores[at …]` become residuals in place. */
  function takeRow(row: number, scores: Float64Array, at: number): void {
    let largest = -Infinity;
    for (let k = 0; k < classes; k++) {
      const score = (scores[at + k] += intercepts[k]);
      if (score > largest) largest = score;
    }
    const own = scores[at + truth[row]];
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += scores[at + k] = Math.exp(scores[at + k] - largest);
    loss += inversePenalty * (Math.log(sum) + largest - own);
    if (row % stride === 0) addCurvature(scores, at, sum);
    const scale = inversePenalty / sum;
    for (let k = 0; k < classes; k++) scores[at + k] *= scale;
    scores[at + truth[row]] -= inversePenalty;
    for (let k = 0; k < classes; k++) interceptGradient[k] += scores[at + k];
  }

  function addCurvature(exponentials: Float64Array, at: number, sum: number): void {
    for (let k = 0; k < classes; k++) {
      const p = exponentials[at + k] / sum;
      classCurvature[k * classes + k] += share * p;
      const weight = (share * p) / sum;
      for (let l = 0; l < classes; l++) classCurvature[k * classes + l] -= weight * exponentials[at + l];
    }
  }
  return { reset, takeRow, loss: () => loss, classCurvature };
}

/** Four rows at a time; classes padded to an even number with a class of weight 0 that no softmax sees. */
function denseLoss({ rows, columns, data }: DenseMatrix, classes: number, softmax: SoftmaxStep) {
  const padded = classes + (classes & 1);
  const weights = new Float64Array(padded * columns);
  const sums = new Float64Array(padded * columns);
  const scores = new Float64Array(ROWS_AT_A_TIME * padded);
  const lastRows = new Float64Array(ROWS_AT_A_TIME * columns);
  const whole = rows - (rows % ROWS_AT_A_TIME);
  lastRows.set(data.subarray(whole * columns));

  function takeRows(x: Float64Array, at: number, first: number, count: number): void {
    multiplyFourRows(x, at, columns, weights, padded, scores);
    for (let r = 0; r < count; r++) softmax.takeRow(first + r, scores, r * padded);
    scores.fill(0, count * padded);
    addFourRows(x, at, columns, scores, padded, sums);
  }
  return (parameters: Float64Array, gradient: Float64Array): void => {
    weights.set(parameters.subarray(0, classes * columns));
    sums.fill(0);
    for (let row = 0; row < whole; row += ROWS_AT_A_TIME) takeRows(data, row * columns, row, ROWS_AT_A_TIME);
    if (whole < rows) takeRows(lastRows, 0, whole, rows - whole);
    gradient.set(sums.subarray(0, classes * columns));
  };
}

/** Row by row; weights turned to columns × classes, so that each stored entry meets its K weights side by side. */
function sparseLoss({ rows, columns, rowOffsets, columnIndices, values }: SparseMatrix, classes: number, softmax: SoftmaxStep) {
  const weights = new Float64Array(columns * classes);
  const sums = new Float64Array(columns * classes);
  const scores = new Float64Array(classes);

  return (parameters: Float64Array, gradient: Float64Array): void => {
    for (let k = 0, from = 0; k < classes; k++) {
      for (let j = 0, to = k; j < columns; j++, to += classes) weights[to] = parameters[from++];
    }
    sums.fill(0);
    for (let row = 0; row < rows; row++) {
      const start = rowOffsets[row];
      const end = rowOffsets[row + 1];
      scores.fill(0);
      for (let at = start; at < end; at++) {
        const value = values[at];
        const from = columnIndices[at] * classes;
        for (let k = 0; k < classes; k++) scores[k] += value * weights[from + k];
      }
      softmax.takeRow(row, scores, 0);
      for (let at = start; at < end; at++) {
        const value = values[at];
        const to = columnIndices[at] * classes;
        for (let k = 0; k < classes; k++) sums[to + k] += value * scores[k];
      }
    }
    for (let k = 0, to = 0; k < classes; k++) {
      for (let j = 0, from = k; j < columns; j++, from += classes) gradient[to++] = sums[from];
    }
  };
}
