import { openWorkspace } from "../../kernels/workspace";
import { unitFactors } from "../../linalg/coordinates";
import type { DenseMatrix } from "../../linalg/denseMatrix";
import type { ClassIndex } from "../classIndex";
import type { ColumnSpread } from "./columnSpread";
import {
  bytesOfRows,
  gatherRows,
  leadingColumns,
  loadRows,
  spreadOfRows,
  type DenseRows,
} from "./denseRows";
import { fitSoftmax, startFromSample } from "./fitSoftmax";
import { predictRows } from "./predictRows";
import { sampleRows } from "./sampleRows";
import { widenParameters, startFromShares } from "./startingPoint";
import { meanOne, sharesOf, weightsOf } from "./trainLogisticRegression";
import { resolveRowWeights } from "../rowWeights";
import type { StopSignal } from "../../base/stopSignal";

/** Classifiers on the first few columns of the same features, one after the other. */
export interface NestedClassifier {
  /**
   * Trains on the first `columns` columns, starting from the classifier before, and gives the class
   * number of each test row.
   */
  predictFrom(columns: number): Int32Array;
  /** Gives the memory back. */
  close(): void;
}

export interface NestedClassifierOptions {
  /** C, the weight of the data against the penalty. */
  inversePenalty: number;
  /**
   * Stop when the objective on so many columns is estimated to be within this share of its minimum,
   * at least 1e-8.
   */
  tolerance: (columns: number) => number;
  /** Scale each row's first columns to length 1. */
  unitRows: boolean;
  /** Rows shorter than this share of the longest become zeros then; default as `unitRows`. */
  negligibleRow?: number;
  /** What each training row weighs in the loss; default 1 each. */
  sampleWeights?: ArrayLike<number>;
  /** Threads that share the work; default: the machine's cores, at most 8. */
  threads?: number;
  engine?: "auto" | "wasm" | "typescript";
  signal?: StopSignal;
}

/** Rows that suffice to measure how the columns vary, which only steers. */
const spreadRows = 2048;

/**
 * Prepares multinomial logistic regression, as `fitLogisticRegression` trains it, on leading
 * columns of features that are loaded once. Unit length is a factor a row, so that no rank needs a
 * copy.
 */
export function createNestedClassifier(
  train: DenseMatrix,
  test: DenseMatrix,
  index: ClassIndex,
  options: NestedClassifierOptions,
): NestedClassifier {
  const {
    classes: { length: classes },
    indices: truth,
  } = index;
  const bytes =
    1.2 * (bytesOfRows(train.rows, train.columns, 64) + bytesOfRows(test.rows, test.columns, 64));
  const workspace = openWorkspace({ threads: options.threads, engine: options.engine, bytes });
  // The TypeScript engine gains nothing from single precision.
  const precision = workspace.engine === "wasm" ? 32 : 64;
  const rowWeights = resolveRowWeights(index, { sampleWeights: options.sampleWeights });
  const parts = [
    { matrix: train, truth, ofMeanOne: meanOne(rowWeights) },
    { matrix: test, truth: new Int32Array(test.rows), ofMeanOne: undefined },
  ].map(({ matrix, truth: classNumbers, ofMeanOne }) => ({
    rows: loadRows(workspace, matrix, classNumbers, precision, undefined, ofMeanOne),
    factors: options.unitRows ? unitFactors(matrix, options.negligibleRow) : () => undefined,
  }));
  const weights = weightsOf(classes, options.inversePenalty * (rowWeights?.mean ?? 1));
  let parameters: Float64Array | undefined;

  function predictFrom(columns: number): Int32Array {
    const mark = workspace.mark();
    const [rows, testRows] = parts.map((part) =>
      leadingColumns(part.rows, columns, part.factors(columns)),
    );
    const task = { rows, truth, classes, weights, spread: sampleSpread(rows, truth, classes) };
    const start = parameters
      ? widenParameters(parameters, classes, columns)
      : startFromSample(
          task,
          startFromShares(sharesOf(index, rowWeights), columns),
          options.signal,
        );
    parameters = fitSoftmax(task, start, {
      tolerance: options.tolerance(columns),
      maxIterations: 1000,
      signal: options.signal,
    }).point;
    const predicted = predictRows(testRows, classes, parameters);
    workspace.release(mark);
    return predicted;
  }
  return { predictFrom, close: () => workspace.close() };
}

function sampleSpread(rows: DenseRows, truth: Int32Array, classes: number): ColumnSpread {
  if (rows.rows <= spreadRows) return spreadOfRows(rows, rows.rows);
  const { workspace } = rows;
  const mark = workspace.mark();
  const spread = spreadOfRows(
    gatherRows(rows, sampleRows(truth, classes, spreadRows / rows.rows, 2)),
    rows.rows,
  );
  workspace.release(mark);
  return spread;
}
