import type { BandMatrix, Tridiagonal } from "./bandMatrix";

/**
 * How many eigenvalues of a symmetric band matrix are larger than a number: the positive pivots of
 * L D Lᵀ = T − shift · I (Sylvester).
 *
 * No rows are exchanged, so a shift very close to an eigenvalue of a leading part may be
 * miscounted: a quick look, not a proof.
 *
 * Cost: size · (bandwidth² + 3 · bandwidth) flops.
 */
export function countAbove({ size, bandwidth, data }: BandMatrix, shift: number): number {
  const stride = bandwidth + 1;
  // Row i: L(i, i − d) · D(i − d) at d ≥ 1, and the reciprocal pivot at d = 0.
  const work = new Float64Array(size * stride);
  let above = 0;
  for (let i = 0; i < size; i++) {
    const row = i * stride;
    let pivot = data[row] - shift;
    for (let d = Math.min(bandwidth, i); d >= 1; d--) {
      const other = (i - d) * stride;
      let value = data[row + d];
      for (let e = Math.min(bandwidth, i) - d; e >= 1; e--)
        value -= work[row + d + e] * work[other + e] * work[other - e * stride];
      work[row + d] = value;
      pivot -= value * value * work[other];
    }
    if (pivot > 0) above++;
    work[row] = 1 / (pivot || Number.EPSILON * (Math.abs(shift) || 1));
  }
  return above;
}

/**
 * How many eigenvalues of a symmetric tridiagonal matrix are larger than a number (Sturm's count,
 * by the pivots of L D Lᵀ).
 *
 * Cost: 4 · size flops. Exact for a matrix whose entries differ from the given ones by rounding.
 */
export function countAboveTridiagonal(
  { diagonal, offDiagonal }: Tridiagonal,
  shift: number,
): number {
  const tiny = Number.MIN_VALUE / Number.EPSILON;
  let above = 0;
  let pivot = 1;
  for (let i = 0; i < diagonal.length; i++) {
    const link = i > 0 ? offDiagonal[i - 1] : 0;
    pivot = diagonal[i] - shift - (link * link) / pivot;
    if (Math.abs(pivot) < tiny) pivot = -tiny;
    if (pivot > 0) above++;
  }
  return above;
}
