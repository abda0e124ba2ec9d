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
 * random.integer(6); // the throw of a die, 0 … 5
 */
export function createRandom(seed: number): Random {
  if (!Number.isFinite(seed)) {
    throw new RangeError(`seed ${seed} is not a finite number; use a whole number such as 0`);
  }
  const next32 = sfc32(seed);
  let spare: number | undefined;

  function uniform(): number {
    return next32() / 4294967296;
  }

  function normal(): number {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const squared = x * x + y * y;
      if (squared > 0 && squared < 1) {
        const scale = Math.sqrt((-2 * Math.log(squared)) / squared);
        spare = y * scale;
        return x * scale;
      }
    }
  }

  function integer(bound: number): number {
    return Math.floor(uniform() * bound);
  }

  return { uniform, normal, integer };
}

/**
 * Shuffles items in place so that every order is equally likely (Fisher–Yates), and returns them.
 *
 * Cost: one random number an item.
 */
export function shuffle<Item>(items: Item[], random: Random): Item[] {
  for (let last = items.length - 1; last > 0; last--) {
    const pick = random.integer(last + 1);
    [items[last], items[pick]] = [items[pick], items[last]];
  }
  return items;
}

function sfc32(seed: number): () => number {
  let mix = seed | 0;
  const splitmix32 = (): number => {
    mix = (mix + 0x9e3779b9) | 0;
    let z = mix;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let a = splitmix32();
  let b = splitmix32();
  let c = splitmix32();
  let counter = 1;
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum | 0;
    return sum >>> 0;
  };
}
