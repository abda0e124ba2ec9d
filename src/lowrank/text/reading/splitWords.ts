import { foldText, type Folding } from "./foldText";

/** What splitWords does to a text before and while it splits it. */
export interface SplitOptions extends Folding {
  /** Shortest word kept, in letters and digits; words of scripts without spaces are always kept. */
  readonly minLength: number;
}

/** 1 for the ASCII word characters 0–9, A–Z, a–z and _. */
export const asciiWord: Uint8Array = /* @__PURE__ */ Uint8Array.from({ length: 128 }, (_, code) =>
  /\w/.test(String.fromCharCode(code)) ? 1 : 0,
);

/**
 * A letter, digit or underscore, then any of those, combining marks (accents, vowel signs) and the
 * joiners that foldText has left.
 */
const unicodeWord = /[\p{L}\p{N}_][\p{L}\p{M}\p{N}_\u200c\u200d]*/gu;

/** Scripts that write words one after another without a space. */
const unspacedScript =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;

/** Whether a text holds a character of such a script. */
export function isUnspaced(text: string): boolean {
  return unspacedScript.test(text);
}

const markOrJoiner = /[\p{M}\u200c\u200d]/u;

let segmenter: Intl.Segmenter | undefined;

/**
 * Made when first needed: loading its dictionaries takes milliseconds. One language tag, so that
 * the segments do not depend on the machine's own.
 */
function wordSegmenter(): Intl.Segmenter {
  return (segmenter ??= new Intl.Segmenter("und", { granularity: "word" }));
}

/**
 * Splits a text into words: runs of letters, digits, underscores and combining marks.
 *
 * Everything else separates words, apostrophes too: "don't" is "don" and "t", as in scikit-learn's
 * pattern `\b\w\w+\b`, which this equals on ASCII text. Soft hyphens, joiners and non-joiners
 * separate nothing (see `dropUnseenJoiners`). A run that holds Chinese, Japanese, Thai, Lao, Khmer
 * or Burmese is cut into words by Intl.Segmenter's dictionaries.
 *
 * Cost: one pass over the characters.
 */
export function splitWords(text: string, options: SplitOptions): string[] {
  return (
    splitAscii(options.lowercase ? text.toLowerCase() : text, options.minLength) ??
    splitUnicode(text, options)
  );
}

/** The words of an ASCII text, or undefined at the first other character. */
function splitAscii(text: string, minLength: number): string[] | undefined {
  const words: string[] = [];
  let start = -1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 127) return undefined;
    if (asciiWord[code] === 1) {
      if (start < 0) start = at;
    } else if (start >= 0) {
      if (at - start >= minLength) words.push(text.slice(start, at));
      start = -1;
    }
  }
  if (start >= 0 && text.length - start >= minLength) words.push(text.slice(start));
  return words;
}

/** The words of any text. */
export function splitUnicode(text: string, options: SplitOptions): string[] {
  const { minLength } = options;
  const words: string[] = [];
  for (const [run] of foldText(text, options).matchAll(unicodeWord)) {
    if (isUnspaced(run)) {
      for (const segment of segmentRun(run)) {
        if (isUnspaced(segment) || hasLength(segment, minLength)) words.push(segment);
      }
    } else if (hasLength(run, minLength)) {
      words.push(run);
    }
  }
  return words;
}

/**
 * The words of a run without spaces. Intl.Segmenter's time grows with the square of the length, so
 * a long run is cut into pieces; a piece's last word may be cut short, and starts the next piece
 * instead.
 */
function segmentRun(run: string, longest = 256): string[] {
  const words: string[] = [];
  for (let start = 0; start < run.length;) {
    const piece = Array.from(
      wordSegmenter().segment(run.slice(start, start + longest)),
      ({ segment }) => segment,
    );
    if (start + longest < run.length && piece.length > 1) piece.pop();
    for (const word of piece) {
      words.push(word);
      start += word.length;
    }
  }
  return words;
}

/**
 * Whether a word has at least minLength letters and digits, where a letter with its accents counts
 * once and a joiner does not count.
 */
function hasLength(word: string, minLength: number): boolean {
  let length = 0;
  for (const character of word) {
    if (!markOrJoiner.test(character) && ++length >= minLength) return true;
  }
  return length >= minLength;
}
