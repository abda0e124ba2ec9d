import { crossProduct, type Block } from "../../base/blockProducts";
import { createRandom, shuffle, type Random } from "../../base/random";
import { asPart, type Steps } from "../../base/steps";
import { toOperator } from "../../linalg/asMatrix";
import type { DenseMatrix } from "../../linalg/denseMatrix";
import { checkFinite } from "../../linalg/finiteEntries";
import { energy } from "../../linalg/frobenius";
import type { SparseMatrix } from "../../linalg/sparseMatrix";
import { truncatedSvdSteps } from "../../linalg/truncatedSvd";
import { summariseHeldOut, type HeldOutErrors } from "./heldOutErrors";
import { selectBlock } from "./selectBlock";

/**
 * Bi-cross-validation: a block of rows and columns is held out together, and predicted from the
 * other rows and the other columns.
 *
 * With A = [A₁₁ A₁₂; A₂₁ A₂₂] and A₁₁ held out, rank k predicts Â₁₁ = A₁₂ (A₂₂⁽ᵏ⁾)⁺ A₂₁, where
 * A₂₂⁽ᵏ⁾ is the truncated SVD of A₂₂. Each pair of a row group and a column group is held out once;
 * the error is ‖A₁₁ − Â₁₁‖² / entries, and rank 0 predicts 0. No entry of A₁₁ takes part in its own
 * prediction.
 *
 * The rank chosen is the one that predicts best from a part of the matrix: where a factor is weak,
 * that is below the true rank. Every fold scores all ranks from one SVD, and a sparse matrix stays
 * sparse: ‖A₁₁ − L Rᵀ‖² is found without writing L Rᵀ out.
 *
 * Source: A. B. Owen, P. O. Perry, Bi-cross-validation of the SVD and the nonnegative matrix
 * factorization, Annals of Applied Statistics 3 (2009), 564–594. One row and one column a block is
 * Gabriel's (2002).
 */
export interface BiCrossValidationCriterion {
  by: "biCrossValidation";
  /** Groups that the rows are dealt into; default 2. */
  rowFolds?: number;
  /** Groups that the columns are dealt into; default 2. */
  columnFolds?: number;
  /**
   * Ranks 0 … maxRank are scored; default the smaller of 50 and what the kept part of every fold
   * allows.
   */
  maxRank?: number;
  /** Seed of the groups; default 0. */
  seed?: number;
  /** Relative error allowed in singular values from the iterative SVD; default 1e-3. */
  svdTolerance?: number;
  /** Called after each fold. */
  onProgress?: (progress: { fold: number; folds: number }) => void;
}

/** The rank that predicts held-out blocks best, and the error of every rank. */
export interface BiCrossValidationChoice extends HeldOutErrors {
  readonly by: "biCrossValidation";
}

/**
 * @throws RangeError if a group would be empty, maxRank does not fit the kept part, or an entry is
 *   not finite
 */
export function* chooseByBiCrossValidation(
  matrix: SparseMatrix | DenseMatrix,
  options: BiCrossValidationCriterion,
): Steps<BiCrossValidationChoice> {
  const { rowFolds = 2, columnFolds = 2, seed = 0, svdTolerance = 1e-3 } = options;
  const random = createRandom(seed);
  const rowGroups = deal(matrix.rows, rowFolds, "rows", random);
  const columnGroups = deal(matrix.columns, columnFolds, "columns", random);
  const limit = Math.min(
    matrix.rows - rowGroups[0].length,
    matrix.columns - columnGroups[0].length,
  );
  const maxRank = options.maxRank ?? Math.min(50, limit);
  if (!Number.isInteger(maxRank) || maxRank < 1 || maxRank > limit) {
    throw new RangeError(
      `maxRank ${maxRank} does not fit the kept part of a fold, ${limit} at its shorter side; ` +
        `choose a whole number from 1 to ${limit}, or more folds`,
    );
  }
  checkFinite(matrix);
  const folds: Float64Array[] = [];
  for (const rows of rowGroups) {
    for (const columns of columnGroups) {
      const scoring = { maxRank, seed, tolerance: svdTolerance };
      const block = blockErrors(matrix, rows, columns, scoring);
      const [from, all] = [folds.length, rowFolds * columnFolds];
      folds.push(yield* asPart(block, from / all, (from + 1) / all));
      options.onProgress?.({ fold: folds.length, folds: all });
    }
  }
  const ranks = Array.from({ length: maxRank + 1 }, (_, rank) => rank);
  return { ...summariseHeldOut(ranks, folds, 1e-9), by: "biCrossValidation" };
}

