import { escapeHtml } from "../base/escapeHtml";
import { measureText } from "./drawing/measureText";
import { checkOptions } from "../base/checkOptions";
import type { MeanAndStandardError } from "../base/meanAndStandardError";

/** What a table is made from: one record a row. */
export type TableRecord = Readonly<Record<string, unknown>>;

export interface TableOptions {
  /**
   * Which fields to show, in order (default: every field, in the order in which records name them).
   */
  columns?: readonly string[];
  /**
   * Significant digits of the largest number in a column, 1 … 17 (default 4); the others get as
   * many decimals, so that points align. Whole numbers have none.
   */
  digits?: number;
  /** Most rows to show (default 100); a last line tells how many more there are. */
  maxRows?: number;
  /** Most columns to show (default all); the last line tells how many more there are. */
  maxColumns?: number;
}

const knownOptions = {
  columns: true,
  digits: true,
  maxRows: true,
  maxColumns: true,
} satisfies Record<keyof TableOptions, true>;

/**
 * Writes records as an escaped HTML table and as aligned plain text. A value with `mean` and
 * `standardError`, such as `meanAndStandardError` gives, is written as 0.61 ± 0.01.
 *
 * @throws RangeError if there are no records or columns, or digits or maxRows is out of range
 * @example
 * tableBundle([{ rank: 5, accuracy: 0.38712 }])["text/plain"]; // "rank  accuracy\n   5    0.3871"
 */
export function tableBundle(
  records: readonly TableRecord[],
  options: TableOptions = {},
): Record<string, string> {
  checkOptions(options, knownOptions, "showTable");
  const { digits = 4, maxRows = 100, maxColumns = Infinity } = options;
  const all = options.columns ?? [...new Set(records.flatMap((record) => Object.keys(record)))];
  const columns = all.slice(0, maxColumns);
  checkTable(records, columns, digits, maxRows);
  const shown = records.slice(0, maxRows);
  const decimals = columns.map((column) =>
    chooseDecimals(
      shown.map((record) => record[column]),
      digits,
    ),
  );
  const cells = shown.map((record) =>
    columns.map((column, at) => formatCell(record[column], digits, decimals[at])),
  );
  const numeric = columns.map(
    (column) =>
      shown.every((record) => isNumeric(record[column]) || isMissing(record[column])) &&
      shown.some((record) => isNumeric(record[column])),
  );
  const rest = describeRest(records.length - shown.length, all.length - columns.length);
  return {
    "text/html": writeHtml(columns, cells, numeric, rest),
    "text/plain": writeText(columns, cells, numeric, rest),
  };
}

function describeRest(rows: number, columns: number): string {
  const parts = [
    ...(rows > 0 ? [`${rows} more rows`] : []),
    ...(columns > 0 ? [`${columns} more columns`] : []),
  ];
  return parts.length === 0 ? "" : `… and ${parts.join(", ")}`;
}

function checkTable(
  records: readonly TableRecord[],
  columns: readonly string[],
  digits: number,
  maxRows: number,
): void {
  if (records.length === 0) throw new RangeError("table of 0 records; pass at least one");
  if (columns.length === 0) throw new RangeError("table of 0 columns; name at least one field");
  const unknown = columns.find((column) => !records.some((record) => column in record));
  if (unknown !== undefined)
    throw new RangeError(
      `no record has a field ${JSON.stringify(unknown)}; ` +
        `choose from ${Object.keys(records[0]).join(", ")}`,
    );
  if (!Number.isInteger(digits) || digits < 1 || digits > 17)
    throw new RangeError(`digits ${digits} is out of range; choose a whole number from 1 to 17`);
  if (!Number.isInteger(maxRows) || maxRows < 1)
    throw new RangeError(`maxRows ${maxRows} is out of range; choose a whole number from 1`);
}

const isNumeric = (value: unknown): boolean =>
  typeof value === "number" || typeof value === "bigint" || isMeasured(value);

