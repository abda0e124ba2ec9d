import { meanAndStandardError } from "../../base/meanAndStandardError";

/** What is drawn of some measurements: a value each, and error bars where there are any. */
export interface DrawnValues {
  values: readonly number[];
  standardError?: readonly number[];
}

/**
 * Gives the mean of each measurement, a number or its repeats, with the standard errors where any
 * was repeated.
 *
 * @throws RangeError if repeats come with standard errors of their own, or are fewer than two
 */
export function summariseRepeats(
  measured: readonly (number | readonly number[])[],
  standardError: readonly number[] | undefined,
  name: string,
): DrawnValues {
  if (measured.every((value) => typeof value === "number"))
    return { values: measured, standardError };
  if (standardError)
    throw new RangeError(
      `${name} has repeats and a standardError; leave out standardError, which repeats give`,
    );
  const summaries = measured.map((value) =>
    typeof value === "number" ? { mean: value, standardError: 0 } : meanAndStandardError(value),
  );
  return {
    values: summaries.map(({ mean }) => mean),
    standardError: summaries.map((summary) => summary.standardError),
  };
}
