import { checkFields } from "../base/checkFields";
import { checkOptions } from "../base/checkOptions";
import type { SparseMatrix } from "../linalg/sparseMatrix";
import { tallyTerms, type CorpusCounts } from "./corpusCounts";
import {
  checkTexts,
  isEncoded,
  isOrdered,
  toNumbered,
  type EncodedTexts,
  type NumberedTexts,
} from "./encodedTexts";
import {
  tfidfOptionNames,
  type EncodeOptions,
  type ResolvedEncodeOptions,
} from "./reading/encodeOptions";
import { countColumns, countNumbered } from "./countColumns";
import { findKnownWords, termsAreWords } from "./reading/knownWords";
import { termColumns } from "./reading/termColumns";

/**
 * Which terms become columns. In both frequency limits a value below 1 is a share of the texts and
 * a whole number from 2 up a number of texts; 1 sets no limit.
 */
export interface VocabularyOptions {
  /**
   * Fewest texts a term must occur in: a number of texts (2) or a share of them (0.01); default 1,
   * no limit.
   */
  minDocumentFrequency?: number;
  /**
   * Most texts a term may occur in: a share of the texts (0.5) or a number of texts (200); default
   * 1, no limit.
   */
  maxDocumentFrequency?: number;
  /**
   * Keep only this many terms, those that occur most often in all (equal counts: alphabetical);
   * default no limit.
   */
  maxTerms?: number;
}

/** The columns of a document–term matrix, learnt from training texts. */
export interface Vocabulary {
  /** The term of each column, in the order of code points. */
  readonly terms: readonly string[];
  /** In how many training texts each term occurs. */
  readonly documentFrequencies: Int32Array;
  /** Number of training texts. */
  readonly documents: number;
  /**
   * How the training texts were tokenised, so that new ones are treated alike; null for tokens of
   * the caller's own.
   */
  readonly encoding: ResolvedEncodeOptions | null;
}

/**
 * Chooses the terms that become columns.
 *
 * Cost: one pass over the characters of plain texts, one over the tokens; a sort of the kept terms.
 * Counts of parts that were merged (`mergeCorpusCounts`) give the vocabulary of all their texts.
 *
 * Source: the rules of scikit-learn's CountVectorizer (min_df, max_df, max_features, ngram_range).
 *
 * @throws RangeError if no term is left, or a limit has no meaning; TypeError if an entry is not a
 *   string
 * @example
 * buildVocabulary(["red fish", "red wine"], { minDocumentFrequency: 2 }).terms; // ["red"]
 */
export function buildVocabulary(
  source: readonly string[] | EncodedTexts | CorpusCounts,
  options: VocabularyOptions & EncodeOptions = {},
): Vocabulary {
  checkOptions(options, tfidfOptionNames, "buildVocabulary");
  return chooseTerms(source, options).vocabulary;
}

/** A vocabulary, and the number that each of its terms has in the source. */
export function chooseTerms(
  source: readonly string[] | EncodedTexts | CorpusCounts,
  options: VocabularyOptions & EncodeOptions,
): { vocabulary: Vocabulary; ids: readonly number[] } {
  const { terms, documentFrequencies, occurrences, documents, encoding, inOrder } = tallyTerms(
    source,
    options,
  );
  const fewest = textLimit("minDocumentFrequency", options.minDocumentFrequency ?? 1, documents, 1);
  const most = textLimit(
    "maxDocumentFrequency",
    options.maxDocumentFrequency ?? 1,
    documents,
    documents,
  );
  let kept: number[] = [];
  for (let id = 0; id < terms.length; id++) {
    const frequency = documentFrequencies[id];
    if (frequency > 0 && frequency >= fewest && frequency <= most) kept.push(id);
  }
  if (kept.length === 0) throw emptyVocabulary(documents, documentFrequencies, fewest, most);
  kept = mostFrequent(inOrder(kept), occurrences, options.maxTerms);
  const vocabulary = {
    terms: kept.map((id) => terms[id]),
    documentFrequencies: Int32Array.from(kept, (id) => documentFrequencies[id]),
    documents,
    encoding,
  };
  return { vocabulary, ids: kept };
}

