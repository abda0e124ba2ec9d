import { log2 } from "../../base/elementary/otherLogs";
import type { Workspace } from "../../kernels/workspace";
import type { DenseMatrix } from "../../linalg/denseMatrix";
import { measureRows, type ColumnSpread } from "./columnSpread";

/** Bits of a number: single precision takes half the memory, and half the instructions. */
export type Precision = 32 | 64;

/**
 * Rows of features in a workspace's memory, as the softmax kernels read them, with their classes.
 *
 * The feature x_ij is factor_i · (shift_j + scale_j · x̂_ij), x̂ being what is stored: centred and
 * scaled, so that single precision suits columns of any size and place.
 */
export interface DenseRows {
  readonly workspace: Workspace;
  readonly precision: Precision;
  readonly rows: number;
  readonly columns: number;
  /** From one row to the next, in numbers: a multiple of 4, at least `columns`. */
  readonly step: number;
  /** Pointer to x̂; three rows more can be read after the last. */
  readonly x: number;
  /** Pointer to the class numbers, 32-bit integers. */
  readonly truth: number;
  /** Pointer to the factors, three more readable after the last; 0 if all are 1. */
  readonly factors: number;
  /** Pointer to the rows' weights in the loss, three more readable; 0 if all are 1. */
  readonly rowWeights: number;
  readonly shifts: Float64Array;
  readonly scales: Float64Array;
}

/** Rows that must be readable after the last: kernels take four at a time. */
const spareRows = 3;

/** The smallest multiple of 4 not below the number: vectors of four. */
export const roundUpTo4 = (count: number): number => Math.ceil(count / 4) * 4;

/** Bytes that `loadRows` takes. */
export function bytesOfRows(rows: number, columns: number, precision: Precision): number {
  return (rows + spareRows) * (roundUpTo4(columns) + 1) * (precision / 8) + 4 * rows + 64;
}

/** A view of numbers in the rows' precision. */
export function realsOf(
  { workspace, precision }: Pick<DenseRows, "workspace" | "precision">,
  pointer: number,
  length: number,
): Float32Array | Float64Array {
  return precision === 32 ? workspace.float32(pointer, length) : workspace.float64(pointer, length);
}

/**
 * Copies features into the workspace, each column measured from its mean in units of about its
 * standard deviation.
 *
 * @param spread - as `measureColumns` gives it; without it, features are stored as they are
 * @param rowWeights - of the rows in the loss; default 1 each
 */
export function loadRows(
  workspace: Workspace,
  features: DenseMatrix,
  truth: Int32Array,
  precision: Precision,
  spread?: ColumnSpread,
  rowWeights?: Float64Array,
): DenseRows {
  const { rows, columns, data } = features;
  const step = roundUpTo4(columns);
  const shifts = spread?.means ?? new Float64Array(columns);
  const scales = spread
    ? spread.squares.map((square) => powerOfTwo(Math.sqrt(square / rows)))
    : new Float64Array(columns).fill(1);
  const loaded: DenseRows = {
    workspace,
    precision,
    rows,
    columns,
    step,
    shifts,
    scales,
    factors: 0,
    rowWeights:
      rowWeights === undefined ? 0 : workspace.allocate((rows + spareRows) * (precision / 8)),
    x: workspace.allocate((rows + spareRows) * step * (precision / 8)),
    truth: workspace.allocate(4 * rows),
  };
  workspace.int32(loaded.truth, rows).set(truth);
  if (rowWeights !== undefined) realsOf(loaded, loaded.rowWeights, rows).set(rowWeights);
  const inverses = scales.map((scale) => 1 / scale);
  const to = realsOf(loaded, loaded.x, rows * step);
  for (let i = 0, from = 0; i < rows; i++) {
    for (let j = 0, at = i * step; j < columns; j++)
      to[at++] = (data[from++] - shifts[j]) * inverses[j];
  }
  return loaded;
}

/** The nearest power of two: scaling by it rounds nothing. 1 for a column that does not vary. */
function powerOfTwo(size: number): number {
  if (size === 0) return 1;
  return 2 ** Math.max(-1000, Math.round(log2(size)));
}

/**
 * The first columns, each row multiplied by its factor: nothing is copied but the factors. The rows
 * must have been loaded without a spread.
 */
export function leadingColumns(
  rows: DenseRows,
  columns: number,
  factors?: Float64Array,
): DenseRows {
  const { workspace, precision } = rows;
  const view = {
    ...rows,
    columns,
    shifts: rows.shifts.subarray(0, columns),
    scales: rows.scales.subarray(0, columns),
  };
  if (factors === undefined) return view;
  const pointer = workspace.allocate((rows.rows + spareRows) * (precision / 8));
  realsOf(rows, pointer, rows.rows).set(factors);
  return { ...view, factors: pointer };
}

/** Copies some of the rows, to lie side by side. */
export function gatherRows(rows: DenseRows, chosen: Int32Array): DenseRows {
  const { workspace, precision, columns } = rows;
  const count = chosen.length;
  const step = roundUpTo4(columns);
  const size = precision / 8;
  const x = workspace.allocate((count + spareRows) * step * size);
  const truth = workspace.allocate(4 * count);
  const factors = gatherNumbers(rows, rows.factors, chosen);
  const rowWeights = gatherNumbers(rows, rows.rowWeights, chosen);
  const from = realsOf(rows, rows.x, rows.rows * rows.step);
  const to = realsOf(rows, x, count * step);
  chosen.forEach((row, i) =>
    to.set(from.subarray(row * rows.step, row * rows.step + columns), i * step),
  );
  const oldTruth = workspace.int32(rows.truth, rows.rows);
  workspace.int32(truth, count).set(chosen.map((row) => oldTruth[row]));
  return { ...rows, rows: count, step, x, truth, factors, rowWeights };
}

/** Copies some of the numbers that stand one a row; 0 for none. */
function gatherNumbers(rows: DenseRows, pointer: number, chosen: Int32Array): number {
  if (pointer === 0) return 0;
  const gathered = rows.workspace.allocate((chosen.length + spareRows) * (rows.precision / 8));
  const from = realsOf(rows, pointer, rows.rows);
  const to = realsOf(rows, gathered, chosen.length);
  chosen.forEach((row, i) => (to[i] = from[row]));
  return gathered;
}

/**
 * Mean and spread of the columns as they are in the rows, estimated for `total` rows of which these
 * are a fair sample.
 */
export function spreadOfRows(rows: DenseRows, total: number): ColumnSpread {
  const { columns, step, shifts, scales } = rows;
  const x = realsOf(rows, rows.x, rows.rows * step);
  const factors = rows.factors === 0 ? undefined : realsOf(rows, rows.factors, rows.rows);
  const plain = new Float64Array(columns);
  const { means, squares } = measureRows(rows.rows, columns, plain, (i) => {
    const factor = factors === undefined ? 1 : factors[i];
    for (let j = 0, at = i * step; j < columns; j++)
      plain[j] = factor * (shifts[j] + scales[j] * x[at++]);
    return 0;
  });
  return { means, squares: squares.map((square) => square * (total / rows.rows)) };
}
