import { createRandom, shuffle } from "../base/random";
import { lexicographerFiles, type GlossClass } from "./lexicographerFiles";

/**
 * The numbers of the drawn documents of a class. Each class is drawn from a stream of its own, and
 * keeps the order of the database.
 */
export function drawGlosses(
  count: number,
  label: GlossClass,
  perClass: number | undefined,
  seed: number,
): Int32Array {
  const all = new Int32Array(count);
  for (let i = 0; i < count; i++) all[i] = i;
  if (perClass === undefined) return all;
  if (perClass > count) {
    throw new RangeError(
      `perClass ${perClass} exceeds the ${count} documents of ${label}; choose at most ${count}`,
    );
  }
  const random = createRandom(
    Math.imul(seed, lexicographerFiles.length) + lexicographerFiles.indexOf(label),
  );
  return shuffle(all, random).slice(0, perClass).sort();
}
