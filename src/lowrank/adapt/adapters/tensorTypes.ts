/** Types of numbers that the library computes on. */
export type FloatType = "F64" | "F32" | "F16" | "BF16";

/** Bits of a number of each type that files hold. */
const bitsOfType: Readonly<Record<string, number>> = {
  ...{ BOOL: 8, U8: 8, I8: 8, F8_E5M2: 8, F8_E4M3: 8, F8_E8M0: 8, F8_E4M3FNUZ: 8, F8_E5M2FNUZ: 8 },
  ...{ I16: 16, U16: 16, F16: 16, BF16: 16, I32: 32, U32: 32, F32: 32 },
  ...{ I64: 64, U64: 64, F64: 64, C64: 64, F4: 4, F6_E2M3: 6, F6_E3M2: 6 },
};

/** Bytes of a tensor; undefined for a type that is not known here. */
export function bytesOfTensor(type: string, count: number): number | undefined {
  const bits = Object.hasOwn(bitsOfType, type) ? bitsOfType[type] : undefined;
  return bits === undefined ? undefined : (count * bits) / 8;
}

export function isFloatType(type: string): type is FloatType {
  return type === "F64" || type === "F32" || type === "F16" || type === "BF16";
}

/** Half a step between 1 and the next number: how far one rounding can move a number of size 1. */
export const unitRoundoff: Readonly<Record<FloatType, number>> = {
  F64: 2 ** -53,
  F32: 2 ** -24,
  F16: 2 ** -11,
  BF16: 2 ** -8,
};

/** The type that loses nothing of either. */
export function widerType(a: FloatType, b: FloatType): FloatType {
  if (a === b) return a;
  if (a === "F64" || b === "F64") return "F64";
  return "F32";
}

/**
 * Numbers of a tensor as single precision, which holds all of F32, F16 and BF16 exactly; F64 stays.
 *
 * Platforms of JavaScript order bytes as the files do, the least first.
 */
export function decodeFloats(type: FloatType, bytes: Uint8Array): Float32Array | Float64Array {
  const own = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const { buffer, byteOffset, byteLength } = own;
  if (type === "F64") return new Float64Array(buffer, byteOffset, byteLength / 8);
  if (type === "F32") return new Float32Array(buffer, byteOffset, byteLength / 4);
  const halves = new Uint16Array(buffer, byteOffset, byteLength / 2);
  const bits = new Uint32Array(halves.length);
  if (type === "BF16") for (let i = 0; i < bits.length; i++) bits[i] = halves[i] << 16;
  else for (let i = 0; i < bits.length; i++) bits[i] = halfToSingle(halves[i]);
  return new Float32Array(bits.buffer);
}

/** The bits of a half-precision number as those of the same number in single precision. */
function halfToSingle(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 31;
  const fraction = half & 0x3ff;
  if (exponent === 31) return sign | 0x7f800000 | (fraction << 13);
  if (exponent > 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  // Below 2⁻¹⁴ the leading bit is not implied: shift it to its place.
  const shift = Math.clz32(fraction) - 21;
  return sign | ((113 - shift) << 23) | (((fraction << shift) & 0x3ff) << 13);
}

/**
 * Numbers as bytes of a type, each rounded once to the nearest, to even where two are as near.
 *
 * @throws RangeError if a number is not finite, or too large for the type
 */
export function encodeFloats(
  type: FloatType,
  numbers: Float64Array | Float32Array,
  name: string,
): Uint8Array {
  if (type === "F64") {
    const copy = Float64Array.from(numbers);
    checkEncoded(copy, numbers, type, name);
    return new Uint8Array(copy.buffer);
  }
  const singles = Float32Array.from(numbers);
  checkEncoded(singles, numbers, type, name);
  if (type === "F32") return new Uint8Array(singles.buffer);
  const halves = new Uint16Array(singles.length);
  const bits = new Uint32Array(singles.buffer);
  const round = type === "BF16" ? singleToBrain : singleToHalf;
  const infinity = type === "BF16" ? 0x7f80 : 0x7c00;
  for (let i = 0; i < bits.length; i++) {
    halves[i] = round(oddBits(numbers[i], singles[i], bits[i]));
    if ((halves[i] & 0x7fff) === infinity) refuseNumber(numbers[i], type, name);
  }
  return new Uint8Array(halves.buffer);
}

function checkEncoded(
  encoded: ArrayLike<number>,
  numbers: ArrayLike<number>,
  type: FloatType,
  name: string,
): void {
  for (let i = 0; i < encoded.length; i++)
    if (!Number.isFinite(encoded[i])) refuseNumber(numbers[i], type, name);
}

function refuseNumber(value: number, type: FloatType, name: string): never {
  throw new RangeError(
    Number.isFinite(value)
      ? `${name}: ${value} is beyond the largest number of type ${type}; write it as F32`
      : `${name} would hold ${value}; the weights that it was computed from are not sound`,
  );
}

/**
 * A single-precision number's bits with the last set where the number was not exact, so that the
 * next rounding sees on which side of a tie it lay.
 */
function oddBits(exact: number, single: number, bits: number): number {
  if (single === exact) return bits;
  return (Math.abs(single) > Math.abs(exact) ? bits - 1 : bits) | 1;
}

function singleToBrain(bits: number): number {
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}

function singleToHalf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 255) - 112;
  const fraction = bits & 0x7fffff;
  if (exponent >= 31) return sign | 0x7c00;
  if (exponent > 0) {
    const kept = (exponent << 10) | (fraction >> 13);
    return sign | roundUp(kept, fraction & 0x1fff, 0x1000);
  }
  if (exponent < -10) return sign;
  const shift = 14 - exponent;
  const whole = fraction | 0x800000;
  return sign | roundUp(whole >> shift, whole & (2 ** shift - 1), 2 ** (shift - 1));
}

/** To the nearest, to even where what was cut off is half a step; a carry moves the exponent. */
function roundUp(kept: number, rest: number, half: number): number {
  return rest > half || (rest === half && (kept & 1) === 1) ? kept + 1 : kept;
}
