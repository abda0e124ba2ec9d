import { createRandom, shuffle } from "../../base/random";

/**
 * Draws a share of the rows of every class, at least one of each; ascending row numbers.
 *
 * @param truth - class number of each row
 */
export function sampleRows(
  truth: Int32Array,
  classes: number,
  share: number,
  seed: number,
): Int32Array {
  const members: number[][] = Array.from({ length: classes }, () => []);
  truth.forEach((k, row) => members[k].push(row));
  const random = createRandom(seed);
  const chosen = members.flatMap((rows) =>
    shuffle(rows, random).slice(0, Math.ceil(share * rows.length)),
  );
  return Int32Array.from(chosen).sort();
}
