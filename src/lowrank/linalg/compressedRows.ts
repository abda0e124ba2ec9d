import { arrayTag, describeValue } from "../base/describeValue";
import type { CompressedRows } from "../base/readMatrix";

/**
 * Checks compressed rows, and brings them to the one form that every loop relies on: columns
 * ascending inside a row, each once.
 *
 * Entries at the same place are added up, as SciPy does. Arrays that have the form are given back
 * as they are; others are copied, and never changed in place.
 *
 * Cost: one pass over the offsets and the column indices; where columns do not ascend, two
 * transpositions more.
 *
 * @param name - what error messages call the matrix
 * @throws RangeError if the arrays do not describe a matrix of this shape; TypeError if one is no
 *   array of numbers
 */
export function canonicalRows(given: CompressedRows, name = "the matrix"): CompressedRows {
  checkSize(given.rows, "rows");
  checkSize(given.columns, "columns");
  const found = holdsTypedArrays(given) ? given : toTypedArrays(given, name);
  checkOffsets(found, name);
  if (ascends(found)) return found;
  checkColumns(found, name);
  return sumDuplicates(transposeRows(transposeRows(found)));
}

/** Whether the arrays are of the right types, and of this realm: nearly always. */
function holdsTypedArrays({ rowOffsets, columnIndices, values }: CompressedRows): boolean {
  return (
    rowOffsets instanceof Int32Array &&
    columnIndices instanceof Int32Array &&
    values instanceof Float64Array
  );
}

function toTypedArrays(given: CompressedRows, name: string): CompressedRows {
  return {
    rows: given.rows,
    columns: given.columns,
    rowOffsets: toIndices(given.rowOffsets, `rowOffsets of ${name}`),
    columnIndices: toIndices(given.columnIndices, `columnIndices of ${name}`),
    values: toValues(given.values, `values of ${name}`),
  };
}

/** Aᵀ, columns ascending. Cost: two passes over the non-zeros. */
export function transposeRows(a: CompressedRows): CompressedRows {
  const nonZeros = a.values.length;
  const rowOffsets = new Int32Array(a.columns + 1);
  for (let at = 0; at < nonZeros; at++) rowOffsets[a.columnIndices[at] + 1]++;
  for (let column = 0; column < a.columns; column++) rowOffsets[column + 1] += rowOffsets[column];
  const next = rowOffsets.slice(0, a.columns);
  const columnIndices = new Int32Array(nonZeros);
  const values = new Float64Array(nonZeros);
  for (let row = 0; row < a.rows; row++) {
    for (let at = a.rowOffsets[row]; at < a.rowOffsets[row + 1]; at++) {
      const to = next[a.columnIndices[at]]++;
      columnIndices[to] = row;
      values[to] = a.values[at];
    }
  }
  return { rows: a.columns, columns: a.rows, rowOffsets, columnIndices, values };
}

const largestSize = 2 ** 31 - 1;

/** @throws RangeError if a number of rows or columns is none */
export function checkSize(size: unknown, name: string): void {
  if (Number.isInteger(size) && (size as number) >= 0 && (size as number) <= largestSize) return;
  throw new RangeError(
    `${name} is ${describeValue(size)}; pass a whole number from 0 to ${largestSize}`,
  );
}

/** Whole numbers of 32 bits; other arrays of whole numbers are copied. */
export function toIndices(given: unknown, name: string): Int32Array {
  if (arrayTag(given) === "Int32Array") return given as Int32Array;
  const list = checkList(given, name);
  const wrong = list.findIndex(
    (value) => !Number.isInteger(value) || Math.abs(value) > largestSize,
  );
  if (wrong >= 0)
    throw new RangeError(
      `entry ${wrong} of ${name} is ${describeValue(list[wrong])}; pass whole numbers of 32 bits`,
    );
  return Int32Array.from(list);
}

