import type { Block } from "../../base/blockProducts";
import type { Random } from "../../base/random";
import { slabWidth, type Slabs } from "./slabs";

/**
 * Makes the first `used` columns of a slab orthonormal and orthogonal to slabs 1 … end − 1, and
 * clears the others. Columns from `given` on, and those that are rounding beside `scale`, are drawn
 * at random. Returns how many of the given ones were.
 *
 * Repeated until no column lost more than half of its length in the last pass ("twice is enough":
 * Giraud, Langou & Rozložník 2005).
 */
export function orthonormaliseSlab(
  slabs: Slabs,
  slab: number,
  used: number,
  given: number,
  end: number,
  scale: number,
  random: Random,
): number {
  const { data } = slabs.view(slab);
  const drawn = Array.from({ length: slabWidth }, (_, j) => j >= given);
  for (let j = given; j < slabWidth; j++) {
    if (j < used) draw(data, j, random);
    else for (let at = j; at < data.length; at += slabWidth) data[at] = 0;
  }
  /** Columns that nothing has been taken out of since they were filled. */
  const fresh = drawn.map(() => true);
  let replaced = 0;
  for (let settled = false; !settled;) {
    settled = true;
    projectOutSlabs(slabs, slab, end);
    for (let j = 0; j < used; j++) {
      const left = removeEarlier(data, j);
      const least = drawn[j] ? 1e-12 : fresh[j] ? 100 * Number.EPSILON * scale : 0.5;
      if (fresh[j] || left < 0.5) settled = false;
      fresh[j] = left <= least;
      if (!fresh[j]) {
        for (let at = j; at < data.length; at += slabWidth) data[at] /= left;
        continue;
      }
      draw(data, j, random);
      if (!drawn[j]) replaced++;
      drawn[j] = true;
    }
  }
  return replaced;
}

/** Fills a column with random numbers, its length about 1. */
function draw(data: Float64Array, column: number, random: Random): void {
  const deviation = Math.sqrt(data.length / slabWidth);
  for (let at = column; at < data.length; at += slabWidth) data[at] = random.normal() / deviation;
}

/** Takes columns 0 … column − 1 (orthonormal) out of a column and returns the length left. */
function removeEarlier(data: Float64Array, column: number): number {
  for (let earlier = 0; earlier < column; earlier++) {
    let dot = 0;
    for (let at = 0; at < data.length; at += slabWidth)
      dot += data[at + earlier] * data[at + column];
    for (let at = 0; at < data.length; at += slabWidth)
      data[at + column] -= dot * data[at + earlier];
  }
  let squared = 0;
  for (let at = column; at < data.length; at += slabWidth) squared += data[at] * data[at];
  return Math.sqrt(squared);
}

/** Takes slabs 1 … end − 1 out of a slab. */
export function projectOutSlabs(slabs: Slabs, slab: number, end: number): void {
  if (end > 1) slabs.subtract(slab, 1, 1, end - 1, slabs.cross(1, end - 1, slab, 1));
}

/** The columns in use of consecutive slabs as one block in ordinary memory. */
export function gatherColumns(slabs: Slabs, first: number, width: number): Block {
  const data = new Float64Array(slabs.length * width);
  for (let from = 0; from < width; from += slabWidth) {
    const source = slabs.view(first + from / slabWidth).data;
    for (let i = 0; i < slabs.length; i++) {
      for (let j = from; j < Math.min(width, from + slabWidth); j++)
        data[i * width + j] = source[i * slabWidth + j - from];
    }
  }
  return { length: slabs.length, width, data };
}
