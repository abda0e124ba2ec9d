import { log } from "../../base/elementary/log";
import { dot } from "../../base/dot";
import { runAtOnce, type Steps } from "../../base/steps";
import { searchLine } from "./lineSearch";
import { throwIfStopped, type StopSignal } from "../../base/stopSignal";

/** A smooth function to minimise, and a metric that makes its level sets rounder. */
export interface SmoothProblem {
  /** Returns the value at the point and writes the gradient there. */
  readonly evaluate: (point: Float64Array, gradient: Float64Array) => number;
  /** Called before directions are sought from a point, which is the last one evaluated. */
  readonly prepare?: (point: Float64Array) => void;
  /** Writes P⁻¹ · gradient, P positive definite and near the Hessian. */
  readonly precondition: (gradient: Float64Array, direction: Float64Array) => void;
  /** Whether P has the Hessian's size too, so that P⁻¹ is taken as it is; default false. */
  readonly sized?: boolean;
}

/** A step taken and the change of the gradient along it. */
export interface StepPair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly curvature: number;
}

export interface LbfgsOptions {
  /**
   * Stop when the estimated rest of the way down is below this share of the value; default 1e-11.
   */
  tolerance?: number;
  /** Most steps to take; default 500. */
  maxIterations?: number;
  /** Pairs of step and change of gradient to remember; default 10. */
  memory?: number;
  /** Pairs of an earlier run on nearly the same function, to go on from; default none. */
  history?: readonly StepPair[];
  /** Aborts between evaluations. */
  signal?: StopSignal;
}

export interface LbfgsResult {
  readonly point: Float64Array;
  readonly value: number;
  /** Steps taken. */
  readonly iterations: number;
  /**
   * Times the function was evaluated: 1 + iterations, and more where the line search needed a
   * second try.
   */
  readonly evaluations: number;
  /** Whether the stopping test was met. */
  readonly converged: boolean;
  /** The last pairs of step and change of gradient. */
  readonly history: readonly StepPair[];
}

/**
 * Minimises a smooth function by the limited-memory BFGS method, preconditioned.
 *
 * Each step goes along −H g, H the inverse Hessian that the last `memory` steps imply, starting
 * from a multiple of P⁻¹; a strong-Wolfe line search sets its length. It stops when ½ gᵀHg, the
 * estimate of value − minimum, is at most tolerance · |value|.
 *
 * Cost: about one evaluation a step, and 4 · memory · size flops; memory 2 · memory vectors.
 *
 * Source: Nocedal & Wright, Numerical Optimization (2006), algorithms 7.4 and 7.5.
 *
 * @throws RangeError if the value at the start is not finite; the signal's reason if it aborts
 */
export function minimizeLbfgs(
  problem: SmoothProblem,
  start: Float64Array,
  options: LbfgsOptions = {},
): LbfgsResult {
  return runAtOnce(lbfgsSteps(problem, start, options));
}

/** The same in steps, an iteration each. */
export function* lbfgsSteps(
  problem: SmoothProblem,
  start: Float64Array,
  options: LbfgsOptions = {},
): Steps<LbfgsResult> {
  const { tolerance = 1e-11, maxIterations = 500, memory = 10, history = [], signal } = options;
  const counted = countEvaluations(problem, signal);
  const pairs = [...history];
  const direction = new Float64Array(start.length);
  const scratch = new Float64Array(start.length);
  let point: Float64Array = start.slice();
  let gradient: Float64Array = new Float64Array(start.length);
  let value = counted.evaluate(point, gradient);
  if (!Number.isFinite(value))
    throw new RangeError(`the value at the start is ${value}; start elsewhere or scale the data`);
  const shareDone = createShareDone(tolerance);

  for (let iterations = 0; ; iterations++) {
    problem.prepare?.(point);
    const decrement = descend(problem, pairs, gradient, direction, scratch);
    const converged = decrement >= 0 && decrement / 2 <= tolerance * Math.abs(value);
    if (converged || iterations === maxIterations) {
      return {
        point,
        value,
        iterations,
        evaluations: counted.evaluations(),
        converged,
        history: pairs,
      };
    }
    yield shareDone(decrement / 2 / Math.abs(value));
    const found = searchLine(counted.evaluate, { point, value, gradient, direction });
    if (found === undefined) {
      // Rounding hides any further descent along H; try once more along P⁻¹ alone before giving up.
      if (pairs.length === 0)
        return {
          point,
          value,
          iterations,
          evaluations: counted.evaluations(),
          converged: false,
          history: pairs,
        };
      pairs.length = 0;
      counted.evaluate(point, gradient);
      continue;
    }
    remember(pairs, memory, found.point, point, found.gradient, gradient);
    ({ point, value, gradient } = found);
  }
}

/** The digits won so far, of those that lead from the first distance to the tolerance. */
function createShareDone(tolerance: number): (distance: number) => number {
  let first: number | undefined;
  return (distance) => {
    first ??= distance;
    return log(first / distance) / log(first / tolerance);
  };
}

function countEvaluations(problem: SmoothProblem, signal: StopSignal | undefined) {
  let count = 0;
  return {
    evaluations: () => count,
    evaluate: (point: Float64Array, gradient: Float64Array): number => {
      throwIfStopped(signal);
      count++;
      return problem.evaluate(point, gradient);
    },
  };
}

/** Writes the direction −H g by the two-loop recursion; returns gᵀHg. */
function descend(
  problem: SmoothProblem,
  pairs: readonly StepPair[],
  gradient: Float64Array,
  direction: Float64Array,
  scratch: Float64Array,
): number {
  scratch.set(gradient);
  const weights = new Float64Array(pairs.length);
  for (let p = pairs.length - 1; p >= 0; p--) {
    weights[p] = dot(pairs[p].step, scratch) / pairs[p].curvature;
    addScaled(scratch, -weights[p], pairs[p].change);
  }
  const scale = metricScale(problem, pairs.at(-1), direction);
  problem.precondition(scratch, direction);
  for (let i = 0; i < direction.length; i++) direction[i] *= scale;
  for (let p = 0; p < pairs.length; p++) {
    const correction = dot(pairs[p].change, direction) / pairs[p].curvature;
    addScaled(direction, weights[p] - correction, pairs[p].step);
  }
  for (let i = 0; i < direction.length; i++) direction[i] = -direction[i];
  return -dot(gradient, direction);
}

/**
 * γ = sᵀy / yᵀP⁻¹y, which gives γP⁻¹ the length that the last step s and change of gradient y
 * showed to be right.
 */
function metricScale(
  problem: SmoothProblem,
  last: StepPair | undefined,
  scratch: Float64Array,
): number {
  if (last === undefined || problem.sized) return 1;
  problem.precondition(last.change, scratch);
  const squared = dot(last.change, scratch);
  return squared > 0 ? last.curvature / squared : 1;
}

function remember(
  pairs: StepPair[],
  memory: number,
  to: Float64Array,
  from: Float64Array,
  gradientTo: Float64Array,
  gradientFrom: Float64Array,
): void {
  const step = to.map((value, i) => value - from[i]);
  const change = gradientTo.map((value, i) => value - gradientFrom[i]);
  const curvature = dot(step, change);
  // A pair without measurable curvature would make H indefinite.
  if (curvature > Number.EPSILON * Math.sqrt(dot(step, step) * dot(change, change)))
    pairs.push({ step, change, curvature });
  if (pairs.length > memory) pairs.shift();
}

function addScaled(to: Float64Array, scale: number, from: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] += scale * from[i];
}
