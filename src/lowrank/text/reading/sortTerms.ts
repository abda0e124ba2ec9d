import { orderByCodePoints } from "./codePointOrder";
import type { TermSequences } from "./ngrams";

/**
 * Longest row sorted by insertion, which is quickest for few numbers but takes the square of their
 * number.
 */
const fewNumbers = 48;

/** Renumbers terms in the order of their code points and sorts each text's numbers, in place. */
export function sortTerms({ terms, offsets, ids }: TermSequences): TermSequences {
  const order = orderByCodePoints(terms);
  const rankOf = new Int32Array(order.length);
  for (let rank = 0; rank < order.length; rank++) rankOf[order[rank]] = rank;
  for (let at = 0; at < ids.length; at++) ids[at] = rankOf[ids[at]];
  for (let text = 0; text + 1 < offsets.length; text++)
    sortRange(ids, offsets[text], offsets[text + 1]);
  return { terms: Array.from(order, (id) => terms[id]), offsets, ids };
}

/** Sorts numbers `start` … `end − 1` in place. */
export function sortRange(ids: Int32Array, start: number, end: number): void {
  if (end - start > fewNumbers) {
    ids.subarray(start, end).sort();
    return;
  }
  for (let at = start + 1; at < end; at++) {
    const id = ids[at];
    let to = at;
    for (; to > start && ids[to - 1] > id; to--) ids[to] = ids[to - 1];
    ids[to] = id;
  }
}
