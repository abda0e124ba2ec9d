import { describeValue } from "../base/describeValue";

/**
 * Refuses a scale on which there is nothing to choose.
 *
 * @throws TypeError if a number is none; RangeError if the scale is empty or its step not positive
 */
export function checkScale(minimum: number, maximum: number, step: number, name: string): void {
  for (const [field, value] of Object.entries({ minimum, maximum, step }))
    if (typeof value !== "number" || !Number.isFinite(value))
      throw new TypeError(
        `${field} of ${name} is ${describeValue(value)}; pass a number: ${name}(1, 300)`,
      );
  if (minimum >= maximum)
    throw new RangeError(
      `${name} goes from ${minimum} to ${maximum}; pass the smaller number first`,
    );
  if (step <= 0 || step > maximum - minimum)
    throw new RangeError(
      `step is ${step}; choose one above 0 and up to ${maximum - minimum}, the length of the scale`,
    );
}

/**
 * Refuses a value beside the scale.
 *
 * @throws RangeError that names the value and the scale
 */
export function checkOnScale(value: unknown, minimum: number, maximum: number, name: string): void {
  if (typeof value === "number" && value >= minimum && value <= maximum) return;
  throw new RangeError(
    `${name} is ${describeValue(value)}; choose a number from ${minimum} to ${maximum}`,
  );
}
