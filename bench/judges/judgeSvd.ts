import {
  energy,
  loadNpy,
  npyToDense,
  DenseMatrix,
  type SparseMatrix,
} from "../../src/lowrank/index";

/** How good a truncated SVD is, by the same measure for everybody. */
export interface SvdQuality {
  /** ‖A V‖² / the largest that k orthonormal columns can keep (σ₁² + … + σ_k² of the reference). */
  readonly energyShare: number;
  /** Largest |σ − σ_reference| / σ_reference. */
  readonly worstValue: number;
  /** Largest entry of |VᵀV − I|: the energy means nothing unless V is orthonormal. */
  readonly orthogonality: number;
}

/**
 * Judges singular values and V, whoever found them, against reference singular values.
 *
 * @param files - .npy files: k singular values, and V as columns × k
 */
export function judgeSvd(
  a: SparseMatrix,
  reference: Float64Array,
  files: { values: string; v: string },
): SvdQuality {
  const values = loadNpy(files.values).data;
  const v = npyToDense(loadNpy(files.v));
  const rank = values.length;
  let optimum = 0;
  let worstValue = 0;
  for (let j = 0; j < rank; j++) {
    optimum += reference[j] ** 2;
    worstValue = Math.max(worstValue, Math.abs(values[j] - reference[j]) / reference[j]);
  }
  const kept = energy(new DenseMatrix(a.rows, rank, a.multiply(v.data, rank)));
  return { energyShare: kept / optimum, worstValue, orthogonality: orthogonalityDefect(v) };
}

function orthogonalityDefect({ rows, columns, data }: DenseMatrix): number {
  const gram = new Float64Array(columns * columns);
  for (let row = 0; row < rows; row++) {
    const at = row * columns;
    for (let i = 0; i < columns; i++) {
      const x = data[at + i];
      for (let j = i; j < columns; j++) gram[i * columns + j] += x * data[at + j];
    }
  }
  let worst = 0;
  for (let i = 0; i < columns; i++)
    for (let j = i; j < columns; j++)
      worst = Math.max(worst, Math.abs(gram[i * columns + j] - (i === j ? 1 : 0)));
  return worst;
}
