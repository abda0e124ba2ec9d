/** How outputs are compared. */
export interface ComparisonRules {
  /** Largest difference of two numbers that count as the same, relative to the larger. */
  tolerance: number;
  /** Whether any number may stand in for any other, as in a cell that shows times. */
  numbersAreFree: boolean;
}

/**
 * Below this size a number is the rounding error of a calculation with doubles, and differs from
 * machine to machine.
 */
const roundingError = 1e-12;

/**
 * Whether two numbers count as the same: within the tolerance, or both no more than rounding
 * errors.
 */
export function areClose(
  expected: number,
  found: number,
  { tolerance, numbersAreFree }: ComparisonRules,
): boolean {
  if (numbersAreFree || Object.is(expected, found)) return true;
  const size = Math.max(Math.abs(expected), Math.abs(found));
  return (
    Number.isFinite(size) &&
    (size <= roundingError || Math.abs(expected - found) <= tolerance * size)
  );
}
