import { arrayTag, describeValue } from "./describeValue";

/** A matrix whose entries can be asked for one by one, as those of every ml-matrix can. */
export interface EntryMatrix {
  readonly rows: number;
  readonly columns: number;
  get(row: number, column: number): number;
}

/** A matrix in compressed sparse rows (CSR), as `SparseMatrix` is one. */
export interface CompressedRows {
  readonly rows: number;
  readonly columns: number;
  /** Length rows + 1, ascending from 0 to the number of non-zeros. */
  readonly rowOffsets: Int32Array;
  /** Column of each non-zero. */
  readonly columnIndices: Int32Array;
  /** Value of each non-zero. */
  readonly values: Float64Array;
}

/** A dense matrix in one array, row after row. */
export interface RowMajor {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/**
 * Whatever has rows and columns of numbers: `DenseMatrix`, `SparseMatrix`, a matrix or view of
 * ml-matrix, of any copy of these packages, or an array of rows, plain or typed.
 */
export type MatrixInput = EntryMatrix | CompressedRows | readonly ArrayLike<number>[];

/**
 * Marks a class whose `data` holds its entries row after row, so that another copy of this library
 * need not copy them.
 */
export const rowMajor: unique symbol = Symbol.for("lowrank.rowMajor");

/** What every refusal ends with. */
const remedy =
  "pass an array of rows such as [[1, 2], [3, 4]], a DenseMatrix, " +
  "a SparseMatrix or a Matrix of ml-matrix";

/**
 * Finds the entries of a matrix of any kind.
 *
 * Compressed rows, and `data` that is marked as row-major, are given back as they are; of all else
 * the entries are copied to one array.
 *
 * Cost: nothing, or one pass and 8 bytes an entry where they are copied.
 *
 * @param name - what the error message calls the value
 * @throws TypeError if the value is no matrix, or an entry is no number; RangeError if its rows
 *   differ in length
 */
export function readMatrix(value: unknown, name: string): RowMajor | CompressedRows {
  if (Array.isArray(value)) return readRows(value, name);
  const found = value as Partial<EntryMatrix & CompressedRows & RowMajor> | null | undefined;
  if (typeof found !== "object" || found === null || !hasShape(found))
    throw new TypeError(`${name} is ${describeValue(value)}; ${remedyFor(value)}`);
  if (isCompressed(found)) return found;
  if (isRowMajor(found)) return found;
  if (typeof (found as Partial<EntryMatrix>).get === "function")
    return readEntries(found as EntryMatrix, name);
  if (isOperator(found))
    throw new TypeError(
      `${name} is an operator of ${found.rows} × ${found.columns}, which only multiplies, ` +
        "and its entries are needed here; pass the matrix itself",
    );
  throw new TypeError(`${name} is ${describeValue(value)}; ${remedyFor(value)}`);
}

/** Whether a value multiplies like a matrix, from both sides. */
export function isOperator(value: unknown): boolean {
  const found = value as Partial<Record<"multiply" | "multiplyTransposed", unknown>> | null;
  return (
    typeof found === "object" &&
    found !== null &&
    typeof found.multiply === "function" &&
    typeof found.multiplyTransposed === "function"
  );
}

/** Whether a matrix that was read is sparse. */
export function isCompressed(value: object): value is CompressedRows {
  return "rowOffsets" in value && "columnIndices" in value && "values" in value;
}

export function hasShape(value: object): value is { rows: number; columns: number } {
  const { rows, columns } = value as { rows?: unknown; columns?: unknown };
  return isSize(rows) && isSize(columns);
}

function isSize(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

function isRowMajor(value: object): value is RowMajor {
  const { rows, columns, data } = value as RowMajor;
  return rowMajor in value && arrayTag(data) === "Float64Array" && data.length === rows * columns;
}

function readEntries(matrix: EntryMatrix, name: string): RowMajor {
  const { rows, columns } = matrix;
  const data = new Float64Array(rows * columns);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const entry: unknown = matrix.get(i, j);
      if (typeof entry !== "number") throw noNumber(name, i, j, entry);
      data[at++] = entry;
    }
  }
  return { rows, columns, data };
}

function readRows(rows: readonly unknown[], name: string): RowMajor {
  if (typeof rows[0] === "number")
    throw new TypeError(
      `${name} is ${describeValue(rows)}, not rows of them; ` +
        `write [${name}] for one row, or ${name}.map((x) => [x]) for one column`,
    );
  const columns = rows.length === 0 ? 0 : checkRow(rows[0], 0, name).length;
  const data = new Float64Array(rows.length * columns);
  for (let i = 0; i < rows.length; i++) {
    const row = checkRow(rows[i], i, name);
    if (row.length !== columns)
      throw new RangeError(
        `row ${i} of ${name} has ${row.length} entries, row 0 has ${columns}; ` +
          "give every row the same length",
      );
    if (!Array.isArray(row)) data.set(row, i * columns);
    else copyRow(row, data, i, name);
  }
  return { rows: rows.length, columns, data };
}

function copyRow(row: readonly unknown[], data: Float64Array, i: number, name: string): void {
  for (let j = 0, at = i * row.length; j < row.length; j++) {
    const entry = row[j];
    if (typeof entry !== "number") throw noNumber(name, i, j, entry);
    data[at++] = entry;
  }
}

function checkRow(row: unknown, i: number, name: string): ArrayLike<number> {
  const tag = arrayTag(row);
  if (Array.isArray(row) || (tag !== undefined && !tag.startsWith("Big")))
    return row as ArrayLike<number>;
  throw new TypeError(
    `${name} is an array whose entry ${i} is ${describeValue(row)}, ` +
      `not a row of numbers; ${remedyFor(row)}`,
  );
}

function noNumber(name: string, row: number, column: number, entry: unknown): TypeError {
  return new TypeError(
    `entry (row ${row}, column ${column}) of ${name} is ${describeValue(entry)}; ` +
      "pass numbers, for example Number(entry)",
  );
}

/** The remedy for what people pass by mistake. */
function remedyFor(value: unknown): string {
  if (typeof value === "string") return "turn texts into rows first: transformTfidf(model, texts)";
  if (typeof value !== "object" || value === null) return remedy;
  if (typeof (value as { then?: unknown }).then === "function") return remedy;
  if ("multiplyGramAsync" in value)
    return "its products are promises: pass it to truncatedSvdAsync";
  if ("singularValues" in value) return "pass its rows: rowCoordinates(svd)";
  if ("explainedVariance" in value) return "pass rows: transformPca(pca, matrix)";
  if ("shape" in value && "data" in value) return "turn it into a matrix: npyToDense(array)";
  if ("terms" in value) return "turn texts into rows first: transformTfidf(model, texts)";
  return remedy;
}
