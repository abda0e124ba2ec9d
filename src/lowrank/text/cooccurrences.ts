import { checkFields } from "../base/checkFields";
import { checkOptions } from "../base/checkOptions";
import { runAtOnce, type Steps } from "../base/steps";
import { sparseFromTriplets, type SparseMatrix } from "../linalg/sparseMatrix";
import { numberTermsSteps } from "./encodedTexts";
import { termColumns } from "./reading/termColumns";
import type { Vocabulary } from "./vocabulary";

export interface CooccurrenceOptions {
  /**
   * Most places by which two words of a text may stand apart: 1 counts neighbours alone, Infinity
   * all pairs of a text. Words outside the vocabulary are taken out first, as word2vec takes out
   * rare ones, so that a window reaches over them. Default 5.
   */
  window?: number;
}

/** The names of the options. */
export const cooccurrenceOptionNames = { window: true } satisfies Record<
  keyof CooccurrenceOptions,
  true
>;

/**
 * Counts how often two words of the vocabulary stand near each other: terms × terms, symmetric.
 *
 * Each pair of places i < j ≤ i + window of a text counts once for (word i, word j) and once for
 * (word j, word i). A word beside another occurrence of itself counts twice on the diagonal.
 *
 * Cost: one pass over the characters, tokens · window pairs of 32 bytes.
 *
 * Source: Lund & Burgess 1996 (HAL); the pairs (word, context) that word2vec draws, Mikolov et al.
 * 2013, without its random widths.
 *
 * @throws RangeError if the window is no number of places, or the vocabulary is of n-grams or of
 *   tokens of your own; TypeError if an entry is not a string
 * @example
 * const vocabulary = buildVocabulary(["red fish", "red wine"]);
 * countCooccurrences(vocabulary, ["red fish, white wine"], { window: 1 });
 * // fish: 1 × red, 1 × wine, since "white" is no word of the vocabulary
 */
export function countCooccurrences(
  vocabulary: Vocabulary,
  texts: readonly string[],
  options: CooccurrenceOptions = {},
): SparseMatrix {
  return runAtOnce(countCooccurrencesSteps(vocabulary, texts, options));
}

/** The same in steps, as many as tokenising takes. */
export function* countCooccurrencesSteps(
  vocabulary: Vocabulary,
  texts: readonly string[],
  options: CooccurrenceOptions = {},
): Steps<SparseMatrix> {
  checkFields(vocabulary, ["terms", "encoding"], "vocabulary", "buildVocabulary(texts)");
  checkOptions(options, cooccurrenceOptionNames, "countCooccurrences");
  const { window = 5 } = options;
  if (!(window === Infinity || (Number.isInteger(window) && window >= 1)))
    throw new RangeError(
      `window ${String(window)} is no number of places; choose 1 or more, or Infinity`,
    );
  const { encoding, terms } = vocabulary;
  if (encoding === null || encoding.ngramUnit !== "words" || encoding.ngrams.join() !== "1,1")
    throw new RangeError(
      "words near each other are counted of single words alone; " +
        "build the vocabulary from texts, without ngrams",
    );
  const numbered = yield* numberTermsSteps(texts, encoding);
  const { starts, columns } = knownWords(numbered, termColumns(numbered.terms, terms, false));
  const { rowIndices, columnIndices } = listPairs(starts, columns, window);
  const ones = new Float64Array(rowIndices.length).fill(1);
  return sparseFromTriplets(terms.length, terms.length, rowIndices, columnIndices, ones);
}

/** The columns of the known words in the order of the text: those of text i from `starts[i]` on. */
function knownWords(
  { offsets, ids }: { readonly offsets: Int32Array; readonly ids: Int32Array },
  columnOf: Int32Array,
): { starts: Int32Array; columns: Int32Array } {
  const starts = new Int32Array(offsets.length);
  const columns = new Int32Array(ids.length);
  let filled = 0;
  for (let text = 0; text + 1 < offsets.length; text++) {
    for (let at = offsets[text]; at < offsets[text + 1]; at++)
      if (columnOf[ids[at]] >= 0) columns[filled++] = columnOf[ids[at]];
    starts[text + 1] = filled;
  }
  return { starts, columns };
}

/** Both orders of every pair of places that the window spans. */
function listPairs(
  starts: Int32Array,
  columns: Int32Array,
  window: number,
): { rowIndices: Int32Array; columnIndices: Int32Array } {
  let pairs = 0;
  for (let text = 0; text + 1 < starts.length; text++)
    for (let i = starts[text]; i < starts[text + 1]; i++)
      pairs += Math.min(window, starts[text + 1] - 1 - i);
  const rowIndices = new Int32Array(2 * pairs);
  const columnIndices = new Int32Array(2 * pairs);
  let filled = 0;
  for (let text = 0; text + 1 < starts.length; text++) {
    for (let i = starts[text]; i < starts[text + 1]; i++) {
      const last = Math.min(i + window, starts[text + 1] - 1);
      for (let j = i + 1; j <= last; j++) {
        rowIndices[filled] = columnIndices[filled + 1] = columns[i];
        columnIndices[filled] = rowIndices[filled + 1] = columns[j];
        filled += 2;
      }
    }
  }
  return { rowIndices, columnIndices };
}
