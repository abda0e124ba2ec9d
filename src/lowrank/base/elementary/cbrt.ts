import { highWord, lowWord, withHighWord, withLowWord } from "./words";

/** Cube root, within 0.7 units in the last place, with the same bits on every machine. */
export function cbrt(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const sign = highWord(x) & 0x80000000;
  const size = highWord(x) & 0x7fffffff;
  const guess =
    size < 0x00100000
      ? Math.trunc((highWord(x * 18014398509481984) & 0x7fffffff) / 3) + 696219795
      : Math.trunc(size / 3) + 715094163;
  let t = withHighWord(0, sign | guess);
  let r = t * t * (t / x);
  t *=
    1.87595182427177009643 +
    r * (-1.88497979543377169875 + r * 1.62142972010535446614) +
    r * r * r * (-0.758397934778766047437 + r * 0.145996192886612446982);
  t = roundTo23Bits(t);
  r = x / (t * t);
  r = (r - t) / (t + t + r);
  return t + t * r;
}

function roundTo23Bits(t: number): number {
  const low = lowWord(t);
  const carried = low < 0 ? withHighWord(t, highWord(t) + 1) : t;
  return withLowWord(carried, (low ^ 0x80000000) & 0xc0000000);
}
