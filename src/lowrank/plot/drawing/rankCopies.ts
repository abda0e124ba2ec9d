import { checkFields } from "../../base/checkFields";
import { readDense, type DenseEntries } from "../../base/readDense";
import type { MatrixInput } from "../../base/readMatrix";
import { checkNumbers, checkSameLength } from "./checkInput";

/** A ≈ U Σ Vᵀ: u is rows × k, v is columns × k. */
export interface SvdFactors {
  readonly u: MatrixInput;
  readonly singularValues: ArrayLike<number>;
  readonly v: MatrixInput;
}

/** The same, past the entrance. */
export interface ReadFactors extends SvdFactors {
  readonly u: DenseEntries;
  readonly v: DenseEntries;
}

/** @throws TypeError if these are no factors */
export function readFactors(factors: SvdFactors): ReadFactors {
  checkFields(factors, ["u", "singularValues", "v"], "factors", "truncatedSvd(matrix, rank)");
  return {
    u: readDense(factors.u, "factors.u"),
    singularValues: factors.singularValues,
    v: readDense(factors.v, "factors.v"),
  };
}

/** @throws RangeError if factors are not a matrix's, or a rank is not among them */
export function checkRankCopies(
  matrix: DenseEntries,
  { u, singularValues, v }: ReadFactors,
  ranks: readonly number[],
  name: string,
): void {
  checkNumbers(matrix.data, `${name}.data`);
  checkSameLength(u.rows, "rows of u", matrix.rows, "rows of the matrix");
  checkSameLength(v.rows, "rows of v", matrix.columns, "columns of the matrix");
  checkNumbers(singularValues, "singularValues");
  checkSameLength(u.columns, "columns of u", singularValues.length, "singular values");
  checkSameLength(v.columns, "columns of v", singularValues.length, "singular values");
  if (ranks.length === 0 || ranks.length > 20)
    throw new RangeError(`${ranks.length} ranks; choose from 1 to 20 of them`);
  for (const [i, rank] of ranks.entries()) {
    if (!Number.isInteger(rank) || rank < 1 || rank > singularValues.length) {
      throw new RangeError(
        `rank ${rank} is out of range; choose whole numbers from 1 to ${singularValues.length}`,
      );
    }
    if (i > 0 && rank <= ranks[i - 1])
      throw new RangeError(`rank ${rank} follows ${ranks[i - 1]}; give ranks in ascending order`);
  }
}

/**
 * Which of the ranks is shown at first.
 *
 * @throws RangeError if it is none of them
 */
export function findStart(ranks: readonly number[], startRank = ranks[0]): number {
  const start = ranks.indexOf(startRank);
  if (start < 0)
    throw new RangeError(
      `startRank ${startRank} is not among the ranks; choose from ${ranks.join(", ")}`,
    );
  return start;
}

/**
 * The copies of all ranks: each adds its terms to the one before. Entries that are 0 but for
 * rounding become 0, alike on every machine.
 */
export function copyAtRanks(
  matrix: DenseEntries,
  { u, singularValues, v }: ReadFactors,
  ranks: readonly number[],
): Float64Array[] {
  const sum = new Float64Array(matrix.rows * matrix.columns);
  const rounding =
    1e-12 *
    Array.from(singularValues).reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  let done = 0;
  return ranks.map((rank) => {
    for (; done < rank; done++) {
      for (let i = 0; i < matrix.rows; i++) {
        const scaled = singularValues[done] * u.get(i, done);
        for (let j = 0; j < matrix.columns; j++)
          sum[i * matrix.columns + j] += scaled * v.get(j, done);
      }
    }
    return sum.map((value) => (Math.abs(value) < rounding ? 0 : value));
  });
}

/** ‖A − copy‖_F / ‖A‖_F; 0 for a matrix of zeros. */
export function relativeError(matrix: DenseEntries, copy: Float64Array): number {
  const norm = Math.sqrt(sumSquares(matrix.data, (value) => value));
  return norm === 0
    ? 0
    : Math.sqrt(sumSquares(matrix.data, (value, at) => value - copy[at])) / norm;
}

function sumSquares(values: Float64Array, term: (value: number, at: number) => number): number {
  return values.reduce((sum, value, at) => sum + term(value, at) ** 2, 0);
}
