import { splitWords } from "./reading/splitWords";
import { checkOptions } from "../base/checkOptions";
import { stopWordSet, type StopWords } from "./stopWords";

/** How a text becomes tokens. */
export interface TokenizerOptions {
  /** Turn capitals into small letters; default true. */
  lowercase?: boolean;
  /**
   * Bring compatible characters to one form (Unicode NFKC): "ﬁ" → "fi", full-width "Ａ" → "A";
   * default true. scikit-learn leaves such characters as they are: false reads as it does.
   */
  normalize?: boolean;
  /**
   * Take accents off, "café" → "cafe", as scikit-learn's strip_accents="unicode": decompose (NFKD)
   * and leave out every mark with a combining class. Meant for European languages; in Hindi, Thai
   * or Arabic it takes signs that words need. Default false.
   */
  stripAccents?: boolean;
  /**
   * Shortest token kept, in letters and digits; default 2. Words of scripts without spaces
   * (Chinese, Thai …) are always kept.
   */
  minLength?: number;
  /**
   * Words left out, compared in lower case and before stemming: "english", "chinese" or a list;
   * default none.
   */
  stopWords?: StopWords;
  /** Cut English words down to their Porter stem ("engines" → "engin"); default false. */
  stem?: boolean;
}

/** The names of the options. */
export const tokenizerOptionNames = {
  lowercase: true,
  normalize: true,
  minLength: true,
  stopWords: true,
  stem: true,
  stripAccents: true,
} satisfies Record<keyof TokenizerOptions, true>;

/** Every option of the tokenizer, with the defaults filled in. */
export type ResolvedTokenizerOptions = Readonly<Required<TokenizerOptions>>;

export const defaultMinLength = 2;

/** Turns one text into its tokens, in reading order. */
export type Tokenizer = (text: string) => string[];

/**
 * Fills in the defaults and checks the values.
 *
 * @throws RangeError if minLength is not a whole number from 1 up
 */
export function resolveTokenizerOptions(options: TokenizerOptions): ResolvedTokenizerOptions {
  const {
    lowercase = true,
    normalize = true,
    stripAccents = false,
    minLength = defaultMinLength,
    stopWords = [],
    stem = false,
  } = options;
  if (!Number.isInteger(minLength) || minLength < 1) {
    throw new RangeError(`minLength ${minLength} is not a length; choose a whole number from 1 up`);
  }
  // A copy, so that what the caller does with a list afterwards changes no model.
  return {
    lowercase,
    normalize,
    stripAccents,
    minLength,
    stopWords: Array.isArray(stopWords) ? [...(stopWords as readonly string[])] : stopWords,
    stem,
  };
}

/**
 * Makes a function that turns a text into tokens: split into words, leave stop words out, stem.
 *
 * With the defaults and ASCII text it gives the tokens of scikit-learn's TfidfVectorizer: runs of
 * two or more letters, digits and underscores, in lower case. An apostrophe ends a word ("don't" →
 * "don"). Accents and other combining marks stay with their letter, and so do the joiners that a
 * word is spelt with; a soft hyphen is left out ("co\u00ADoperate" → "cooperate"). Chinese,
 * Japanese, Thai, Lao, Khmer and Burmese are cut into words by Intl.Segmenter, whose dictionaries
 * may differ a little between Node versions.
 *
 * Cost: one pass over the characters; a stem is computed once for each distinct word.
 *
 * Source: M. F. Porter, An algorithm for suffix stripping, Program 14 (1980); stems and stop words
 * from natural.
 *
 * @throws RangeError if minLength is not a whole number from 1 up, or there is no stop word list of
 *   that name
 * @example
 * const tokenize = createTokenizer({ stopWords: "english", stem: true });
 * tokenize("The engines of a ship"); // ["engin", "ship"]
 */
export function createTokenizer(options: TokenizerOptions = {}): Tokenizer {
  checkOptions(options, tokenizerOptionNames, "createTokenizer");
  const resolved = resolveTokenizerOptions(options);
  const toTerm = createTermFilter(resolved);
  return (text) => {
    const terms: string[] = [];
    for (const word of splitWords(text, resolved)) {
      const term = toTerm(word);
      if (term !== undefined) terms.push(term);
    }
    return terms;
  };
}

/** The term of a word: undefined for a stop word, otherwise the word or its stem. */
export type TermFilter = (word: string) => string | undefined;

/** Makes the function from a word to its term. */
export function createTermFilter({ stopWords, stem }: ResolvedTokenizerOptions): TermFilter {
  const left = stopWordSet(stopWords);
  const toStem = stem ? memoise(englishStemmer()) : (word: string): string => word;
  return (word) => (left.size > 0 && left.has(word.toLowerCase()) ? undefined : toStem(word));
}

/** Words with other letters or digits are not English: Porter's rules would only damage them. */
function englishStemmer(): (word: string) => string {
  // Loaded here, because most texts are not stemmed.
  const porter =
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    require("natural/lib/natural/stemmers/porter_stemmer") as typeof import("natural/lib/natural/stemmers/porter_stemmer");
  return (word) => (/^[A-Za-z]+$/.test(word) ? porter.stem(word) : word);
}

/**
 * Porter's rules take microseconds and words repeat; the limit keeps a long-running program's
 * memory in bounds.
 */
function memoise(compute: (word: string) => string, limit = 50_000): (word: string) => string {
  const known = new Map<string, string>();
  return (word) => {
    let result = known.get(word);
    if (result === undefined) {
      if (known.size >= limit) known.clear();
      result = compute(word);
      known.set(word, result);
    }
    return result;
  };
}
