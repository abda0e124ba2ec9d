import { compareCodePoints } from "./codePointOrder";

/** Whether a value read from JSON is a list of strings, or of numbers. */
export function isList<Type extends "string" | "number">(
  value: unknown,
  type: Type,
): value is readonly (Type extends "string" ? string : number)[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === type);
}

/**
 * Rows have ascending columns only if the terms do.
 *
 * @throws RangeError if terms are not in the order of code points, each once
 */
export function checkOrder(terms: readonly string[]): void {
  for (let at = 1; at < terms.length; at++) {
    if (compareCodePoints(terms[at - 1], terms[at]) >= 0) {
      throw new RangeError(
        `term ${at}, "${terms[at]}", is not after "${terms[at - 1]}"; ` +
          "terms must be in the order of code points, each once",
      );
    }
  }
}
