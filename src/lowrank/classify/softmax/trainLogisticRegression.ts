import { asPart, type Steps } from "../../base/steps";
import { mostPairedClasses } from "../../kernels/reference/softmax";
import { openWorkspace } from "../../kernels/workspace";
import { DenseMatrix } from "../../linalg/denseMatrix";
import { SparseMatrix } from "../../linalg/sparseMatrix";
import type { ClassIndex } from "../classIndex";
import { measureColumns } from "./columnSpread";
import { bytesOfRows, loadRows } from "./denseRows";
import type { Features } from "../features";
import { singleTolerance, softmaxSteps, startingSteps } from "./fitSoftmax";
import { lbfgsSteps, type LbfgsResult } from "./lbfgs";
import type { LogisticRegression, LogisticRegressionOptions } from "../logisticModel";
import { takeOccupiedColumns } from "./occupiedColumns";
import { resolveRowWeights, type RowWeights } from "../rowWeights";
import { createSoftmaxObjective, type SoftmaxWeights } from "./softmaxObjective";
import { createSoftmaxPreconditioner } from "./softmaxPreconditioner";
import { bytesOfSparsePasses, createSparsePasses } from "./sparsePasses";
import {
  centre,
  gatherParameters,
  scatterParameters,
  startFromModel,
  startFromShares,
} from "./startingPoint";

/** Options with their defaults filled in. */
export type TrainingOptions = LogisticRegressionOptions &
  Required<Pick<LogisticRegressionOptions, "inversePenalty" | "tolerance" | "maxIterations">>;

/** Flops of a pass from which single precision is worth a copy of the features. */
const manyFlops = 2 ** 22;

/** Passes that a fit is likely to take. */
const likelyPasses = 30;

/** Trains on features and classes that have been checked, in steps. */
export function* trainLogisticRegression(
  features: Features,
  index: ClassIndex,
  options: TrainingOptions,
): Steps<LogisticRegression> {
  const rowWeights = resolveRowWeights(index, options);
  const found =
    features instanceof SparseMatrix
      ? yield* trainSparse(features, index, options, rowWeights)
      : yield* trainDense(features, index, options, rowWeights);
  return toModel(found, index.classes, features.columns);
}

/**
 * Checks what every fit needs.
 *
 * @throws RangeError if the inverse penalty is not above 0 and finite, or there is only one class
 */
export function checkTraining({ classes, indices }: ClassIndex, inversePenalty: number): void {
  if (!(inversePenalty > 0 && inversePenalty < Infinity)) {
    throw new RangeError(
      `inversePenalty ${inversePenalty} is not above 0 and finite; choose for example 0.1, 1 or 10`,
    );
  }
  if (classes.length === 1)
    throw new RangeError(
      `all ${indices.length} labels are ${JSON.stringify(classes[0])}; give at least 2 classes`,
    );
}

/** C and λ. With two classes the penalty counts twice: see `fitLogisticRegression`. */
export function weightsOf(classes: number, inversePenalty: number): SoftmaxWeights {
  return { inversePenalty, penalty: classes === 2 ? 2 : 1 };
}

/** Weights of mean 1: what they leave over multiplies C, so that steps are of the usual size. */
export function meanOne(rowWeights: RowWeights | undefined): Float64Array | undefined {
  return rowWeights?.weights.map((weight) => weight / rowWeights.mean);
}

/** What the intercepts start from: each class's share of the weight. */
export function sharesOf(
  { counts }: ClassIndex,
  rowWeights: RowWeights | undefined,
): { counts: ArrayLike<number> } {
  return { counts: rowWeights?.totals ?? counts };
}

export function toModel(
  { point, iterations, value, converged }: LbfgsResult,
  classes: readonly string[],
  columns: number,
): LogisticRegression {
  const split = classes.length * columns;
  return {
    classes,
    coefficients: new DenseMatrix(classes.length, columns, point.slice(0, split)),
    intercepts: centre(point.subarray(split)),
    iterations,
    objective: value,
    converged,
  };
}

