import { checkFields } from "../base/checkFields";
import { checkList } from "../base/checkList";
import { checkOptions } from "../base/checkOptions";
import { describeValue } from "../base/describeValue";
import { runAtOnce, type Steps } from "../base/steps";
import { expandCharacters } from "./reading/characterNgrams";
import {
  encodeOptionNames,
  resolveEncodeOptions,
  termFilterOf,
  tfidfOptionNames,
  type EncodeOptions,
  type ResolvedEncodeOptions,
} from "./reading/encodeOptions";
import { expandNgrams } from "./reading/ngrams";
import { numberTexts, numberTokens } from "./reading/numberWords";
import { sortTerms } from "./reading/sortTerms";

/**
 * Texts as numbered terms: the work of tokenising, done once for any number of folds.
 *
 * The numbering learns nothing that could leak from one text to another: which terms enter a
 * vocabulary, and with which weight, is decided later from the training texts alone.
 */
export interface EncodedTexts {
  /** Number of texts. */
  readonly count: number;
  /**
   * Every term that occurs, in the order of its characters' code points; the number of a term is
   * its place here.
   */
  readonly terms: readonly string[];
  /** Length count + 1: the terms of text i are `ids[offsets[i]]` … `ids[offsets[i + 1] − 1]`. */
  readonly offsets: Int32Array;
  /** Term numbers, ascending inside a text; a term that occurs three times stands three times. */
  readonly ids: Int32Array;
  /** The options of the encoding, or null for tokens of the caller's own. */
  readonly options: ResolvedEncodeOptions | null;
}

/** Texts as terms numbered in the order they turn up: encoded texts before the terms are sorted. */
export interface NumberedTexts extends EncodedTexts {
  readonly inTurn: true;
}

/**
 * Tokenises texts and numbers their terms.
 *
 * Cost: one pass over the characters, one look-up a token, one sort of the distinct terms.
 * Memory: 4 bytes a token and 4 a text, beside the distinct terms.
 *
 * @throws TypeError if an entry is not a string; RangeError if an option has no meaning
 * @example
 * const encoded = encodeTexts(["a red fish", "red wine, red fish"]);
 * encoded.terms; // ["fish", "red", "wine"]
 * encoded.offsets; // [0, 2, 6]: text 1 begins at position 2
 * encoded.ids; // [0, 1, 0, 1, 1, 2]
 */
export function encodeTexts(texts: readonly string[], options: EncodeOptions = {}): EncodedTexts {
  checkOptions(options, tfidfOptionNames, "encodeTexts");
  const { terms, offsets, ids, ...rest } = numberTerms(texts, options);
  return { ...sortTerms({ terms, offsets, ids }), count: rest.count, options: rest.options };
}

/** Tokenises texts for one use: sorting the terms takes longer than what many uses need of them. */
function numberTerms(texts: readonly string[], options: EncodeOptions): NumberedTexts {
  return runAtOnce(numberTermsSteps(texts, options));
}

/** The same in steps. */
export function* numberTermsSteps(
  texts: readonly string[],
  options: EncodeOptions,
): Steps<NumberedTexts> {
  const resolved = resolveEncodeOptions(options);
  checkTexts(texts);
  const words = yield* numberTexts(texts, resolved, termFilterOf(resolved));
  const expand = resolved.ngramUnit === "characters" ? expandCharacters : expandNgrams;
  return {
    ...expand(words, resolved.ngrams),
    count: texts.length,
    options: resolved,
    inTurn: true,
  };
}

/**
 * Numbers the terms of texts that the caller has tokenised.
 *
 * Cost: one look-up a token, one sort of the distinct terms; 4 bytes a token and 4 a text.
 *
 * @throws TypeError if an entry is not an array of strings
 * @example
 * encodeTokens([["C++", "C"], ["C"]]).terms; // ["C", "C++"]
 */
export function encodeTokens(documents: readonly (readonly string[])[]): EncodedTexts {
  checkList(documents, "documents", "arrays of tokens, one a document");
  documents.forEach((tokens, i) => {
    const wrong = Array.isArray(tokens)
      ? tokens.findIndex((token) => typeof token !== "string")
      : -1;
    if (!Array.isArray(tokens) || wrong >= 0) {
      throw new TypeError(
        `documents[${i}]${wrong >= 0 ? `[${wrong}] is not a string` : " is not an array"}; ` +
          "pass an array of tokens for each document",
      );
    }
  });
  return { ...sortTerms(numberTokens(documents)), count: documents.length, options: null };
}

