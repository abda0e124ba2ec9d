import { DenseMatrix, toDense } from "../linalg/denseMatrix";

type JsonObject = Readonly<Record<string, unknown>>;

/** The rows of a matrix as arrays of numbers, which JSON can hold. */
export function rowsOf({ rows, columns, data }: DenseMatrix): number[][] {
  return Array.from({ length: rows }, (_, i) =>
    Array.from(data.subarray(i * columns, (i + 1) * columns)),
  );
}

/** Checks that JSON data are a model of this kind, and reads its classes. */
export function modelFromJson(
  json: unknown,
  kind: string,
): { data: JsonObject; classes: string[] } {
  const data = (typeof json === "object" && json !== null ? json : {}) as JsonObject;
  if (data.kind !== kind) {
    throw new RangeError(
      `this is not a saved ${kind} model: its kind is ${JSON.stringify(data.kind)}; ` +
        "read it with that kind's function",
    );
  }
  const classes = data.classes;
  if (
    !Array.isArray(classes) ||
    classes.length === 0 ||
    !classes.every((name) => typeof name === "string")
  ) {
    throw new RangeError(`the saved ${kind} model has no list of class names; save it again`);
  }
  return { data, classes: classes };
}

/** Reads a list of `length` finite numbers. */
export function readNumbers(data: JsonObject, field: string, length: number): Float64Array {
  return Float64Array.from(checkNumbers(data[field], field, length));
}

/** Reads a matrix of `rows` rows. */
export function readRows(data: JsonObject, field: string, rows: number): DenseMatrix {
  const list = data[field];
  if (!Array.isArray(list) || list.length !== rows) {
    throw new RangeError(
      `${field} of the saved model does not have ${rows} rows, one a class; save the model again`,
    );
  }
  const columns = Array.isArray(list[0]) ? list[0].length : 0;
  return toDense(list.map((row, k) => checkNumbers(row, `${field}[${k}]`, columns)));
}

/** Reads one finite number. */
export function readNumber(data: JsonObject, field: string): number {
  return checkNumbers([data[field]], field, 1)[0];
}

function checkNumbers(list: unknown, field: string, length: number): number[] {
  if (
    !Array.isArray(list) ||
    list.length !== length ||
    !list.every((value) => Number.isFinite(value))
  ) {
    throw new RangeError(
      `${field} of the saved model is not ${length} finite number(s); save the model again`,
    );
  }
  return list as number[];
}
