import { asPart, runAtOnce, type Steps } from "../../base/steps";
import type { ColumnSpread } from "./columnSpread";
import { gatherRows, type DenseRows } from "./denseRows";
import { lbfgsSteps, type LbfgsOptions, type LbfgsResult, type SmoothProblem } from "./lbfgs";
import { createSampledNewton } from "./sampledNewton";
import { sampleRows } from "./sampleRows";
import {
  createSoftmaxCurvature,
  createSoftmaxObjective,
  type SoftmaxWeights,
} from "./softmaxObjective";
import { createSoftmaxPasses } from "./softmaxPasses";
import { createSoftmaxPreconditioner } from "./softmaxPreconditioner";
import type { StopSignal } from "../../base/stopSignal";

/** Softmax regression on rows in a workspace. */
export interface SoftmaxTask {
  readonly rows: DenseRows;
  /** The same rows in double precision, for tolerances that single precision cannot reach. */
  readonly exactRows?: DenseRows;
  readonly truth: Int32Array;
  readonly classes: number;
  readonly weights: SoftmaxWeights;
  readonly spread: ColumnSpread;
}

export interface SoftmaxFitOptions {
  /** Stop when the objective is estimated to be within this share of its minimum. */
  tolerance: number;
  maxIterations: number;
  signal?: StopSignal;
}

/** Share of the minimum that passes in single precision can tell apart. */
export const singleTolerance = 1e-8;

/** From so many rows on, samples of them serve to start and to steer. */
const manyRows = 16_384;
const leastSteeringRows = 4096;
const steeringShare = 0.05;
const startingShare = 0.125;
const startingTolerance = 1e-4;
const startingIterations = 40;

/**
 * Minimises the objective of softmax regression from a starting point.
 *
 * Few rows: L-BFGS, preconditioned by `createSoftmaxPreconditioner`. Many: L-BFGS preconditioned by
 * the Hessian on 5 % of the rows (`createSampledNewton`), started from the minimum on an eighth of
 * them. The passes are in single precision to within 1e-8 of the minimum, then in double.
 */
export function fitSoftmax(
  task: SoftmaxTask,
  start: Float64Array,
  options: SoftmaxFitOptions,
): LbfgsResult {
  return runAtOnce(softmaxSteps(task, start, options));
}

/** The same in steps. */
export function* softmaxSteps(
  task: SoftmaxTask,
  start: Float64Array,
  options: SoftmaxFitOptions,
): Steps<LbfgsResult> {
  const { workspace } = task.rows;
  const mark = workspace.mark();
  const { exactRows, ...rough } = task;
  const tolerance = exactRows ? Math.max(options.tolerance, singleTolerance) : options.tolerance;
  const rest = exactRows ? 0.7 : 1;
  const found = yield* asPart(
    lbfgsSteps(createProblem(rough), start, { ...options, tolerance }),
    0,
    rest,
  );
  workspace.release(mark);
  if (exactRows === undefined || (found.converged && tolerance === options.tolerance)) return found;
  const exact = yield* asPart(
    lbfgsSteps(createProblem({ ...rough, rows: exactRows }, task.rows), found.point, {
      ...options,
      maxIterations: options.maxIterations - found.iterations,
      history: found.history,
    }),
    rest,
    1,
  );
  workspace.release(mark);
  return {
    ...exact,
    iterations: found.iterations + exact.iterations,
    evaluations: found.evaluations + exact.evaluations,
  };
}

/** A start nearer to the minimum: the minimum on an eighth of the rows, where there are many. */
export function startFromSample(
  task: SoftmaxTask,
  start: Float64Array,
  signal?: StopSignal,
): Float64Array {
  return runAtOnce(startingSteps(task, start, signal));
}

/** The same in steps. */
export function* startingSteps(
  task: SoftmaxTask,
  start: Float64Array,
  signal?: StopSignal,
): Steps<Float64Array> {
  const { rows, truth, classes } = task;
  if (rows.rows < manyRows) return start;
  const mark = rows.workspace.mark();
  const sample = gatherRows(rows, sampleRows(truth, classes, startingShare, 1));
  const options: LbfgsOptions = {
    tolerance: startingTolerance,
    maxIterations: startingIterations,
    signal,
  };
  const found = yield* lbfgsSteps(roundedProblem(task, sample), start, options);
  rows.workspace.release(mark);
  return found.point;
}

/** @param steering - rows to draw the steering sample from, if not the task's own */
function createProblem(task: SoftmaxTask, steering: DenseRows = task.rows): SmoothProblem {
  const { rows, truth, classes, spread, weights } = task;
  if (rows.rows < manyRows) return roundedProblem(task, rows);
  const coefficients = classes * rows.columns;
  const share = Math.max(steeringShare, leastSteeringRows / rows.rows);
  const sample = gatherRows(steering, sampleRows(truth, classes, share, 0));
  const passes = createSoftmaxPasses(sample, classes, { keep: true, measure: true });
  const inner = createSoftmaxPreconditioner(
    { rows: rows.rows, classes, spread, ...weights },
    passes.classCurvature,
  );
  const sampleWeights = upTo(weights, rows, sample);
  const evaluate = createSoftmaxObjective(passes, sampleWeights, coefficients);
  const curve = createSoftmaxCurvature(passes, sampleWeights, coefficients);
  return {
    evaluate: createSoftmaxObjective(createSoftmaxPasses(rows, classes), weights, coefficients),
    ...createSampledNewton({ evaluate, curve }, inner),
  };
}

/**
 * The objective on some of the rows, weighted up to all, with a preconditioner that makes its level
 * sets rounder.
 */
function roundedProblem(
  { rows, classes, spread, weights }: SoftmaxTask,
  sample: DenseRows,
): SmoothProblem {
  const passes = createSoftmaxPasses(sample, classes, { measure: true });
  const evaluate = createSoftmaxObjective(
    passes,
    upTo(weights, rows, sample),
    classes * rows.columns,
  );
  const { refresh, precondition } = createSoftmaxPreconditioner(
    { rows: rows.rows, classes, spread, ...weights },
    passes.classCurvature,
  );
  return { evaluate, prepare: refresh, precondition };
}

function upTo(weights: SoftmaxWeights, all: DenseRows, sample: DenseRows): SoftmaxWeights {
  return { ...weights, inversePenalty: (weights.inversePenalty * all.rows) / sample.rows };
}
