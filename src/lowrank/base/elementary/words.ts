/*
 * The functions of this folder are those of fdlibm, in double precision: for each argument the same
 * bits on every machine. Functions of `Math` may end in another bit in each engine: Node 20 to
 * 26 give these bits, Chromium 156 does not.
 *
 * Source: Sun Microsystems, Freely Distributable Math Library 5.3, https://www.netlib.org/fdlibm,
 * with exp, log2 and cbrt as in FreeBSD's msun; written anew in TypeScript.
 *
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunPro, a Sun
 * Microsystems, Inc. business. Permission to use, copy, modify, and distribute this software is
 * freely granted, provided that this notice is preserved.
 */

const number = new Float64Array(1);
const words = new Int32Array(number.buffer);

/** Sign, exponent and the first 20 bits of the fraction. */
export function highWord(x: number): number {
  number[0] = x;
  return words[1];
}

/** The last 32 bits of the fraction. */
export function lowWord(x: number): number {
  number[0] = x;
  return words[0];
}

export function withHighWord(x: number, high: number): number {
  number[0] = x;
  words[1] = high;
  return number[0];
}

export function withLowWord(x: number, low: number): number {
  number[0] = x;
  words[0] = low;
  return number[0];
}

const powers = Float64Array.from({ length: 2098 }, (_, at) => 2 ** (at - 1074));

/** 2 to the power of k, −1074 ≤ k ≤ 1023; from a table, since to join words takes longer. */
export function powerOfTwo(k: number): number {
  return powers[k + 1074];
}
