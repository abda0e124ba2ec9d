import { checkOptions } from "../base/checkOptions";
import { describeValue } from "../base/describeValue";
import type { DropdownControl } from "./control";

export interface DropdownOptions<Value> {
  /** First value (default: the first of all). */
  value?: Value;
  /** What stands beside it (default: the name that its value gets). */
  label?: string;
}

const known = { value: true, label: true } satisfies Record<keyof DropdownOptions<unknown>, true>;

/**
 * Describes a choice of one among several values, for `interact` and `view`.
 *
 * Cost: one pass over the choices.
 *
 * @param choices - the values, or an object from the names that a reader sees to the values
 * @throws TypeError if there are no choices; RangeError if `value` is none of them
 * @example
 * dropdown(["cosine", "euclidean"]).value; // "cosine"
 * dropdown({ few: 10, many: 300 }, { value: 300 }).names; // ["few", "many"]
 */
export function dropdown<const Value>(
  choices: readonly Value[] | Readonly<Record<string, Value>>,
  options: DropdownOptions<Value> = {},
): DropdownControl<Value> {
  checkOptions(options, known, "dropdown");
  const [names, values] = listChoices(choices);
  const { value = values[0], label } = options;
  if (!values.includes(value))
    throw new RangeError(
      `value is ${describeValue(value)}; choose one of ${names.slice(0, 8).join(", ")}`,
    );
  return { kind: "dropdown", names, values, value, ...(label !== undefined && { label }) };
}

function listChoices<Value>(
  choices: readonly Value[] | Readonly<Record<string, Value>>,
): [names: string[], values: Value[]] {
  const isObject = typeof choices === "object" && choices !== null;
  const values = isObject ? Object.values(choices) : [];
  if (values.length === 0)
    throw new TypeError(
      `choices is ${describeValue(choices)}; ` +
        "pass an array of values, or an object from names to values",
    );
  return [Array.isArray(choices) ? values.map(String) : Object.keys(choices), values];
}
