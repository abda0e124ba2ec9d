import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { weighPmi } from "../../../src/lowrank/text/pmi";
import { fixture, largestGap } from "../nmfFixture";

const { counts, weights } = fixture.pmi;

for (const { shift, smoothing, values } of weights) {
  test(`weighPmi equals NumPy's, shift ${shift}, smoothing ${smoothing}`, () => {
    const found = weighPmi(counts, { shift, smoothing });
    assert.ok(largestGap(found.toDense(), values) < 1e-12);
    assert.equal(found.nonZeros, values.flat().filter((value) => value > 0).length);
  });
}

const table = fc.array(fc.array(fc.nat(5), { minLength: 4, maxLength: 4 }), {
  minLength: 1,
  maxLength: 5,
});

test("weighPmi does not change when all counts grow alike, and shifts by the logarithm", () => {
  fc.assert(
    fc.property(table, fc.integer({ min: 2, max: 9 }), (n, factor) => {
      const plain = weighPmi(n).toDense().to2DArray();
      const grown = weighPmi(n.map((row) => row.map((count) => count * factor))).toDense();
      assert.ok(largestGap(grown, plain) < 1e-12);
      const shifted = plain.map((row) => row.map((value) => Math.max(0, value - Math.log(factor))));
      assert.ok(largestGap(weighPmi(n, { shift: factor }).toDense(), shifted) < 1e-12);
    }),
  );
});

test("weighPmi of independent rows and columns is zeros, and so is it of no counts", () => {
  const independent = weighPmi([
    [1, 2, 3],
    [2, 4, 6],
  ]);
  assert.ok(independent.values.every((value) => value < 1e-12));
  assert.equal(weighPmi([[0, 0]]).nonZeros, 0);
});

test("weighPmi names what it cannot use", () => {
  assert.throws(() => weighPmi([[1, -2]]), /column 1\) of counts is -2; counts are 0 or more/);
  assert.throws(() => weighPmi([[Infinity]]), /of counts is Infinity/);
  assert.throws(() => weighPmi([[1]], { shift: 0.5 }), /shift 0\.5 .* 1 or more/);
  assert.throws(() => weighPmi([[1]], { smoothing: 0 }), /smoothing 0 .* at most 1/);
  assert.throws(
    () => weighPmi([[1]], { alpha: 1 } as never),
    /did you mean smoothing|has no option "alpha"/,
  );
});
