import { highWord, withLowWord } from "./words";

const halfPi = 1.570796326794896558;
const halfPiLow = 6.12323399573676603587e-17;
const piLow = 1.2246467991473531772e-16;

/** Inverse tangent in radians, within 1 unit in the last place, the same bits on every machine. */
export function atan(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  if (size >= 73786976294838206464) return x > 0 ? halfPi + halfPiLow : -halfPi - halfPiLow;
  if (size < 0.4375) {
    return size < 7.450580596923828e-9 ? x : x - x * atanSeries(x);
  }
  const value = atanFrom(size);
  return x < 0 ? -value : value;
}

/** By the difference from arctan ½, 1, 1½ or ∞. */
function atanFrom(x: number): number {
  if (x < 0.6875)
    return add(4.63647609000806093515e-1, 2.26987774529616870924e-17, (2 * x - 1) / (2 + x));
  if (x < 1.1875)
    return add(7.85398163397448278999e-1, 3.06161699786838301793e-17, (x - 1) / (x + 1));
  if (x < 2.4375)
    return add(9.82793723247329054082e-1, 1.39033110312309984516e-17, (x - 1.5) / (1 + 1.5 * x));
  return add(halfPi, halfPiLow, -1 / x);
}

function add(high: number, low: number, x: number): number {
  return high - (x * atanSeries(x) - low - x);
}

/** (x − arctan x) / x. */
function atanSeries(x: number): number {
  const z = x * x;
  const w = z * z;
  const even =
    z *
    (3.33333333333329318027e-1 +
      w *
        (1.42857142725034663711e-1 +
          w *
            (9.09088713343650656196e-2 +
              w *
                (6.66107313738753120669e-2 +
                  w * (4.97687799461593236017e-2 + w * 1.62858201153657823623e-2)))));
  const odd =
    w *
    (-1.99999999998764832476e-1 +
      w *
        (-1.1111110405462355788e-1 +
          w *
            (-7.69187620504482999495e-2 +
              w * (-5.83357013379057348645e-2 + w * -3.6531572744216915527e-2))));
  return even + odd;
}

/** Angle of the point (x, y) from the x-axis, −π … π, with the same bits on every machine. */
export function atan2(y: number, x: number): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  if (x === 1) return atan(y);
  const isLeft = x < 0 || Object.is(x, -0);
  const size = fromAxis(Math.abs(y), Math.abs(x), isLeft);
  return y < 0 || Object.is(y, -0) ? -size : size;
}

/** 0 … π. */
function fromAxis(y: number, x: number, isLeft: boolean): number {
  if (y === 0) return isLeft ? Math.PI : 0;
  if (x === 0) return halfPi;
  if (x === Infinity && y === Infinity) return isLeft ? 3 * (Math.PI / 4) : Math.PI / 4;
  if (x === Infinity) return isLeft ? Math.PI : 0;
  if (y === Infinity) return halfPi;
  const octaves = (highWord(y) - highWord(x)) >> 20;
  if (octaves > 60) return halfPi + 0.5 * piLow;
  if (!isLeft) return atan(y / x);
  return Math.PI - ((octaves < -60 ? 0 : atan(y / x)) - piLow);
}

/** Inverse sine in radians, with the same bits on every machine. */
export function asin(x: number): number {
  const size = Math.abs(x);
  if (!(size <= 1)) return NaN;
  if (size === 1) return x * halfPi + x * halfPiLow;
  if (size < 0.5) return size < 7.450580596923828e-9 ? x : x + x * asinSeries(x * x);
  const t = (1 - size) * 0.5;
  const r = asinSeries(t);
  const s = Math.sqrt(t);
  let value: number;
  if (highWord(size) >= 0x3fef3333) {
    value = halfPi - (2 * (s + s * r) - halfPiLow);
  } else {
    const w = withLowWord(s, 0);
    const c = (t - w * w) / (s + w);
    const p = 2 * s * r - (halfPiLow - 2 * c);
    value = Math.PI / 4 - (p - (Math.PI / 4 - 2 * w));
  }
  return x > 0 ? value : -value;
}

/** Inverse cosine in radians, with the same bits on every machine. */
export function acos(x: number): number {
  const size = Math.abs(x);
  if (!(size <= 1)) return NaN;
  if (size === 1) return x > 0 ? 0 : Math.PI + 2 * halfPiLow;
  if (size < 0.5) {
    if (size < 6.938893903907228e-18) return halfPi + halfPiLow;
    return halfPi - (x - (halfPiLow - x * asinSeries(x * x)));
  }
  const z = (1 - size) * 0.5;
  const s = Math.sqrt(z);
  const r = asinSeries(z);
  if (x < 0) return Math.PI - 2 * (s + (r * s - halfPiLow));
  const first = withLowWord(s, 0);
  const c = (z - first * first) / (s + first);
  return 2 * (first + (r * s + c));
}

/** (arcsin √t − √t) / √t, a rational function. */
function asinSeries(t: number): number {
  const above =
    t *
    (1.66666666666666657415e-1 +
      t *
        (-3.25565818622400915405e-1 +
          t *
            (2.01212532134862925881e-1 +
              t *
                (-4.00555345006794114027e-2 +
                  t * (7.91534994289814532176e-4 + t * 3.4793310759602116757e-5)))));
  const below =
    1 +
    t *
      (-2.40339491173441421878 +
        t *
          (2.02094576023350569471 +
            t * (-6.8828397160545329303e-1 + t * 7.70381505559019352791e-2)));
  return above / below;
}
