import { describeValue } from "../base/describeValue";
import type { ButtonControl } from "./control";

/**
 * Describes a button, for `interact` and `view`. Its value is how often it has been pressed.
 *
 * Cost: none to speak of.
 *
 * @param label - what stands on it
 * @throws TypeError if `label` is no text
 * @example
 * button("Draw again").value; // 0
 */
export function button(label: string): ButtonControl {
  if (typeof label !== "string" || label.trim() === "")
    throw new TypeError(`label is ${describeValue(label)}; pass the words on the button`);
  return { kind: "button", label, value: 0 };
}
