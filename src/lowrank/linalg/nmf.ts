import { checkFields } from "../base/checkFields";
import { checkChoice, checkOptions } from "../base/checkOptions";
import { dot } from "../base/dot";
import type { MatrixInput } from "../base/readMatrix";
import { runAtOnce, type Steps } from "../base/steps";
import { asMatrix, toOperator } from "./asMatrix";
import { asDense, DenseMatrix } from "./denseMatrix";
import { checkFinite, checkNonNegative } from "./finiteEntries";
import { energy } from "./frobenius";
import { gramOf, sweepFactor } from "./nonNegative/coordinateDescent";
import { descend, meanOf, remedy, resolveLimits, turn } from "./nonNegative/descend";
import { startAtRandom, startFromSvd, type Factors } from "./nonNegative/startFactors";
import type { SparseMatrix } from "./sparseMatrix";
import { checkRank, truncatedSvdSteps } from "./truncatedSvd";

/** Non-negative factors of a matrix, A ≈ W H. */
export interface Nmf {
  /** W, rows × rank: how much of each part a row holds. */
  readonly w: DenseMatrix;
  /** H, rank × columns: the parts. */
  readonly h: DenseMatrix;
  /** ‖A − W H‖_F, to 1e-8 of ‖A‖_F. */
  readonly error: number;
  /** Sweeps over both factors. */
  readonly iterations: number;
  /** Whether the tolerance was met. */
  readonly converged: boolean;
}

export interface NmfOptions {
  /**
   * Where to start. "nndsvd": at the non-negative parts of the truncated SVD, zeros raised to the
   * mean entry (scikit-learn's "nndsvda"). "random": at drawn numbers. Or factors of your own.
   * Different starts may end in different minima. Default "nndsvd".
   */
  start?: "nndsvd" | "random" | { readonly w: MatrixInput; readonly h: MatrixInput };
  /** Seed of a random start, and of the SVD's. Default 0. */
  seed?: number;
  /**
   * Stop when what the entries could still gain, the sum of the projected gradient's sizes, is this
   * share of what it was in the first sweep. Default 1e-4.
   */
  tolerance?: number;
  /** Most sweeps. Default 200. */
  maxIterations?: number;
}

/** How long `transformNmf` looks for the parts of new rows. */
export type TransformNmfOptions = Pick<NmfOptions, "tolerance" | "maxIterations">;

/** The names of the options. */
export const transformNmfOptionNames = {
  tolerance: true,
  maxIterations: true,
} satisfies Record<keyof TransformNmfOptions, true>;

/** The names of the options. */
export const nmfOptionNames = {
  start: true,
  seed: true,
  ...transformNmfOptionNames,
} satisfies Record<keyof NmfOptions, true>;

/**
 * Finds two matrices without negative entries whose product is close to A: it lowers ‖A − W H‖_F
 * over W ≥ 0 (rows × k) and H ≥ 0 (k × columns).
 *
 * A row of A is then a sum of parts, the rows of H, and nothing is taken away again: parts are often
 * read more easily than singular vectors. In return the error is larger than that of the truncated
 * SVD of this rank, parts of rank k are no beginning of those of rank k + 1, they come in no order,
 * and what is found is a minimum among its neighbours that depends on the start.
 *
 * Coordinate descent (also called HALS): each entry in turn is put where the error is least.
 *
 * Cost: 4 · nonZeros · k + 6 · (rows + columns) · k² flops a sweep, tens of sweeps; the start takes
 * a truncated SVD. Memory: 32 · (rows + columns) · k bytes.
 *
 * Source: Lee & Seung 1999 (parts); Cichocki & Phan 2009 (coordinate descent); Boutsidis &
 * Gallopoulos 2008 (start). Equal to scikit-learn's `NMF(solver="cd")`.
 *
 * @param matrix - A, of any kind, without negative entries
 * @param rank - k, from 1 to min(rows, columns)
 * @throws RangeError if an entry is negative or not finite, the rank does not fit, or an option has
 *   no meaning; TypeError if it is no matrix
 * @example
 * const { w, h, error } = fitNmf([[1, 1, 0], [2, 2, 0], [0, 0, 3]], 2);
 * error < 1e-3; // true
 * h.getRow(0)[2] * h.getRow(1)[2]; // 0: the third column belongs to one part alone
 */
export function fitNmf(matrix: MatrixInput, rank: number, options: NmfOptions = {}): Nmf {
  return runAtOnce(fitNmfSteps(matrix, rank, options));
}