/**
 * The encoded texts with these numbers, in this order: a fold without tokenising again. The terms
 * are shared.
 *
 * Cost: one pass over the chosen texts' tokens, 4 bytes each.
 *
 * @throws RangeError if a number is not that of a text
 * @example
 * const encoded = encodeTexts(["a red fish", "white wine", "red wine"]);
 * countTerms(buildVocabulary(encoded), selectTexts(encoded, [2])); // [[0, 1, 0, 1]]
 */
export function selectTexts(encoded: EncodedTexts, rows: ArrayLike<number>): EncodedTexts {
  checkFields(encoded, ["count", "offsets", "ids"], "encoded", "encodeTexts(texts)");
  const offsets = new Int32Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (!Number.isInteger(row) || row < 0 || row >= encoded.count) {
      throw new RangeError(`text ${row} does not exist; choose from 0 to ${encoded.count - 1}`);
    }
    offsets[i + 1] = offsets[i] + encoded.offsets[row + 1] - encoded.offsets[row];
  }
  const ids = new Int32Array(offsets[rows.length]);
  for (let i = 0; i < rows.length; i++) {
    ids.set(
      encoded.ids.subarray(encoded.offsets[rows[i]], encoded.offsets[rows[i] + 1]),
      offsets[i],
    );
  }
  return { count: rows.length, terms: encoded.terms, offsets, ids, options: encoded.options };
}

/**
 * Takes texts or encoded texts, and makes sure that both were, or will be, encoded with the options
 * asked for.
 *
 * @throws RangeError if encoded texts come with another value of an option than the one asked for
 */
export function toEncoded(
  source: readonly string[] | EncodedTexts,
  options: EncodeOptions,
): EncodedTexts {
  if (!isEncoded(source)) return encodeTexts(source, options);
  checkEncoding(source.options, options);
  return source;
}

/** The same for one use: the terms of plain texts are numbered in the order they turn up. */
export function toNumbered(
  source: readonly string[] | EncodedTexts,
  options: EncodeOptions,
): EncodedTexts | NumberedTexts {
  if (!isEncoded(source)) return numberTerms(source, options);
  checkEncoding(source.options, options);
  return source;
}

/**
 * Makes sure that texts were encoded with the options asked for.
 *
 * @throws RangeError if an option was asked for with another value than the one used
 */
export function checkEncoding(
  encoding: ResolvedEncodeOptions | null,
  options: EncodeOptions,
): void {
  for (const name of Object.keys(encodeOptionNames) as (keyof EncodeOptions)[]) {
    const asked = JSON.stringify(options[name]);
    const used = encoding === null ? "tokens of your own" : JSON.stringify(encoding[name]);
    if (asked !== undefined && asked !== used) {
      throw new RangeError(
        `${name} ${asked} was asked for, but the texts were encoded with ${used}; ` +
          `encode them again with ${name} ${asked}`,
      );
    }
  }
}

/** Whether these are encoded texts rather than plain ones. */
export function isEncoded(source: readonly string[] | EncodedTexts): source is EncodedTexts {
  return typeof source === "object" && source !== null && "ids" in source;
}

/**
 * Whether the terms are numbered in the order of their code points, as those of encoded texts are,
 * and ascend inside a text.
 */
export function isOrdered(encoded: EncodedTexts | NumberedTexts): boolean {
  return !("inTurn" in encoded);
}

/** @throws TypeError if these are no strings */
export function checkTexts(texts: readonly string[]): void {
  if (!Array.isArray(texts)) {
    throw new TypeError(
      `texts is ${describeValue(texts)}; pass an array of strings, [text] for a single text`,
    );
  }
  for (let i = 0; i < texts.length; i++) {
    const text: unknown = texts[i];
    if (typeof text !== "string") {
      throw new TypeError(
        `texts[${i}] is ${text === null ? "null" : typeof text}, not a string; ` +
          `remove it or pass "" for an empty text`,
      );
    }
  }
}
