import { describeValue } from "./describeValue";

/**
 * Refuses what is not an array, such as an argument that was left out.
 *
 * @param what - what the array must hold, for the error message
 * @throws TypeError that names the argument and what was found
 */
export function checkList(value: unknown, name: string, what: string): void {
  if (Array.isArray(value)) return;
  throw new TypeError(`${name} is ${describeValue(value)}; pass an array of ${what}`);
}