function* trainDense(
  features: DenseMatrix,
  index: ClassIndex,
  options: TrainingOptions,
  rowWeights: RowWeights | undefined,
): Steps<LbfgsResult> {
  const { rows, columns } = features;
  const {
    classes: { length: classes },
    indices: truth,
  } = index;
  const spread = measureColumns(features);
  const ofMeanOne = meanOne(rowWeights);
  const bytes = bytesOfRows(rows, columns, 64) + bytesOfRows(rows, columns, 32);
  const workspace = openWorkspace({
    threads: options.threads,
    engine: options.engine,
    bytes,
    flops: likelyPasses * 4 * rows * columns * classes,
  });
  try {
    // The TypeScript engine gains nothing from single precision.
    const single =
      workspace.engine === "wasm" && 4 * rows * columns * classes >= manyFlops
        ? loadRows(workspace, features, truth, 32, spread, ofMeanOne)
        : undefined;
    const double =
      single === undefined || options.tolerance < singleTolerance
        ? loadRows(workspace, features, truth, 64, spread, ofMeanOne)
        : undefined;
    const task = {
      rows: (single ?? double)!,
      exactRows: single && double,
      truth,
      classes,
      spread,
      weights: weightsOf(classes, options.inversePenalty * (rowWeights?.mean ?? 1)),
    };
    const start = options.initial
      ? startFromModel(options.initial, index.classes, columns)
      : yield* asPart(
          startingSteps(
            task,
            startFromShares(sharesOf(index, rowWeights), columns),
            options.signal,
          ),
          0,
          0.2,
        );
    return yield* asPart(softmaxSteps(task, start, options), 0.2, 1);
  } finally {
    workspace.close();
  }
}

/**
 * A column that is empty here has weights 0 at the minimum: it is left out. A few texts of a large
 * vocabulary leave most columns empty.
 */
function* trainSparse(
  whole: SparseMatrix,
  index: ClassIndex,
  options: TrainingOptions,
  rowWeights: RowWeights | undefined,
): Steps<LbfgsResult> {
  const { matrix: features, columns: occupied } = takeOccupiedColumns(whole);
  const { rows, columns, nonZeros } = features;
  const {
    classes: { length: classes },
    indices: truth,
  } = index;
  const weights = weightsOf(classes, options.inversePenalty * (rowWeights?.mean ?? 1));
  const { means, squares } = measureColumns(whole);
  const take = (values: Float64Array): Float64Array =>
    Float64Array.from(occupied, (column) => values[column]);
  const spread = { means: take(means), squares: take(squares) };
  const start = options.initial
    ? gatherParameters(
        startFromModel(options.initial, index.classes, whole.columns),
        whole.columns,
        occupied,
      )
    : startFromShares(sharesOf(index, rowWeights), columns);
  const workspace = openWorkspace({
    threads: options.threads,
    engine: options.engine,
    bytes: bytesOfSparsePasses(features, classes),
    flops: likelyPasses * 4 * nonZeros * classes,
  });
  try {
    // An eigenproblem and rotations are worth it where they take less than a pass.
    const pairs = classes <= mostPairedClasses && 2 * classes * (classes + columns) <= nonZeros;
    const passes = createSparsePasses(
      workspace,
      features,
      truth,
      classes,
      pairs,
      meanOne(rowWeights),
    );
    const evaluate = createSoftmaxObjective(passes, weights, classes * columns);
    const { refresh, precondition } = createSoftmaxPreconditioner(
      { rows, classes, spread, ...weights },
      passes.classCurvature,
    );
    const found = yield* lbfgsSteps({ evaluate, prepare: refresh, precondition }, start, options);
    return { ...found, point: scatterParameters(found.point, whole.columns, occupied) };
  } finally {
    workspace.close();
  }
}
