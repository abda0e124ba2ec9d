import { orderByCodePoints } from "./codePointOrder";
import { checkNgrams, expandNgrams, type NgramRange, type TermSequences } from "./ngrams";
import { splitWords } from "./splitWords";
import { createTermFilter, resolveTokenizerOptions, type ResolvedTokenizerOptions, type TokenizerOptions } from "./tokenizer";

/** How texts become numbered terms. */
export interface EncodeOptions extends TokenizerOptions {
  /** Shortest and longest run of neighbouring words that counts as a term; default [1, 1], single words. */
  ngrams?: NgramRange;
}

/** Every option of the encoding, with the defaults filled in. */
export interface ResolvedEncodeOptions extends ResolvedTokenizerOptions {
  readonly ngrams: NgramRange;
}

/**
 * Texts as numbered terms: the work of tokenising, done once for any number of folds.
 *
 * The numbering learns nothing that could leak from one text to another: which terms enter a vocabulary, and with
 * which weight, is decided later from the training texts alone.
 */
export interface EncodedTexts {
  /** Number of texts. */
  readonly count: number;
  /** Every term that occurs, in the order of its characters' code points; the number of a term is its place here. */
  readonly terms: readonly string[];
  /** Length count + 1: the terms of text i are `ids[offsets[i]]` … `ids[offsets[i + 1] − 1]`. */
  readonly offsets: Int32Array;
  /** Term numbers, ascending inside a text; a term that occurs three times stands three times. */
  readonly ids: Int32Array;
  /** The options of the encoding, or null for tokens of the caller's own. */
  readonly options: ResolvedEncodeOptions | null;
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
 * encoded.ids; // 0 1 | 0 1 1 2
 */
export function encodeTexts(texts: readonly string[], options: EncodeOptions = {}): EncodedTexts {
  const resolved = resolveEncodeOptions(options);
  checkTexts(texts);
  const toTerm = createTermFilter(resolved);
  const words = numberTokens(texts.length, (text) => splitWords(texts[text], resolved), toTerm);
  return { ...sortTerms(expandNgrams(words, resolved.ngrams)), count: texts.length, options: resolved };
}

/**
 * Numbers the terms of texts that the caller has tokenised.
 *
 * @throws TypeError if an entry is not an array of strings
 * @example
 * encodeTokens([["C++", "C"], ["C"]]).terms; // ["C", "C++"]
 */
export function encodeTokens(documents: readonly (readonly string[])[]): EncodedTexts {
  documents.forEach((tokens, i) => {
    const wrong = Array.isArray(tokens) ? tokens.findIndex((token) => typeof token !== "string") : -1;
    if (!Array.isArray(tokens) || wrong >= 0) {
      throw new TypeError(`documents[${i}]${wrong >= 0 ? `[${wrong}] is not a string` : " is not an array"}; pass an array of tokens for each document`);
    }
  });
  const words = numberTokens(documents.length, (text) => documents[text], (token) => token);
  return { ...sortTerms(words), count: documents.length, options: null };
}

/**
 * The encoded texts with these numbers, in this order: a fold without tokenising again. The terms are shared.
 *
 * @throws RangeError if a number is not that of a text
 */
export function selectTexts(encoded: EncodedTexts, rows: ArrayLike<number>): EncodedTexts {
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
    ids.set(encoded.ids.subarray(encoded.offsets[rows[i]], encoded.offsets[rows[i] + 1]), offsets[i]);
  }
  return { count: rows.length, terms: encoded.terms, offsets, ids, options: encoded.options };
}

/**
 * Takes texts or encoded texts, and makes sure that both were, or will be, encoded with the options asked for.
 *
 * @throws RangeError if encoded texts come with another value of an option than the one asked for
 */
export function toEncoded(source: readonly string[] | EncodedTexts, options: EncodeOptions): EncodedTexts {
  if (!isEncoded(source)) return encodeTexts(source, options);
  for (const name of encodeOptionNames) {
    const asked = JSON.stringify(options[name]);
    const used = source.options === null ? "tokens of your own" : JSON.stringify(source.options[name]);
    if (asked !== undefined && asked !== used) {
      throw new RangeError(`${name} ${asked} was asked for, but the texts were encoded with ${used}; encode them again with ${name} ${asked}`);
    }
  }
  return source;
}

