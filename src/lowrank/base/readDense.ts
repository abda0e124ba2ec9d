import {
  isCompressed,
  readMatrix,
  type CompressedRows,
  type EntryMatrix,
  type RowMajor,
} from "./readMatrix";

/** A dense matrix in one array that also gives its entries one by one. */
export type DenseEntries = RowMajor & EntryMatrix;

/** Most entries of a sparse matrix that are written out: 2 GiB. */
const mostEntries = 2 ** 28;

/**
 * The entries of a matrix of any kind in one array, row after row; a sparse one is written out.
 *
 * Cost: nothing for a DenseMatrix, else one pass and 8 bytes an entry.
 *
 * @param name - what the error message calls the value
 * @throws TypeError or RangeError as `readMatrix`; RangeError if a sparse matrix would fill more
 *   than 2 GiB
 */
export function readDense(value: unknown, name: string): DenseEntries {
  const found = readMatrix(value, name);
  const { rows, columns, data } = isCompressed(found) ? writeOut(found, name) : found;
  return { rows, columns, data, get: (row, column) => data[row * columns + column] };
}

/** Adds each entry to its place, so that entries of the same place are added up. */
function writeOut(sparse: CompressedRows, name: string): RowMajor {
  const { rows, columns, rowOffsets, columnIndices, values } = sparse;
  if (rows * columns > mostEntries)
    throw new RangeError(
      `${name} is sparse, and its ${rows} × ${columns} entries written out would take ` +
        `${((8 * rows * columns) / 1e9).toFixed(1)} GB; pass fewer rows, or coordinates: ` +
        `rowCoordinates(truncatedSvd(${name}, 100))`,
    );
  const data = new Float64Array(rows * columns);
  let written = 0;
  for (let row = 0; row < rows; row++) {
    for (let at = rowOffsets[row]; at < rowOffsets[row + 1]; at++, written++) {
      const column = columnIndices[at];
      if (!(column >= 0 && column < columns))
        throw new RangeError(
          `column ${column} of an entry of ${name} is outside its ${columns} columns; ` +
            "build it with sparseFromTriplets",
        );
      data[row * columns + column] += values[at];
    }
  }
  if (written !== values.length || rowOffsets.length !== rows + 1)
    throw new RangeError(
      `the row offsets of ${name} do not describe ${rows} rows with ${values.length} entries; ` +
        "build it with sparseFromTriplets",
    );
  return { rows, columns, data };
}