/** Numbers of 64 bits; other arrays of numbers are copied. */
export function toValues(given: unknown, name: string): Float64Array {
  if (arrayTag(given) === "Float64Array") return given as Float64Array;
  const list = checkList(given, name);
  const wrong = list.findIndex((value) => typeof value !== "number");
  if (wrong >= 0)
    throw new TypeError(`entry ${wrong} of ${name} is ${describeValue(list[wrong])}; pass numbers`);
  return Float64Array.from(list);
}

function checkList(given: unknown, name: string): number[] {
  const tag = arrayTag(given);
  if (Array.isArray(given)) return given as number[];
  if (tag !== undefined && !tag.startsWith("Big")) return Array.from(given as ArrayLike<number>);
  throw new TypeError(`${name} is ${describeValue(given)}; pass an array of numbers`);
}

function checkOffsets(
  { rows, rowOffsets, columnIndices, values }: CompressedRows,
  name: string,
): void {
  if (rowOffsets.length !== rows + 1 || rowOffsets[0] !== 0 || rowOffsets[rows] !== values.length) {
    throw new RangeError(
      `row offsets of ${name} (${rowOffsets.length} of them, ` +
        `ending at ${rowOffsets[rowOffsets.length - 1]}) do not describe ` +
        `${rows} rows with ${values.length} non-zeros; ` +
        `pass ${rows + 1} offsets from 0 to ${values.length}`,
    );
  }
  if (columnIndices.length !== values.length)
    throw new RangeError(
      `${name} has ${columnIndices.length} column indices for ${values.length} values; ` +
        "pass one for each value",
    );
  for (let row = 0; row < rows; row++) {
    if (rowOffsets[row + 1] < rowOffsets[row])
      throw new RangeError(
        `row offset ${row + 1} of ${name} is ${rowOffsets[row + 1]}, ` +
          `below ${rowOffsets[row]} before it; pass offsets that ascend`,
      );
  }
}

/**
 * Whether all columns are in range, and ascend inside each row: they may fall only from the end of
 * one row to the start of the next. One loop without a branch, since rows are short.
 */
function ascends({ rows, columns, rowOffsets, columnIndices }: CompressedRows): boolean {
  const last = columns - 1;
  let rises = 0;
  // Its sign bit is set once a column is negative or beyond the last.
  let signs = 0;
  let previous = -1;
  for (let at = 0; at < columnIndices.length; at++) {
    const column = columnIndices[at];
    signs |= column | (last - column);
    rises += (previous - column) >>> 31;
    previous = column;
  }
  let falls = columnIndices.length - rises;
  for (let row = 0; row < rows; row++) {
    const start = rowOffsets[row];
    if (start > 0 && start < rowOffsets[row + 1])
      falls -= columnIndices[start] <= columnIndices[start - 1] ? 1 : 0;
  }
  return falls === 0 && signs >= 0;
}

function checkColumns(
  { rows, columns, rowOffsets, columnIndices }: CompressedRows,
  name: string,
): void {
  const at = columnIndices.findIndex((column) => column < 0 || column >= columns);
  if (at < 0) return;
  let row = 0;
  while (row + 1 < rows && rowOffsets[row + 1] <= at) row++;
  throw new RangeError(
    `column ${columnIndices[at]} of a non-zero in row ${row} of ${name} is outside its ` +
      `${columns} columns; pass columns from 0 to ${columns - 1}`,
  );
}

/** Adds up neighbours in the same place; columns must not descend inside a row. */
function sumDuplicates(a: CompressedRows): CompressedRows {
  const rowOffsets = new Int32Array(a.rows + 1);
  let filled = 0;
  for (let row = 0; row < a.rows; row++) {
    let previous = -1;
    for (let at = a.rowOffsets[row]; at < a.rowOffsets[row + 1]; at++) {
      const column = a.columnIndices[at];
      if (column === previous) a.values[filled - 1] += a.values[at];
      else {
        a.columnIndices[filled] = column;
        a.values[filled++] = a.values[at];
      }
      previous = column;
    }
    rowOffsets[row + 1] = filled;
  }
  return {
    ...a,
    rowOffsets,
    columnIndices: a.columnIndices.slice(0, filled),
    values: a.values.slice(0, filled),
  };
}