/** Whether these are encoded texts rather than plain ones. */
export function isEncoded(source: readonly string[] | EncodedTexts): source is EncodedTexts {
  return typeof source === "object" && source !== null && "ids" in source;
}

const encodeOptionNames = ["lowercase", "normalize", "minLength", "stopWords", "stem", "ngrams"] as const;

function resolveEncodeOptions(options: EncodeOptions): ResolvedEncodeOptions {
  const { ngrams = [1, 1] } = options;
  checkNgrams(ngrams);
  return { ...resolveTokenizerOptions(options), ngrams };
}

function checkTexts(texts: readonly string[]): void {
  if (!Array.isArray(texts)) {
    throw new TypeError(`got ${typeof texts} instead of a list of texts; pass an array of strings, [text] for a single text`);
  }
  for (let i = 0; i < texts.length; i++) {
    const text: unknown = texts[i];
    if (typeof text !== "string") {
      throw new TypeError(`texts[${i}] is ${text === null ? "null" : typeof text}, not a string; remove it or pass "" for an empty text`);
    }
  }
}

/** Numbers terms as they turn up. A word's term is worked out once; −1 marks words that are left out. */
function numberTokens(
  count: number,
  wordsOf: (text: number) => readonly string[],
  toTerm: (word: string) => string | undefined,
): TermSequences {
  const idOfWord = new Map<string, number>();
  const idOfTerm = new Map<string, number>();
  const offsets = new Int32Array(count + 1);
  let ids = new Int32Array(Math.max(16, count * 8));
  let filled = 0;
  for (let text = 0; text < count; text++) {
    const words = wordsOf(text);
    if (filled + words.length > ids.length) {
      const wider = new Int32Array(Math.max(2 * ids.length, filled + words.length));
      wider.set(ids);
      ids = wider;
    }
    for (const word of words) {
      let id = idOfWord.get(word);
      if (id === undefined) {
        id = numberWord(word, toTerm, idOfTerm);
        idOfWord.set(word, id);
      }
      if (id >= 0) ids[filled++] = id;
    }
    offsets[text + 1] = filled;
  }
  return { terms: [...idOfTerm.keys()], offsets, ids: ids.subarray(0, filled) };
}

function numberWord(word: string, toTerm: (word: string) => string | undefined, idOfTerm: Map<string, number>): number {
  const term = toTerm(word);
  if (term === undefined) return -1;
  const known = idOfTerm.get(term);
  if (known !== undefined) return known;
  idOfTerm.set(term, idOfTerm.size);
  return idOfTerm.size - 1;
}

/**
 * Renumbers terms by code point and sorts each text's numbers, by two bucket passes: tokens to their term, then,
 * term after term, back to their text.
 */
function sortTerms({ terms, offsets, ids }: TermSequences): TermSequences {
  const order = orderByCodePoints(terms);
  const sizes = new Int32Array(terms.length);
  for (let at = 0; at < ids.length; at++) sizes[ids[at]]++;
  const starts = new Int32Array(terms.length);
  let start = 0;
  for (const id of order) {
    starts[id] = start;
    start += sizes[id];
  }
  const textsByTerm = new Int32Array(ids.length);
  for (let text = 0; text + 1 < offsets.length; text++) {
    for (let at = offsets[text]; at < offsets[text + 1]; at++) textsByTerm[starts[ids[at]]++] = text;
  }
  const sorted = new Int32Array(ids.length);
  const next = offsets.slice(0, -1);
  let at = 0;
  for (let rank = 0; rank < order.length; rank++) {
    for (const end = at + sizes[order[rank]]; at < end; at++) sorted[next[textsByTerm[at]]++] = rank;
  }
  return { terms: Array.from(order, (id) => terms[id]), offsets, ids: sorted };
}
