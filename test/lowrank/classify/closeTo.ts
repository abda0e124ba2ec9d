import assert from "node:assert/strict";

/** Asserts that two lists agree entry by entry within an absolute tolerance. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < expected.length; i++) {
    assert.ok(
      Math.abs(actual[i] - expected[i]) <= tolerance,
      `entry ${i}: ${actual[i]} is not ${expected[i]} ± ${tolerance}`,
    );
  }
}
