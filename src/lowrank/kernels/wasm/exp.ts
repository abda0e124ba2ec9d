/**
 * e to the power of each lane, for numbers up to 0: within 2 units in the last place; below the
 * smallest normal number it stays there.
 *
 * x = n ln 2 + r, |r| ≤ ½ ln 2; e^r by its series, 2^n by adding n to the exponent bits. Adding 1.5
 * · 2^23 (2^52) rounds to a whole number and leaves it in the low bits.
 */
// @ts-ignore: decorator of AssemblyScript
@inline
export function exp<T>(x: v128): v128 {
  return sizeof<T>() == 4 ? exp32(x) : exp64(x);
}

// @ts-ignore: decorator of AssemblyScript
@inline
function exp32(x: v128): v128 {
  const clamped = f32x4.pmax(x, f32x4.splat(-87.33654));
  const shift = f32x4.splat(12582912);
  const shifted = f32x4.add(f32x4.mul(clamped, f32x4.splat(1.44269504)), shift);
  const n = f32x4.sub(shifted, shift);
  const r = f32x4.sub(
    f32x4.sub(clamped, f32x4.mul(n, f32x4.splat(0.693359375))),
    f32x4.mul(n, f32x4.splat(-2.1219444e-4)),
  );
  let sum = f32x4.splat(1 / 5040);
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1 / 720));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1 / 120));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1 / 24));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(1 / 6));
  sum = f32x4.add(f32x4.mul(sum, r), f32x4.splat(0.5));
  sum = f32x4.add(f32x4.mul(f32x4.mul(sum, r), r), f32x4.add(r, f32x4.splat(1)));
  return i32x4.add(sum, i32x4.shl(shifted, 23));
}

// @ts-ignore: decorator of AssemblyScript
@inline
function exp64(x: v128): v128 {
  const clamped = f64x2.pmax(x, f64x2.splat(-708.3964185322641));
  const shift = f64x2.splat(6755399441055744);
  const shifted = f64x2.add(f64x2.mul(clamped, f64x2.splat(1.4426950408889634)), shift);
  const n = f64x2.sub(shifted, shift);
  const r = f64x2.sub(
    f64x2.sub(clamped, f64x2.mul(n, f64x2.splat(6.9314718036912381649e-1))),
    f64x2.mul(n, f64x2.splat(1.90821492927058770002e-10)),
  );
  let sum = f64x2.splat(1 / 6227020800);
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1 / 479001600));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1 / 39916800));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1 / 3628800));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1 / 362880));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1 / 40320));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1 / 5040));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1 / 720));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1 / 120));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1 / 24));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(1 / 6));
  sum = f64x2.add(f64x2.mul(sum, r), f64x2.splat(0.5));
  sum = f64x2.add(f64x2.mul(f64x2.mul(sum, r), r), f64x2.add(r, f64x2.splat(1)));
  return i64x2.add(sum, i64x2.shl(shifted, 52));
}

/**
 * Natural logarithm of a normal number from 1 up. (The standard library's keeps a table in memory,
 * which here belongs to the caller.)
 *
 * x = 2^n m, 1 ≤ m < 2; ln m = 2 artanh s with s = (m − 1) / (m + 1) ≤ 1/3, by its series.
 */
export function log(x: f64): f64 {
  const bits = reinterpret<u64>(x);
  const n = <i32>(bits >> 52) - 1023;
  const m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let sum: f64 = 0;
  for (let i = 31; i > 0; i -= 2) sum = sum * square + 1 / <f64>i;
  return <f64>n * 0.6931471805599453 + 2 * s * sum;
}