/** Whether it is a mean with its standard error. */
function isMeasured(value: unknown): value is MeanAndStandardError {
  const { mean, standardError } = (value ?? {}) as Partial<MeanAndStandardError>;
  return typeof mean === "number" && typeof standardError === "number";
}
const isMissing = (value: unknown): boolean => value === undefined || value === null;

/**
 * Decimals for a column: those that give its largest number `digits` significant digits and its
 * smallest at least two. Undefined where the sizes lie too far apart for that; each number then has
 * its own.
 */
function chooseDecimals(values: readonly unknown[], digits: number): number | undefined {
  const numbers = values.map((value) => (isMeasured(value) ? value.mean : value));
  const sizes = numbers.flatMap((value) =>
    typeof value === "number" && Number.isFinite(value) && value !== 0
      ? [Math.floor(Math.log10(Math.abs(value)))]
      : [],
  );
  const wanted = digits - 1 - Math.max(...sizes);
  const needed = Math.min(digits, 2) - 1 - Math.min(...sizes);
  const decimals = Math.max(wanted, needed, 0);
  return sizes.length === 0 ||
    decimals > wanted + 2 ||
    Math.min(...sizes) < -4 ||
    Math.max(...sizes) > 14
    ? undefined
    : decimals;
}

function formatCell(value: unknown, digits: number, decimals: number | undefined): string {
  if (isMissing(value)) return "";
  if (typeof value === "number")
    return Number.isInteger(value) || !Number.isFinite(value)
      ? String(value)
      : decimals === undefined
        ? formatNumber(value, digits)
        : value.toFixed(decimals);
  if (isMeasured(value))
    return [value.mean, value.standardError]
      .map((number) =>
        decimals === undefined ? formatNumber(number, digits) : number.toFixed(decimals),
      )
      .join(" ± ");
  if (typeof value === "string") return value.replace(/\s+/gu, " ");
  return typeof value === "boolean" || typeof value === "bigint"
    ? String(value)
    : (JSON.stringify(value) ?? "");
}

function formatNumber(value: number, digits: number): string {
  const size = Math.abs(value);
  return size >= 1e-4 && size < 1e15
    ? value.toFixed(Math.max(0, Math.min(20, digits - 1 - Math.floor(Math.log10(size)))))
    : value.toExponential(digits - 1);
}

function writeHtml(
  columns: readonly string[],
  cells: readonly string[][],
  numeric: readonly boolean[],
  rest: string,
): string {
  const style = (at: number): string => ` style="text-align:${numeric[at] ? "right" : "left"}"`;
  const row = (tag: string, texts: readonly string[]): string =>
    `<tr>${texts.map((text, at) => `<${tag}${style(at)}>${escapeHtml(text)}</${tag}>`).join("")}</tr>`;
  const foot =
    rest === "" ? [] : [`<tfoot><tr><td colspan="${columns.length}">${rest}</td></tr></tfoot>`];
  return [
    "<table>",
    `<thead>${row("th", columns)}</thead>`,
    "<tbody>",
    ...cells.map((texts) => row("td", texts)),
    "</tbody>",
    ...foot,
    "</table>",
  ].join("\n");
}

function writeText(
  columns: readonly string[],
  cells: readonly string[][],
  numeric: readonly boolean[],
  rest: string,
): string {
  const rows = [columns, ...cells];
  const widths = columns.map((_, at) => Math.max(...rows.map((row) => measureText(row[at]))));
  const lines = rows.map((row) =>
    row
      .map((text, at) => padText(text, widths[at], numeric[at]))
      .join("  ")
      .trimEnd(),
  );
  return [...lines, ...(rest === "" ? [] : [rest])].join("\n");
}

function padText(text: string, width: number, toTheRight: boolean): string {
  const space = " ".repeat(width - measureText(text));
  return toTheRight ? space + text : text + space;
}
