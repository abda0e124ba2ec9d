import { checkOptions } from "../base/checkOptions";
import { orderByCodePoints } from "./reading/codePointOrder";
import {
  checkEncoding,
  isOrdered,
  toNumbered,
  type EncodedTexts,
  type NumberedTexts,
} from "./encodedTexts";
import {
  encodeOptionNames,
  type EncodeOptions,
  type ResolvedEncodeOptions,
} from "./reading/encodeOptions";

/**
 * How often each term occurs in a corpus or a part of one: all that a vocabulary and TF-IDF weights
 * are made of. Nothing is left out yet, so that the counts of parts add up.
 */
export interface CorpusCounts {
  /** Every term that occurs, in the order of code points. */
  readonly terms: readonly string[];
  /** In how many texts each term occurs. */
  readonly documentFrequencies: Int32Array;
  /** How often each term occurs in all texts together. */
  readonly occurrences: Float64Array;
  /** Number of texts. */
  readonly documents: number;
  /** How the texts were tokenised; null for tokens of the caller's own. */
  readonly encoding: ResolvedEncodeOptions | null;
}

/**
 * Counts the terms of texts, for `fitTfidf` and `buildVocabulary`: parts of a corpus are counted
 * apart, where they lie, and merged.
 *
 * Cost: one pass over the characters of plain texts, one over the tokens; a sort of the terms.
 *
 * @throws RangeError if an option has no meaning; TypeError if an entry is not a string
 * @example
 * const parts = [["red fish"], ["red wine"]].map((texts) => countCorpus(texts));
 * fitTfidf(mergeCorpusCounts(parts)).terms; // ["fish", "red", "wine"]
 */
export function countCorpus(
  source: readonly string[] | EncodedTexts,
  options: EncodeOptions = {},
): CorpusCounts {
  checkOptions(options, encodeOptionNames, "countCorpus");
  const encoded = toNumbered(source, options);
  const { documentFrequencies, occurrences } = countOccurrences(encoded);
  const used: number[] = [];
  documentFrequencies.forEach((frequency, id) => {
    if (frequency > 0) used.push(id);
  });
  const ids = inOrder(encoded, used);
  return {
    terms: ids.map((id) => encoded.terms[id]),
    documentFrequencies: Int32Array.from(ids, (id) => documentFrequencies[id]),
    occurrences: Float64Array.from(ids, (id) => occurrences[id]),
    documents: encoded.count,
    encoding: encoded.options,
  };
}

/**
 * Adds up the counts of parts: those of all their texts together, to the last bit, in any order.
 *
 * Cost: one look-up a term of each part, and a sort of the distinct terms.
 *
 * @throws RangeError if there is no part, the parts were tokenised with different options, or there
 *   are more than 2³¹ − 1 texts
 * @example
 * const parts = [countCorpus(texts.slice(0, 240)), countCorpus(texts.slice(240))];
 * const counts = mergeCorpusCounts(parts);
 * fitTfidf(counts).documents; // 480: as fitted on all texts
 */
export function mergeCorpusCounts(parts: readonly CorpusCounts[]): CorpusCounts {
  checkParts(parts);
  const { terms, numbers } = numberTerms(parts);
  const order = orderByCodePoints(terms);
  const placeOf = new Int32Array(order.length);
  order.forEach((number, place) => (placeOf[number] = place));
  const documentFrequencies = new Int32Array(terms.length);
  const occurrences = new Float64Array(terms.length);
  parts.forEach((part, p) => {
    for (let at = 0; at < part.terms.length; at++) {
      const place = placeOf[numbers[p][at]];
      documentFrequencies[place] += part.documentFrequencies[at];
      occurrences[place] += part.occurrences[at];
    }
  });
  return {
    terms: Array.from(order, (number) => terms[number]),
    documentFrequencies,
    occurrences,
    documents: parts.reduce((sum, { documents }) => sum + documents, 0),
    encoding: parts[0].encoding,
  };
}

/** The distinct terms of all parts, and the number there of each part's terms. */
function numberTerms(parts: readonly CorpusCounts[]): { terms: string[]; numbers: Int32Array[] } {
  const known = new Map<string, number>();
  const numbers = parts.map((part) =>
    Int32Array.from(part.terms, (term) => {
      const number = known.get(term) ?? known.size;
      if (number === known.size) known.set(term, number);
      return number;
    }),
  );
  return { terms: [...known.keys()], numbers };
}

const mostDocuments = 2 ** 31 - 1;

function checkParts(parts: readonly CorpusCounts[]): void {
  if (parts.length === 0) {
    throw new RangeError("0 parts give no counts; pass at least one part's counts");
  }
  parts.forEach((part, p) => {
    if (JSON.stringify(part.encoding) !== JSON.stringify(parts[0].encoding)) {
      throw new RangeError(
        `part ${p} was tokenised with ${JSON.stringify(part.encoding)}, ` +
          `part 0 with ${JSON.stringify(parts[0].encoding)}; ` +
          "count all parts with the same options",
      );
    }
  });
  const documents = parts.reduce((sum, part) => sum + part.documents, 0);
  if (documents > mostDocuments) {
    throw new RangeError(
      `the parts hold ${documents} texts, which exceeds ${mostDocuments}; merge fewer parts`,
    );
  }
}

/** Terms that occur, counted, in any order. */
export interface Tally {
  readonly terms: readonly string[];
  readonly documentFrequencies: Int32Array;
  readonly occurrences: ArrayLike<number>;
  readonly documents: number;
  readonly encoding: ResolvedEncodeOptions | null;
  /** These terms' numbers in the order of code points. */
  readonly inOrder: (ids: number[]) => number[];
}

/** The counts of texts, or those given, once it is sure that they were or will be read as asked. */
export function tallyTerms(
  source: readonly string[] | EncodedTexts | CorpusCounts,
  options: EncodeOptions,
): Tally {
  if (isCounts(source)) {
    checkEncoding(source.encoding, options);
    return { ...source, inOrder: (ids) => ids };
  }
  const encoded = toNumbered(source, options);
  return {
    terms: encoded.terms,
    ...countOccurrences(encoded),
    documents: encoded.count,
    encoding: encoded.options,
    inOrder: (ids) => inOrder(encoded, ids),
  };
}

function isCounts(source: readonly string[] | EncodedTexts | CorpusCounts): source is CorpusCounts {
  return typeof source === "object" && source !== null && "occurrences" in source;
}

function inOrder(encoded: EncodedTexts | NumberedTexts, ids: number[]): number[] {
  if (isOrdered(encoded)) return ids;
  return Array.from(orderByCodePoints(ids.map((id) => encoded.terms[id])), (place) => ids[place]);
}

function countOccurrences({ count, terms, offsets, ids }: EncodedTexts): {
  documentFrequencies: Int32Array;
  occurrences: Int32Array;
} {
  const documentFrequencies = new Int32Array(terms.length);
  const occurrences = new Int32Array(terms.length);
  // 1 + the last text that held the term: the terms of a text need not ascend.
  const lastText = new Int32Array(terms.length);
  for (let text = 1; text <= count; text++) {
    for (let at = offsets[text - 1]; at < offsets[text]; at++) {
      const id = ids[at];
      occurrences[id]++;
      if (lastText[id] !== text) documentFrequencies[id]++;
      lastText[id] = text;
    }
  }
  return { documentFrequencies, occurrences };
}
