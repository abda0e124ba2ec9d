import { zlibSync } from "fflate";
import { toBase64 } from "../../base/base64";
import type { PackedNumbers, PackedText } from "./payload";

/** Largest whole numbers that two and three bytes hold, with a sign. */
const [twoBytes, threeBytes] = [32767, 8388607];

/**
 * Rounds numbers to whole multiples of a step, of two or three bytes each, and compresses them.
 *
 * The whole numbers are written as 2|v| or 2|v| − 1, so that small ones of either sign have high
 * bytes of 0; all low bytes come first, then all middle ones, then all high ones: numbers of one
 * size then take little more than their entropy, about 2 + log₂(their spread / step) bits each.
 *
 * Error: at most step / 2 a number. The step is enlarged where the largest number asks for more
 * than three bytes.
 *
 * @param step - default the largest number / 32767
 * @throws RangeError if a number is not finite
 * @example
 * packNumbers([0.5, -0.25], 0.25).step; // 0.25, exact here
 */
export function packNumbers(values: ArrayLike<number>, step = 0): PackedNumbers {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]))
      throw new RangeError(`number ${i} to be packed is ${values[i]}; leave its row out`);
    largest = Math.max(largest, Math.abs(values[i]));
  }
  const used = Math.max(step || largest / twoBytes, largest / threeBytes) || 1;
  const planes = Math.round(largest / used) > twoBytes ? 3 : 2;
  const bytes = new Uint8Array(planes * values.length);
  for (let i = 0; i < values.length; i++) {
    const whole = Math.round(values[i] / used);
    const folded = whole < 0 ? -2 * whole - 1 : 2 * whole;
    for (let plane = 0; plane < planes; plane++)
      bytes[plane * values.length + i] = (folded >> (8 * plane)) & 255;
  }
  return { packed: "numbers", length: values.length, step: used, bytes: compress(bytes) };
}

/** Compresses a text. */
export function packText(text: string): PackedText {
  return { packed: "text", length: text.length, bytes: compress(new TextEncoder().encode(text)) };
}

function compress(bytes: Uint8Array): string {
  return toBase64(zlibSync(bytes, { level: 9 }));
}
