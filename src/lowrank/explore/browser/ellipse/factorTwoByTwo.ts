import type { TwoByTwo } from "../../payload/ellipsePayload";

export type Point = readonly [number, number];

/** A = σ₁ u₁ v₁ᵀ + σ₂ u₂ v₂ᵀ, with the vectors σᵢ uᵢ = A vᵢ. */
export interface TwoByTwoFactors {
  readonly sigma: Point;
  readonly v: readonly [Point, Point];
  readonly image: readonly [Point, Point];
}

/** A x. */
export function multiply([a, b, c, d]: TwoByTwo, [x, y]: Point): Point {
  return [a * x + b * y, c * x + d * y];
}

/** AᵀA x. */
export function multiplySquare(matrix: TwoByTwo, x: Point): Point {
  const [a, b, c, d] = matrix;
  return multiply([a, c, b, d], multiply(matrix, x));
}

/**
 * The singular value decomposition in closed form: v₁ stands at the angle ½ atan2(2 q, p − r), where
 * AᵀA = (p q; q r).
 */
export function factorTwoByTwo(matrix: TwoByTwo): TwoByTwoFactors {
  const [a, b, c, d] = matrix;
  const angle = Math.atan2(2 * (a * b + c * d), a * a + c * c - b * b - d * d) / 2;
  const v: [Point, Point] = [
    [Math.cos(angle), Math.sin(angle)],
    [-Math.sin(angle), Math.cos(angle)],
  ];
  const image: [Point, Point] = [multiply(matrix, v[0]), multiply(matrix, v[1])];
  return { v, image, sigma: [Math.hypot(...image[0]), Math.hypot(...image[1])] };
}

/** The first layer alone: σ₁ u₁ v₁ᵀ. */
export function firstLayer({ v: [[x, y]], image: [[s, t]] }: TwoByTwoFactors): TwoByTwo {
  return [s * x, s * y, t * x, t * y];
}

/** The angle from x to the line of AᵀA x, from −90 to 90 degrees. */
export function angleToLine([x, y]: Point, [s, t]: Point): number {
  const turn = (Math.atan2(x * t - y * s, x * s + y * t) * 180) / Math.PI;
  return turn > 90 ? turn - 180 : turn < -90 ? turn + 180 : turn;
}
