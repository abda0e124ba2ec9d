import { hashFactor, hashSeed, WordTable } from "./wordTable";

/**
 * Shortest and longest run of words, or of characters, that counts as a term: [1, 1] single ones,
 * [1, 2] single ones and pairs.
 */
export type NgramRange = readonly [shortest: number, longest: number];

/**
 * Texts as numbered terms, in reading order: `ids[offsets[i]]` … `ids[offsets[i + 1] − 1]` are
 * those of text i.
 */
export interface TermSequences {
  readonly terms: readonly string[];
  readonly offsets: Int32Array;
  readonly ids: Int32Array;
}

/**
 * Replaces single words by all runs of `shortest` … `longest` neighbouring words, joined by a
 * space.
 *
 * Cost: one look-up for each run, in a table where a run is spelt by its words' numbers; its string
 * is made once.
 */
export function expandNgrams(words: TermSequences, [shortest, longest]: NgramRange): TermSequences {
  if (shortest === 1 && longest === 1) return words;
  const texts = words.offsets.length - 1;
  const terms: string[] = [];
  const offsets = new Int32Array(texts + 1);
  const ids = new Int32Array(countRuns(words.offsets, shortest, longest));
  const table = new WordTable();
  const spelling = new Uint16Array(2 * longest);
  let filled = 0;
  for (let text = 0; text < texts; text++) {
    const end = words.offsets[text + 1];
    for (let start = words.offsets[text]; start + shortest <= end; start++) {
      for (let length = shortest; length <= longest && start + length <= end; length++) {
        const run = numberOfRun(table, spelling, words.ids, start, length);
        if (run === terms.length) terms.push(joinWords(words, start, length));
        ids[filled++] = run;
      }
    }
    offsets[text + 1] = filled;
  }
  return { terms, offsets, ids };
}

/**
 * The number of a run of words. A spelling's characters have 16 bits, so each word's number takes
 * two.
 */
function numberOfRun(
  table: WordTable,
  spelling: Uint16Array,
  ids: Int32Array,
  start: number,
  length: number,
): number {
  let hash = hashSeed;
  for (let word = 0; word < length; word++) {
    const id = ids[start + word];
    const low = id & 0xffff;
    const high = id >>> 16;
    spelling[2 * word] = low;
    spelling[2 * word + 1] = high;
    hash = Math.imul(Math.imul(hash ^ low, hashFactor) ^ high, hashFactor);
  }
  return table.numberOfSpelt(spelling, 0, 2 * length, hash);
}

function joinWords({ terms, ids }: TermSequences, start: number, length: number): string {
  const run: string[] = [];
  for (let at = start; at < start + length; at++) run.push(terms[ids[at]]);
  return run.join(" ");
}

/** Checks a range of run lengths. */
export function checkNgrams([shortest, longest]: NgramRange): void {
  if (
    !Number.isInteger(shortest) ||
    !Number.isInteger(longest) ||
    shortest < 1 ||
    longest < shortest
  ) {
    throw new RangeError(
      `ngrams [${shortest}, ${longest}] is not a range of lengths; ` +
        "choose whole numbers such as [1, 2]",
    );
  }
}

function countRuns(offsets: Int32Array, shortest: number, longest: number): number {
  let runs = 0;
  for (let text = 0; text + 1 < offsets.length; text++) {
    const words = offsets[text + 1] - offsets[text];
    for (let length = shortest; length <= Math.min(longest, words); length++)
      runs += words - length + 1;
  }
  return runs;
}
