/** Probes before a word counts as crowded out; at half load a good hash needs two or three. */
const longestProbe = 64;

const noCharacters = new Uint16Array(0);

/**
 * FNV-1a (Fowler, Noll, Vo) on 16-bit characters: starting from hashSeed, hash = Math.imul(hash ^
 * character, hashFactor).
 */
export const hashSeed = 0x811c9dc5 | 0;
export const hashFactor = 0x01000193;

/**
 * Numbers words 0, 1, 2 … in the order of their first appearance.
 *
 * A Map<string, number> would need every token as a string, cut out, hashed and thrown away. Here
 * the reader of a text spells each token into an array, hashing on the way, and strings are made of
 * distinct words only.
 *
 * Open addressing with linear probing over typed arrays. Memory: 16 to 32 bytes a distinct word,
 * and 2 to 4 a character of it.
 */
export class WordTable {
  /** Number of words. */
  size = 0;
  /** The characters of all words, one after another, up to `tail`. */
  private characters: Uint16Array = new Uint16Array(256);
  private tail = 0;
  /** Where each word's characters start, and its hash: two numbers a word. */
  private words: Int32Array = new Int32Array(64);
  /** 1 + the number of the word in each slot; 0 is free. At most half are taken. */
  private slots: Int32Array = new Int32Array(64);
  /**
   * Words that found no place within longestProbe slots, as words chosen to collide would: no
   * look-up takes long.
   */
  private crowded: Map<string, number> | undefined = undefined;
  /** Where `numberOf` spells a word. */
  private spelt: Uint16Array = noCharacters;

  /** The number of a word. */
  numberOf(word: string): number {
    if (word.length > this.spelt.length) this.spelt = new Uint16Array(2 * word.length + 32);
    return this.numberOfSpelt(this.spelt, 0, word.length, spellInto(this.spelt, 0, word));
  }

  /** The number of the word spelt by `source[start]` … `source[end − 1]`, whose hash this is. */
  numberOfSpelt(source: Uint16Array, start: number, end: number, hash: number): number {
    const { slots, words } = this;
    const mask = slots.length - 1;
    let slot = firstSlot(hash, mask);
    for (let probe = 0; probe < longestProbe; probe++) {
      const word = slots[slot] - 1;
      if (word < 0) {
        slots[slot] = this.size + 1;
        return this.add(source, start, end, hash);
      }
      if (words[2 * word + 1] === hash && this.isSpelt(word, source, start, end)) return word;
      slot = (slot + 1) & mask;
    }
    return this.numberOfCrowded(source, start, end, hash);
  }

  /** The number of a word that is known; −1 for another. */
  find(source: Uint16Array, start: number, end: number, hash: number): number {
    const { slots, words } = this;
    const mask = slots.length - 1;
    let slot = firstSlot(hash, mask);
    for (let probe = 0; probe < longestProbe; probe++) {
      const word = slots[slot] - 1;
      if (word < 0) return -1;
      if (words[2 * word + 1] === hash && this.isSpelt(word, source, start, end)) return word;
      slot = (slot + 1) & mask;
    }
    return this.crowded?.get(spell(source, start, end)) ?? -1;
  }

  /** The word with this number. */
  word(number: number): string {
    return spell(this.characters, this.words[2 * number], this.end(number));
  }

  /**
   * All words by number, cut out of one string: making them one by one takes five times as long.
   */
  list(): string[] {
    const { size, words } = this;
    const all = spell(this.characters, 0, this.tail);
    const list: string[] = [];
    for (let word = 0; word < size; word++) list.push(all.slice(words[2 * word], this.end(word)));
    return list;
  }

  private end(word: number): number {
    return word + 1 < this.size ? this.words[2 * word + 2] : this.tail;
  }

  private isSpelt(word: number, source: Uint16Array, start: number, end: number): boolean {
    const { characters } = this;
    const known = this.words[2 * word];
    if (this.end(word) - known !== end - start) return false;
    for (let at = start; at < end; at++)
      if (characters[known + at - start] !== source[at]) return false;
    return true;
  }

  private numberOfCrowded(source: Uint16Array, start: number, end: number, hash: number): number {
    const word = spell(source, start, end);
    const known = this.crowded?.get(word);
    if (known !== undefined) return known;
    (this.crowded ??= new Map()).set(word, this.size);
    return this.add(source, start, end, hash);
  }

  private add(source: Uint16Array, start: number, end: number, hash: number): number {
    const word = this.size++;
    if (this.tail + end - start > this.characters.length) this.widen(end - start);
    const { characters, tail, words } = this;
    for (let at = start; at < end; at++) characters[tail + at - start] = source[at];
    words[2 * word] = tail;
    words[2 * word + 1] = hash;
    this.tail = tail + end - start;
    if (2 * this.size === words.length) this.grow();
    return word;
  }

  /** Makes room for this many characters more. */
  private widen(length: number): void {
    const wider = new Uint16Array(Math.max(2 * this.characters.length, this.tail + length));
    wider.set(this.characters.subarray(0, this.tail));
    this.characters = wider;
  }

  /** Doubles the table and places every word anew. */
  private grow(): void {
    const { size, words } = this;
    this.words = new Int32Array(4 * size);
    this.words.set(words);
    this.slots = new Int32Array(4 * size);
    this.crowded = undefined;
    for (let word = 0; word < size; word++) this.place(word, words[2 * word + 1]);
  }

  private place(word: number, hash: number): void {
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = firstSlot(hash, mask);
    for (let probe = 0; probe < longestProbe; probe++) {
      if (slots[slot] === 0) {
        slots[slot] = word + 1;
        return;
      }
      slot = (slot + 1) & mask;
    }
    (this.crowded ??= new Map()).set(this.word(word), word);
  }
}

/**
 * The low bits of the hash depend on the last characters only in part, so the high ones are folded
 * in.
 */
function firstSlot(hash: number, mask: number): number {
  return (hash ^ (hash >>> 15)) & mask;
}

/** Writes a word's characters from `start` on, and returns its hash. */
export function spellInto(characters: Uint16Array, start: number, word: string): number {
  let hash = hashSeed;
  for (let at = 0; at < word.length; at++) {
    const character = word.charCodeAt(at);
    characters[start + at] = character;
    hash = Math.imul(hash ^ character, hashFactor);
  }
  return hash;
}

/**
 * A string of its own, not a slice that would keep the text it was cut from. A call takes only so
 * many arguments.
 */
function spell(characters: Uint16Array, start: number, end: number, most = 4096): string {
  let word = "";
  for (let from = start; from < end; from += most) {
    word += String.fromCharCode.apply(
      null,
      characters.subarray(from, Math.min(end, from + most)) as unknown as number[],
    );
  }
  return word;
}
