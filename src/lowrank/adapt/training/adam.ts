/** Takes a step against a gradient, in place. */
export type Optimiser = (
  parameters: readonly Float64Array[],
  gradients: readonly Float64Array[],
  learningRate: number,
) => void;

/**
 * Starts Adam: each number moves by the running mean of its gradient over the running root mean
 * square.
 *
 * m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², θ ← θ − η · √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε),
 * with β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
 *
 * Cost: 10 flops and a square root a number; memory: two numbers each.
 *
 * Source: Kingma & Ba 2015, section 2 (the form of its last paragraph, which scikit-learn has too).
 */
export function createAdam(): Optimiser {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-8];
  let moments: { mean: Float64Array; square: Float64Array }[] = [];
  // Running products, since Math.pow is not the same to the last bit on every machine.
  let [power1, power2] = [1, 1];
  return (parameters, gradients, learningRate) => {
    if (moments.length === 0)
      moments = parameters.map(({ length }) => ({
        mean: new Float64Array(length),
        square: new Float64Array(length),
      }));
    power1 *= beta1;
    power2 *= beta2;
    const step = (learningRate * Math.sqrt(1 - power2)) / (1 - power1);
    parameters.forEach((values, p) => {
      const { mean, square } = moments[p];
      const gradient = gradients[p];
      for (let i = 0; i < values.length; i++) {
        mean[i] = beta1 * mean[i] + (1 - beta1) * gradient[i];
        square[i] = beta2 * square[i] + (1 - beta2) * gradient[i] * gradient[i];
        values[i] -= (step * mean[i]) / (Math.sqrt(square[i]) + epsilon);
      }
    });
  };
}
