import type { Workspace } from "../../kernels/workspace";
import { factorTriangle } from "./factorTriangle";
import { jacobiSvd, type Columns } from "./jacobiSvd";
import { loadDown, loadUp, type Update } from "./updateFactors";

/**
 * The SVD of ΔW = B A without its long vectors: with B = Q R and Aᵀ = P S, that of the small core
 * R Sᵀ = X Σ Yᵀ, so ΔW = (Q X) Σ (P Y)ᵀ. (B holds the scale.)
 */
export interface UpdateSvd {
  /** σ₁ ≥ σ₂ ≥ …, min(rows, columns, rank) of them. */
  readonly singularValues: Float64Array;
  /**
   * Sᵀ Y Σ⁻½ by columns, rank × values: B times its first k columns is U Σ½ of ΔW at rank k. It
   * needs no inverse of R, and so loses nothing where columns of B are nearly dependent.
   */
  readonly upMix: Columns;
  /** Rᵀ X Σ⁻½ by columns: Aᵀ times its first k columns is V Σ½. */
  readonly downMix: Columns;
}

/** Reads an update's factors and takes their product's SVD. */
export async function updateSvd(workspace: Workspace, update: Update): Promise<UpdateSvd> {
  const mark = workspace.mark();
  const r = factorTriangle(workspace, await loadUp(workspace, update));
  workspace.release(mark);
  const s = factorTriangle(workspace, await loadDown(workspace, update));
  workspace.release(mark);
  const { singularValues, u, v } = jacobiSvd(multiplyTransposed(r, s));
  return {
    singularValues,
    upMix: mix(s, v, singularValues),
    downMix: mix(r, u, singularValues),
  };
}

/** X Yᵀ, for X and Y with as many columns. */
function multiplyTransposed(x: Columns, y: Columns): Columns {
  const data = new Float64Array(x.rows * y.rows);
  for (let k = 0; k < x.columns; k++) {
    for (let j = 0; j < y.rows; j++) {
      const factor = y.data[k * y.rows + j];
      if (factor === 0) continue;
      for (let i = 0; i < x.rows; i++) data[j * x.rows + i] += x.data[k * x.rows + i] * factor;
    }
  }
  return { rows: x.rows, columns: y.rows, data };
}

/** Tᵀ W Σ⁻½, a column for each singular value; zero where that is. */
function mix(t: Columns, w: Float64Array, values: Float64Array): Columns {
  const data = new Float64Array(t.columns * values.length);
  for (let j = 0; j < values.length; j++) {
    if (!(values[j] > 0)) continue;
    const factor = 1 / Math.sqrt(values[j]);
    for (let i = 0; i < t.columns; i++) {
      let sum = 0;
      for (let p = 0; p < t.rows; p++) sum += t.data[i * t.rows + p] * w[j * t.rows + p];
      data[j * t.columns + i] = factor * sum;
    }
  }
  return { rows: t.columns, columns: values.length, data };
}
