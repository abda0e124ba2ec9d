/** x · y = Σ xᵢ yᵢ, summed in order. Cost: 2 flops an entry. */
export function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}
