import { log } from "./elementary/log";

/**
 * A stream of pseudo-random numbers: the same seed gives the same numbers on every machine.
 */
export interface Random {
  /** A number uniform on [0, 1), with 32 random bits. */
  uniform(): number;
  /** A standard normal number (mean 0, variance 1). */
  normal(): number;
  /** A whole number uniform on 0 … bound − 1. */
  integer(bound: number): number;
}

/**
 * Starts a seeded random stream (sfc32, state filled from the seed by splitmix32).
 *
 * Cost: four 32-bit additions a number. Not for cryptography.
 *
 * Source: Chris Doty-Humphrey, PractRand (sfc32); normals by Marsaglia's polar method.
 *
 * @param seed - any finite number; its 32 low bits count
 * @throws RangeError if the seed is not a finite number
 * @example
 * const random = createRandom(7);
 * const dice = [random.integer(6), random.integer(6), random.integer(6)]; // [5, …]
 */
export function createRandom(seed: number): Random {
  if (!Number.isFinite(seed)) {
    throw new RangeError(`seed ${seed} is not a finite number; use a whole number such as 0`);
  }
  return new SeededRandom(seed);
}

/** A class, not closures: the engine compiles its methods once for all streams. */
class SeededRandom implements Random {
  /** The three numbers that are mixed, and a counter. */
  private readonly state = new Int32Array(4);
  private spare: number | undefined = undefined;

  constructor(seed: number) {
    let mix = seed | 0;
    for (let at = 0; at < 3; at++) {
      mix = (mix + 0x9e3779b9) | 0;
      let z = mix;
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      this.state[at] = z ^ (z >>> 15);
    }
    this.state[3] = 1;
  }

  uniform(): number {
    const { state } = this;
    const a = state[0];
    const b = state[1];
    const c = state[2];
    const counter = state[3];
    const sum = (a + b + counter) | 0;
    state[3] = counter + 1;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4294967296;
  }

  normal(): number {
    if (this.spare !== undefined) {
      const value = this.spare;
      this.spare = undefined;
      return value;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const squared = x * x + y * y;
      if (squared > 0 && squared < 1) {
        const scale = Math.sqrt((-2 * log(squared)) / squared);
        this.spare = y * scale;
        return x * scale;
      }
    }
  }

  integer(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }
}

/**
 * Shuffles items in place so that every order is equally likely (Fisher–Yates), and returns them.
 *
 * Cost: one random number an item.
 *
 * Source: R. Durstenfeld, Algorithm 235: Random permutation, Communications of the ACM 7 (1964).
 *
 * @example
 * shuffle([1, 2, 3, 4], createRandom(0)); // [2, 3, 4, 1]
 */
export function shuffle<Items extends unknown[] | Int32Array>(items: Items, random: Random): Items {
  for (let last = items.length - 1; last > 0; last--) {
    const pick = random.integer(last + 1);
    const item = items[last];
    items[last] = items[pick];
    items[pick] = item;
  }
  return items;
}
