import { isTypedArray } from "node:util/types";
import { maxRows, writeTable, type WrittenTable } from "./writeTable";

/** Numbers in one row of a long list of them. */
const perRow = 10;

type List = ArrayLike<unknown>;

/**
 * The table of a Map, a Set, a list of plain values or a list of such lists; undefined for any other
 * value.
 */
export function collectionTable(value: unknown): WrittenTable | undefined {
  if (value instanceof Map && value.size > 0) return mapTable(value);
  if (value instanceof Set && value.size > 0) {
    const list = first(value);
    return listTable(list, `Set of ${value.size}`, value.size);
  }
  if (!isList(value) || value.length === 0) return undefined;
  const name = `${value.constructor?.name ?? "Array"} of ${value.length}`;
  const shown = beginning(value);
  if (shown.every(isList)) return nestedTable(value as ArrayLike<List>, name);
  if (!shown.every(isPlain)) return undefined;
  return shown.every(isNumeric) ? numberGrid(value, name) : listTable(value, name, value.length);
}

/** Long lists are judged by their beginning. */
function beginning(list: List): unknown[] {
  return Array.prototype.slice.call(list, 0, maxRows * perRow);
}

function isList(value: unknown): value is List {
  return Array.isArray(value) || isTypedArray(value);
}

function isPlain(value: unknown): boolean {
  return value === null || !/^(object|function)$/.test(typeof value);
}

function isNumeric(value: unknown): boolean {
  return typeof value === "number" || typeof value === "bigint";
}

/** What a table shows of something that can only be gone through. */
function first<Item>(items: Iterable<Item>): Item[] {
  const found: Item[] = [];
  for (const item of items) if (found.push(item) === maxRows) break;
  return found;
}

function mapTable(map: ReadonlyMap<unknown, unknown>): WrittenTable {
  const entries = first(map);
  return writeTable({
    columns: ["key", "value"],
    rows: map.size,
    valueAt: (row, column) => entries[row][column],
    caption: `Map of ${map.size}`,
  });
}

function listTable(list: List, caption: string, rows: number): WrittenTable {
  const names = { title: "", nameOf: String };
  return writeTable({ columns: ["value"], rows, valueAt: (row) => list[row], names, caption });
}

/** Many numbers, ten in a row, each row named by the place of its first. */
function numberGrid(list: List, caption: string): WrittenTable {
  return writeTable({
    columns: Array.from({ length: Math.min(perRow, list.length) }, (_, column) => `+${column}`),
    rows: Math.ceil(list.length / perRow),
    valueAt: (row, column) => list[row * perRow + column],
    names: { title: "", nameOf: (row) => String(row * perRow) },
    caption,
  });
}

function nestedTable(lists: ArrayLike<List>, caption: string): WrittenTable {
  const width = Math.max(...Array.from(beginning(lists) as List[], ({ length }) => length));
  const columns = Array.from({ length: Math.max(width, 1) }, (_, column) => String(column));
  return writeTable({
    columns,
    rows: lists.length,
    valueAt: (row, column) => lists[row][column],
    names: { title: "", nameOf: String },
    caption,
  });
}
