import { highWord, powerOfTwo, withHighWord } from "./words";

const ln2High = 6.9314718036912381649e-1;
const ln2Low = 1.90821492927058770002e-10;

/** The rest of log((1 + s) / (1 − s)) behind 2 s, over s: an even function of s. */
export function logSeries(s: number): number {
  const z = s * s;
  const w = z * z;
  const odd =
    w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const even =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  return even + odd;
}

/**
 * Natural logarithm, within 1 unit in the last place, with the same bits on every machine.
 *
 * x = 2^k (1 + f), √½ < 1 + f < √2; log(1 + f) by s = f / (2 + f).
 */
export function log(x: number): number {
  if (!(x >= powerOfTwo(-1022) && x < Infinity)) return logOfRare(x);
  // Short enough that the engine puts it where it is called: a third of the time.
  const high = highWord(x);
  const k = ((high + 0x95f64) >> 20) - 1023;
  const f = x * powerOfTwo(-k) - 1;
  return logOfProduct(f, k, high & 0xfffff);
}

/** Of 0, numbers below the smallest normal one, ∞, and what has no logarithm. */
function logOfRare(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  const scaled = x * powerOfTwo(54);
  const high = highWord(scaled);
  const k = ((high + 0x95f64) >> 20) - 1023;
  return logOfProduct(scaled * powerOfTwo(-k) - 1, k - 54, high & 0xfffff);
}

/** log(2^k (1 + f)); `high` are the first 20 bits of the fraction. */
function logOfProduct(f: number, k: number, high: number): number {
  if ((0xfffff & (2 + high)) < 3) return logNearPower(f, k);
  const s = f / (2 + f);
  const rest = logSeries(s);
  if (((high - 0x6147a) | (0x6b851 - high)) <= 0)
    return k === 0 ? f - s * (f - rest) : k * ln2High - (s * (f - rest) - k * ln2Low - f);
  const square = 0.5 * f * f;
  return k === 0
    ? f - (square - s * (square + rest))
    : k * ln2High - (square - (s * (square + rest) + k * ln2Low) - f);
}

/** For |f| below 2^−20. */
function logNearPower(f: number, k: number): number {
  if (f === 0) return k === 0 ? 0 : k * ln2High + k * ln2Low;
  const rest = f * f * (0.5 - 0.33333333333333333 * f);
  return k === 0 ? f - rest : k * ln2High - (rest - k * ln2Low - f);
}

/** log(1 + x) without the loss of digits near 0, with the same bits on every machine. */
export function log1p(x: number): number {
  let high = highWord(x);
  const size = high & 0x7fffffff;
  let k = 1;
  let f = 0;
  let c = 0;
  if (high < 0x3fda827a) {
    if (size >= 0x3ff00000) return x === -1 ? -Infinity : NaN;
    if (size < 0x3e200000) return size < 0x3c900000 ? x : x - x * x * 0.5;
    if (high > 0 || high <= (0xbfd2bec4 | 0)) {
      k = 0;
      f = x;
      high = 1;
    }
  }
  if (high >= 0x7ff00000) return x;
  if (k !== 0) {
    let u = x;
    if (high < 0x43400000) {
      u = 1 + x;
      high = highWord(u);
      k = (high >> 20) - 1023;
      c = (k > 0 ? 1 - (u - x) : x - (u - 1)) / u;
    } else {
      k = (high >> 20) - 1023;
    }
    high &= 0xfffff;
    if (high < 0x6a09e) {
      u = withHighWord(u, high | 0x3ff00000);
    } else {
      k++;
      u = withHighWord(u, high | 0x3fe00000);
      high = (0x00100000 - high) >> 2;
    }
    f = u - 1;
  }
  const square = 0.5 * f * f;
  if (high === 0) {
    if (f === 0) return k === 0 ? 0 : k * ln2High + (c + k * ln2Low);
    const rest = square * (1 - 0.66666666666666666 * f);
    return k === 0 ? f - rest : k * ln2High - (rest - (k * ln2Low + c) - f);
  }
  const s = f / (2 + f);
  const z = s * s;
  const rest =
    z *
    (6.66666666666673513e-1 +
      z *
        (3.999999999940941908e-1 +
          z *
            (2.857142874366239149e-1 +
              z *
                (2.222219843214978396e-1 +
                  z *
                    (1.818357216161805012e-1 +
                      z * (1.531383769920937332e-1 + z * 1.479819860511658591e-1))))));
  return k === 0
    ? f - (square - s * (square + rest))
    : k * ln2High - (square - (s * (square + rest) + (k * ln2Low + c)) - f);
}
