import { createRandom, shuffle } from "../base/random";
import { checkOptions } from "../base/checkOptions";
import { indexClasses, type ClassIndex } from "./classIndex";
import type { Split } from "./folds";

export interface DrawLabelsOptions {
  /** Rows drawn from each class, at least 1. */
  perClass: number;
  /** Number of draws; default 10. */
  draws?: number;
  /** Seed of the draws; default 0. */
  seed?: number;
}

const knownOptions = {
  perClass: true,
  draws: true,
  seed: true,
} satisfies Record<keyof DrawLabelsOptions, true>;

/**
 * Draws the same number of rows from each class, several times: those whose label is known, and the
 * rest.
 *
 * Each draw shuffles every class and takes the first of each. So with the same seed a draw of 5 a
 * class is part of the same draw of 10, and the first draws do not depend on how many follow.
 *
 * Cost: one random number a row and draw; memory 4 · rows · draws bytes.
 *
 * @returns one split a draw; its `train` rows are those drawn, its `test` rows all the others, both
 *   ascending
 * @throws RangeError if perClass or draws is not a whole number of at least 1, there are no labels,
 *   a class has fewer than perClass rows, or no row would be left
 * @example
 * const draws = drawLabels(labels, { perClass: 10, draws: 5, seed: 1 });
 * draws.length; // 5
 * draws[0].train.length; // 60: ten of each of six classes
 */
export function drawLabels(labels: readonly string[], options: DrawLabelsOptions): Split[] {
  checkOptions(options, knownOptions, "drawLabels", "{ perClass: 10 }");
  const { perClass, draws = 10, seed = 0 } = options;
  const index = indexClasses(labels);
  checkDraws(index, perClass, draws);
  const members: number[][] = index.classes.map(() => []);
  index.indices.forEach((k, row) => members[k].push(row));
  const random = createRandom(seed);
  return Array.from({ length: draws }, () => {
    const drawn = new Set(members.flatMap((rows) => shuffle([...rows], random).slice(0, perClass)));
    const rows = Int32Array.from(labels.keys());
    return {
      train: rows.filter((row) => drawn.has(row)),
      test: rows.filter((row) => !drawn.has(row)),
    };
  });
}

function checkDraws(
  { classes, counts, indices }: ClassIndex,
  perClass: number,
  draws: number,
): void {
  if (!Number.isInteger(perClass) || perClass < 1)
    throw new RangeError(
      `perClass ${perClass} is not a whole number of at least 1; choose for example 10`,
    );
  if (!Number.isInteger(draws) || draws < 1)
    throw new RangeError(
      `draws ${draws} is not a whole number of at least 1; choose for example 10`,
    );
  if (indices.length === 0) throw new RangeError("0 labels to draw from; pass one a document");
  counts.forEach((count, k) => {
    if (count < perClass)
      throw new RangeError(
        `class ${JSON.stringify(classes[k])} has ${count} rows, ` +
          `fewer than the ${perClass} to draw; draw at most ${Math.min(...counts)} a class`,
      );
  });
  if (perClass * classes.length === indices.length) {
    throw new RangeError(
      `${perClass} rows of each class are all ${indices.length} rows, ` +
        `and none would be left to test on; draw fewer than ${perClass} a class`,
    );
  }
}
