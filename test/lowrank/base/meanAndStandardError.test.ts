import assert from "node:assert/strict";
import { test } from "node:test";
import { meanAndStandardError } from "../../../src/lowrank/base/meanAndStandardError";

test("meanAndStandardError([2, 4, 4, 4, 5, 5, 7, 9]) is 5 ± √(32/7)/√8", () => {
  const { mean, standardError } = meanAndStandardError([2, 4, 4, 4, 5, 5, 7, 9]);
  assert.equal(mean, 5);
  assert.ok(Math.abs(standardError - Math.sqrt(32 / 7 / 8)) < 1e-15);
});

test("meanAndStandardError of equal values has no error, even far from 0", () => {
  assert.deepEqual(meanAndStandardError(Float64Array.of(1e9, 1e9, 1e9)), {
    mean: 1e9,
    standardError: 0,
  });
});

test("meanAndStandardError refuses fewer than two values and NaN", () => {
  assert.throws(() => meanAndStandardError([1]), /1 value\(s\).*at least 2/);
  assert.throws(() => meanAndStandardError([1, Number.NaN]), /value 1 is NaN/);
});
