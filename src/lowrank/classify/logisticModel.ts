import type { DenseMatrix } from "../linalg/denseMatrix";
import type { StopSignal } from "../base/stopSignal";
import type { WeightOptions } from "./rowWeights";

/** A trained multinomial logistic regression: scores W x + b, probabilities softmax(W x + b). */
export interface LogisticRegression {
  /** The K classes, sorted. */
  readonly classes: readonly string[];
  /**
   * W, K × features; each column adds up to 0. With two classes the rows are ∓w/2, w being
   * scikit-learn's single row.
   */
  readonly coefficients: DenseMatrix;
  /** b, K numbers that add up to 0. */
  readonly intercepts: Float64Array;
  /** Steps the optimiser took. */
  readonly iterations: number;
  /** The objective reached, on the scale of scikit-learn's: C Σ weight · log loss + penalty. */
  readonly objective: number;
  /** Whether the stopping test was met; if not, raise maxIterations or scale the features. */
  readonly converged: boolean;
}

export interface LogisticRegressionOptions extends WeightOptions {
  /** C, the weight of the data against the penalty, above 0; default 1. Smaller means smoother. */
  inversePenalty?: number;
  /**
   * Stop when the objective is estimated to be within this share of its minimum; default 1e-11.
   * From 1e-8 up single precision suffices, which is faster.
   */
  tolerance?: number;
  /** Most steps of the optimiser; default 1000. */
  maxIterations?: number;
  /**
   * Threads that share the work; default: the machine's cores, at most 8, or 1 for little work. The
   * result is the same for any number.
   */
  threads?: number;
  /** Default "auto": WebAssembly where it can be had, else TypeScript. */
  engine?: "auto" | "wasm" | "typescript";
  /**
   * A model of the same classes to start from, trained on the same columns or the first few of
   * them; default none.
   */
  initial?: LogisticRegression;
  /** Aborts between passes over the features. */
  signal?: StopSignal;
}
