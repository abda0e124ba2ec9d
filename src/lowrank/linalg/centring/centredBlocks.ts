import { centredOperator, centredStream, type SplitMean } from "./centredOperator";
import type { MatrixLike, StreamedOperator } from "../matrixOperator";
import type { RowBlock } from "../rowBlock";
import { SparseMatrix } from "../sparseMatrix";

/** A matrix measured from the mean of each of its columns. */
export interface CentredRows {
  /** A − 1μᵀ. */
  readonly centred: MatrixLike;
  /** μ, the mean of each column. */
  readonly mean: Float64Array;
  /** ‖A − 1μᵀ‖_F. */
  readonly norm: number;
}

/** A matrix that can be read block by block, as the one that `openBlocks` gives. */
export interface StreamedRows extends StreamedOperator {
  /** The rows, block by block. One pass. */
  readBlocks(): Iterable<RowBlock>;
}

/** What columns hold: entries stored, and the number they are measured from if they are full. */
interface Fullness {
  readonly stored: Int32Array;
  /** Mean of each column, to rounding of the entries. */
  readonly near: Float64Array;
  /** Size of the largest entry. */
  readonly largest: number;
  /** Whether more than half of the column is stored. */
  readonly full: (column: number) => boolean;
}

/**
 * Measures sparse rows from their mean and keeps them sparse: (S − 1δᵀ)X = S X − 1(δᵀX).
 *
 * That difference cancels only in columns that lie far from 0 beside their spread. A column with
 * half of its entries 0 varies at least as much as it is large: nμ² ≤ Σ(a − μ)². So S holds such
 * columns as they are, and those more than half full with every entry written out less the mean,
 * which at most doubles the entries.
 */
export function centreBlocks(matrix: SparseMatrix | StreamedRows): CentredRows {
  const { rows, columns } = matrix;
  const whole = matrix instanceof SparseMatrix;
  const read = whole ? () => [{ firstRow: 0, matrix }] : () => matrix.readBlocks();
  const fullness = measureFullness(rows, columns, read());
  const written = function* (): Iterable<RowBlock> {
    for (const block of read())
      yield { ...block, matrix: writeOutFull(block.matrix, fullness.full, fullness.near) };
  };
  const kept = whole ? [...written()] : undefined;
  const blocks = (): Iterable<RowBlock> => kept ?? written();
  const { shift, norm, largest } = measureShift(rows, fullness, blocks());
  const split: SplitMean = { rows, columns, blocks, shift };
  return {
    centred: whole ? centredOperator(split) : centredStream(split, largest),
    mean: shift.map((value, j) => (fullness.full(j) ? fullness.near[j] + value : value)),
    norm,
  };
}

/** (A_new − 1μᵀ) X for sparse rows, without cancelling where their columns are full. */
export function multiplyCentred(
  matrix: SparseMatrix,
  mean: Float64Array,
  block: Float64Array,
  width: number,
): Float64Array {
  const { rows, columns } = matrix;
  const { full } = measureFullness(rows, columns, [{ firstRow: 0, matrix }]);
  const kept = [{ firstRow: 0, matrix: writeOutFull(matrix, full, mean) }];
  const shift = mean.map((value, j) => (full(j) ? 0 : value));
  return centredOperator({ rows, columns, blocks: () => kept, shift }).multiply(block, width);
}

function measureFullness(rows: number, columns: number, blocks: Iterable<RowBlock>): Fullness {
  const stored = new Int32Array(columns);
  const near = new Float64Array(columns);
  let largest = 0;
  for (const { matrix } of blocks) {
    const { columnIndices, values } = matrix;
    for (let at = 0; at < values.length; at++) {
      stored[columnIndices[at]]++;
      near[columnIndices[at]] += values[at];
      largest = Math.max(largest, Math.abs(values[at]));
    }
  }
  for (let j = 0; j < columns; j++) near[j] /= rows;
  return { stored, near, largest, full: (column) => 2 * stored[column] > rows };
}

/** Full columns with every entry written out less their origin; the matrix itself if none is. */
function writeOutFull(
  matrix: SparseMatrix,
  full: (column: number) => boolean,
  origin: Float64Array,
): SparseMatrix {
  const { rows, columns, rowOffsets, columnIndices, values } = matrix;
  const written = Int32Array.from(origin.keys()).filter(full);
  if (written.length === 0) return matrix;
  const most = values.length + rows * written.length;
  const offsets = new Int32Array(rows + 1);
  const indices = new Int32Array(most);
  const moved = new Float64Array(most);
  let to = 0;
  for (let row = 0; row < rows; row++) {
    let next = 0;
    const writeUpTo = (column: number): void => {
      for (; next < written.length && written[next] < column; next++, to++) {
        indices[to] = written[next];
        moved[to] = -origin[written[next]];
      }
    };
    for (let at = rowOffsets[row]; at < rowOffsets[row + 1]; at++, to++) {
      const column = columnIndices[at];
      writeUpTo(column);
      const isFull = written[next] === column;
      indices[to] = column;
      moved[to] = isFull ? values[at] - origin[column] : values[at];
      if (isFull) next++;
    }
    writeUpTo(columns);
    offsets[row + 1] = to;
  }
  return new SparseMatrix(rows, columns, offsets, indices.slice(0, to), moved.slice(0, to));
}

/** Means δ of S, ‖S − 1δᵀ‖_F and the size of the largest number in S and δ. */
function measureShift(
  rows: number,
  { stored, near, largest: unit, full }: Fullness,
  blocks: Iterable<RowBlock>,
): { shift: Float64Array; norm: number; largest: number } {
  // Full columns were moved to their mean, but for rounding: they are measured from 0.
  const about = near.map((value, j) => (full(j) ? 0 : value));
  const sums = new Float64Array(near.length);
  const squares = new Float64Array(near.length);
  let largest = about.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (const { matrix } of blocks) {
    const { columnIndices, values } = matrix;
    for (let at = 0; at < values.length; at++) {
      const column = columnIndices[at];
      sums[column] += values[at];
      squares[column] += ((values[at] - about[column]) / unit) ** 2;
      largest = Math.max(largest, Math.abs(values[at]));
    }
  }
  const shift = about.map((value, j) => (full(j) ? sums[j] / rows : value));
  // Of the mean's rounding in full columns, and of the zeros in others.
  const total = shift.reduce((sum, value, j) => {
    const rest = (full(j) ? -rows : rows - stored[j]) * (value / unit) ** 2;
    return sum + Math.max(0, squares[j] + rest);
  }, 0);
  return { shift, norm: total > 0 ? unit * Math.sqrt(total) : 0, largest };
}
