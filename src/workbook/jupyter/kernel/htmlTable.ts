import { inspect } from "node:util";
import { escapeHtml } from "lowrank/workbook";

/** A table to show, already cut to what fits. */
export interface Table {
  /** Column heads; the first column's heads are the row labels'. */
  heads: string[];
  rows: { label: string; cells: unknown[] }[];
  moreRows: number;
  moreColumns: number;
}

const maxRows = 20;
const maxColumns = 12;
/** Characters of a text cell. */
const maxText = 200;

/** Reads a matrix or an array of records as a table; undefined for any other value. */
export function asTable(value: unknown): Table | undefined {
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
    Number.isInteger(matrix.columns)
  );
}

function isRecordArray(value: unknown): value is Record<string, unknown>[] {
  return Array.isArray(value) && value.length > 0 && value.every(isRecord);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === null || prototype === Object.prototype) && Object.keys(value).length > 0;
}

function matrixTable(matrix: MatrixLike): Table {
  const rows = Math.min(matrix.rows, maxRows);
  const columns = Math.min(matrix.columns, maxColumns);
  return {
    heads: Array.from({ length: columns }, (_, column) => String(column)),
    rows: Array.from({ length: rows }, (_, row) => ({
      label: String(row),
      cells: Array.from({ length: columns }, (_, column) => matrix.get(row, column)),
    })),
    moreRows: matrix.rows - rows,
    moreColumns: matrix.columns - columns,
  };
}

function recordTable(records: readonly Record<string, unknown>[]): Table {
  const shown = records.slice(0, maxRows);
  const keys = [...new Set(shown.flatMap((record) => Object.keys(record)))];
  const heads = keys.slice(0, maxColumns);
  return {
    heads,
    rows: shown.map((record, row) => ({
      label: String(row),
      cells: heads.map((key) => record[key]),
    })),
    moreRows: records.length - shown.length,
    moreColumns: keys.length - heads.length,
  };
}

export function tableToHtml(table: Table): string {
  const more = table.moreColumns > 0 ? "<th>…</th>" : "";
  const heads = table.heads.map((head) => `<th>${escapeHtml(head)}</th>`).join("");
  const rows = table.rows.map(({ label, cells }) => {
    const data = cells.map((cell) => `<td>${escapeHtml(cellText(cell))}</td>`).join("");
    return `<tr><th>${escapeHtml(label)}</th>${data}${more && "<td>…</td>"}</tr>`;
  });
  const notes = [
    ...(table.moreRows > 0 ? [`… ${table.moreRows} more rows`] : []),
    ...(table.moreColumns > 0 ? [`… ${table.moreColumns} more columns`] : []),
  ];
  const note = notes.length > 0 ? `\n<p>${notes.join(", ")}</p>` : "";
  return `<table>\n<thead><tr><th></th>${heads}${more}</tr></thead>\n<tbody>\n${rows.join("\n")}\n</tbody>\n</table>${note}`;
}

function cellText(value: unknown): string {
  if (value === undefined) return "";
  if (typeof value === "number") return formatNumber(value);
  const text = typeof value === "string" ? value : objectText(value);
  return text.length <= maxText ? text : `${text.slice(0, maxText)}…`;
}

function objectText(value: unknown): string {
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  return inspect(value, { depth: 1, breakLength: Infinity, maxArrayLength: 10 });
}

/** Six significant digits, without zeros that say nothing. */
function formatNumber(value: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(6)));
}
