import { checkOptions } from "../base/checkOptions";
import { log } from "../base/elementary/log";
import type { MatrixInput } from "../base/readMatrix";
import { checkFinite, checkNonNegative } from "../linalg/finiteEntries";
import { asSparse, SparseMatrix } from "../linalg/sparseMatrix";

export interface PmiOptions {
  /**
   * k ≥ 1, whose logarithm is taken off each entry: word2vec's number of negative samples. Default
   * 1, nothing.
   */
  shift?: number;
  /**
   * Power α of the columns' counts, above 0 and at most 1: below 1, rare contexts weigh less, as in
   * word2vec (0.75). Default 1.
   */
  smoothing?: number;
}

const knownOptions = { shift: true, smoothing: true } satisfies Record<keyof PmiOptions, true>;

/**
 * Weighs counts by how much oftener two things meet than chance would have it: positive pointwise
 * mutual information (PPMI).
 *
 *     w(i, j) = max(0, ln(p(i, j) / (p(i) · q(j))) − ln k)      p(i, j) = n(i, j) / Σ n
 *     p(i) = Σⱼ n(i, j) / Σ n      q(j) = (Σᵢ n(i, j))^α / Σⱼ (Σᵢ n(i, j))^α
 *
 * Where two things never meet the logarithm is −∞; like all negative values it becomes 0, and the
 * matrix stays sparse. Word2vec with k negative samples factors the same matrix with its negative
 * entries. Counts of words in documents are welcome too.
 *
 * Cost: four passes over the non-zeros; 12 bytes a non-zero.
 *
 * Source: Church & Hanks 1990; Levy & Goldberg 2014 (what word2vec factors); Levy, Goldberg & Dagan
 * 2015 (smoothing).
 *
 * @param counts - n, of any kind of matrix: words × contexts from `countCooccurrences`, or others
 * @throws RangeError if a count is negative or not finite, or an option has no meaning; TypeError if
 *   it is no matrix
 * @example
 * weighPmi([[2, 0], [1, 1]]).toDense(); // [[0.288, 0], [0, 0.693]]: ln(4 / 3) and ln 2
 */
export function weighPmi(counts: MatrixInput, options: PmiOptions = {}): SparseMatrix {
  const n = asSparse(counts, "counts");
  checkOptions(options, knownOptions, "weighPmi");
  const { shift = 1, smoothing = 1 } = options;
  checkPmiOptions(shift, smoothing);
  checkFinite(n, "counts");
  checkNonNegative(n, "counts", "counts are 0 or more");
  const { rowTotals, columnTotals } = totalsOf(n);
  const powers = columnTotals.map((total) => (total > 0 ? total ** smoothing : 0));
  const sum = powers.reduce((total, power) => total + power, 0);
  return mapPositive(n, (count, row, column) =>
    log(((count / rowTotals[row]) * (sum / powers[column])) / shift),
  );
}

function checkPmiOptions(shift: unknown, smoothing: unknown): void {
  if (!(typeof shift === "number" && shift >= 1 && shift < Infinity))
    throw new RangeError(
      `shift ${String(shift)} is no number of negative samples; choose 1 or more`,
    );
  if (!(typeof smoothing === "number" && smoothing > 0 && smoothing <= 1))
    throw new RangeError(
      `smoothing ${String(smoothing)} is no power; choose one above 0 and at most 1`,
    );
}

function totalsOf({ rows, columns, rowOffsets, columnIndices, values }: SparseMatrix): {
  rowTotals: Float64Array;
  columnTotals: Float64Array;
} {
  const rowTotals = new Float64Array(rows);
  const columnTotals = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let at = rowOffsets[row]; at < rowOffsets[row + 1]; at++) {
      rowTotals[row] += values[at];
      columnTotals[columnIndices[at]] += values[at];
    }
  }
  return { rowTotals, columnTotals };
}

/** The matrix of the new values of entries, where both are above 0. */
function mapPositive(
  { rows, columns, rowOffsets, columnIndices, values }: SparseMatrix,
  newValue: (value: number, row: number, column: number) => number,
): SparseMatrix {
  const offsets = new Int32Array(rows + 1);
  const places = new Int32Array(values.length);
  const weights = new Float64Array(values.length);
  let filled = 0;
  for (let row = 0; row < rows; row++) {
    for (let at = rowOffsets[row]; at < rowOffsets[row + 1]; at++) {
      const weight = values[at] > 0 ? newValue(values[at], row, columnIndices[at]) : 0;
      if (!(weight > 0)) continue;
      places[filled] = columnIndices[at];
      weights[filled++] = weight;
    }
    offsets[row + 1] = filled;
  }
  return new SparseMatrix(
    rows,
    columns,
    offsets,
    places.slice(0, filled),
    weights.slice(0, filled),
  );
}