/**
 * Counts how often each term of the vocabulary occurs in each text: the document–term matrix, texts
 * × terms.
 *
 * Words outside the vocabulary are ignored; a text without a known word is a row of zeros.
 *
 * Cost: one pass over the characters of plain texts, two over the tokens. Memory: 12 bytes a
 * non-zero, and 4 a token on the way.
 *
 * @throws RangeError if the texts were encoded with other options than the vocabulary; TypeError if
 *   an entry is not a string
 * @example
 * const vocabulary = buildVocabulary(["red fish", "red wine"]);
 * countTerms(vocabulary, ["red, red wine"]); // [[0, 2, 1]]: fish, red, wine
 */
export function countTerms(
  vocabulary: Vocabulary,
  source: readonly string[] | EncodedTexts,
): SparseMatrix {
  checkFields(vocabulary, ["terms", "encoding"], "vocabulary", "buildVocabulary(texts)");
  const { terms, encoding } = vocabulary;
  if (encoding !== null && !isEncoded(source) && termsAreWords(encoding)) {
    checkTexts(source);
    return countColumns(findKnownWords(source, terms, encoding), terms.length);
  }
  const numbered = encodeAlike(vocabulary, source);
  return countNumbered(
    numbered,
    termColumns(numbered.terms, terms, isOrdered(numbered)),
    terms.length,
  );
}

function encodeAlike(
  { encoding }: Vocabulary,
  source: readonly string[] | EncodedTexts,
): EncodedTexts | NumberedTexts {
  if (encoding !== null) return toNumbered(source, encoding);
  if (isEncoded(source) && source.options === null) return source;
  throw new RangeError(
    "the vocabulary was built from tokens of your own; pass encodeTokens(tokens) made the same way",
  );
}

/** A limit as a number of texts, not rounded: a share of .5 of 3 texts is 1.5. */
function textLimit(name: string, value: number, texts: number, unlimited: number): number {
  if (value === 1) return unlimited;
  if (value >= 0 && value < 1) return value * texts;
  if (Number.isInteger(value) && value > 1) return value;
  throw new RangeError(
    `${name} ${value} is neither a share nor a number of texts; ` +
      "choose a share from 0 to 1 or a whole number from 2 up",
  );
}

function mostFrequent(
  ids: number[],
  occurrences: ArrayLike<number>,
  maxTerms: number | undefined,
): number[] {
  if (maxTerms === undefined) return ids;
  if (!Number.isInteger(maxTerms) || maxTerms < 1) {
    throw new RangeError(
      `maxTerms ${maxTerms} is not a number of terms; choose a whole number from 1 up`,
    );
  }
  if (maxTerms >= ids.length) return ids;
  // The places stand for the alphabet: the terms come in its order.
  const places = ids
    .map((_, place) => place)
    .sort((a, b) => occurrences[ids[b]] - occurrences[ids[a]] || a - b);
  return places
    .slice(0, maxTerms)
    .sort((a, b) => a - b)
    .map((place) => ids[place]);
}

function emptyVocabulary(
  count: number,
  frequencies: Int32Array,
  fewest: number,
  most: number,
): RangeError {
  if (count === 0) return new RangeError("0 texts give no vocabulary; pass at least one text");
  const highest = frequencies.reduce((a, b) => Math.max(a, b), 0);
  if (highest === 0) {
    return new RangeError(
      `${count} texts hold no term: they are empty or all stop words; ` +
        "pass texts with words, fewer stop words or a smaller minLength",
    );
  }
  return new RangeError(
    `no term occurs in at least ${fewest} and at most ${most} of ${count} texts ` +
      `(the commonest is in ${highest}); ` +
      "lower minDocumentFrequency or raise maxDocumentFrequency",
  );
}
