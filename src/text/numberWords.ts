import { letterTable, lookUpLetter, needsItsText, notLookedUp } from "./letterTable";
import type { TermSequences } from "./ngrams";
import { splitUnicode, type SplitOptions } from "./splitWords";
import type { ResolvedTokenizerOptions, TermFilter } from "./tokenizer";
import { hashFactor, hashSeed, WordTable } from "./wordTable";

/**
 * Numbers the terms of texts in the order they turn up; the words are those that splitWords cuts.
 *
 * Most texts are read character by character into the table of words: no string is made of a token that is known already. A text
 * with accents of their own, Chinese or emoji is split by splitUnicode.
 */
export function numberTexts(texts: readonly string[], options: ResolvedTokenizerOptions, termOf: TermFilter): TermSequences {
  const letters = letterTable(options);
  const collector = new TermCollector(texts.length, options.stem, termOf);
  for (const text of texts) {
    if (!spellWords(text, letters, options, collector)) {
      collector.restartText();
      collector.addWords(splitUnicode(text, options));
    }
    collector.endText();
  }
  return collector.finish();
}

/** Numbers tokens in the order they turn up; each token is a term. */
export function numberTokens(documents: readonly (readonly string[])[]): TermSequences {
  const collector = new TermCollector(documents.length, false, (token) => token);
  for (const tokens of documents) {
    collector.addWords(tokens);
    collector.endText();
  }
  return collector.finish();
}

/** Adds the words of a text whose characters can be read one by one; false at the first other one, with the words before it added. */
function spellWords(text: string, letters: Uint16Array, options: SplitOptions, collector: TermCollector): boolean {
  const { table } = collector;
  const { minLength } = options;
  table.reserve(text.length);
  collector.reserve((text.length + 1) >> 1);
  const { characters } = table;
  let start = table.tail;
  let end = start;
  let hash = hashSeed;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    let letter = letters[code];
    if (letter === notLookedUp) letter = lookUpLetter(letters, code, options);
    if (letter > needsItsText) {
      characters[end++] = letter;
      hash = Math.imul(hash ^ letter, hashFactor);
    } else if (letter === needsItsText) {
      return false;
    } else if (end > start) {
      if (end - start >= minLength) collector.add(table.numberOfSpelt(end - start, hash));
      start = end = table.tail;
      hash = hashSeed;
    }
  }
  if (end > start && end - start >= minLength) collector.add(table.numberOfSpelt(end - start, hash));
  return true;
}

/** Gathers the terms of one text after another. */
class TermCollector {
  readonly table = new WordTable();
  private readonly terms: string[] = [];
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

  /** Makes room for this many words. */
  reserve(words: number): void {
    if (this.filled + words <= this.ids.length) return;
    const wider = new Int32Array(Math.max(2 * this.ids.length, this.filled + words));
    wider.set(this.ids.subarray(0, this.filled));
    this.ids = wider;
  }

  add(word: number): void {
    if (word === this.termOfWord.length) this.termOfWord.push(this.numberTerm(this.table.word(word)));
    const term = this.termOfWord[word];
    if (term >= 0) this.ids[this.filled++] = term;
  }

  addWords(words: readonly string[]): void {
    this.reserve(words.length);
    for (const word of words) this.add(this.table.numberOf(word));
  }

  restartText(): void {
    this.filled = this.offsets[this.texts];
  }

  endText(): void {
    this.offsets[++this.texts] = this.filled;
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
