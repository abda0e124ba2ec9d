import { isNativeError } from "node:util/types";
import { maxRows, writeTable, type WrittenTable } from "./writeTable";

/** The table of a matrix, of records or of a class's instances; undefined for any other value. */
export function recordTable(value: unknown): WrittenTable | undefined {
  if (isMatrix(value)) return matrixTable(value);
  if (!Array.isArray(value) || value.length === 0) return undefined;
  if (value.every(isRecord)) return tableOfRecords(value);
  return isInstances(value)
    ? tableOfRecords(value, `${value.length} × ${nameOfClass(value[0])}`)
    : undefined;
}

interface MatrixLike {
  rows: number;
  columns: number;
  get(row: number, column: number): number;
  to2DArray(): number[][];
}

type Fields = Readonly<Record<string, unknown>>;

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

function isRecord(value: unknown): value is Fields {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === null || prototype === Object.prototype) && Object.keys(value).length > 0;
}

/** Instances of one class that a program wrote: what the engine makes has another text. */
function isInstances(values: readonly unknown[]): values is Fields[] {
  const [first] = values;
  if (typeof first !== "object" || first === null) return false;
  const prototype: unknown = Object.getPrototypeOf(first);
  return values.every(
    (value) =>
      typeof value === "object" &&
      value !== null &&
      Object.getPrototypeOf(value) === prototype &&
      !isNativeError(value) &&
      Object.prototype.toString.call(value) === "[object Object]" &&
      Object.keys(value).length > 0,
  );
}

function nameOfClass(value: object): string {
  const name = (value.constructor as { name?: unknown } | undefined)?.name;
  return typeof name === "string" && name !== "" ? name : "Object";
}

/** Row and column numbers, from 0, stand beside the entries that are shown. */
function matrixTable(matrix: MatrixLike): WrittenTable {
  return writeTable({
    columns: Array.from({ length: matrix.columns }, (_, column) => String(column)),
    rows: matrix.rows,
    valueAt: (row, column) => matrix.get(row, column),
    names: { title: "row", nameOf: String },
  });
}

function tableOfRecords(records: readonly Fields[], caption?: string): WrittenTable {
  const columns = [...new Set(records.slice(0, maxRows).flatMap((one) => Object.keys(one)))];
  const valueAt = (row: number, column: number): unknown => records[row][columns[column]];
  return writeTable({ columns, rows: records.length, valueAt, caption });
}
