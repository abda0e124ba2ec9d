import { describeValue } from "./describeValue";

/**
 * Refuses what is not a fitted model: an argument left out, two arguments swapped, or a model of
 * another kind.
 *
 * @param fields - what the model must have
 * @param name - what the error message calls the value
 * @param source - the call that makes such a model
 * @throws TypeError that names the value, what was found and the call
 */
export function checkFields(
  value: unknown,
  fields: readonly string[],
  name: string,
  source: string,
): void {
  if (hasFields(value, fields)) return;
  throw new TypeError(`${name} is ${describeValue(value)}; pass what ${source} returned`);
}

function hasFields(value: unknown, fields: readonly string[]): boolean {
  if (typeof value !== "object" || value === null) return false;
  for (const field of fields) if (!(field in value)) return false;
  return true;
}
