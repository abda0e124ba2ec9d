import { checkOptions } from "../base/checkOptions";
import { describeValue } from "../base/describeValue";
import type { TextControl } from "./control";

export interface TextOptions {
  /** What stands in the empty box (default nothing). */
  placeholder?: string;
  /** What stands beside it (default: the name that its value gets). */
  label?: string;
}

/**
 * Describes a line to type, for `interact` and `view`.
 *
 * Cost: none to speak of.
 *
 * @param value - what stands there at first (default nothing)
 * @throws TypeError if `value` is no string
 * @example
 * text("a small bird").value; // "a small bird"
 */
export function text(value = "", options: TextOptions = {}): TextControl {
  checkOptions(options, { placeholder: true, label: true }, "text");
  if (typeof value !== "string")
    throw new TypeError(`value is ${describeValue(value)}; pass a string`);
  const { placeholder = "", label } = options;
  return { kind: "text", placeholder, value, ...(label !== undefined && { label }) };
}
