import { inspect } from "node:util";

/** Characters of a text in a table. */
const maxText = 200;

/** Numbers, truth values and gaps as they are; everything else as a text that is not too long. */
export function cellText(value: unknown): unknown {
  if (value === undefined || value === null) return value;
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean")
    return value;
  return shorten(typeof value === "string" ? value : objectText(value));
}

/** A text, cut where it is too long for a table. */
export function shorten(text: string): string {
  return text.length <= maxText ? text : `${text.slice(0, maxText)}…`;
}

function objectText(value: unknown): string {
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  return inspect(value, { depth: 1, breakLength: Infinity, maxArrayLength: 10 });
}
