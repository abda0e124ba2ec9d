import { addProduct, createBlock, crossProduct, type Block } from "../../base/blockProducts";
import { createRandom, shuffle, type Random } from "../../base/random";
import { asPart, type Steps } from "../../base/steps";
import { DenseMatrix } from "../../linalg/denseMatrix";
import { checkFinite } from "../../linalg/finiteEntries";
import { energy } from "../../linalg/frobenius";
import { orthonormalise } from "../../linalg/lanczos/orthonormalise";
import { SparseMatrix } from "../../linalg/sparseMatrix";
import { summariseHeldOut, type HeldOutErrors } from "./heldOutErrors";

/**
 * Held-out entries, after Wold: single entries are hidden all over the matrix, and a rank-k matrix
 * fitted to the others predicts them.
 *
 * The fit minimises Σ_known (aᵢⱼ − (U Wᵀ)ᵢⱼ)² by imputation (EM): fill the hidden entries with the
 * present prediction, improve U and W on the filled matrix by one round of least squares, predict
 * again. No round makes the fit worse. Each rank starts from the one before; rank 0 predicts 0.
 *
 * Every entry is hidden once. A rank well above the true one overfits the known entries and
 * predicts worse: the curve turns up. Unlike bi-cross-validation it uses nearly all of the matrix
 * for each prediction; it is also the dearest of the criteria, and needs every entry written out:
 * memory 24 · rows · columns bytes.
 *
 * Source: S. Wold, Cross-validatory estimation of the number of components in factor and principal
 * components models, Technometrics 20 (1978); with EM as in R. Bro, K. Kjeldahl, A. K. Smilde, H.
 * A. L. Kiers, Cross-validation of component models, Anal. Bioanal. Chem. 390 (2008).
 */
export interface EntriesCriterion {
  by: "entries";
  /** Groups that the entries are dealt into; default 5. */
  folds?: number;
  /**
   * Ranks 0 … maxRank are scored; default min(rows, columns, 20), and at most half of min(rows,
   * columns).
   */
  maxRank?: number;
  /** Seed of the groups and of the iteration's start; default 0. */
  seed?: number;
  /**
   * Change of the held-out entries, relative to their size, at which a rank's iteration stops;
   * default 1e-3.
   */
  tolerance?: number;
  /** Most iterations a rank; default 200. */
  maxIterations?: number;
  /** Called after each rank of each fold. */
  onProgress?: (progress: { fold: number; folds: number; rank: number }) => void;
}

/** The rank that predicts held-out entries best, and the error of every rank. */
export interface EntriesChoice extends HeldOutErrors {
  readonly by: "entries";
}

/** Largest sparse matrix that is written out. */
const mostEntries = 1_000_000;

/**
 * @throws RangeError if there are fewer entries than folds, maxRank does not fit, an entry is not
 *   finite, or a sparse matrix has over 1,000,000 entries
 */
export function* chooseByEntries(
  matrix: SparseMatrix | DenseMatrix,
  options: EntriesCriterion,
): Steps<EntriesChoice> {
  const { folds = 5, seed = 0 } = options;
  const maxRank = checkLimits(matrix, folds, options.maxRank);
  checkFinite(matrix);
  const dense = matrix instanceof SparseMatrix ? matrix.toDense() : matrix;
  const random = createRandom(seed);
  const order = shuffle(
    Array.from({ length: dense.data.length }, (_, at) => at),
    random,
  );
  const errors: Float64Array[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const hidden = Int32Array.from(order.filter((_, place) => place % folds === fold)).sort();
    const prediction = predictHidden(dense, hidden, maxRank, random, {
      ...options,
      onRank: (rank) => options.onProgress?.({ fold: fold + 1, folds, rank }),
    });
    errors.push(yield* asPart(prediction, fold / folds, (fold + 1) / folds));
  }
  const ranks = Array.from({ length: maxRank + 1 }, (_, rank) => rank);
  return { ...summariseHeldOut(ranks, errors, 1e-5), by: "entries" };
}

/** The names of the options. */
export const entriesOptionNames = {
  folds: true,
  maxRank: true,
  seed: true,
  tolerance: true,
  maxIterations: true,
  onProgress: true,
} satisfies Record<Exclude<keyof EntriesCriterion, "by">, true>;

