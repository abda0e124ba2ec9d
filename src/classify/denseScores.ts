/** Rows that the dense inner loops take at a time: four rows by two classes keep eight sums in registers. */
export const ROWS_AT_A_TIME = 4;

/**
 * scores = X Wᵀ for four rows of X, 8 · columns · classes flops.
 *
 * @param x - X, row after row
 * @param at - where the first of the four rows starts in x
 * @param columns - columns of X
 * @param weights - W, classes × columns, an even number of classes
 * @param scores - 4 × classes, overwritten
 */
export function multiplyFourRows(
  x: Float64Array, at: number, columns: number, weights: Float64Array, classes: number, scores: Float64Array,
): void {
  for (let k = 0; k < classes; k += 2) {
    let w = k * columns;
    let w2 = w + columns;
    let x0 = at;
    let x1 = x0 + columns;
    let x2 = x1 + columns;
    let x3 = x2 + columns;
    let s00 = 0, s01 = 0, s10 = 0, s11 = 0, s20 = 0, s21 = 0, s30 = 0, s31 = 0;
    for (const end = at + columns; x0 < end; x0++, x1++, x2++, x3++, w++, w2++) {
      const a = weights[w];
      const b = weights[w2];
      const v0 = x[x0];
      s00 += v0 * a;
      s01 += v0 * b;
      const v1 = x[x1];
      s10 += v1 * a;
      s11 += v1 * b;
      const v2 = x[x2];
      s20 += v2 * a;
      s21 += v2 * b;
      const v3 = x[x3];
      s30 += v3 * a;
      s31 += v3 * b;
    }
    scores[k] = s00;
    scores[k + 1] = s01;
    scores[classes + k] = s10;
    scores[classes + k + 1] = s11;
    scores[2 * classes + k] = s20;
    scores[2 * classes + k + 1] = s21;
    scores[3 * classes + k] = s30;
    scores[3 * classes + k + 1] = s31;
  }
}

/**
 * gradient += Rᵀ X for four rows of X, 8 · columns · classes flops.
 *
 * @param residuals - R, 4 × classes
 * @param gradient - classes × columns, added to
 */
export function addFourRows(
  x: Float64Array, at: number, columns: number, residuals: Float64Array, classes: number, gradient: Float64Array,
): void {
  for (let k = 0; k < classes; k += 2) {
    const r00 = residuals[k], r01 = residuals[k + 1];
    const r10 = residuals[classes + k], r11 = residuals[classes + k + 1];
    const r20 = residuals[2 * classes + k], r21 = residuals[2 * classes + k + 1];
    const r30 = residuals[3 * classes + k], r31 = residuals[3 * classes + k + 1];
    let g = k * columns;
    let g2 = g + columns;
    let x0 = at;
    let x1 = x0 + columns;
    let x2 = x1 + columns;
    let x3 = x2 + columns;
    for (const end = at + columns; x0 < end; x0++, x1++, x2++, x3++, g++, g2++) {
      const v0 = x[x0];
      const v1 = x[x1];
      const v2 = x[x2];
      const v3 = x[x3];
      gradient[g] += v0 * r00 + v1 * r10 + v2 * r20 + v3 * r30;
      gradient[g2] += v0 * r01 + v1 * r11 + v2 * r21 + v3 * r31;
    }
  }
}
