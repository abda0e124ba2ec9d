import { angle, takeQuarterTurns } from "./quarterTurns";
import { highWord, withHighWord, withLowWord } from "./words";

/** Sine of radians, within 1 unit in the last place, with the same bits on every machine. */
export function sin(x: number): number {
  const turns = takeQuarterTurns(x) & 3;
  const value = turns & 1 ? nearCos() : nearSin();
  return turns & 2 ? -value : value;
}

/** Cosine of radians, within 1 unit in the last place, with the same bits on every machine. */
export function cos(x: number): number {
  const turns = takeQuarterTurns(x) & 3;
  const value = turns & 1 ? nearSin() : nearCos();
  return turns === 1 || turns === 2 ? -value : value;
}

/** Tangent of radians, within 1 unit in the last place, with the same bits on every machine. */
export function tan(x: number): number {
  const isOdd = (takeQuarterTurns(x) & 1) === 1;
  return nearTan(isOdd);
}

/** Sine of the angle that was cut. */
function nearSin(): number {
  const { head: x, tail, isWhole } = angle;
  if (Math.abs(x) < 7.450580596923828e-9) return x;
  const z = x * x;
  const cube = z * x;
  const r =
    8.33333333332248946124e-3 +
    z *
      (-1.98412698298579493134e-4 +
        z *
          (2.75573137070700676789e-6 +
            z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)));
  const third = -1.66666666666666324348e-1;
  if (isWhole) return x + cube * (third + z * r);
  return x - (z * (0.5 * tail - cube * r) - tail - cube * third);
}

/** Cosine of the angle that was cut. */
function nearCos(): number {
  const { head: x, tail } = angle;
  const size = Math.abs(x);
  if (size < 7.450580596923828e-9) return 1;
  const z = x * x;
  const r =
    z *
    (4.16666666666666019037e-2 +
      z *
        (-1.38888888888741095749e-3 +
          z *
            (2.48015872894767294178e-5 +
              z *
                (-2.75573143513906633035e-7 +
                  z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11)))));
  const high = highWord(size);
  if (high < 0x3fd33333) return 1 - (0.5 * z - (z * r - x * tail));
  const quarter = high > 0x3fe90000 ? 0.28125 : withHighWord(0, high - 0x00200000);
  return 1 - quarter - (0.5 * z - quarter - (z * r - x * tail));
}

/** Tangent of the angle that was cut, or, for odd quarter turns, −1 over it. */
function nearTan(isOdd: boolean): number {
  let { head: x, tail } = angle;
  const isLarge = (highWord(x) & 0x7fffffff) >= 0x3fe59428;
  const isNegative = x < 0;
  if (Math.abs(x) < 3.725290298461914e-9) return isOdd ? minusReciprocal(x + tail, x, tail) : x;
  if (isLarge) {
    x =
      7.85398163397448278999e-1 -
      Math.abs(x) +
      (3.06161699786838301793e-17 - (isNegative ? -tail : tail));
    tail = 0;
  }
  const z = x * x;
  const w = z * z;
  const odd =
    1.33333333333201242699e-1 +
    w *
      (2.18694882948595424599e-2 +
        w *
          (3.59207910759131235356e-3 +
            w *
              (5.88041240820264096874e-4 +
                w * (7.817944429395570923e-5 + w * -1.85586374855275456654e-5))));
  const even =
    z *
    (5.39682539762260521377e-2 +
      w *
        (8.86323982359930005737e-3 +
          w *
            (1.45620945432529025516e-3 +
              w *
                (2.46463134818469906812e-4 +
                  w * (7.14072491382608190305e-5 + w * 2.59073051863633712884e-5)))));
  const cube = z * x;
  let r = tail + z * (cube * (odd + even) + tail);
  r += 3.33333333333334091986e-1 * cube;
  const sum = x + r;
  if (isLarge) {
    const v = isOdd ? -1 : 1;
    return (isNegative ? -1 : 1) * (v - 2 * (x - ((sum * sum) / (sum + v) - r)));
  }
  return isOdd ? minusReciprocal(sum, x, r) : sum;
}

/** −1 / (x + rest), to more digits than their sum holds. */
function minusReciprocal(sum: number, x: number, rest: number): number {
  const z = withLowWord(sum, 0);
  const v = rest - (z - x);
  const a = -1 / sum;
  const t = withLowWord(a, 0);
  const s = 1 + t * z;
  return t + a * (s + t * v);
}
