import { AbstractMatrix } from "ml-matrix";
import { readDense } from "../base/readDense";
import { rowMajor, type MatrixInput } from "../base/readMatrix";

/**
 * A dense matrix over one Float64Array, row after row: entry (i, j) is `data[i * columns + j]`.
 *
 * It is an ml-matrix matrix, so every ml-matrix method works on it (`mmul`, `transpose`, `norm`,
 * …), while the numeric code reads `data` directly. Memory: 8 bytes an entry.
 *
 * @throws RangeError if there are not rows · columns numbers
 * @example
 * const a = new DenseMatrix(2, 3, Float64Array.of(1, 2, 3, 4, 5, 6));
 * a.get(1, 0); // 4
 * a.mmul(a.transpose()); // [[14, 32], [32, 77]]
 */
export class DenseMatrix extends AbstractMatrix {
  override readonly rows: number;
  override readonly columns: number;
  readonly data: Float64Array;
  /** Marks `data` as holding the entries row after row, for other copies of this library. */
  readonly [rowMajor] = true;

  constructor(
    rows: number,
    columns: number,
    data: Float64Array = new Float64Array(rows * columns),
  ) {
    super();
    if (data.length !== rows * columns) {
      throw new RangeError(
        `${data.length} numbers do not fill a matrix of ${rows} × ${columns}; ` +
          `pass ${rows * columns}`,
      );
    }
    this.rows = rows;
    this.columns = columns;
    this.data = data;
  }

  override get(row: number, column: number): number {
    return this.data[row * this.columns + column];
  }

  override set(row: number, column: number, value: number): this {
    this.data[row * this.columns + column] = value;
    return this;
  }
}

/**
 * Writes a matrix of any kind into one array: rows given as arrays, plain or typed, a matrix of any
 * copy of ml-matrix, or a `SparseMatrix`, zeros and all. A DenseMatrix is given back as it is.
 *
 * Cost: one pass over the entries, 8 bytes each.
 *
 * @throws TypeError if it is no matrix, or an entry is no number; RangeError if the rows differ in
 *   length, or a sparse matrix would fill more than 2 GiB
 * @example
 * toDense([[1, 2], [3, 4]]).data; // [1, 2, 3, 4]
 */
export function toDense(source: MatrixInput): DenseMatrix {
  return asDense(source, "source");
}

/** The same for an argument of this name. */
export function asDense(value: MatrixInput, name: string): DenseMatrix {
  if (value instanceof DenseMatrix) return value;
  const { rows, columns, data } = readDense(value, name);
  return new DenseMatrix(rows, columns, data);
}
