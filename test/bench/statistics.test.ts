import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compareTimes, growthExponent, summarise } from "../../bench/harness/statistics";

test("summarise(numbers) gives the median, the smallest and the largest, in any order", () => {
  assert.deepEqual(summarise([3, 1, 2]), { median: 2, min: 1, max: 3 });
  assert.deepEqual(summarise([4, 1, 3, 2]), { median: 2.5, min: 1, max: 4 });
  assert.deepEqual(summarise([7]), { median: 7, min: 7, max: 7 });
});

test("summarise(numbers) leaves as many numbers below the median as above it", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }),
      (numbers) => {
        const { median } = summarise(numbers);
        assert.ok(2 * numbers.filter((value) => value < median).length <= numbers.length);
        assert.ok(2 * numbers.filter((value) => value > median).length <= numbers.length);
      },
    ),
  );
});

test("summarise([]) says what to pass", () => {
  assert.throws(() => summarise([]), /0 numbers have no median; pass at least 1/);
});

test("compareTimes(peer, ours) gives the ratio of medians, and median and range over the pairs taken one after the other", () => {
  assert.deepEqual(compareTimes([10, 12, 20], [5, 4, 5]), {
    ofMedians: 12 / 5,
    ofPairs: 3,
    min: 2,
    max: 4,
  });
});

test("compareTimes(peer, ours) pairs a single long run with every short one", () => {
  assert.deepEqual(compareTimes([60], [1, 2, 3]), { ofMedians: 30, ofPairs: 30, min: 20, max: 60 });
});

test("growthExponent(x, y) finds the exponent of a power law, whatever its factor", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -3, max: 3, noNaN: true }),
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      (exponent, factor) => {
        const x = [1e4, 3e4, 1e5, 1e6];
        assert.ok(
          Math.abs(
            growthExponent(
              x,
              x.map((value) => factor * value ** exponent),
            ) - exponent,
          ) < 1e-9,
        );
      },
    ),
  );
});

test("growthExponent(x, y) is the least-squares slope: NumPy's polyfit of the logarithms", () => {
  // numpy.polyfit(numpy.log([1, 2, 4, 8]), numpy.log([1, 3, 5, 20]), 1)[0], NumPy 1.24.2
  assert.ok(Math.abs(growthExponent([1, 2, 4, 8], [1, 3, 5, 20]) - 1.3702749878828295) < 1e-12);
});

test("growthExponent refuses what has no logarithm or no slope", () => {
  assert.throws(() => growthExponent([1, 2], [0, 1]), /0 has no logarithm/);
  assert.throws(() => growthExponent([2, 2], [1, 2]), /2 sizes, all alike, have no slope/);
});
