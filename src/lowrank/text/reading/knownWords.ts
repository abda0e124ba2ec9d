import { runAtOnce } from "../../base/steps";
import { termFilterOf, type ResolvedEncodeOptions } from "./encodeOptions";
import { readTexts } from "./readTexts";
import type { TokenBuffer } from "./tokenBuffer";
import { WordTable } from "./wordTable";

/** The columns of the known words of some texts. */
export interface KnownWords {
  /** Length texts + 1: the words of text i are `columns[starts[i]]` … `columns[starts[i + 1] − 1]`. */
  readonly starts: Int32Array;
  /** The column of each known word, in reading order. */
  readonly columns: Int32Array;
}

/** Whether terms are words as they are read, which can be looked up without making strings. */
export function termsAreWords({ ngrams, ngramUnit, stem }: ResolvedEncodeOptions): boolean {
  return !stem && ngramUnit === "words" && ngrams[0] === 1 && ngrams[1] === 1;
}

/**
 * Finds the words of texts in a vocabulary, where terms are words.
 *
 * Cost: one pass over the characters and a look-up a word; no strings are made. The table that this
 * needs, some 40 bytes a term, is made when first needed, and kept as long as the vocabulary.
 */
export function findKnownWords(
  texts: readonly string[],
  vocabulary: readonly string[],
  encoding: ResolvedEncodeOptions,
): KnownWords {
  const { table, columnOf } = wordIndex(vocabulary, encoding);
  const starts = new Int32Array(texts.length + 1);
  let columns = new Int32Array(8 * texts.length);
  let read = 0;
  let filled = 0;
  const take = ({ characters, words, textEnds, texts: count, size }: TokenBuffer): void => {
    if (filled + size > columns.length) columns = widened(columns, filled, size);
    let start = 0;
    let at = 0;
    for (let text = 0; text < count; text++) {
      for (; at < textEnds[text]; at++) {
        const end = words[2 * at];
        const word = table.find(characters, start, end, words[2 * at + 1]);
        start = end;
        if (word >= 0 && columnOf[word] >= 0) columns[filled++] = columnOf[word];
      }
      starts[++read] = filled;
    }
  };
  runAtOnce(readTexts(texts, encoding, take));
  return { starts, columns: columns.subarray(0, filled) };
}

function widened(columns: Int32Array, filled: number, more: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(Math.max(2 * columns.length, filled + more));
  wider.set(columns.subarray(0, filled));
  return wider;
}

/** The terms of a vocabulary as words, and the column of each; −1 for a stop word. */
interface WordIndex {
  readonly encoding: ResolvedEncodeOptions;
  readonly table: WordTable;
  readonly columnOf: Int32Array;
}

const indices = new WeakMap<readonly string[], WordIndex>();

function wordIndex(vocabulary: readonly string[], encoding: ResolvedEncodeOptions): WordIndex {
  const known = indices.get(vocabulary);
  if (known?.encoding === encoding) return known;
  const termOf = termFilterOf(encoding);
  const table = new WordTable();
  const columnOf = new Int32Array(vocabulary.length);
  vocabulary.forEach((term, column) => {
    columnOf[table.numberOf(term)] = termOf(term) === undefined ? -1 : column;
  });
  const index = { encoding, table, columnOf };
  indices.set(vocabulary, index);
  return index;
}
