import type { MatrixInput } from "../../base/readMatrix";
import { asMatrix } from "../asMatrix";
import type { Queries } from "./similaritySearch";
import { SparseMatrix } from "../sparseMatrix";

/**
 * Queries given as a matrix, one a row.
 *
 * @throws RangeError if they have another number of columns; when one is read, if a number of it is
 *   not finite
 */
export function toQueries(queries: MatrixInput, columns: number): Queries {
  const matrix = asMatrix(queries, "queries");
  if (matrix.columns !== columns && matrix.rows > 0) {
    throw new RangeError(
      `queries of ${matrix.columns} numbers do not fit rows of ${columns}; ` +
        `pass ${columns} numbers a query`,
    );
  }
  const row = new Float64Array(columns);
  return {
    count: matrix.rows,
    read(query) {
      const values =
        matrix instanceof SparseMatrix
          ? writeRow(matrix, query, row)
          : matrix.data.subarray(query * columns, (query + 1) * columns);
      const squares = values.reduce((sum, value) => sum + value * value, 0);
      if (!Number.isFinite(squares)) {
        throw new RangeError(
          `query ${query} has an entry that is not finite, ` +
            `or the length ${Math.sqrt(squares)}; clean or scale it`,
        );
      }
      return { values, length: Math.sqrt(squares) };
    },
  };
}

function writeRow(
  { rowOffsets, columnIndices, values }: SparseMatrix,
  query: number,
  row: Float64Array,
): Float64Array {
  row.fill(0);
  for (let at = rowOffsets[query]; at < rowOffsets[query + 1]; at++)
    row[columnIndices[at]] = values[at];
  return row;
}
