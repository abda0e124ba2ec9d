import { mostPairedClasses } from "../../kernels/reference/softmax";

/** M, the mean of diag(p) − p pᵀ over rows: how the scores of the classes curve the loss. */
export interface ClassCurvature {
  /** Mean of p_k (1 − p_k) for each class. */
  readonly diagonal: Float64Array;
  /**
   * M, classes × classes. Left out of many classes, where it would take more work than a pass over
   * the features: few of them are ever probable together, and M is nearly diagonal.
   */
  readonly whole?: Float64Array;
}

/** Zeros to be filled by `takeProducts`. */
export function createClassCurvature(classes: number): ClassCurvature {
  return {
    diagonal: new Float64Array(classes),
    ...(classes <= mostPairedClasses && { whole: new Float64Array(classes * classes) }),
  };
}

/**
 * Takes M from what the softmax kernel summed over some rows: p_k p_l for l ≤ k, or p_k (1 − p_k)
 * where there are many classes.
 */
export function takeProducts(
  { diagonal, whole }: ClassCurvature,
  sums: Float64Array,
  rows: number,
): void {
  const classes = diagonal.length;
  if (whole === undefined) {
    for (let k = 0; k < classes; k++) diagonal[k] = sums[k] / rows;
    return;
  }
  takePairs(sums, classes, whole);
  for (let k = 0; k < classes; k++) diagonal[k] = whole[k * classes + k];
}

/** As Σ_l p_l = 1, a row of products adds up to Σ p_k, and all of them to the number of rows. */
function takePairs(products: Float64Array, classes: number, whole: Float64Array): void {
  const product = (k: number, l: number): number =>
    products[Math.max(k, l) * classes + Math.min(k, l)];
  let rows = 0;
  for (let k = 0; k < classes; k++) for (let l = 0; l < classes; l++) rows += product(k, l);
  for (let k = 0; k < classes; k++) {
    // Σ p_k (1 − p_k) without the cancellation of a class that is nearly certain.
    let others = 0;
    for (let l = 0; l < classes; l++) {
      if (l === k) continue;
      others += product(k, l);
      whole[k * classes + l] = -product(k, l) / rows;
    }
    whole[k * classes + k] = others / rows;
  }
}
