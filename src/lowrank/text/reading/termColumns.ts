import { compareCodePoints } from "./codePointOrder";

/**
 * The place of each term in a vocabulary, or −1; the vocabulary is in the order of code points.
 *
 * Cost: a walk along both lists if the terms are in that order too; otherwise, and where there are
 * few terms, as of a single new text, a look-up a term. The index that this needs, some 40 bytes a
 * term of the vocabulary, is made when first needed.
 */
export function termColumns(
  terms: readonly string[],
  vocabulary: readonly string[],
  ordered: boolean,
): Int32Array {
  if (!ordered || 16 * terms.length < vocabulary.length) {
    const index = columnIndex(vocabulary);
    return Int32Array.from(terms, (term) => index.get(term) ?? -1);
  }
  const columns = new Int32Array(terms.length);
  let column = 0;
  for (let at = 0; at < terms.length; at++) {
    const term = terms[at];
    while (column < vocabulary.length && isBefore(vocabulary[column], term)) column++;
    columns[at] = column < vocabulary.length && vocabulary[column] === term ? column : -1;
  }
  return columns;
}

const indices = new WeakMap<readonly string[], Map<string, number>>();

/**
 * The column of each term; made once for a vocabulary, so that single texts are transformed
 * quickly.
 */
function columnIndex(vocabulary: readonly string[]): Map<string, number> {
  let index = indices.get(vocabulary);
  if (index === undefined) {
    index = new Map(vocabulary.map((term, column) => [term, column]));
    indices.set(vocabulary, index);
  }
  return index;
}

/** Equal strings are often one object, which `!==` sees at once. */
function isBefore(known: string, term: string): boolean {
  return known !== term && compareCodePoints(known, term) < 0;
}
