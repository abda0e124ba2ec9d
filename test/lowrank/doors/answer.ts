import { DenseMatrix, SparseMatrix, toDense } from "../../../src/lowrank/index";
import { sample, type Door } from "./doors";
import type { Kind } from "./kinds";

/** What a door said: its result as plain values, or its error. */
export type Answer = { readonly result: unknown } | { readonly error: Error };

/** Calls a door with a matrix of a kind. */
export async function ask(door: Door, kind: Pick<Kind, "make">): Promise<Answer> {
  const matrix = kind.make(door.rows ?? sample);
  try {
    return { result: plain(await door.call(matrix as never)) };
  } catch (error) {
    return { error: error as Error };
  }
}

/** The numbers of a result, without the classes that hold them. */
function plain(value: unknown): unknown {
  if (value instanceof SparseMatrix || value instanceof DenseMatrix)
    return toDense(value).to2DArray();
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]));
}

/** Where two plain results differ by more than the tolerance; undefined if nowhere. */
export function findDifference(
  found: unknown,
  expected: unknown,
  tolerance: number,
  place = "result",
): string | undefined {
  if (typeof found === "number" && typeof expected === "number") {
    const same =
      Object.is(found, expected) ||
      Math.abs(found - expected) <= tolerance * Math.max(1, Math.abs(expected));
    return same ? undefined : `${place} is ${found}, not ${expected}`;
  }
  if (typeof found !== "object" || found === null)
    return found === expected ? undefined : `${place} is ${String(found)}, not ${String(expected)}`;
  if (typeof expected !== "object" || expected === null) return `${place} is an object`;
  const names = new Set([...Object.keys(found), ...Object.keys(expected)]);
  for (const name of names) {
    const difference = findDifference(
      (found as Record<string, unknown>)[name],
      (expected as Record<string, unknown>)[name],
      tolerance,
      `${place}.${name}`,
    );
    if (difference !== undefined) return difference;
  }
  return undefined;
}