function checkLimits(matrix: SparseMatrix | DenseMatrix, folds: number, given?: number): number {
  const { rows, columns } = matrix;
  const entries = rows * columns;
  if (matrix instanceof SparseMatrix && entries > mostEntries) {
    throw new RangeError(
      `held-out entries would write out all ${entries.toLocaleString("en")} entries of a sparse ` +
        `matrix of ${rows} × ${columns}, over ${mostEntries.toLocaleString("en")}; ` +
        'choose by: "biCrossValidation", which keeps it sparse, or fewer rows',
    );
  }
  if (!Number.isInteger(folds) || folds < 2 || folds > entries)
    throw new RangeError(
      `${entries} entries cannot be dealt into ${folds} folds; choose from 2 to ${entries} folds`,
    );
  const limit = Math.min(rows, columns);
  const maxRank = given ?? Math.max(1, Math.min(20, Math.floor(limit / 2)));
  if (!Number.isInteger(maxRank) || maxRank < 1 || maxRank > limit) {
    throw new RangeError(
      `maxRank ${maxRank} does not fit a matrix of ${rows} rows and ${columns} columns; ` +
        `choose a whole number from 1 to ${limit}`,
    );
  }
  return maxRank;
}

/** Mean squared error on the hidden entries for ranks 0 … maxRank. */
function* predictHidden(
  matrix: DenseMatrix,
  hidden: Int32Array,
  maxRank: number,
  random: Random,
  {
    tolerance = 1e-3,
    maxIterations = 200,
    onRank,
  }: Pick<EntriesCriterion, "tolerance" | "maxIterations"> & {
    onRank: (rank: number) => void;
  },
): Steps<Float64Array> {
  const { rows, columns } = matrix;
  const filled: Block = { length: rows, width: columns, data: matrix.data.slice() };
  hidden.forEach((at) => (filled.data[at] = 0));
  const scale = Math.sqrt(energy(new DenseMatrix(rows, columns, filled.data)));
  const errors = Float64Array.of(hiddenError(matrix, filled, hidden), ...new Float64Array(maxRank));
  let axes = createBlock(columns, 0);
  for (let rank = 1; rank <= maxRank; rank++) {
    axes = widen(axes, random);
    for (let iteration = 0; iteration < maxIterations; iteration++) {
      // An iteration costs in proportion to the rank.
      yield (rank * (rank - 1)) / (maxRank * (maxRank + 1));
      const step = improve(filled, axes, scale, random);
      axes = step.axes;
      if (impute(filled, step.left, step.right, hidden) <= tolerance) break;
    }
    errors[rank] = hiddenError(matrix, filled, hidden);
    onRank(rank);
  }
  return errors;
}

/** One more column, drawn at random. */
function widen(axes: Block, random: Random): Block {
  const wider = createBlock(axes.length, axes.width + 1);
  for (let i = 0; i < axes.length; i++) {
    wider.data.set(axes.data.subarray(i * axes.width, (i + 1) * axes.width), i * wider.width);
    wider.data[i * wider.width + axes.width] = random.normal() / Math.sqrt(axes.length);
  }
  return wider;
}

/**
 * One round of least squares on the filled matrix X: U spans X · axes, W = XᵀU; the next axes span
 * W.
 */
function improve(
  filled: Block,
  axes: Block,
  scale: number,
  random: Random,
): { left: Block; right: Block; axes: Block } {
  const left = createBlock(filled.length, axes.width);
  addProduct(left, filled, axes.data, 1);
  orthonormalise(left, [], scale, random);
  const right: Block = {
    length: filled.width,
    width: axes.width,
    data: crossProduct(filled, left),
  };
  const next: Block = { ...right, data: right.data.slice() };
  orthonormalise(next, [], scale, random);
  return { left, right, axes: next };
}

/** Writes (U Wᵀ)ᵢⱼ into the hidden entries; returns their change relative to their size. */
function impute(filled: Block, left: Block, right: Block, hidden: Int32Array): number {
  const { width } = left;
  let change = 0;
  let size = 0;
  for (const at of hidden) {
    const from = Math.floor(at / filled.width) * width;
    const to = (at % filled.width) * width;
    let value = 0;
    for (let k = 0; k < width; k++) value += left.data[from + k] * right.data[to + k];
    change += (value - filled.data[at]) ** 2;
    size += value * value;
    filled.data[at] = value;
  }
  return size === 0 ? 0 : Math.sqrt(change / size);
}

function hiddenError(matrix: DenseMatrix, filled: Block, hidden: Int32Array): number {
  return (
    hidden.reduce((sum, at) => sum + (matrix.data[at] - filled.data[at]) ** 2, 0) / hidden.length
  );
}
