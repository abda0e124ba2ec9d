import { dot } from "../../base/dot";
/** Where a line search starts, and along what. */
export interface Line {
  readonly point: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly direction: Float64Array;
}

/** A point on the line, with what was evaluated there. */
export interface LinePoint {
  readonly point: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

/** Sufficient decrease: the value falls by this share of what the first slope promises. */
const DECREASE = 1e-4;
/** Sufficient curvature: the slope shrinks to this share of the first one. */
const CURVATURE = 0.9;
/** Relative size of a change of the value that may be rounding alone. */
const ROUNDING = 1e-13;
const MOST_TRIES = 30;

/**
 * Finds a step t along the direction that satisfies the strong Wolfe conditions; tries t = 1 first.
 *
 * f(t) ≤ f(0) + 10⁻⁴ t f′(0) and |f′(t)| ≤ 0.9 |f′(0)|. The bracket shrinks by the secant of the
 * slopes, kept off its ends. Near the minimum, where rounding swamps the value, a value equal up to
 * rounding passes if the slope does (the approximate Wolfe condition).
 *
 * Source: Nocedal & Wright, Numerical Optimization (2006), section 3.1; Hager & Zhang, SIAM J.
 * Optim. 16 (2005).
 *
 * @returns undefined if the direction does not descend, or no such step shows in 30 tries
 */
export function searchLine(
  evaluate: (point: Float64Array, gradient: Float64Array) => number,
  { point, value, gradient, direction }: Line,
): LinePoint | undefined {
  const slope = dot(gradient, direction);
  if (!(slope < 0)) return undefined;
  let low = 0;
  let lowSlope = slope;
  let high = Infinity;
  let highSlope = NaN;
  let step = 1;
  const trial = new Float64Array(point.length);
  const trialGradient = new Float64Array(point.length);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    for (let i = 0; i < point.length; i++) trial[i] = point[i] + step * direction[i];
    const trialValue = evaluate(trial, trialGradient);
    const trialSlope = dot(trialGradient, direction);
    const level =
      trialValue <= value + ROUNDING * Math.abs(value) && trialSlope <= (2 * DECREASE - 1) * slope;
    const falls = trialValue <= value + DECREASE * step * slope || level;
    if (falls && Math.abs(trialSlope) <= -CURVATURE * slope)
      return { point: trial, value: trialValue, gradient: trialGradient };
    if (!falls || trialSlope > 0) [high, highSlope] = [step, trialSlope];
    else [low, lowSlope] = [step, trialSlope];
    step = nextStep(low, lowSlope, high, highSlope);
  }
  return undefined;
}

/**
 * The secant's zero of the slope between low and high, or further out while nothing bounds the step
 * above.
 */
function nextStep(low: number, lowSlope: number, high: number, highSlope: number): number {
  if (high === Infinity) return low * 4;
  const secant = (low * highSlope - high * lowSlope) / (highSlope - lowSlope);
  const width = high - low;
  // Past an overflow, or where the value rose on a falling slope, there is no usable secant: halve.
  if (!(highSlope > 0 && highSlope < Infinity)) return low + width / 2;
  return Math.min(Math.max(secant, low + 0.1 * width), high - 0.1 * width);
}
