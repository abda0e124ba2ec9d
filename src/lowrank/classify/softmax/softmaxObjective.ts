import type { SoftmaxPasses } from "./softmaxPasses";

/** The weights in the objective of softmax regression. */
export interface SoftmaxWeights {
  /** C, the weight of one row's log loss. */
  readonly inversePenalty: number;
  /** λ, the weight of ½‖W‖². */
  readonly penalty: number;
}

/**
 * Makes F(W, b) = C Σᵢ −ln p(yᵢ | xᵢ) + ½ λ ‖W‖² with p = softmax(W x + b): returns its value at
 * parameters W (classes × columns, row after row), then b, and writes the gradient.
 *
 * @param coefficients - classes · columns, the parameters that are penalised
 */
export function createSoftmaxObjective(
  { loss }: Pick<SoftmaxPasses, "loss">,
  weights: SoftmaxWeights,
  coefficients: number,
) {
  return (parameters: Float64Array, gradient: Float64Array): number => {
    const value = weights.inversePenalty * loss(parameters, gradient);
    let squares = 0;
    for (let i = 0; i < coefficients; i++) squares += parameters[i] * parameters[i];
    addPenalty(weights, coefficients, parameters, gradient);
    return value + (weights.penalty * squares) / 2;
  };
}

/**
 * Makes the same objective's Hessian, at the parameters of the last loss: writes its product with a
 * direction.
 */
export function createSoftmaxCurvature(
  { curvature }: Pick<SoftmaxPasses, "curvature">,
  weights: SoftmaxWeights,
  coefficients: number,
) {
  return (direction: Float64Array, product: Float64Array): void => {
    curvature(direction, product);
    addPenalty(weights, coefficients, direction, product);
  };
}

/**
 * From the loss's gradient, or product with a direction, to the objective's: C times it, plus λ
 * times the coefficients.
 */
function addPenalty(
  { inversePenalty, penalty }: SoftmaxWeights,
  coefficients: number,
  at: Float64Array,
  gradient: Float64Array,
): void {
  for (let i = 0; i < coefficients; i++)
    gradient[i] = inversePenalty * gradient[i] + penalty * at[i];
  for (let i = coefficients; i < gradient.length; i++) gradient[i] *= inversePenalty;
}
