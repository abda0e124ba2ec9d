import type { MatrixInput } from "../base/readMatrix";
import { asMatrix } from "./asMatrix";
import { checkFinite } from "./finiteEntries";
import { SparseMatrix } from "./sparseMatrix";

/**
 * The energy of a matrix: its squared Frobenius norm, ‖A‖²_F = Σ aᵢⱼ² = Σ σᵢ².
 *
 * Cost: two passes over the entries.
 *
 * @throws RangeError if an entry is not finite; TypeError if it is no matrix
 * @example
 * energy(toDense([[3, 4]])); // 25
 */
export function energy(matrix: MatrixInput): number {
  const a = asMatrix(matrix, "matrix");
  checkFinite(a);
  const entries = a instanceof SparseMatrix ? a.values : a.data;
  let sum = 0;
  for (let i = 0; i < entries.length; i++) sum += entries[i] * entries[i];
  return sum;
}

/**
 * The share of a matrix's energy that its first k singular values hold, for k = 1, 2, …: (σ₁² + … +
 * σ_k²) / ‖A‖²_F.
 *
 * Cost: one pass over the values.
 *
 * @param totalEnergy - ‖A‖²_F, from `energy(A)`
 * @example
 * cumulativeEnergy(Float64Array.of(4, 3), 25); // [0.64, 1]
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
