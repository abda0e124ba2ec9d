import { escapeHtml, tableBundle, type TableRecord } from "lowrank/workbook";
import { cellText, shorten } from "./cellText";

/** Most rows of a table. */
export const maxRows = 20;
/** Most columns of a table, beside the rows' names. */
export const maxColumns = 12;
/** Significant digits of the largest number in a column. */
const digits = 6;

/** What a table shows. */
export interface TableContent {
  readonly columns: readonly string[];
  /** Rows that there are; only the first are asked for. */
  readonly rows: number;
  readonly valueAt: (row: number, column: number) => unknown;
  /** A first column with names of the rows, and what stands above it; default none. */
  readonly names?: { readonly title: string; readonly nameOf: (row: number) => string };
  /** A line above the table; default none. */
  readonly caption?: string;
}

/** A table in both forms. */
export interface WrittenTable {
  readonly html: string;
  readonly text: string;
}

/** Writes the beginning of a table, and says how much more there is. */
export function writeTable({ columns, rows, valueAt, names, caption }: TableContent): WrittenTable {
  const shown = columns.slice(0, maxColumns).map(shorten);
  const title = names?.title ?? "";
  const records = Array.from({ length: Math.min(rows, maxRows) }, (_, row): TableRecord => {
    const entries = shown.map((name, column) => [name, cellText(valueAt(row, column))]);
    return Object.fromEntries([
      ...(names ? [[title, names.nameOf(row)]] : []),
      ...entries,
    ]) as TableRecord;
  });
  const bundle = tableBundle(records, { digits, columns: [...(names ? [title] : []), ...shown] });
  const rest = describeRest(rows - records.length, columns.length - shown.length);
  const width = shown.length + (names ? 1 : 0);
  const foot = rest && `<tfoot><tr><td colspan="${width}">${rest}</td></tr></tfoot>\n`;
  const head = caption === undefined ? "" : `<caption>${escapeHtml(caption)}</caption>\n`;
  return {
    html: bundle["text/html"]
      .replace(/^<table>\n/, (opened) => opened + head)
      .replace(/<\/table>$/, (closed) => foot + closed),
    text: [caption, bundle["text/plain"], rest].filter((part) => part).join("\n"),
  };
}

function describeRest(rows: number, columns: number): string {
  const parts = [
    ...(rows > 0 ? [`${rows} more rows`] : []),
    ...(columns > 0 ? [`${columns} more columns`] : []),
  ];
  return parts.length === 0 ? "" : `… and ${parts.join(", ")}`;
}
