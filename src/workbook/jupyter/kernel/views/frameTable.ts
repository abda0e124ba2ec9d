import { maxRows, writeTable, type WrittenTable } from "./writeTable";

// Frames of other libraries are known by what they have, for none of them is a dependency.

/** A frame of arquero, apache-arrow or danfojs as a table; undefined for others. */
export function frameTable(value: object): WrittenTable | undefined {
  return arqueroTable(value) ?? arrowTable(value) ?? danfoTable(value);
}

type Row = Readonly<Record<string, unknown>>;

function isNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "string");
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function caption(library: string, rows: number, columns: number): string {
  return `${library}: ${rows} × ${columns}`;
}

function arqueroTable(value: object): WrittenTable | undefined {
  const frame = value as Record<"numRows" | "columnNames" | "objects", unknown>;
  if (typeof frame.numRows !== "function" || typeof frame.columnNames !== "function") return;
  if (typeof frame.objects !== "function") return undefined;
  const table = value as {
    numRows(): unknown;
    columnNames(): unknown;
    objects(options: { limit: number }): Row[];
  };
  const [rows, columns] = [table.numRows(), table.columnNames()];
  if (!isCount(rows) || !isNames(columns)) return undefined;
  const shown = table.objects({ limit: maxRows });
  const valueAt = (row: number, column: number): unknown => shown[row][columns[column]];
  return writeTable({ columns, rows, valueAt, caption: caption("arquero", rows, columns.length) });
}

function arrowTable(value: object): WrittenTable | undefined {
  const table = value as {
    numRows?: unknown;
    schema?: { fields?: unknown };
    getChildAt?: (column: number) => { get(row: number): unknown } | null;
  };
  const fields = table.schema?.fields;
  if (!isCount(table.numRows) || typeof table.getChildAt !== "function" || !Array.isArray(fields))
    return undefined;
  const columns = fields.map(({ name }: { name?: unknown }) => String(name));
  if (columns.length === 0) return undefined;
  const vectors = columns.slice(0, maxRows).map((_, column) => table.getChildAt!(column));
  return writeTable({
    columns,
    rows: table.numRows,
    valueAt: (row, column) => vectors[column]?.get(row),
    caption: caption("Arrow", table.numRows, columns.length),
  });
}

function danfoTable(value: object): WrittenTable | undefined {
  const { columns, shape, index, values, dtypes } = value as Record<string, unknown>;
  if (!Array.isArray(shape) || !Array.isArray(index) || !Array.isArray(dtypes)) return undefined;
  if (!isNames(columns) || !Array.isArray(values) || !isCount(index.length)) return undefined;
  const rows = index.length;
  const isFrame = shape.length === 2;
  const at = (row: number): unknown => values[row];
  return writeTable({
    columns,
    rows,
    valueAt: (row, column) => (isFrame ? (at(row) as unknown[])[column] : at(row)),
    names: { title: "", nameOf: (row) => String(index[row]) },
    caption: caption("danfo", rows, columns.length),
  });
}

/** A frame of nodejs-polars as a table; undefined for others. */
export function polarsTable(value: object): WrittenTable | undefined {
  const frame = value as {
    columns?: unknown;
    height?: unknown;
    head?: unknown;
    toRecords?: unknown;
  };
  if (!isCount(frame.height) || !isNames(frame.columns)) return undefined;
  if (typeof frame.head !== "function" || typeof frame.toRecords !== "function") return undefined;
  const { columns, height } = frame;
  const top = (value as { head(rows: number): { toRecords(): unknown } }).head(maxRows);
  const records = top.toRecords() as Row[];
  return writeTable({
    columns,
    rows: height,
    valueAt: (row, column) => records[row][columns[column]],
    caption: caption("polars", height, columns.length),
  });
}
