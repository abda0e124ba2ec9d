/**
 * One sweep of coordinate descent over W, where A ≈ W Hᵀ: each entry in turn is put where the squared
 * error is least, the others held, and to 0 where that is below 0.
 *
 *     gradient(i, t) = Σᵣ W(i, r) G(r, t) − P(i, t)      W(i, t) ← max(0, W(i, t) − gradient / G(t, t))
 *
 * Cost: 2 · rows · rank² flops.
 *
 * @param factor - W, rows × rank, changed in place
 * @param gram - G = HᵀH, rank × rank
 * @param products - P = A H, rows × rank
 * @returns Σ |gradient| where an entry could still move: 0 at a minimum
 */
export function sweepFactor(
  factor: Float64Array,
  gram: Float64Array,
  products: Float64Array,
  rank: number,
): number {
  let violation = 0;
  for (let row = 0; row < factor.length; row += rank) {
    for (let t = 0; t < rank; t++) {
      let gradient = -products[row + t];
      for (let r = 0; r < rank; r++) gradient += gram[t * rank + r] * factor[row + r];
      const value = factor[row + t];
      violation += value === 0 ? Math.max(0, -gradient) : Math.abs(gradient);
      const curvature = gram[t * rank + t];
      if (curvature > 0) factor[row + t] = Math.max(0, value - gradient / curvature);
    }
  }
  return violation;
}

/** FᵀF of a factor, rank × rank. Cost: rows · rank² flops. */
export function gramOf(factor: Float64Array, rank: number): Float64Array {
  const gram = new Float64Array(rank * rank);
  for (let row = 0; row < factor.length; row += rank)
    for (let t = 0; t < rank; t++) {
      const value = factor[row + t];
      if (value === 0) continue;
      for (let r = 0; r <= t; r++) gram[t * rank + r] += value * factor[row + r];
    }
  for (let t = 0; t < rank; t++)
    for (let r = 0; r < t; r++) gram[r * rank + t] = gram[t * rank + r];
  return gram;
}
