import { checkOptions } from "../base/checkOptions";
import { describeValue } from "../base/describeValue";
import type { CheckboxControl } from "./control";

export interface CheckboxOptions {
  /** What stands beside it (default: the name that its value gets). */
  label?: string;
}

/**
 * Describes a box to tick, for `interact` and `view`.
 *
 * Cost: none to speak of.
 *
 * @param value - whether it is ticked at first (default false)
 * @throws TypeError if `value` is neither true nor false
 * @example
 * checkbox(true).value; // true
 */
export function checkbox(value = false, options: CheckboxOptions = {}): CheckboxControl {
  checkOptions(options, { label: true }, "checkbox");
  if (typeof value !== "boolean")
    throw new TypeError(`value is ${describeValue(value)}; pass true or false`);
  const { label } = options;
  return { kind: "checkbox", value, ...(label !== undefined && { label }) };
}
