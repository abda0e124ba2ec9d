import { leftOut, lookUpLetter, needsItsText, notLookedUp } from "./letterTable";
import type { ReadingOptions } from "./readingOptions";
import { hashFactor, hashSeed, spellInto } from "./wordTable";

/**
 * Characters and texts after which a buffer is worth emptying: what it holds stays in the
 * processor's cache.
 */
const manyCharacters = 1 << 14;
const manyTexts = 1024;

/**
 * The words of some texts, spelt one after another, to be looked up together.
 *
 * Spelling and looking up are two short loops without calls. As one they took the engine's compiler
 * 30 ms, in which 5,000 texts are read.
 */
export class TokenBuffer {
  /** The characters of all words, one after another. */
  characters: Uint16Array = new Uint16Array(2 * manyCharacters);
  /** Where each word's characters end, and its hash: two numbers a word. */
  words: Int32Array = new Int32Array(manyCharacters);
  /** How many words are complete once a text has ended. */
  readonly textEnds: Int32Array = new Int32Array(manyTexts);
  /** Number of words. */
  size = 0;
  /** Number of texts. */
  texts = 0;

  /** Whether it is time to look the words up and empty the buffer. */
  isFull(): boolean {
    return this.tail() >= manyCharacters || this.texts === this.textEnds.length;
  }

  /** Forgets the words, and the room that a text of a megabyte took. */
  empty(): void {
    if (this.characters.length > 1 << 20) this.characters = new Uint16Array(2 * manyCharacters);
    if (this.words.length > 1 << 20) this.words = new Int32Array(manyCharacters);
    this.size = 0;
    this.texts = 0;
  }

  endText(): void {
    this.textEnds[this.texts++] = this.size;
  }

  /** Adds words as they are. */
  addWords(words: readonly string[]): void {
    for (const word of words) {
      this.reserve(word.length, 1);
      const tail = this.tail();
      this.words[2 * this.size] = tail + word.length;
      this.words[2 * this.size + 1] = spellInto(this.characters, tail, word);
      this.size++;
    }
  }

  /**
   * Adds the words of a text whose characters can be read one by one; adds none and returns false
   * if there is another character in it.
   */
  spellWords(text: string, letters: Uint16Array, options: ReadingOptions): boolean {
    this.reserve(text.length, (text.length + 1) >> 1);
    const { characters, words } = this;
    const { minLength, pieces } = options;
    let size = this.size;
    let start = this.tail();
    let end = start;
    let hash = hashSeed;
    // One step more than there are characters ends the last word.
    for (let at = 0; at <= text.length; at++) {
      const code = at < text.length ? text.charCodeAt(at) : wordEnd;
      let letter = letters[code];
      if (letter === notLookedUp) letter = lookUpLetter(letters, code, options, pieces);
      if (letter > leftOut) {
        characters[end++] = letter;
        hash = Math.imul(hash ^ letter, hashFactor);
      } else if (letter === needsItsText) {
        return false;
      } else if (letter !== leftOut && end > start) {
        if (end - start >= minLength) {
          words[2 * size] = end;
          words[2 * size + 1] = hash;
          size++;
          start = end;
        }
        end = start;
        hash = hashSeed;
      }
    }
    this.size = size;
    return true;
  }

  private tail(): number {
    return this.size === 0 ? 0 : this.words[2 * this.size - 2];
  }

  /** Makes room for this many characters and words more. */
  private reserve(characters: number, words: number): void {
    const tail = this.tail();
    if (tail + characters > this.characters.length) {
      const wider = new Uint16Array(Math.max(2 * this.characters.length, tail + characters));
      wider.set(this.characters.subarray(0, tail));
      this.characters = wider;
    }
    if (2 * (this.size + words) > this.words.length) {
      const wider = new Int32Array(Math.max(2 * this.words.length, 2 * (this.size + words)));
      wider.set(this.words.subarray(0, 2 * this.size));
      this.words = wider;
    }
  }
}

/** A character that belongs to no word. */
const wordEnd = 0x20;
