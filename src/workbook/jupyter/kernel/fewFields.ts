import { isProxy, isTypedArray } from "node:util/types";

/** Node prints every field of an object; of a million, this leaves the first `limit`. */
export function withFewFields(value: unknown, limit: number): unknown {
  if (
    (typeof value !== "object" && typeof value !== "function") ||
    value === null ||
    isProxy(value) ||
    Array.isArray(value) ||
    isTypedArray(value)
  )
    return value;
  const keys = Object.keys(value);
  if (keys.length <= limit) return value;
  const few = Object.create(Object.getPrototypeOf(value) as object | null) as object;
  for (const key of keys.slice(0, limit))
    Object.defineProperty(few, key, Object.getOwnPropertyDescriptor(value, key)!);
  return Object.assign(few, { "…": `${keys.length - limit} more fields` });
}
