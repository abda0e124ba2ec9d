import { type DenseMatrix, toDense } from "../linalg/denseMatrix";
import type { LayerUpdate } from "./adaptation";

// Reads and writes what saved networks and transformers are made of, as plain JSON data.

export type JsonObject = Readonly<Record<string, unknown>>;

/** An update as plain data. */
export function savedUpdate(update: LayerUpdate): object {
  return update.kind === "dense"
    ? { kind: "dense", weights: rowsOf(update.weights) }
    : { kind: "lowRank", a: rowsOf(update.a), b: rowsOf(update.b), alpha: update.alpha };
}

export function readUpdate(update: JsonObject, name: string): LayerUpdate {
  if (update?.kind === "dense")
    return { kind: "dense", weights: readMatrix(update.weights, `${name}.weights`) };
  if (update?.kind !== "lowRank") return refuse(name, 'an update of kind "dense" or "lowRank"');
  const [a, b] = [readMatrix(update.a, `${name}.a`), readMatrix(update.b, `${name}.b`)];
  if (b.columns !== a.rows) refuse(`${name}.b`, `a matrix of ${a.rows} columns, the rank`);
  return { kind: "lowRank", a, b, alpha: readNumbers([update.alpha], `${name}.alpha`)[0] };
}

export function readMatrix(value: unknown, name: string): DenseMatrix {
  const rows = readList(value, name).map((row, i) => readNumbers(row, `${name}[${i}]`));
  if (
    rows.length === 0 ||
    rows[0].length === 0 ||
    rows.some(({ length }) => length !== rows[0].length)
  )
    refuse(name, "a matrix with rows of one length");
  return toDense(rows);
}

export function readNumbers(value: unknown, name: string): number[] {
  const list = readList(value, name);
  if (!list.every((entry) => Number.isFinite(entry))) refuse(name, "a list of finite numbers");
  return list as number[];
}

export function readList(value: unknown, name: string): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : refuse(name, "a list");
}

export function checkKind(json: unknown, kind: string): JsonObject {
  const data = (typeof json === "object" && json !== null ? json : {}) as JsonObject;
  if (data.kind !== kind)
    throw new RangeError(
      `this is not a saved ${kind}: its kind is ${JSON.stringify(data.kind)}; ` +
        "read it with that kind's function",
    );
  return data;
}

export function refuse(name: string, wanted: string): never {
  throw new RangeError(`${name} of the saved data is not ${wanted}; save it again`);
}

export function rowsOf({ rows, columns, data }: DenseMatrix): number[][] {
  return Array.from({ length: rows }, (_, i) =>
    Array.from(data.subarray(i * columns, (i + 1) * columns)),
  );
}
