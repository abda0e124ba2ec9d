import {
  isCompressed,
  readMatrix,
  type CompressedRows,
  type MatrixInput,
  type RowMajor,
} from "../base/readMatrix";
import { canonicalRows, checkSize, toIndices, toValues, transposeRows } from "./compressedRows";
import { asDense, type DenseMatrix } from "./denseMatrix";
import type { MatrixOperator } from "./matrixOperator";
import { gatherProduct, scatterProduct } from "./sparse/sparseProducts";

/**
 * A sparse matrix in compressed sparse row form (CSR): only the non-zero entries are kept.
 *
 * The entries of row i stand at positions `rowOffsets[i]` … `rowOffsets[i + 1] − 1` of
 * `columnIndices` and `values`, with the columns ascending. Memory: 12 bytes a non-zero and 4 bytes
 * a row.
 *
 * @throws RangeError if the arrays do not describe a matrix of this shape
 * @example
 * // 0 5 0
 * // 7 0 0
 * const offsets = Int32Array.of(0, 1, 2);
 * const a = new SparseMatrix(2, 3, offsets, Int32Array.of(1, 0), Float64Array.of(5, 7));
 * a.get(0, 1); // 5
 * a.multiply(Float64Array.of(1, 1, 1), 1); // [5, 7]
 */
export class SparseMatrix implements MatrixOperator {
  readonly rows: number;
  readonly columns: number;
  /** Length rows + 1, ascending from 0 to the number of non-zeros. */
  readonly rowOffsets: Int32Array;
  /** Column of each non-zero, ascending inside a row. */
  readonly columnIndices: Int32Array;
  /** Value of each non-zero. */
  readonly values: Float64Array;

  /**
   * Takes the arrays as they are where columns ascend inside each row; otherwise sorted copies, in
   * which entries of the same place are added up.
   *
   * Cost: one pass over the offsets and the column indices.
   *
   * @throws RangeError if the offsets do not describe the rows, or a column is out of range
   */
  constructor(
    rows: number,
    columns: number,
    rowOffsets: Int32Array,
    columnIndices: Int32Array,
    values: Float64Array,
  ) {
    const checked = canonicalRows({ rows, columns, rowOffsets, columnIndices, values });
    this.rows = rows;
    this.columns = columns;
    this.rowOffsets = checked.rowOffsets;
    this.columnIndices = checked.columnIndices;
    this.values = checked.values;
  }

  /** Number of stored entries. */
  get nonZeros(): number {
    return this.values.length;
  }

  /**
   * The entry at (row, column); 0 where nothing is stored. Cost: a search in the row.
   *
   * @throws RangeError if the matrix has no such row or column
   */
  get(row: number, column: number): number {
    if (!(row >= 0 && row < this.rows && column >= 0 && column < this.columns))
      throw new RangeError(
        `entry (row ${row}, column ${column}) is outside the matrix of ${this.rows} × ` +
          `${this.columns}; count both from 0`,
      );
    let low = this.rowOffsets[row];
    let high = this.rowOffsets[row + 1] - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.columnIndices[middle];
      if (found === column) return this.values[middle];
      if (found < column) low = middle + 1;
      else high = middle - 1;
    }
    return 0;
  }

  /** A X, 2 · nonZeros · width flops; written to `product` where one is given. */
  multiply(
    block: Float64Array,
    width: number,
    product: Float64Array = new Float64Array(this.rows * width),
  ): Float64Array {
    checkBlock("multiply", block, this.columns, width);
    gatherProduct(this, block, width, product);
    return product;
  }

  /** Aᵀ Y, 2 · nonZeros · width flops; added to `product` where one is given. */
  multiplyTransposed(
    block: Float64Array,
    width: number,
    product: Float64Array = new Float64Array(this.columns * width),
  ): Float64Array {
    checkBlock("multiplyTransposed", block, this.rows, width);
    scatterProduct(this, block, width, product);
    return product;
  }

  /** Aᵀ. Cost: two passes over the non-zeros. */
  transpose(): SparseMatrix {
    const { rows, columns, rowOffsets, columnIndices, values } = transposeRows(this);
    return new SparseMatrix(rows, columns, rowOffsets, columnIndices, values);
  }

  /** The rows with these indices, in this order. */
  selectRows(indices: ArrayLike<number>): SparseMatrix {
    const { rowOffsets } = this;
    const offsets = new Int32Array(indices.length + 1);
    for (let i = 0; i < indices.length; i++) {
      const row = indices[i];
      if (!(row >= 0 && row < this.rows)) {
        throw new RangeError(
          `row ${row} is outside the matrix; choose rows from 0 to ${this.rows - 1}`,
        );
      }
      offsets[i + 1] = offsets[i] + rowOffsets[row + 1] - rowOffsets[row];
    }
    const columnIndices = new Int32Array(offsets[indices.length]);
    const values = new Float64Array(offsets[indices.length]);
    for (let i = 0; i < indices.length; i++) {
      const start = rowOffsets[indices[i]];
      const end = rowOffsets[indices[i] + 1];
      columnIndices.set(this.columnIndices.subarray(start, end), offsets[i]);
      values.set(this.values.subarray(start, end), offsets[i]);
    }
    return new SparseMatrix(indices.length, this.columns, offsets, columnIndices, values);
  }

  /** The same matrix with every zero written out: 8 bytes an entry, for small matrices only. */
  toDense(): DenseMatrix {
    return asDense(this, "the matrix");
  }
}

