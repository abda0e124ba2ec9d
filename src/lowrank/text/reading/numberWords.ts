import type { Steps } from "../../base/steps";
import type { ResolvedEncodeOptions } from "./encodeOptions";
import type { TermSequences } from "./ngrams";
import { readTexts, takeBuffer } from "./readTexts";
import type { TokenBuffer } from "./tokenBuffer";
import type { TermFilter } from "../tokenizer";
import { WordTable } from "./wordTable";

/**
 * Numbers the terms of texts in the order they turn up; the words are those that splitWords cuts,
 * or the chunks of splitChunks where terms are to be character n-grams.
 *
 * Strings are made of distinct words only, at the end. A step is a full buffer.
 */
export function* numberTexts(
  texts: readonly string[],
  options: ResolvedEncodeOptions,
  termOf: TermFilter,
): Steps<TermSequences> {
  const collector = new WordCollector(texts.length);
  yield* readTexts(texts, options, (tokens) => collector.take(tokens));
  return collector.terms(termOf, options.stem);
}

/** Numbers tokens in the order they turn up; each token is a term. */
export function numberTokens(documents: readonly (readonly string[])[]): TermSequences {
  const collector = new WordCollector(documents.length);
  const tokens = takeBuffer();
  for (const words of documents) {
    tokens.addWords(words);
    tokens.endText();
    if (!tokens.isFull()) continue;
    collector.take(tokens);
    tokens.empty();
  }
  collector.take(tokens);
  return collector.words();
}

/** Gathers the words of one text after another, then makes terms of them. */
class WordCollector {
  private readonly table = new WordTable();
  private readonly offsets: Int32Array;
  /** Numbers of words. */
  private ids: Int32Array;
  private filled = 0;
  private texts = 0;

  constructor(count: number) {
    this.offsets = new Int32Array(count + 1);
    this.ids = new Int32Array(8 * count);
  }

  /** Takes the words of all texts in the buffer. */
  take(tokens: TokenBuffer): void {
    this.reserve(tokens.size);
    const { table, ids, offsets } = this;
    const { characters, words, textEnds } = tokens;
    let start = 0;
    let at = 0;
    let filled = this.filled;
    for (let text = 0; text < tokens.texts; text++) {
      for (; at < textEnds[text]; at++) {
        const end = words[2 * at];
        ids[filled++] = table.numberOfSpelt(characters, start, end, words[2 * at + 1]);
        start = end;
      }
      offsets[++this.texts] = filled;
    }
    this.filled = filled;
  }

  /** Each word as its own term. */
  words(): TermSequences {
    return { terms: this.table.list(), offsets: this.offsets, ids: this.ids.slice(0, this.filled) };
  }

  /** The terms that `termOf` makes of the words. */
  terms(termOf: TermFilter, stem: boolean): TermSequences {
    const { ids, offsets } = this;
    const { termOfWord, terms } = termsOfWords(this.table.list(), termOf, stem);
    let filled = 0;
    for (let text = 0, at = 0; text < this.texts; text++) {
      for (; at < offsets[text + 1]; at++) {
        const term = termOfWord[ids[at]];
        if (term >= 0) ids[filled++] = term;
      }
      offsets[text + 1] = filled;
    }
    return { terms, offsets, ids: ids.slice(0, filled) };
  }

  /** Makes room for this many words. */
  private reserve(words: number): void {
    if (this.filled + words <= this.ids.length) return;
    const wider = new Int32Array(Math.max(2 * this.ids.length, this.filled + words));
    wider.set(this.ids.subarray(0, this.filled));
    this.ids = wider;
  }
}

/** Numbers the terms of words: −1 for a word left out; several words can have the same stem. */
function termsOfWords(
  words: readonly string[],
  termOf: TermFilter,
  stem: boolean,
): { terms: string[]; termOfWord: Int32Array } {
  const termOfWord = new Int32Array(words.length);
  const terms: string[] = [];
  const stems = stem ? new WordTable() : undefined;
  for (let word = 0; word < words.length; word++) {
    const term = termOf(words[word]);
    const number = term === undefined ? -1 : (stems?.numberOf(term) ?? terms.length);
    if (term !== undefined && number === terms.length) terms.push(term);
    termOfWord[word] = number;
  }
  return { terms, termOfWord };
}
