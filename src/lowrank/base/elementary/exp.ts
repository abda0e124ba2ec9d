import { powerOfTwo, withHighWord, highWord } from "./words";

const ln2High = 6.9314718036912381649e-1;
const ln2Low = 1.90821492927058770002e-10;
const log2OfE = 1.442695040888963387;
const halfLn2 = 0.34657359027997264;

/**
 * e to the power of x, within 1 unit in the last place, with the same bits on every machine.
 *
 * x = k ln 2 + r, |r| ≤ ½ ln 2; e^r by a rational function of r.
 */
export function exp(x: number): number {
  if (!(x <= 709.782712893383973096)) return x > 0 ? Infinity : NaN;
  if (x < -745.13321910194110842) return 0;
  const size = Math.abs(x);
  if (size < 3.725290298461914e-9) return 1 + x;
  if (x === 1) return Math.E;
  let k = 0;
  let high = 0;
  let low = 0;
  let r = x;
  if (size > halfLn2) {
    if (size < 1.0397207708399179) k = x < 0 ? -1 : 1;
    else k = Math.trunc(log2OfE * x + (x < 0 ? -0.5 : 0.5));
    high = x - k * ln2High;
    low = k * ln2Low;
    r = high - low;
  }
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t *
              (6.61375632143793436117e-5 +
                t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  if (k === 0) return 1 - ((r * c) / (c - 2) - r);
  const y = 1 - (low - (r * c) / (2 - c) - high);
  if (k === 1024) return y * 2 * powerOfTwo(1023);
  return k >= -1021 ? y * powerOfTwo(k) : y * powerOfTwo(k + 1000) * powerOfTwo(-1000);
}

/** e^x − 1 without the loss of digits near 0, with the same bits on every machine. */
export function expm1(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893383973096) return Infinity;
  if (x < -38.816242) return -1;
  const size = Math.abs(x);
  if (size < 5.551115123125783e-17) return x;
  let k = 0;
  let c = 0;
  let r = x;
  if (size > halfLn2) {
    if (size < 1.0397207708399179) k = x < 0 ? -1 : 1;
    else k = Math.trunc(log2OfE * x + (x < 0 ? -0.5 : 0.5));
    const high = x - k * ln2High;
    const low = k * ln2Low;
    r = high - low;
    c = high - r - low;
  }
  const half = 0.5 * r;
  const z = r * half;
  const r1 =
    1 +
    z *
      (-3.33333333333331316428e-2 +
        z *
          (1.58730158725481460165e-3 +
            z *
              (-7.93650757867487942473e-5 +
                z * (4.00821782732936239552e-6 + z * -2.01099218183624371326e-7))));
  const t = 3 - r1 * half;
  let e = z * ((r1 - t) / (6 - r * t));
  if (k === 0) return r - (r * e - z);
  e = r * (e - c) - c;
  e -= z;
  if (k === -1) return 0.5 * (r - e) - 0.5;
  if (k === 1) return r < -0.25 ? -2 * (e - (r + 0.5)) : 1 + 2 * (r - e);
  if (k <= -2 || k > 56) {
    const y = 1 - (e - r);
    return (k === 1024 ? y * 2 * powerOfTwo(1023) : y * powerOfTwo(k)) - 1;
  }
  if (k < 20) return scale(1 - powerOfTwo(-k) - (e - r), k);
  return scale(r - (e + powerOfTwo(-k)) + 1, k);
}

function scale(y: number, k: number): number {
  return withHighWord(y, highWord(y) + (k << 20));
}

/** Hyperbolic sine, with the same bits on every machine. */
export function sinh(x: number): number {
  const size = Math.abs(x);
  const half = x < 0 ? -0.5 : 0.5;
  if (size < 22) {
    if (size < 3.725290298461914e-9) return x;
    const t = expm1(size);
    return size < 1 ? half * (2 * t - (t * t) / (t + 1)) : half * (t + t / (t + 1));
  }
  return scaledExp(size, half, x);
}

/** Hyperbolic cosine, with the same bits on every machine. */
export function cosh(x: number): number {
  const size = Math.abs(x);
  if (size < halfLn2) {
    const t = expm1(size);
    const w = 1 + t;
    return size < 2.7755575615628914e-17 ? w : 1 + (t * t) / (w + w);
  }
  if (size < 22) {
    const t = exp(size);
    return 0.5 * t + 0.5 / t;
  }
  return scaledExp(size, 0.5, size);
}

function scaledExp(size: number, half: number, x: number): number {
  if (size < 709.7822265625) return half * exp(size);
  if (size <= 710.4758600739439) {
    const w = exp(0.5 * size);
    return half * w * w;
  }
  return x * Infinity;
}

/** Hyperbolic tangent, with the same bits on every machine. */
export function tanh(x: number): number {
  const size = Math.abs(x);
  let z = 1;
  if (Number.isNaN(x)) return x;
  if (size < 22) {
    if (size < 3.725290298461914e-9) return x;
    if (size >= 1) z = 1 - 2 / (expm1(2 * size) + 2);
    else {
      const t = expm1(-2 * size);
      z = -t / (t + 2);
    }
  }
  return x < 0 ? -z : z;
}
