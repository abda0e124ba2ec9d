import { dot } from "../../base/dot";
import type { SmoothProblem } from "./lbfgs";
import type { SoftmaxPreconditioner } from "./softmaxPreconditioner";

/**
 * The residual of H d = g shrinks to this share, in the metric of the preconditioner: more exact
 * than the sample is not worth it.
 */
const residualShare = 0.3;
const mostSteps = 50;

/** An objective on a sample of the rows. */
export interface SampledObjective {
  readonly evaluate: SmoothProblem["evaluate"];
  /** Writes the Hessian at the point last evaluated, times a direction. */
  readonly curve: (direction: Float64Array, product: Float64Array) => void;
}

/**
 * Takes for P the Hessian of the objective on a sample of the rows, and solves P d = g by conjugate
 * gradients.
 *
 * The sample's Hessian differs from the whole one by about the square root of parameters a class /
 * rows of a class; the pairs that L-BFGS remembers make up for the difference. A step costs some
 * ten products with the sample's Hessian and one pass over all rows.
 *
 * Source: Byrd, Chin, Neveitt & Nocedal, SIAM J. Optim. 21 (2011), on sampled Hessians; Nocedal &
 * Wright (2006), algorithm 7.1 for the solver.
 *
 * @param sample - the objective on the sample, weighted up to the whole
 * @param inner - preconditions the conjugate gradients; refreshed from the sample's probabilities
 */
export function createSampledNewton(
  sample: SampledObjective,
  inner: SoftmaxPreconditioner,
): Omit<SmoothProblem, "evaluate"> {
  let scratch = new Float64Array(0);
  return {
    sized: true,
    prepare: (point) => {
      if (scratch.length !== point.length) scratch = new Float64Array(point.length);
      sample.evaluate(point, scratch);
      inner.refresh();
    },
    precondition: (gradient, direction) =>
      solve(sample.curve, inner.precondition, gradient, direction),
  };
}

type Apply = (from: Float64Array, to: Float64Array) => void;

/** Preconditioned conjugate gradients for H x = g, from x = 0. */
function solve(multiply: Apply, precondition: Apply, g: Float64Array, x: Float64Array): void {
  const residual = g.slice();
  const along = new Float64Array(g.length);
  const metric = new Float64Array(g.length);
  const product = new Float64Array(g.length);
  x.fill(0);
  precondition(residual, metric);
  along.set(metric);
  let size = dot(residual, metric);
  const goal = residualShare ** 2 * size;
  for (let step = 0; step < mostSteps && size > goal; step++) {
    multiply(along, product);
    const curvature = dot(along, product);
    // Rounding can leave a direction without curvature only where nothing more is to be gained.
    if (!(curvature > 0)) break;
    const length = size / curvature;
    for (let i = 0; i < x.length; i++) {
      x[i] += length * along[i];
      residual[i] -= length * product[i];
    }
    precondition(residual, metric);
    const next = dot(residual, metric);
    for (let i = 0; i < along.length; i++) along[i] = metric[i] + (next / size) * along[i];
    size = next;
  }
  // No step at all: the preconditioned gradient still descends.
  if (x.every((value) => value === 0)) x.set(metric);
}
