import { exp } from "../../base/elementary/exp";
import { log } from "../../base/elementary/log";
import type { Views } from "../views";
import { addGradient, scoreTile, tileRows, type Reals } from "./tileProducts";

type Kind = "float32" | "float64";

/** Classes rounded up to an even number: two go together in the inner loops. */
export const evenClasses = (classes: number): number => classes + (classes & 1);

/**
 * Up to so many classes, products of the probabilities of each two are summed; of more, p (1 − p)
 * of each alone: pairs would outweigh the pass.
 */
export const mostPairedClasses = 64;

/** Numbers in the sums of products: classes × classes, or classes where there are many. */
export const productSums = (classes: number): number =>
  classes > mostPairedClasses ? classes : classes * classes;

/**
 * Numbers in one part's sums: gradient (even × width), intercepts' gradient (even), loss, products
 * of probabilities (`productSums`).
 */
export function partSums(classes: number, width: number): number {
  const even = evenClasses(classes);
  return (even * width + even + 1 + productSums(classes) + 1) & ~1;
}

/**
 * Loss and gradient of softmax regression, in single (…32) or double precision, over tiles from …
 * to of 64 rows, into sums of its own (`partSums`).
 *
 * Scores z = factor · W x + b, p = softmax(z); loss Σ −w ln p_y; gradient Σ w factor · (p − y) xᵀ,
 * and Σ w (p − y) for b; w is the row's weight.
 *
 * @param rows - rows in all; the tiles are cut from them, the last may be shorter
 * @param x - rows of `step` numbers, of which `width` (a multiple of 4) count; three rows more must
 *   be readable after the last
 * @param factors - one number a row, three more readable; 0 for none
 * @param truth - class number of each row, 32-bit integers
 * @param weights - W, `evenClasses` × width, row after row; rows past the last class are 0
 * @param intercepts - b, one number a class
 * @param kept - if not 0, where the probabilities go: a tile after the other, `evenClasses` × 64
 * @param curvatureEvery - adds up p_k p_l, l ≤ k (of many classes p_k (1 − p_k)), over each tile
 *   whose number is a multiple of this; 0 for none
 * @param scratch - `evenClasses` × 64 numbers a part
 * @param rowWeights - w, one number a row, three more readable; 0 if all are 1
 */
function softmaxPass(
  kind: Kind,
  views: Views,
  from: number,
  to: number,
  part: number,
  rows: number,
  x: number,
  step: number,
  width: number,
  factors: number,
  truth: number,
  classes: number,
  weights: number,
  intercepts: number,
  kept: number,
  curvatureEvery: number,
  scratch: number,
  sums: number,
  rowWeights: number,
): void {
  const { float64, int32, [kind]: reals } = views;
  const size = reals.BYTES_PER_ELEMENT;
  const even = evenClasses(classes);
  const tile = scratch / size + part * even * tileRows;
  const out = sums / 8 + part * partSums(classes, width);
  const outIntercepts = out + even * width;
  const outLoss = outIntercepts + even;
  float64.fill(0, out, out + partSums(classes, width));
  reals.fill(0, tile, tile + even * tileRows);
  for (let at = from; at < to; at++) {
    const first = at * tileRows;
    const count = Math.min(tileRows, rows - first);
    const features = x / size + first * step;
    const ownFactors = factors === 0 ? -1 : factors / size + first;
    const ownWeights = rowWeights === 0 ? -1 : rowWeights / size + first;
    scoreTile(reals, features, step, count, width, weights / size, even, tile);
    float64[outLoss] += takeProbabilities(
      reals,
      count,
      classes,
      intercepts / size,
      ownFactors,
      int32,
      truth / 4 + first,
      tile,
      ownWeights,
    );
    if (kept !== 0)
      reals.copyWithin(kept / size + at * even * tileRows, tile, tile + even * tileRows);
    if (curvatureEvery > 0 && at % curvatureEvery === 0)
      (classes > mostPairedClasses ? addVariances : addProducts)(
        reals,
        count,
        classes,
        tile,
        float64,
        outLoss + 1,
      );
    for (let row = 0; row < count; row++)
      reals[tile + int32[truth / 4 + first + row] * tileRows + row] -= 1;
    weighRows(reals, count, classes, ownWeights, tile);
    takeFactors(reals, count, classes, ownFactors, tile, float64, outIntercepts);
    addGradient(reals, features, step, count, width, tile, even, float64, out);
  }
}

/**
 * Hessian of softmax regression times a direction (V, c), as `softmaxPass` left its probabilities;
 * over tiles from … to, same sums.
 *
 * z = factor · V x + c; out Σ w factor · p (z − pᵀz) xᵀ, and Σ w p (z − pᵀz) for the intercepts.
 */