/** The names of the options. */
export const biCrossValidationOptionNames = {
  rowFolds: true,
  columnFolds: true,
  maxRank: true,
  seed: true,
  svdTolerance: true,
  onProgress: true,
} satisfies Record<Exclude<keyof BiCrossValidationCriterion, "by">, true>;

/** Deals 0 … count − 1 into groups of sizes that differ by at most one, the largest first. */
function deal(count: number, groups: number, what: string, random: Random): Int32Array[] {
  if (!Number.isInteger(groups) || groups < 2 || groups > count) {
    throw new RangeError(
      `${count} ${what} cannot be dealt into ${groups} groups; choose from 2 to ${count} groups`,
    );
  }
  const order = shuffle(
    Array.from({ length: count }, (_, i) => i),
    random,
  );
  return Array.from({ length: groups }, (_, group) =>
    Int32Array.from(order.filter((_, place) => place % groups === group)).sort(),
  );
}

/** Mean squared error on one held-out block for ranks 0 … maxRank. */
function* blockErrors(
  matrix: SparseMatrix | DenseMatrix,
  rows: Int32Array,
  columns: Int32Array,
  { maxRank, seed, tolerance }: { maxRank: number; seed: number; tolerance: number },
): Steps<Float64Array> {
  const otherRows = without(matrix.rows, rows);
  const otherColumns = without(matrix.columns, columns);
  const held = selectBlock(matrix, rows, columns);
  const { u, singularValues, v } = yield* truncatedSvdSteps(
    selectBlock(matrix, otherRows, otherColumns),
    maxRank,
    { seed, tolerance },
  );
  const left: Block = {
    length: rows.length,
    width: maxRank,
    data: toOperator(selectBlock(matrix, rows, otherColumns)).multiply(v.data, maxRank),
  };
  const right: Block = {
    length: columns.length,
    width: maxRank,
    data: toOperator(selectBlock(matrix, otherRows, columns)).multiplyTransposed(u.data, maxRank),
  };
  // Directions that A₂₂ has only to rounding are no part of its pseudo-inverse.
  const negligible = Math.max(matrix.rows, matrix.columns) * Number.EPSILON * singularValues[0];
  for (let at = 0; at < right.data.length; at++) {
    const value = singularValues[at % maxRank];
    right.data[at] = value > negligible ? right.data[at] / value : 0;
  }
  return residuals(held, left, right).map((sum) => sum / (rows.length * columns.length));
}

/** ‖H − L_k R_kᵀ‖² for k = 0, 1, …: ‖H‖² − 2 Σ lⱼᵀ H rⱼ + Σ (LᵀL)ᵢⱼ (RᵀR)ᵢⱼ, sums over i, j ≤ k. */
function residuals(held: SparseMatrix | DenseMatrix, left: Block, right: Block): Float64Array {
  const { width } = left;
  const image: Block = {
    length: left.length,
    width,
    data: toOperator(held).multiply(right.data, width),
  };
  const leftGram = crossProduct(left, left);
  const rightGram = crossProduct(right, right);
  const total = energy(held);
  const sums = new Float64Array(width + 1);
  sums[0] = total;
  for (let k = 0; k < width; k++) {
    let change = leftGram[k * width + k] * rightGram[k * width + k];
    for (let i = 0; i < k; i++) change += 2 * leftGram[i * width + k] * rightGram[i * width + k];
    for (let at = k; at < left.data.length; at += width)
      change -= 2 * left.data[at] * image.data[at];
    sums[k + 1] = sums[k] + change;
  }
  // Digits cancel where the prediction is exact: an error is never negative.
  return sums.map((sum) => Math.max(0, sum));
}

function without(count: number, indices: Int32Array): Int32Array {
  const held = new Set(indices);
  return Int32Array.from({ length: count }, (_, i) => i).filter((i) => !held.has(i));
}
