import { createRandom, shuffle, type Random } from "../base/random";
import { checkList } from "../base/checkList";
import { checkOptions } from "../base/checkOptions";
import { indexClasses, type ClassIndex } from "./classIndex";

/** Row numbers, ascending: those to fit on and those held out. Together they are every row once. */
export interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

export interface StratifiedFoldsOptions {
  /** Number of folds, 2 or more; default 5. */
  folds?: number;
  /** Seed of the shuffle; default 0. */
  seed?: number;
}

export interface StratifiedSplitOptions {
  /** Share of the rows to hold out, between 0 and 1; default 0.2. */
  testFraction?: number;
  /** Seed of the shuffle; default 0. */
  seed?: number;
}

const foldsOptionNames = {
  folds: true,
  seed: true,
} satisfies Record<keyof StratifiedFoldsOptions, true>;

const splitOptionNames = {
  testFraction: true,
  seed: true,
} satisfies Record<keyof StratifiedSplitOptions, true>;

/**
 * Deals the rows into folds so that every fold has the classes in the same proportions.
 *
 * Each class is shuffled, then all classes one after another are dealt round the folds like cards.
 * So the folds' sizes differ by at most one, and so do the numbers of each class in them.
 *
 * Cost: one random number a row; memory 4 · rows · folds bytes.
 *
 * Source: R. Kohavi, A study of cross-validation and bootstrap for accuracy estimation and model
 * selection, IJCAI 14 (1995).
 *
 * @returns one split a fold; its `test` rows are the fold, its `train` rows all the others
 * @throws RangeError if folds is not a whole number from 2 up, or a class has fewer members than
 *   there are folds
 * @example
 * const folds = stratifiedFolds(labels, { folds: 5, seed: 1 });
 * folds.map(({ test }) => test.length); // [96, 96, 96, 96, 96]
 */
export function stratifiedFolds(
  labels: readonly string[],
  options: StratifiedFoldsOptions = {},
): Split[] {
  checkOptions(options, foldsOptionNames, "stratifiedFolds");
  const { folds = 5, seed = 0 } = options;
  if (!Number.isInteger(folds) || folds < 2) {
    throw new RangeError(`folds is ${folds}; choose a whole number from 2 up`);
  }
  const index = indexClasses(labels);
  if (labels.length === 0)
    throw new RangeError(`0 labels cannot be dealt into ${folds} folds; pass at least ${folds}`);
  checkMembers(index, folds, `fewer than ${folds} folds`);
  const foldOf = new Int32Array(labels.length);
  shuffledByClass(index, createRandom(seed))
    .flat()
    .forEach((row, position) => {
      foldOf[row] = position % folds;
    });
  return Array.from({ length: folds }, (_, fold) =>
    splitRows(labels.length, (row) => foldOf[row] === fold),
  );
}

/**
 * Holds out a share of the rows, of each class in the same proportion.
 *
 * The test set has round(testFraction · rows) rows; each class gives its exact share, rounded up or
 * down so that the total comes out (largest remainders), and always keeps a member for training.
 *
 * Cost: one random number a row.
 *
 * @throws RangeError if testFraction is not between 0 and 1, leaves one side empty, or a class has
 *   a single member
 * @example
 * const { train, test } = stratifiedSplit(labels, { testFraction: 0.2, seed: 1 });
 * [train.length, test.length]; // [384, 96]
 */
export function stratifiedSplit(
  labels: readonly string[],
  options: StratifiedSplitOptions = {},
): Split {
  checkOptions(options, splitOptionNames, "stratifiedSplit");
  checkList(labels, "labels", "strings, one a row");
  const { testFraction = 0.2, seed = 0 } = options;
  const testSize = Math.round(testFraction * labels.length);
  if (!(testFraction > 0 && testFraction < 1) || testSize === 0 || testSize === labels.length) {
    throw new RangeError(
      `testFraction ${testFraction} holds out ${testSize} of ${labels.length} rows; ` +
        "choose one between 0 and 1 that leaves rows on both sides",
    );
  }
  const index = indexClasses(labels);
  checkMembers(index, 2, "too few to split");
  const shares = apportion(index.counts, testSize);
  const held = new Set(
    shuffledByClass(index, createRandom(seed)).flatMap((rows, k) => rows.slice(0, shares[k])),
  );
  return splitRows(labels.length, (row) => held.has(row));
}

/**
 * Splits `total` among the classes in proportion to their counts, by largest remainders; each class
 * keeps one back.
 */
function apportion(counts: Int32Array, total: number): Int32Array {
  let rows = 0;
  for (const count of counts) rows += count;
  const exact = Array.from(counts, (count) => (count * total) / rows);
  const shares = Int32Array.from(exact, Math.floor);
  let left = total - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = exact
    .map((_, k) => k)
    .sort((a, b) => (exact[b] % 1) - (exact[a] % 1) || a - b);
  for (const k of byRemainder) {
    if (left > 0 && shares[k] < counts[k] - 1) {
      shares[k]++;
      left--;
    }
  }
  return shares;
}

function shuffledByClass({ classes, indices }: ClassIndex, random: Random): number[][] {
  const members: number[][] = classes.map(() => []);
  indices.forEach((k, row) => members[k].push(row));
  return members.map((rows) => shuffle(rows, random));
}

function checkMembers({ classes, counts }: ClassIndex, least: number, limit: string): void {
  counts.forEach((count, k) => {
    if (count < least) {
      throw new RangeError(
        `class ${JSON.stringify(classes[k])} has ${count} member(s), ${limit}; ` +
          `give each class at least ${least}, leave the class out, or choose fewer folds`,
      );
    }
  });
}

function splitRows(rows: number, isTest: (row: number) => boolean): Split {
  const train: number[] = [];
  const test: number[] = [];
  for (let row = 0; row < rows; row++) (isTest(row) ? test : train).push(row);
  return { train: Int32Array.from(train), test: Int32Array.from(test) };
}
