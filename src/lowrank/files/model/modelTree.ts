import { DenseMatrix } from "../../linalg/denseMatrix";

/**
 * A model as plain values: what JSON holds, and typed arrays. A file keeps the arrays apart; JSON
 * has them as lists of numbers.
 */
export type Tree =
  | null
  | boolean
  | number
  | string
  | Float64Array
  | readonly Tree[]
  | { readonly [name: string]: Tree };

/** The named values of a part of a model that was read, not checked yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** Most rows or columns that a matrix of a saved model may claim. */
const largestExtent = 2 ** 31 - 1;

/**
 * Refuses a part of a saved model.
 *
 * @throws RangeError always
 */
export function refuse(where: string, wanted: string, cause?: unknown): never {
  throw new RangeError(`the model's ${where} is not ${wanted}; save the model again`, { cause });
}

export function readFields(value: unknown, where: string): Fields {
  if (
    typeof value !== "object" ||
    value === null ||
    Array.isArray(value) ||
    value instanceof Float64Array
  )
    return refuse(where, "a group of named values");
  return value as Fields;
}

export function readList<Item>(
  value: unknown,
  where: string,
  readItem: (item: unknown, where: string) => Item,
): Item[] {
  if (!Array.isArray(value)) return refuse(where, "a list");
  return value.map((item, i) => readItem(item, `${where}[${i}]`));
}

/** null, or what `read` makes of the value. */
export function readNullable<Part>(
  value: unknown,
  where: string,
  read: (value: unknown, where: string) => Part,
): Part | null {
  return value === null ? null : read(value, where);
}

export function readText(value: unknown, where: string): string {
  return typeof value === "string" ? value : refuse(where, "a text");
}

export function readFlag(value: unknown, where: string): boolean {
  return typeof value === "boolean" ? value : refuse(where, "true or false");
}

export function readNumber(value: unknown, where: string): number {
  return typeof value === "number" && Number.isFinite(value)
    ? value
    : refuse(where, "a finite number");
}

/** A whole number from `least` to 2³¹ − 1. */
export function readCount(value: unknown, where: string, least = 0): number {
  const count = readNumber(value, where);
  return Number.isInteger(count) && count >= least && count <= largestExtent
    ? count
    : refuse(where, `a whole number from ${least} to ${largestExtent}`);
}

export function readChoice<Choice extends string>(
  value: unknown,
  where: string,
  choices: readonly Choice[],
): Choice {
  const found = choices.find((choice) => choice === value);
  return found ?? refuse(where, choices.map((choice) => `"${choice}"`).join(" or "));
}

/** Finite numbers, `length` of them if given. */
export function readNumbers(value: unknown, where: string, length?: number): Float64Array {
  const wanted = length === undefined ? "a list of finite numbers" : `${length} finite numbers`;
  if (!(value instanceof Float64Array) && !Array.isArray(value)) return refuse(where, wanted);
  const list = value as readonly unknown[] | Float64Array;
  if (length !== undefined && list.length !== length) return refuse(where, wanted);
  for (let i = 0; i < list.length; i++) if (!Number.isFinite(list[i])) return refuse(where, wanted);
  return list instanceof Float64Array ? list : Float64Array.from(list as readonly number[]);
}

/** The distinct names of classes. */
export function readClasses(value: unknown, where: string): string[] {
  const classes = readList(value, where, readText);
  if (classes.length === 0 || new Set(classes).size < classes.length)
    refuse(where, "a list of distinct names");
  return classes;
}

/** A matrix of finite numbers with at least one column, of the given shape where one is given. */
export function readMatrix(
  value: unknown,
  where: string,
  shape: { readonly rows?: number; readonly columns?: number } = {},
): DenseMatrix {
  const fields = readFields(value, where);
  const rows = readCount(fields.rows, `${where}.rows`);
  const columns = readCount(fields.columns, `${where}.columns`, 1);
  if (rows !== (shape.rows ?? rows) || columns !== (shape.columns ?? columns))
    refuse(where, `a matrix of ${shape.rows ?? rows} × ${shape.columns ?? columns}`);
  return new DenseMatrix(rows, columns, readNumbers(fields.data, `${where}.data`, rows * columns));
}

export function matrixTree({ rows, columns, data }: DenseMatrix): Tree {
  return { rows, columns, data };
}
