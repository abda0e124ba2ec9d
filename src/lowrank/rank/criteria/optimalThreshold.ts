import { marchenkoPasturMedian } from "./marchenkoPastur";

/**
 * λ*(β): the optimal hard threshold in units of √n · σ for noise of known standard deviation σ.
 *
 * Source: Gavish & Donoho 2014, equation 11.
 *
 * @param aspectRatio - β = min(rows, columns) / max(rows, columns), above 0 and at most 1
 * @example
 * optimalThreshold(1); // 4/√3 = 2.3094
 */
export function optimalThreshold(aspectRatio: number): number {
  if (!(aspectRatio > 0 && aspectRatio <= 1)) {
    throw new RangeError(
      `aspect ratio ${aspectRatio} is not above 0 and at most 1; ` +
        "pass min(rows, columns) / max(rows, columns)",
    );
  }
  const sum = aspectRatio + 1;
  return Math.sqrt(
    2 * sum +
      (8 * aspectRatio) / (sum + Math.sqrt(aspectRatio * aspectRatio + 14 * aspectRatio + 1)),
  );
}

/**
 * ω(β): the optimal hard threshold in units of the median singular value, for unknown noise: λ*(β)
 * / √μ_β.
 *
 * Source: Gavish & Donoho 2014, section III.E.
 *
 * @example
 * optimalMedianThreshold(1); // 2.8584
 */
export function optimalMedianThreshold(aspectRatio: number): number {
  return optimalThreshold(aspectRatio) / Math.sqrt(marchenkoPasturMedian(aspectRatio));
}