/**
 * Builds a sparse matrix from rows of numbers, or from a matrix of any other kind, keeping the
 * entries that are not 0.
 *
 * Cost: two passes over the entries.
 *
 * @throws TypeError if it is no matrix; RangeError if rows differ in length
 * @example
 * sparseFromRows([[1, 0], [0, 2]]).nonZeros; // 2
 */
export function sparseFromRows(rows: MatrixInput): SparseMatrix {
  return asSparse(rows, "rows");
}

/** The same for an argument of this name. */
export function asSparse(value: MatrixInput, name: string): SparseMatrix {
  if (value instanceof SparseMatrix) return value;
  const found = readMatrix(value, name);
  return isCompressed(found) ? fromCompressed(found, name) : fromDense(found);
}

/** Compressed rows that someone else made, such as another copy of this library. */
export function fromCompressed(found: CompressedRows, name: string): SparseMatrix {
  const { rows, columns, rowOffsets, columnIndices, values } = canonicalRows(found, name);
  return new SparseMatrix(rows, columns, rowOffsets, columnIndices, values);
}

function fromDense(found: RowMajor): SparseMatrix {
  const { columns, data } = found;
  const offsets = new Int32Array(found.rows + 1);
  const nonZeros = data.reduce((count, value) => count + Number(value !== 0), 0);
  const columnIndices = new Int32Array(nonZeros);
  const values = new Float64Array(nonZeros);
  for (let i = 0, at = 0, filled = 0; i < found.rows; i++) {
    for (let j = 0; j < columns; j++, at++) {
      if (data[at] === 0) continue;
      columnIndices[filled] = j;
      values[filled++] = data[at];
    }
    offsets[i + 1] = filled;
  }
  return new SparseMatrix(found.rows, columns, offsets, columnIndices, values);
}

/**
 * Builds a sparse matrix from its entries one by one, in any order (the coordinate form, COO):
 * entry k has the value `values[k]` and stands at (`rowIndices[k]`, `columnIndices[k]`).
 *
 * Entries at the same place are added up, as SciPy's `coo_matrix(…).tocsr()` does. A value of 0 is
 * kept as an entry.
 *
 * Cost: a few passes over the entries, without a comparison sort.
 *
 * @throws RangeError if the lists differ in length, or an index is outside the matrix; TypeError if
 *   one is no list of numbers
 * @example
 * sparseFromTriplets(2, 3, [0, 1, 1], [2, 0, 0], [5, 1, 2]).toDense(); // [[0, 0, 5], [3, 0, 0]]
 */
export function sparseFromTriplets(
  rows: number,
  columns: number,
  rowIndices: ArrayLike<number>,
  columnIndices: ArrayLike<number>,
  values: ArrayLike<number>,
): SparseMatrix {
  checkSize(rows, "rows");
  checkSize(columns, "columns");
  const [i, j] = [toIndices(rowIndices, "rowIndices"), toIndices(columnIndices, "columnIndices")];
  const entries = toValues(values, "values");
  if (i.length !== entries.length || j.length !== entries.length)
    throw new RangeError(
      `${i.length} row indices and ${j.length} column indices for ${entries.length} values; ` +
        "pass one of each for each value",
    );
  const wrong = i.findIndex((row, k) => row < 0 || row >= rows || j[k] < 0 || j[k] >= columns);
  if (wrong >= 0)
    throw new RangeError(
      `entry ${wrong} stands at (row ${i[wrong]}, column ${j[wrong]}), ` +
        `outside the matrix of ${rows} × ${columns}; count both from 0`,
    );
  // Each entry is a row of its own in a matrix of entries × rows; its transpose groups them by row.
  const grouped = transposeRows({
    rows: i.length,
    columns: rows,
    rowOffsets: Int32Array.from({ length: i.length + 1 }, (_, k) => k),
    columnIndices: i,
    values: entries,
  });
  const ordered = grouped.columnIndices.map((entry) => j[entry]);
  return new SparseMatrix(rows, columns, grouped.rowOffsets, ordered, grouped.values);
}

function checkBlock(method: string, block: Float64Array, length: number, width: number): void {
  if (block.length !== length * width) {
    throw new RangeError(
      `${method} got a block of ${block.length} numbers; ` +
        `pass ${length} × ${width} = ${length * width} numbers`,
    );
  }
}
