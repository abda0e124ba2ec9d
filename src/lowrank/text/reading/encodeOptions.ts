import { checkNgrams, type NgramRange } from "./ngrams";
import {
  createTermFilter,
  resolveTokenizerOptions,
  tokenizerOptionNames,
  type ResolvedTokenizerOptions,
  type TermFilter,
  type TokenizerOptions,
} from "../tokenizer";

/** How texts become numbered terms. */
export interface EncodeOptions extends TokenizerOptions {
  /**
   * Shortest and longest run of neighbouring words that counts as a term; default [1, 1], single
   * words.
   */
  ngrams?: NgramRange;
}

/** The names of the options. */
export const encodeOptionNames = {
  ...tokenizerOptionNames,
  ngrams: true,
} satisfies Record<keyof EncodeOptions, true>;

/**
 * The names of the steps after the encoding, which leave theirs alone: one object of options may
 * serve the whole chain.
 */
export const tfidfOptionNames = {
  ...encodeOptionNames,
  minDocumentFrequency: true,
  maxDocumentFrequency: true,
  maxTerms: true,
  sublinear: true,
} as const;

/** Every option of the encoding, with the defaults filled in. */
export interface ResolvedEncodeOptions extends ResolvedTokenizerOptions {
  readonly ngrams: NgramRange;
}

/**
 * Options that this module resolved, with their filter: a model's new texts come one by one, and
 * need no new set of stop words each.
 */
const termFilters = new WeakMap<EncodeOptions, TermFilter>();

/**
 * Fills in the defaults and checks the values; options that are resolved already are given back as
 * they are.
 *
 * @throws RangeError if an option has no meaning
 */
export function resolveEncodeOptions(options: EncodeOptions): ResolvedEncodeOptions {
  if (termFilters.has(options)) return options as ResolvedEncodeOptions;
  const { ngrams = [1, 1] } = options;
  checkNgrams(ngrams);
  const resolved = { ...resolveTokenizerOptions(options), ngrams };
  termFilters.set(resolved, createTermFilter(resolved));
  return resolved;
}

/** The function from a word to its term that belongs to resolved options. */
export function termFilterOf(resolved: ResolvedEncodeOptions): TermFilter {
  return termFilters.get(resolved) ?? createTermFilter(resolved);
}
