import type { DenseMatrix } from "../../src/lowrank/index";

/**
 * The objective of multinomial logistic regression, on scikit-learn's scale: C Σᵢ −ln softmax(W xᵢ
 * + b)[yᵢ] + ½‖W‖², with C = 1.
 *
 * Written apart from both sides' own code, so that their solutions are judged by one and the same
 * sum.
 *
 * @param weights - W, classes × columns
 * @param truth - index of each row's class
 */
export function multinomialObjective(
  features: DenseMatrix,
  truth: ArrayLike<number>,
  weights: DenseMatrix,
  intercepts: ArrayLike<number>,
): number {
  const { rows, columns, data } = features;
  const classes = weights.rows;
  const scores = new Float64Array(classes);
  let objective = 0;
  for (let i = 0; i < rows; i++) {
    let largest = -Infinity;
    for (let k = 0; k < classes; k++) {
      let score = intercepts[k];
      for (let j = 0; j < columns; j++)
        score += weights.data[k * columns + j] * data[i * columns + j];
      scores[k] = score;
      largest = Math.max(largest, score);
    }
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += Math.exp(scores[k] - largest);
    objective += Math.log(sum) + largest - scores[truth[i]];
  }
  for (const weight of weights.data) objective += (weight * weight) / 2;
  return objective;
}
