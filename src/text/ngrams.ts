/** Shortest and longest run of words that counts as a term: [1, 1] single words, [1, 2] words and pairs. */
export type NgramRange = readonly [shortest: number, longest: number];

/** Texts as numbered terms, in reading order: `ids[offsets[i]]` … `ids[offsets[i + 1] − 1]` are those of text i. */
export interface TermSequences {
  terms: string[];
  offsets: Int32Array;
  ids: Int32Array;
}

/**
 * Replaces single words by all runs of `shortest` … `longest` neighbouring words, joined by a space.
 *
 * Cost: one look-up for each run.
 */
export function expandNgrams(words: TermSequences, [shortest, longest]: NgramRange): TermSequences {
  if (shortest === 1 && longest === 1) return words;
  const texts = words.offsets.length - 1;
  const grams: TermSequences = { terms: [], offsets: new Int32Array(texts + 1), ids: new Int32Array(countRuns(words.offsets, shortest, longest)) };
  // A run's key is made of the number of the run without its last word and that word's number, so no string is built twice.
  const known = new Map<number, number>();
  const runTerms: string[] = [];
  const gramOfRun: number[] = [];
  const wordCount = words.terms.length;
  let filled = 0;
  for (let text = 0; text < texts; text++) {
    for (let start = words.offsets[text]; start < words.offsets[text + 1]; start++) {
      let run = -1;
      const end = Math.min(start + longest, words.offsets[text + 1]);
      for (let at = start; at < end; at++) {
        const key = (run + 1) * wordCount + words.ids[at];
        let next = known.get(key);
        if (next === undefined) {
          next = runTerms.length;
          known.set(key, next);
          const word = words.terms[words.ids[at]];
          runTerms.push(run < 0 ? word : `${runTerms[run]} ${word}`);
          gramOfRun.push(at - start + 1 < shortest ? -1 : grams.terms.push(runTerms[next]) - 1);
        }
        run = next;
        if (gramOfRun[run] >= 0) grams.ids[filled++] = gramOfRun[run];
      }
    }
    grams.offsets[text + 1] = filled;
  }
  return grams;
}

/** Checks a range of run lengths. */
export function checkNgrams([shortest, longest]: NgramRange): void {
  if (!Number.isInteger(shortest) || !Number.isInteger(longest) || shortest < 1 || longest < shortest) {
    throw new RangeError(`ngrams [${shortest}, ${longest}] is not a range of word counts; choose whole numbers such as [1, 2]`);
  }
}

function countRuns(offsets: Int32Array, shortest: number, longest: number): number {
  let runs = 0;
  for (let text = 0; text + 1 < offsets.length; text++) {
    const words = offsets[text + 1] - offsets[text];
    for (let length = shortest; length <= Math.min(longest, words); length++) runs += words - length + 1;
  }
  return runs;
}