function curvaturePass(
  kind: Kind,
  views: Views,
  from: number,
  to: number,
  part: number,
  rows: number,
  x: number,
  step: number,
  width: number,
  factors: number,
  classes: number,
  weights: number,
  intercepts: number,
  kept: number,
  scratch: number,
  sums: number,
  rowWeights: number,
): void {
  const { float64, [kind]: reals } = views;
  const size = reals.BYTES_PER_ELEMENT;
  const even = evenClasses(classes);
  const tile = scratch / size + part * even * tileRows;
  const out = sums / 8 + part * partSums(classes, width);
  float64.fill(0, out, out + partSums(classes, width));
  reals.fill(0, tile, tile + even * tileRows);
  for (let at = from; at < to; at++) {
    const first = at * tileRows;
    const count = Math.min(tileRows, rows - first);
    const features = x / size + first * step;
    const ownFactors = factors === 0 ? -1 : factors / size + first;
    scoreTile(reals, features, step, count, width, weights / size, even, tile);
    takeCurvature(
      reals,
      count,
      classes,
      intercepts / size,
      ownFactors,
      kept / size + at * even * tileRows,
      tile,
    );
    const ownWeights = rowWeights === 0 ? -1 : rowWeights / size + first;
    weighRows(reals, count, classes, ownWeights, tile);
    takeFactors(reals, count, classes, ownFactors, tile, float64, out + even * width);
    addGradient(reals, features, step, count, width, tile, even, float64, out);
  }
}

type Rest<Pass> = Pass extends (kind: Kind, ...rest: infer Numbers) => void ? Numbers : never;

export const softmaxPass32 = (...numbers: Rest<typeof softmaxPass>): void =>
  softmaxPass("float32", ...numbers);
export const softmaxPass64 = (...numbers: Rest<typeof softmaxPass>): void =>
  softmaxPass("float64", ...numbers);
export const curvaturePass32 = (...numbers: Rest<typeof curvaturePass>): void =>
  curvaturePass("float32", ...numbers);
export const curvaturePass64 = (...numbers: Rest<typeof curvaturePass>): void =>
  curvaturePass("float64", ...numbers);

/** Scores without intercepts become probabilities in place; returns the log loss. */
function takeProbabilities(
  f: Reals,
  count: number,
  classes: number,
  intercepts: number,
  factors: number,
  truth: Int32Array,
  truthAt: number,
  tile: number,
  rowWeights: number,
): number {
  const end = classes * tileRows;
  let loss = 0;
  for (let row = 0; row < count; row++) {
    const factor = factors < 0 ? 1 : f[factors + row];
    let largest = -Infinity;
    for (let k = 0, at = tile + row; k < classes; k++, at += tileRows) {
      f[at] = f[at] * factor + f[intercepts + k];
      if (f[at] > largest) largest = f[at];
    }
    const own = f[tile + truth[truthAt + row] * tileRows + row];
    let sum = 0;
    for (let at = tile + row; at < tile + end; at += tileRows) sum += f[at] = exp(f[at] - largest);
    for (let at = tile + row; at < tile + end; at += tileRows) f[at] /= sum;
    loss += (rowWeights < 0 ? 1 : f[rowWeights + row]) * (log(sum) + largest - own);
  }
  return loss;
}

/** products[k, l] += Σ over the tile's rows of p_k p_l, for l ≤ k. */
function addProducts(
  f: Reals,
  count: number,
  classes: number,
  tile: number,
  sums: Float64Array,
  products: number,
): void {
  for (let k = 0; k < classes; k++) {
    for (let l = 0; l <= k; l++) {
      let sum = 0;
      for (let row = 0; row < count; row++)
        sum += f[tile + k * tileRows + row] * f[tile + l * tileRows + row];
      sums[products + k * classes + l] += sum;
    }
  }
}

/** variances[k] += Σ over the tile's rows of p_k (1 − p_k). */
function addVariances(
  f: Reals,
  count: number,
  classes: number,
  tile: number,
  sums: Float64Array,
  variances: number,
): void {
  for (let k = 0; k < classes; k++) {
    let sum = 0;
    for (let row = 0, at = tile + k * tileRows; row < count; row++, at++)
      sum += f[at] * (1 - f[at]);
    sums[variances + k] += sum;
  }
}

/** Scores z of a direction, without intercepts, become p (z − pᵀz) in place. */
function takeCurvature(
  f: Reals,
  count: number,
  classes: number,
  intercepts: number,
  factors: number,
  kept: number,
  tile: number,
): void {
  const end = classes * tileRows;
  for (let row = 0; row < count; row++) {
    const factor = factors < 0 ? 1 : f[factors + row];
    let mean = 0;
    for (let k = 0, at = row; k < classes; k++, at += tileRows) {
      f[tile + at] = f[tile + at] * factor + f[intercepts + k];
      mean += f[kept + at] * f[tile + at];
    }
    for (let at = row; at < end; at += tileRows)
      f[tile + at] = f[kept + at] * (f[tile + at] - mean);
  }
}

/** Each row's numbers are multiplied by its weight, in place. */
function weighRows(
  f: Reals,
  count: number,
  classes: number,
  rowWeights: number,
  tile: number,
): void {
  if (rowWeights < 0) return;
  for (let k = 0; k < classes; k++)
    for (let row = 0; row < count; row++) f[tile + k * tileRows + row] *= f[rowWeights + row];
}

/** Adds the residuals up for the intercepts, then multiplies them by their rows' factors. */
function takeFactors(
  f: Reals,
  count: number,
  classes: number,
  factors: number,
  tile: number,
  sums: Float64Array,
  out: number,
): void {
  for (let k = 0; k < classes; k++) {
    let sum = 0;
    for (let row = 0, at = tile + k * tileRows; row < count; row++, at++) {
      sum += f[at];
      if (factors >= 0) f[at] *= f[factors + row];
    }
    sums[out + k] += sum;
  }
}
