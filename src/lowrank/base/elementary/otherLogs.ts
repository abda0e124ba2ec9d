import { log, log1p, logSeries } from "./log";
import { highWord, powerOfTwo, withLowWord } from "./words";

/** Logarithm to the base 2, with the same bits on every machine. */
export function log2(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  if (x === 1) return 0;
  let high = highWord(x);
  const below = high < 0x00100000 ? 54 : 0;
  if (below > 0) high = highWord((x *= powerOfTwo(54)));
  let k = (high >> 20) - 1023;
  k += ((high & 0xfffff) + 0x95f64) >> 20;
  const f = x * powerOfTwo(-k) - 1;
  k -= below;
  const square = 0.5 * f * f;
  const s = f / (2 + f);
  const rest = s * (square + logSeries(s));
  const first = withLowWord(f - square, 0);
  const second = f - first - square + rest;
  const valueHigh = first * 1.44269504072144627571;
  const valueLow = (second + first) * 1.67517131648865118353e-10 + second * 1.44269504072144627571;
  const w = k + valueHigh;
  return valueLow + (k - w + valueHigh) + w;
}

/** Logarithm to the base 10, with the same bits on every machine. */
export function log10(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  const below = x < powerOfTwo(-1022) ? 54 : 0;
  if (below > 0) x *= powerOfTwo(54);
  const k = (highWord(x) >> 20) - 1023;
  const whole = k - below < 0 ? k + 1 : k;
  const rest = log(x * powerOfTwo(-whole));
  const twos = whole - below;
  const z = twos * 3.69423907715893078616e-13 + 4.34294481903251816668e-1 * rest;
  return z + twos * 3.01029995663611771306e-1;
}

/** Inverse of the hyperbolic sine, with the same bits on every machine. */
export function asinh(x: number): number {
  const size = Math.abs(x);
  if (size < 3.725290298461914e-9 || !Number.isFinite(x)) return x;
  let w: number;
  if (size > 268435456) w = log(size) + Math.LN2;
  else if (size > 2) w = log(2 * size + 1 / (Math.sqrt(x * x + 1) + size));
  else w = log1p(size + (x * x) / (1 + Math.sqrt(1 + x * x)));
  return x > 0 ? w : -w;
}

/** Inverse of the hyperbolic cosine, with the same bits on every machine. */
export function acosh(x: number): number {
  if (!(x >= 1)) return NaN;
  if (x === Infinity) return x;
  if (x >= 268435456) return log(x) + Math.LN2;
  if (x > 2) return log(2 * x - 1 / (x + Math.sqrt(x * x - 1)));
  const t = x - 1;
  return log1p(t + Math.sqrt(2 * t + t * t));
}

/** Inverse of the hyperbolic tangent, with the same bits on every machine. */
export function atanh(x: number): number {
  const size = Math.abs(x);
  if (!(size <= 1)) return NaN;
  if (size === 1) return x * Infinity;
  if (size < 3.725290298461914e-9) return x;
  const twice = size + size;
  const t =
    size < 0.5 ? 0.5 * log1p(twice + (twice * size) / (1 - size)) : 0.5 * log1p(twice / (1 - size));
  return x >= 0 ? t : -t;
}
