import { areClose, type ComparisonRules } from "./compareNumbers";
import { comparePacked, isPacked } from "./comparePacked";
import { compareText, type Mismatch } from "./compareText";

/**
 * Compares two JSON values and returns the first difference with its path, as `data[0].y[17]`:
 * numbers within the tolerance, texts as compareText does, everything else exactly.
 *
 * Where numbers are free, lists under `layout` may be of any length, and number formats of any
 * precision: the ticks of an axis follow from the numbers on it, the decimals of a hover text from
 * those it shows.
 */
export function compareJson(
  expected: unknown,
  found: unknown,
  rules: ComparisonRules,
  place = "",
): Mismatch | undefined {
  if (typeof expected === "number" && typeof found === "number")
    return areClose(expected, found, rules) ? undefined : mismatch(place, expected, found);
  if (typeof expected === "string" && typeof found === "string") {
    const [one, other] = rules.numbersAreFree
      ? [withoutPrecision(expected), withoutPrecision(found)]
      : [expected, found];
    const text = compareText(one, other, rules);
    return text && { ...text, place: text.place === "" ? place : `${place}, ${text.place}` };
  }
  if (Array.isArray(expected) && Array.isArray(found))
    return compareLists(expected, found, rules, place);
  if (isPacked(expected) && isPacked(found))
    return comparePacked(expected, found, place, rules.numbersAreFree);
  if (isObject(expected) && isObject(found)) return compareObjects(expected, found, rules, place);
  return expected === found ? undefined : mismatch(place, expected, found);
}

/** A text whose number formats, such as `%{y:,.4f}`, say no number of decimals. */
function withoutPrecision(text: string): string {
  return text.replace(/(\{[^{}]*:[^{}]*\.)\d+(?=[a-z%]\})/g, "$1");
}

function compareLists(
  expected: readonly unknown[],
  found: readonly unknown[],
  rules: ComparisonRules,
  place: string,
): Mismatch | undefined {
  if (expected.length !== found.length) {
    if (rules.numbersAreFree && /^layout\b/.test(place)) return undefined;
    return { place, expected: describe(expected), found: describe(found) };
  }
  for (let i = 0; i < expected.length; i++) {
    const difference = compareJson(expected[i], found[i], rules, `${place}[${i}]`);
    if (difference) return difference;
  }
  return undefined;
}

function compareObjects(
  expected: Readonly<Record<string, unknown>>,
  found: Readonly<Record<string, unknown>>,
  rules: ComparisonRules,
  place: string,
): Mismatch | undefined {
  for (const key of new Set([...Object.keys(expected), ...Object.keys(found)])) {
    const difference = compareJson(expected[key], found[key], rules, joinPlace(place, key));
    if (difference) return difference;
  }
  return undefined;
}

function joinPlace(place: string, key: string): string {
  if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key)) return `${place}[${JSON.stringify(key)}]`;
  return place === "" ? key : `${place}.${key}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mismatch(place: string, expected: unknown, found: unknown): Mismatch {
  return { place, expected: describe(expected), found: describe(found) };
}

function describe(value: unknown): string {
  if (value === undefined) return "(nothing)";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  const text = JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
