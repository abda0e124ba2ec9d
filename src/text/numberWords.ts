import { letterTable } from "./letterTable";
import type { TermSequences } from "./ngrams";
import { splitUnicode } from "./splitWords";
import { TokenBuffer } from "./tokenBuffer";
import type { ResolvedTokenizerOptions, TermFilter } from "./tokenizer";
import { WordTable } from "./wordTable";

/**
 * Numbers the terms of texts in the order they turn up; the words are those that splitWords cuts.
 *
 * Most texts are read character by character, and no string is made of a token that is known already. A text with accents of their
 * own, Chinese or emoji is split by splitUnicode.
 */
export function numberTexts(texts: readonly string[], options: ResolvedTokenizerOptions, termOf: TermFilter): TermSequences {
  const letters = letterTable(options);
  const collector = new TermCollector(texts.length, options.stem, termOf);
  const tokens = new TokenBuffer();
  for (const text of texts) {
    if (!tokens.spellWords(text, letters, options)) tokens.addWords(splitUnicode(text, options));
    tokens.endText();
    if (tokens.isFull()) collector.take(tokens);
  }
  collector.take(tokens);
  return collector.finish();
}

/** Numbers tokens in the order they turn up; each token is a term. */
export function numberTokens(documents: readonly (readonly string[])[]): TermSequences {
  const collector = new TermCollector(documents.length, false, (token) => token);
  const tokens = new TokenBuffer();
  for (const words of documents) {
    tokens.addWords(words);
    tokens.endText();
    if (tokens.isFull()) collector.take(tokens);
  }
  collector.take(tokens);
  return collector.finish();
}

/**
 * An empty array of strings. The engine holds `[]` for numbers until a string comes, and would throw away the code compiled for
 * looking words up at the first one of every collector.
 */
function emptyStrings(): string[] {
  const strings = [""];
  strings.length = 0;
  return strings;
}

/** Gathers the terms of one text after another. */
class TermCollector {
  private readonly table = new WordTable();
  private readonly terms = emptyStrings();
  private readonly termOfWord: number[] = [];
  /** The terms, where several words can have the same; undefined where each word is its own term. */
  private readonly stems: WordTable | undefined;
  private readonly offsets: Int32Array;
  private ids: Int32Array;
  private filled = 0;
  private texts = 0;

  constructor(count: number, stem: boolean, private readonly termOf: TermFilter) {
    this.stems = stem ? new WordTable() : undefined;
    this.offsets = new Int32Array(count + 1);
    this.ids = new Int32Array(8 * count);
  }

  /** Takes the words of all texts in the buffer, and empties it. */
  take(tokens: TokenBuffer): void {
    this.reserve(tokens.size);
    const { table, termOfWord, ids, offsets } = this;
    const { characters, words, textEnds } = tokens;
    let start = 0;
    let at = 0;
    let filled = this.filled;
    for (let text = 0; text < tokens.texts; text++) {
      for (; at < textEnds[text]; at++) {
        const end = words[2 * at];
        const word = table.numberOfSpelt(characters, start, end, words[2 * at + 1]);
        if (word === termOfWord.length) termOfWord.push(this.numberTerm(table.word(word)));
        const term = termOfWord[word];
        if (term >= 0) ids[filled++] = term;
        start = end;
      }
      offsets[++this.texts] = filled;
    }
    this.filled = filled;
    tokens.empty();
  }

  /** Makes room for this many words. */
  private reserve(words: number): void {
    if (this.filled + words <= this.ids.length) return;
    const wider = new Int32Array(Math.max(2 * this.ids.length, this.filled + words));
    wider.set(this.ids.subarray(0, this.filled));
    this.ids = wider;
  }

  finish(): TermSequences {
    return { terms: this.terms, offsets: this.offsets, ids: this.ids.slice(0, this.filled) };
  }

  private numberTerm(word: string): number {
    const term = this.termOf(word);
    if (term === undefined) return -1;
    const id = this.stems?.numberOf(term) ?? this.terms.length;
    if (id === this.terms.length) this.terms.push(term);
    return id;
  }
}
