import { inflateSync } from "node:zlib";
import type { Mismatch } from "./compareText";

/**
 * Numbers as whole multiples of a step, or a text, deflated and in base64: what explorers carry.
 */
export interface Packed {
  readonly packed: "numbers" | "text";
  readonly length: number;
  readonly step?: number;
  readonly bytes: string;
}

export function isPacked(value: unknown): value is Packed {
  if (typeof value !== "object" || value === null) return false;
  const { packed, length, step, bytes } = value as Partial<Packed>;
  return (
    (packed === "text" || (packed === "numbers" && typeof step === "number")) &&
    typeof length === "number" &&
    typeof bytes === "string"
  );
}

/**
 * Numbers that were rounded to steps of this size may come out one step apart where they lie
 * between two.
 */
const apart = 1 + 1e-6;

/**
 * Compares what is packed, not the bytes, which differ between versions of zlib: numbers to one
 * step, texts exactly; where numbers are free, only how many there are.
 */
export function comparePacked(
  expected: Packed,
  found: Packed,
  place: string,
  numbersAreFree: boolean,
): Mismatch | undefined {
  if (expected.packed !== found.packed || expected.length !== found.length)
    return { place, expected: describe(expected), found: describe(found) };
  const [left, right] = [expected, found].map(({ bytes }) =>
    inflateSync(Buffer.from(bytes, "base64")),
  );
  if (expected.packed === "text")
    return left.equals(right)
      ? undefined
      : {
          place,
          expected: `this text: ${firstWords(left, right)}`,
          found: firstWords(right, left),
        };
  if (numbersAreFree) return undefined;
  const step = Math.max(expected.step ?? 0, found.step ?? 0);
  for (let i = 0; i < expected.length; i++) {
    const [one, other] = [numberAt(expected, left, i), numberAt(found, right, i)];
    if (Math.abs(one - other) > apart * step)
      return { place: `${place}, number ${i + 1}`, expected: String(one), found: String(other) };
  }
  return undefined;
}

/** Low bytes come first, then middle and high ones; 2|v| and 2|v| − 1 stand for the signs. */
function numberAt({ length, step = 1 }: Packed, bytes: Buffer, i: number): number {
  let folded = 0;
  for (let at = i, weight = 1; at < bytes.length; at += length, weight *= 256)
    folded += weight * bytes[at];
  return step * (folded % 2 === 1 ? -(folded + 1) / 2 : folded / 2);
}

function describe({ packed, length }: Packed): string {
  return packed === "text" ? `a text of ${length} characters` : `${length} packed numbers`;
}

/** A few words around the first difference. */
function firstWords(text: Buffer, other: Buffer): string {
  const at = text.findIndex((byte, i) => byte !== other[i]);
  return `…${text.toString("utf8", Math.max(0, at - 20), at + 40)}…`;
}
