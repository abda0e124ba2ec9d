import { atan2 } from "../../base/elementary/atan";
import { cos, sin } from "../../base/elementary/sin";

/**
 * The median of the Marchenko–Pastur law of aspect ratio β: half of the squared singular values of
 * a large matrix of pure noise lie below it.
 *
 * For m × n noise with entries of variance 1/n and β = m/n ≤ 1, the squared singular values spread
 * over [(1 − √β)², (1 + √β)²] with density √((b − x)(x − a)) / (2πβx). With x = 1 + β + 2√β cos θ
 * the share above x(θ) is (2/π) ∫₀^θ sin²t / (1 + β + 2√β cos t) dt, which has a closed form; the
 * median is its root at ½, by bisection.
 *
 * Cost: about 60 evaluations.
 *
 * Source: V. Marčenko, L. Pastur 1967; the median's use: Gavish & Donoho 2014, equation 11.
 *
 * @param aspectRatio - β = min(rows, columns) / max(rows, columns), above 0 and at most 1
 * @throws RangeError if β is out of range
 * @example
 * marchenkoPasturMedian(1); // 0.6528
 */
export function marchenkoPasturMedian(aspectRatio: number): number {
  if (!(aspectRatio > 0 && aspectRatio <= 1)) {
    throw new RangeError(
      `aspect ratio ${aspectRatio} is not above 0 and at most 1; ` +
        "pass min(rows, columns) / max(rows, columns)",
    );
  }
  let low = 0;
  let high = Math.PI;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return squaredValue(middle, aspectRatio);
    if (shareAbove(middle, aspectRatio) < 0.5) low = middle;
    else high = middle;
  }
}

function squaredValue(angle: number, beta: number): number {
  return 1 + beta + 2 * Math.sqrt(beta) * cos(angle);
}

/** (2/π) ∫₀^θ sin²t / (1 + β + 2√β cos t) dt. */
function shareAbove(angle: number, beta: number): number {
  const root = Math.sqrt(beta);
  const inner = atan2((1 - root) * sin(angle / 2), (1 + root) * cos(angle / 2));
  return (
    (2 / Math.PI) *
    (((1 + beta) * angle - 2 * (1 - beta) * inner) / (4 * beta) - sin(angle) / (2 * root))
  );
}
