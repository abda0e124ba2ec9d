import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  decodeFloats,
  encodeFloats,
  type FloatType,
} from "../../../../src/lowrank/adapt/adapters/tensorTypes";

const halves = Uint16Array.from({ length: 65_536 }, (_, i) => i);

function decodeAll(type: FloatType): Float32Array {
  return decodeFloats(type, new Uint8Array(halves.buffer.slice(0))) as Float32Array;
}

/** Half precision by its definition: (−1)^s · 2^(e − 15) · 1.f, and 2⁻¹⁴ · 0.f. */
function half(bits: number): number {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -24 * fraction);
}

test("each of the 65,536 halves is read as its definition says", () => {
  decodeAll("F16").forEach((value, bits) => assert.ok(Object.is(value, half(bits)), `${bits}`));
});

test("each finite half and brain float is written as the bits it was read from", () => {
  for (const type of ["F16", "BF16"] as const) {
    const all = decodeAll(type);
    const finite = halves.filter((_, bits) => Number.isFinite(all[bits]));
    const numbers = decodeFloats(type, new Uint8Array(finite.slice().buffer));
    const written = new Uint16Array(encodeFloats(type, numbers, "x").buffer);
    assert.deepEqual(written, finite);
  }
});

/** The nearest of all numbers of a type, the even one of two. */
function nearest(sorted: readonly { value: number; bits: number }[], x: number) {
  let [low, high] = [0, sorted.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (sorted[middle].value <= x) low = middle;
    else high = middle;
  }
  const [a, b] = [x - sorted[low].value, sorted[high].value - x];
  if (a === b) return sorted[low].bits % 2 === 0 ? sorted[low] : sorted[high];
  return a < b ? sorted[low] : sorted[high];
}

for (const type of ["F16", "BF16"] as const) {
  const all = decodeAll(type);
  const sorted = Array.from(all, (value, bits) => ({ value, bits }))
    .filter(({ value, bits }) => Number.isFinite(value) && bits !== 0x8000)
    .sort((a, b) => a.value - b.value);

  test(`a double becomes the nearest number of type ${type} in one rounding`, () => {
    const limit = sorted[sorted.length - 1].value;
    const near = fc
      .tuple(fc.nat(sorted.length - 2), fc.constantFrom(0.5, 0.5 + 2 ** -30, 0.5 - 2 ** -30, 0.3))
      .map(([i, share]) => sorted[i].value + share * (sorted[i + 1].value - sorted[i].value));
    const any = fc.double({ min: -limit, max: limit, noNaN: true });
    fc.assert(
      fc.property(fc.oneof(near, any), (x) => {
        const bytes = encodeFloats(type, Float64Array.of(x), "x");
        const found = decodeFloats(type, bytes)[0];
        assert.ok(found === nearest(sorted, x).value, `${x}: ${found}`);
      }),
      { numRuns: 5000 },
    );
  });

  test(`what is beyond the largest number of type ${type}, or NaN, is refused by name`, () => {
    assert.throws(
      () => encodeFloats(type, Float64Array.of(1, 3e39), "layer.lora_B"),
      type === "F16" ? /layer\.lora_B: 3e\+39 is beyond .* F16/ : /3e\+39 is beyond/,
    );
    assert.throws(() => encodeFloats(type, Float64Array.of(NaN), "x"), /would hold NaN/);
  });
}
