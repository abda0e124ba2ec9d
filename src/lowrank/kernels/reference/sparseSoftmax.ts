import { exp } from "../../base/elementary/exp";
import { log } from "../../base/elementary/log";
import type { Views } from "../views";
import { evenClasses } from "./softmax";

/**
 * Numbers in one part's sums of `sparseResiduals`: Σ (p − y) a class (`evenClasses`), loss, one to
 * fill up.
 */
export const residualSums = (classes: number): number => evenClasses(classes) + 2;

/**
 * Residuals w (p − y) of softmax regression, p = softmax(W x + b), and the loss Σ −w ln p_y, over
 * sparse rows from … to of weights w.
 *
 * @param offsets - where each row's entries start and the last ends, 32-bit integers
 * @param indices - column of each entry, 32-bit integers
 * @param weights - Wᵀ, columns × `evenClasses`
 * @param intercepts - b, `evenClasses` numbers
 * @param residuals - rows × `evenClasses`, overwritten; the number past the last class is 0
 * @param sums - `residualSums` a part
 * @param rowWeights - w, a double a row; 0 if all are 1
 */
export function sparseResiduals(
  { float64, int32 }: Views,
  from: number,
  to: number,
  part: number,
  offsets: number,
  indices: number,
  values: number,
  truth: number,
  classes: number,
  weights: number,
  intercepts: number,
  residuals: number,
  sums: number,
  rowWeights: number,
): void {
  const even = evenClasses(classes);
  const out = sums / 8 + part * residualSums(classes);
  float64.fill(0, out, out + residualSums(classes));
  for (let row = from; row < to; row++) {
    const at = residuals / 8 + row * even;
    float64.copyWithin(at, intercepts / 8, intercepts / 8 + even);
    addCombination(float64, int32, row, offsets, indices, values, weights / 8, even, at);
    let largest = -Infinity;
    for (let k = 0; k < classes; k++) largest = Math.max(largest, float64[at + k]);
    const own = at + int32[truth / 4 + row];
    const weight = rowWeights === 0 ? 1 : float64[rowWeights / 8 + row];
    float64[out + even] += weight * (largest - float64[own]);
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += float64[at + k] = exp(float64[at + k] - largest);
    float64[out + even] += weight * log(sum);
    for (let k = 0; k < classes; k++) float64[at + k] *= weight / sum;
    float64[own] -= weight;
    if (even > classes) float64[at + classes] = 0;
    for (let k = 0; k < classes; k++) float64[out + k] += float64[at + k];
  }
}

/**
 * Gradient Σ (p − y)ᵢ x_ij for columns j from … to, as `sparseResiduals` left the residuals. Each
 * column is one thread's: no partial sums.
 *
 * @param offsets - where each column's entries start and the last ends: the matrix by columns
 * @param indices - row of each entry
 * @param gradient - columns × `evenClasses`, overwritten
 */
export function sparseGradient(
  { float64, int32 }: Views,
  from: number,
  to: number,
  _part: number,
  offsets: number,
  indices: number,
  values: number,
  classes: number,
  residuals: number,
  gradient: number,
): void {
  const even = evenClasses(classes);
  for (let column = from; column < to; column++) {
    const at = gradient / 8 + column * even;
    float64.fill(0, at, at + even);
    addCombination(float64, int32, column, offsets, indices, values, residuals / 8, even, at);
  }
}

/** Adds Σ value · (row `index` of a table) over the entries of one row of a sparse matrix. */
function addCombination(
  f: Float64Array,
  int32: Int32Array,
  row: number,
  offsets: number,
  indices: number,
  values: number,
  table: number,
  width: number,
  out: number,
): void {
  const end = int32[offsets / 4 + row + 1];
  for (let entry = int32[offsets / 4 + row]; entry < end; entry++) {
    const value = f[values / 8 + entry];
    const from = table + int32[indices / 4 + entry] * width;
    for (let k = 0; k < width; k++) f[out + k] += value * f[from + k];
  }
}
