import { AbstractMatrix } from "ml-matrix";
import { toDense } from "./denseMatrix";
import type { SparseMatrix } from "./sparseMatrix";

/**
 * The energy of a matrix: its squared Frobenius norm, ‖A‖²_F = Σ aᵢⱼ² = Σ σᵢ².
 *
 * Cost: one pass over the entries.
 *
 * @example
 * energy(toDense([[3, 4]])); // 25
 */
export function energy(matrix: SparseMatrix | AbstractMatrix): number {
  const entries = matrix instanceof AbstractMatrix ? toDense(matrix).data : matrix.values;
  let sum = 0;
  for (let i = 0; i < entries.length; i++) sum += entries[i] * entries[i];
  return sum;
}

/**
 * The share of a matrix's energy that its first k singular values hold, for k = 1, 2, …: (σ₁² + … +
 * σ_k²) / ‖A‖²_F.
 *
 * @param totalEnergy - ‖A‖²_F, from `energy(A)`
 * @example
 * cumulativeEnergy(Float64Array.of(4, 3), 25); // 0.64, 1
 */
export function cumulativeEnergy(
  singularValues: ArrayLike<number>,
  totalEnergy: number,
): Float64Array {
  const shares = new Float64Array(singularValues.length);
  let sum = 0;
  for (let i = 0; i < shares.length; i++) {
    sum += singularValues[i] * singularValues[i];
    shares[i] = totalEnergy > 0 ? Math.min(1, sum / totalEnergy) : 1;
  }
  return shares;
}