/** The same in steps, a sweep each. */
export function* fitNmfSteps(
  matrix: MatrixInput,
  rank: number,
  options: NmfOptions = {},
): Steps<Nmf> {
  const a = asMatrix(matrix, "matrix");
  checkOptions(options, nmfOptionNames, "fitNmf");
  const limits = resolveLimits(options);
  checkRank(rank, a);
  checkFinite(a);
  checkNonNegative(a, "matrix", remedy);
  const factors = yield* startOf(a, rank, options);
  const { rows: w, columns: ht } = factors;
  const operator = toOperator(a);
  const fitted = yield* descend(limits, () => {
    const violation = sweepFactor(w, gramOf(ht, rank), operator.multiply(ht, rank), rank);
    return violation + sweepFactor(ht, gramOf(w, rank), operator.multiplyTransposed(w, rank), rank);
  });
  return {
    w: new DenseMatrix(a.rows, rank, w),
    h: new DenseMatrix(rank, a.columns, turn(ht, rank)),
    error: errorOf(a, factors, rank),
    ...fitted,
  };
}

/**
 * The parts of new rows: W ≥ 0 with the least ‖A_new − W H‖_F, H held. That minimum is the only one
 * wherever the parts are independent.
 *
 * Cost: 2 · nonZeros · k flops once, then 2 · rows · k² a sweep.
 *
 * Source: as `fitNmf`; equal to scikit-learn's `NMF.transform`.
 *
 * @param rows - rows of any kind of matrix, without negative entries
 * @throws RangeError if the rows have another number of columns than the fitted matrix, an entry is
 *   negative or not finite, or an option has no meaning; TypeError if they are no matrix
 * @example
 * const nmf = fitNmf([[1, 1, 0], [0, 0, 3]], 2);
 * const w = transformNmf(nmf, [[2, 2, 6]]);
 * w.mmul(nmf.h).getRow(0); // [2.000, 2.000, 6.000]
 */
export function transformNmf(
  nmf: Pick<Nmf, "h">,
  rows: MatrixInput,
  options: TransformNmfOptions = {},
): DenseMatrix {
  return runAtOnce(transformNmfSteps(nmf, rows, options));
}

/** The same in steps, a sweep each. */
export function* transformNmfSteps(
  nmf: Pick<Nmf, "h">,
  rows: MatrixInput,
  options: TransformNmfOptions = {},
): Steps<DenseMatrix> {
  checkFields(nmf, ["h"], "nmf", "fitNmf(matrix, rank)");
  const a = asMatrix(rows, "rows");
  checkOptions(options, transformNmfOptionNames, "transformNmf");
  const limits = resolveLimits(options);
  const h = asDense(nmf.h, "nmf.h");
  const rank = h.rows;
  if (a.columns !== h.columns)
    throw new RangeError(
      `rows with ${a.columns} columns cannot be transformed by parts of ${h.columns} columns; ` +
        "use the same columns for both",
    );
  checkFinite(a, "rows");
  checkNonNegative(a, "rows", remedy);
  const ht = turn(h.data, h.columns);
  const gram = gramOf(ht, rank);
  const products = toOperator(a).multiply(ht, rank);
  const w = new Float64Array(a.rows * rank).fill(Math.sqrt(meanOf(a) / rank));
  yield* descend(limits, () => sweepFactor(w, gram, products, rank));
  return new DenseMatrix(a.rows, rank, w);
}

function* startOf(
  a: SparseMatrix | DenseMatrix,
  rank: number,
  { start = "nndsvd", seed = 0 }: NmfOptions,
): Steps<Factors> {
  if (typeof start === "object" && start !== null) return ownStart(a, rank, start);
  checkChoice(start, ["nndsvd", "random"], "start");
  return start === "random"
    ? startAtRandom(a, rank, meanOf(a), seed)
    : startFromSvd(yield* truncatedSvdSteps(a, rank, { seed }), meanOf(a));
}

function ownStart(
  a: SparseMatrix | DenseMatrix,
  rank: number,
  start: { readonly w: MatrixInput; readonly h: MatrixInput },
): Factors {
  checkFields(start, ["w", "h"], "start", "{ w, h }");
  const [w, h] = [asDense(start.w, "start.w"), asDense(start.h, "start.h")];
  for (const [factor, name, rows, columns] of [
    [w, "start.w", a.rows, rank],
    [h, "start.h", rank, a.columns],
  ] as const) {
    if (factor.rows !== rows || factor.columns !== columns)
      throw new RangeError(
        `${name} is ${factor.rows} × ${factor.columns}; pass ${rows} × ${columns}`,
      );
    checkFinite(factor, name);
    checkNonNegative(factor, name, remedy);
  }
  return { rows: w.data.slice(), columns: turn(h.data, a.columns) };
}

/** ‖A − W H‖_F by ‖A‖² − 2 ⟨A Hᵀ, W⟩ + ⟨WᵀW, HHᵀ⟩, which never writes W H out. */
function errorOf(a: SparseMatrix | DenseMatrix, factors: Factors, rank: number): number {
  const products = toOperator(a).multiply(factors.columns, rank);
  const cross = dot(products, factors.rows);
  const copy = dot(gramOf(factors.rows, rank), gramOf(factors.columns, rank));
  return Math.sqrt(Math.max(0, energy(a) - 2 * cross + copy));
}
