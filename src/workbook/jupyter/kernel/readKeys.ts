import { types } from "node:util";
import vm from "node:vm";
import { sharedName } from "../../cells/running/runtimeNames";

/** Keys that are offered at most. */
const limit = 500;

/**
 * The keys of what stands behind a path of names, `["data", "rows"]`, in the cells' variables.
 *
 * It runs nothing of the reader's: a getter or a proxy on the way ends it.
 *
 * @param isVariable whether cells have a variable of that name
 */
export function readKeys(path: readonly string[], isVariable: (name: string) => boolean): string[] {
  const [first, ...rest] = path;
  if (!isVariable(first)) return [];
  let value = vm.runInThisContext(sharedName(first)) as unknown;
  for (const name of rest) {
    const property = isPlain(value) ? Object.getOwnPropertyDescriptor(value, name) : undefined;
    if (!property || !("value" in property)) return [];
    value = property.value as unknown;
  }
  return isPlain(value) ? Object.keys(value).slice(0, limit) : [];
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !types.isProxy(value);
}
