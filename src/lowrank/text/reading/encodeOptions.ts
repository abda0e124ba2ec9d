import { checkNgrams, type NgramRange } from "./ngrams";
import {
  createTermFilter,
  defaultMinLength,
  resolveTokenizerOptions,
  tokenizerOptionNames,
  type ResolvedTokenizerOptions,
  type TermFilter,
  type TokenizerOptions,
} from "../tokenizer";

/** What an n-gram is a run of. */
export type NgramUnit = "words" | "characters";

/** How texts become numbered terms. */
export interface EncodeOptions extends TokenizerOptions {
  /**
   * Shortest and longest run of neighbouring words, or of characters, that counts as a term;
   * default [1, 1], single ones.
   */
  ngrams?: NgramRange;
  /**
   * What `ngrams` counts; default "words". "characters": runs of characters within what white space
   * parts, with a space before and behind it, as scikit-learn's analyzer "char_wb"; punctuation
   * counts, and `minLength`, `stopWords` and `stem`, which are for words, must be left out.
   */
  ngramUnit?: NgramUnit;
}

/** The names of the options. */
export const encodeOptionNames = {
  ...tokenizerOptionNames,
  ngrams: true,
  ngramUnit: true,
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
  readonly ngramUnit: NgramUnit;
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
  const { ngrams = [1, 1], ngramUnit = "words" } = options;
  checkNgrams(ngrams);
  const resolved = { ...resolveTokenizerOptions(options), ngrams, ngramUnit };
  checkUnit(resolved);
  termFilters.set(resolved, createTermFilter(resolved));
  return resolved;
}

/** The function from a word to its term that belongs to resolved options. */
export function termFilterOf(resolved: ResolvedEncodeOptions): TermFilter {
  return termFilters.get(resolved) ?? createTermFilter(resolved);
}

function checkUnit({ ngramUnit, minLength, stopWords, stem }: ResolvedEncodeOptions): void {
  if (ngramUnit === "words") return;
  if (ngramUnit !== "characters") {
    throw new RangeError(
      `ngramUnit ${JSON.stringify(ngramUnit)} is no unit; choose "words" or "characters"`,
    );
  }
  const wrong = [
    minLength !== defaultMinLength && `minLength ${minLength}`,
    stopWords.length > 0 && `stopWords ${JSON.stringify(stopWords)}`,
    stem && "stem true",
  ].find((name) => name !== false);
  if (wrong !== undefined) {
    throw new RangeError(
      `${wrong} is for words, but ngramUnit is "characters"; ` +
        `leave it out, or choose ngramUnit "words"`,
    );
  }
}
