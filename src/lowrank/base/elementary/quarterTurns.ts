import { highWord } from "./words";

const perQuarter = 6.36619772367581382433e-1;
/** π/2 in parts of 33 bits, and the rest behind each. */
const part1 = 1.57079632673412561417;
const rest1 = 6.07710050650619224932e-11;
const part2 = 6.0771005063039659766e-11;
const rest2 = 2.02226624879595063154e-21;
const part3 = 2.0222662487111664558e-21;
const rest3 = 8.47842766036889956997e-32;

/** What is left of the angle that was cut last: `head + tail`, at most about π/4 from 0. */
export const angle = { head: 0, tail: 0, isWhole: true };

/**
 * Takes quarter turns off an angle, and leaves the rest in `angle`.
 *
 * @param x - radians
 * @returns the quarter turns taken, or their remainder by 4 for angles of 823,549 and more
 */
export function takeQuarterTurns(x: number): number {
  const size = Math.abs(x);
  angle.isWhole = highWord(size) <= 0x3fe921fb;
  if (angle.isWhole) {
    angle.head = x;
    angle.tail = 0;
    return 0;
  }
  if (!Number.isFinite(x)) {
    angle.head = NaN;
    return 0;
  }
  const turns = highWord(size) <= 0x413921fb ? takeSome(size) : takeMany(size);
  if (x > 0) return turns;
  angle.head = -angle.head;
  angle.tail = -angle.tail;
  return -turns;
}

/** By subtracting π/2 in up to three parts (Cody and Waite), as many as cancellation asks for. */
function takeSome(x: number): number {
  const high = highWord(x);
  const turns = high < 0x4002d97c ? 1 : Math.trunc(x * perQuarter + 0.5);
  let rest = x - turns * part1;
  let low = turns * rest1;
  angle.head = rest - low;
  const isNear = turns >= 32 || high === highWord(turns * (Math.PI / 2));
  // Near a multiple of π/2 the first subtraction leaves too few digits.
  if (isNear && (turns === 1 || lostBits(high) > 16)) {
    let before = rest;
    low = turns * part2;
    rest = before - low;
    low = turns * rest2 - (before - rest - low);
    angle.head = rest - low;
    if (lostBits(high) > 49) {
      before = rest;
      low = turns * part3;
      rest = before - low;
      low = turns * rest3 - (before - rest - low);
      angle.head = rest - low;
    }
  }
  angle.tail = rest - angle.head - low;
  return turns;
}

function lostBits(high: number): number {
  return (high >> 20) - ((highWord(angle.head) >> 20) & 0x7ff);
}

const digits = 1280n;

/** By exact arithmetic on whole numbers of 1,280 bits. */
function takeMany(x: number): number {
  const { halfPi, perHalfPi } = (constants ??= findConstants());
  const exponent = (highWord(x) >> 20) - 1075;
  const whole = BigInt(x / 2 ** exponent);
  const quarters = (whole * perHalfPi) << BigInt(exponent);
  const turns = (quarters + (1n << (digits - 1n))) >> digits;
  const rest = ((quarters - (turns << digits)) * halfPi) >> digits;
  angle.head = toNumber(rest);
  angle.tail = toNumber(rest - fromNumber(angle.head));
  return Number(turns & 3n);
}

let constants: { halfPi: bigint; perHalfPi: bigint } | undefined;

/** π/2 and 2/π times 2^1280, by Machin's formula. */
function findConstants(): { halfPi: bigint; perHalfPi: bigint } {
  const one = 1n << (digits + 64n);
  const halfPi = (8n * inverseTangent(one, 5n) - 2n * inverseTangent(one, 239n)) >> 64n;
  return { halfPi, perHalfPi: (1n << (2n * digits)) / halfPi };
}

/** arctan(1/n) · one. */
function inverseTangent(one: bigint, n: bigint): bigint {
  let power = one / n;
  let sum = power;
  for (let odd = 3n; power !== 0n; odd += 2n) {
    power = -power / (n * n);
    sum += power / odd;
  }
  return sum;
}

/** A whole number of 2^−1280 as the nearest number; of those beyond 64 bits the rest is cut. */
function toNumber(value: bigint): number {
  const size = value < 0n ? -value : value;
  const surplus = Math.max(0, size.toString(2).length - 64);
  const near = Number(size >> BigInt(surplus)) * 2 ** (surplus - 640) * 2 ** -640;
  return value < 0n ? -near : near;
}

function fromNumber(x: number): bigint {
  const size = Math.abs(x);
  if (size === 0) return 0n;
  const exponent = (highWord(size) >> 20) - 1075;
  const whole = BigInt(size * 2 ** -exponent) << (digits + BigInt(exponent));
  return x < 0 ? -whole : whole;
}
