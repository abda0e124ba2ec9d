import { countCorpus, type CorpusCounts } from "./corpusCounts";
import { orderByCodePoints } from "./reading/codePointOrder";
import { resolveEncodeOptions, type EncodeOptions } from "./reading/encodeOptions";

/** Counts a corpus that is given a portion at a time. */
export interface CorpusCounter {
  /** Texts so far. */
  readonly documents: number;
  /** Different terms so far. */
  readonly terms: number;
  /** Counts the next texts. */
  add(texts: readonly string[]): void;
  /** The counts of all texts, as `countCorpus` of them together gives. */
  finish(): CorpusCounts;
}

/**
 * Counts the terms of texts that are not all held: memory grows with the different terms alone, by
 * some 120 bytes each.
 *
 * Cost: that of `countCorpus`, and a look-up for each different term of a portion.
 *
 * @param mostTerms - different terms that are counted at most
 * @throws RangeError, from `add`, if there are more terms
 */
export function createCorpusCounter(options: EncodeOptions, mostTerms: number): CorpusCounter {
  const encoding = resolveEncodeOptions(options);
  const numbers = new Map<string, number>();
  const documentFrequencies: number[] = [];
  const occurrences: number[] = [];
  let documents = 0;
  return {
    get documents() {
      return documents;
    },
    get terms() {
      return numbers.size;
    },
    add(texts) {
      const part = countCorpus(texts, encoding);
      documents += part.documents;
      part.terms.forEach((term, at) => {
        const number = numbers.get(term) ?? numbers.size;
        if (number === numbers.size) {
          numbers.set(copyOf(term), number);
          documentFrequencies.push(0);
          occurrences.push(0);
        }
        documentFrequencies[number] += part.documentFrequencies[at];
        occurrences[number] += part.occurrences[at];
      });
      if (numbers.size > mostTerms)
        throw new RangeError(
          `the first ${documents} texts hold ${numbers.size} different terms, more than ` +
            `mostTerms ${mostTerms}; raise it (some 120 bytes a term), shorten ngrams, or stem`,
        );
    },
    finish() {
      const terms = [...numbers.keys()];
      const order = orderByCodePoints(terms);
      return {
        terms: Array.from(order, (number) => terms[number]),
        documentFrequencies: Int32Array.from(order, (number) => documentFrequencies[number]),
        occurrences: Float64Array.from(order, (number) => occurrences[number]),
        documents,
        encoding,
      };
    },
  };
}

/** A string of its own: what was cut from a portion's words keeps all of them in memory. */
const copyOf = (term: string): string => JSON.parse(JSON.stringify(term)) as string;
