import { SparseMatrix } from "../linalg/sparseMatrix";
import type { KnownWords } from "./reading/knownWords";
import { sortRange } from "./reading/sortTerms";
import type { TermSequences } from "./reading/ngrams";

/** Counts the terms of numbered texts, where the column of each is known; −1 for no column. */
export function countNumbered(
  { offsets, ids }: Pick<TermSequences, "offsets" | "ids">,
  columnOf: Int32Array,
  width: number,
): SparseMatrix {
  const columns = new Int32Array(ids.length);
  const starts = new Int32Array(offsets.length);
  let filled = 0;
  for (let row = 0; row + 1 < offsets.length; row++) {
    for (let at = offsets[row]; at < offsets[row + 1]; at++) {
      const column = columnOf[ids[at]];
      if (column >= 0) columns[filled++] = column;
    }
    starts[row + 1] = filled;
  }
  return countColumns({ starts, columns }, width);
}

/**
 * The document–term matrix of words whose columns are known. Sorts the columns of each text in
 * place, and learns from that where its non-zeros will start: the matrix's arrays are made once and
 * at their size.
 */
export function countColumns({ starts, columns }: KnownWords, width: number): SparseMatrix {
  const rows = starts.length - 1;
  const rowOffsets = new Int32Array(rows + 1);
  let nonZeros = 0;
  for (let row = 0; row < rows; row++) {
    const [start, end] = [starts[row], starts[row + 1]];
    sortRange(columns, start, end);
    for (let at = start; at < end; at++)
      if (at === start || columns[at] !== columns[at - 1]) nonZeros++;
    rowOffsets[row + 1] = nonZeros;
  }
  const columnIndices = new Int32Array(nonZeros);
  const counts = new Float64Array(nonZeros);
  let filled = 0;
  for (let row = 0; row < rows; row++) {
    let previous = -1;
    for (let at = starts[row]; at < starts[row + 1]; at++) {
      const column = columns[at];
      if (column !== previous) {
        columnIndices[filled++] = column;
        previous = column;
      }
      counts[filled - 1]++;
    }
  }
  return new SparseMatrix(rows, width, rowOffsets, columnIndices, counts);
}
