import { inspect } from "node:util";
import { tableBundle, type TableRecord } from "lowrank/workbook";

const maxRows = 20;
const maxColumns = 12;
/** Characters of a text cell. */
const maxText = 200;
/** Significant digits of the largest number in a column. */
const digits = 6;

/** The HTML table of a matrix or an array of records; undefined for any other value. */
export function resultTable(value: unknown): string | undefined {
  if (isMatrix(value)) return matrixTable(value);
  if (isRecordArray(value)) return recordTable(value);
  return undefined;
}

interface MatrixLike {
  rows: number;
  columns: number;
  get(row: number, column: number): number;
  to2DArray(): number[][];
}

/** ml-matrix's Matrix, its views and any class derived from it. */
function isMatrix(value: unknown): value is MatrixLike {
  const matrix = value as MatrixLike | null;
  return (
    typeof matrix === "object" &&
    matrix !== null &&
    typeof matrix.to2DArray === "function" &&
    typeof matrix.get === "function" &&
    Number.isInteger(matrix.rows) &&
    Number.isInteger(matrix.columns) &&
    matrix.rows > 0 &&
    matrix.columns > 0
  );
}

function isRecordArray(value: unknown): value is TableRecord[] {
  return Array.isArray(value) && value.length > 0 && value.every(isRecord);
}

function isRecord(value: unknown): value is TableRecord {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === null || prototype === Object.prototype) && Object.keys(value).length > 0;
}

/** Row and column numbers, from 0, stand beside the entries that are shown. */
function matrixTable(matrix: MatrixLike): string {
  const shown = Math.min(matrix.columns, maxColumns);
  const records = Array.from({ length: matrix.rows }, (_, row): TableRecord => {
    if (row >= maxRows) return {};
    const entries = Array.from({ length: shown }, (_, column) => [column, matrix.get(row, column)]);
    return { row: String(row), ...(Object.fromEntries(entries) as TableRecord) };
  });
  const columns = ["row", ...Array.from({ length: matrix.columns }, (_, column) => String(column))];
  const options = { digits, maxRows, maxColumns: maxColumns + 1, columns };
  return tableBundle(records, options)["text/html"];
}

function recordTable(records: readonly TableRecord[]): string {
  const shown = records.map((record, row) => (row < maxRows ? mapValues(record, cellValue) : {}));
  const columns = [...new Set(records.slice(0, maxRows).flatMap((record) => Object.keys(record)))];
  return tableBundle(shown, { digits, maxRows, maxColumns, columns })["text/html"];
}

function mapValues(record: TableRecord, map: (value: unknown) => unknown): TableRecord {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

/** Numbers, truth values and gaps as they are; everything else as a text that is not too long. */
function cellValue(value: unknown): unknown {
  if (value === undefined || value === null) return value;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean")
    return value;
  const text = typeof value === "string" ? value : objectText(value);
  return text.length <= maxText ? text : `${text.slice(0, maxText)}…`;
}

function objectText(value: unknown): string {
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  return inspect(value, { depth: 1, breakLength: Infinity, maxArrayLength: 10 });
}
