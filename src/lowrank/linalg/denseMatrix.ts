import { AbstractMatrix } from "ml-matrix";

/**
 * A dense matrix over one Float64Array, row after row: entry (i, j) is `data[i * columns + j]`.
 *
 * It is an ml-matrix matrix, so every ml-matrix method works on it (`mmul`, `transpose`, `norm`,
 * …), while the numeric code reads `data` directly. Memory: 8 bytes an entry.
 *
 * @example
 * const a = new DenseMatrix(2, 3, Float64Array.of(1, 2, 3, 4, 5, 6));
 * a.get(1, 0); // 4
 * a.mmul(a.transpose()); // 2 × 2
 */
export class DenseMatrix extends AbstractMatrix {
  override readonly rows: number;
  override readonly columns: number;
  readonly data: Float64Array;

  constructor(
    rows: number,
    columns: number,
    data: Float64Array = new Float64Array(rows * columns),
  ) {
    super();
    if (data.length !== rows * columns) {
      throw new RangeError(
        `${data.length} numbers do not fill a matrix of ${rows} × ${columns}; pass ${rows * columns}`,
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
 * Copies rows given as arrays, or any ml-matrix matrix, into a DenseMatrix.
 *
 * Cost: one pass over the entries.
 *
 * @throws RangeError if the rows differ in length
 * @example
 * toDense([[1, 2], [3, 4]]).get(1, 0); // 3
 */
export function toDense(
  source: AbstractMatrix | readonly (readonly number[] | Float64Array)[],
): DenseMatrix {
  if (source instanceof DenseMatrix) return source;
  return Array.isArray(source)
    ? denseFromRows(source as readonly ArrayLike<number>[])
    : denseFromMatrix(source as AbstractMatrix);
}

function denseFromRows(rows: readonly ArrayLike<number>[]): DenseMatrix {
  const columns = rows.length === 0 ? 0 : rows[0].length;
  const dense = new DenseMatrix(rows.length, columns);
  rows.forEach((row, i) => {
    if (row.length !== columns) {
      throw new RangeError(
        `row ${i} has ${row.length} entries, row 0 has ${columns}; give every row the same length`,
      );
    }
    dense.data.set(row, i * columns);
  });
  return dense;
}

function denseFromMatrix(matrix: AbstractMatrix): DenseMatrix {
  const dense = new DenseMatrix(matrix.rows, matrix.columns);
  for (let i = 0, at = 0; i < matrix.rows; i++) {
    for (let j = 0; j < matrix.columns; j++) dense.data[at++] = matrix.get(i, j);
  }
  return dense;
}
