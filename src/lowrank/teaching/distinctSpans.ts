import { log2 } from "../base/elementary/otherLogs";

/** Pieces of one file: piece i is its bytes `starts[i]` … `ends[i] − 1`. */
export interface Spans {
  readonly bytes: Uint8Array;
  readonly starts: number[];
  readonly ends: number[];
}

/**
 * Keeps the first of several pieces with the same bytes, whichever lists they stand in.
 *
 * A Set of strings would make a string of each piece. Here the bytes are hashed (FNV-1a over every
 * third byte) and compared where they stand, in a table with open addressing. Memory: 8 to 16 bytes
 * a piece.
 *
 * @example
 * const bytes = Buffer.from("a fish; a bird; a fish");
 * distinctSpans([{ bytes, starts: [0, 8, 16], ends: [6, 14, 22] }])[0].starts; // [0, 8]
 */
export function distinctSpans<List extends Spans>(lists: readonly List[]): List[] {
  const count = lists.reduce((sum, { starts }) => sum + starts.length, 0);
  const mask = 2 ** Math.ceil(log2(2 * count + 2)) - 1;
  // In each slot 1 + the number of a piece that was kept; 0 is free.
  const slots = new Int32Array(mask + 1);
  const keptLists: List[] = [];
  const keptPieces: number[] = [];
  return lists.map((list) => {
    const starts: number[] = [];
    const ends: number[] = [];
    for (let piece = 0; piece < list.starts.length; piece++) {
      let slot = hashSpan(list, piece) & mask;
      let known = slots[slot] - 1;
      while (known >= 0 && !areEqual(list, piece, keptLists[known], keptPieces[known])) {
        slot = (slot + 1) & mask;
        known = slots[slot] - 1;
      }
      if (known >= 0) continue;
      slots[slot] = keptPieces.push(piece);
      keptLists.push(list);
      starts.push(list.starts[piece]);
      ends.push(list.ends[piece]);
    }
    return { ...list, starts, ends };
  });
}

function hashSpan({ bytes, starts, ends }: Spans, piece: number): number {
  const end = ends[piece];
  let hash = 0x811c9dc5 ^ (end - starts[piece]);
  for (let at = starts[piece]; at < end; at += 3) hash = Math.imul(hash ^ bytes[at], 0x01000193);
  return hash ^ (hash >>> 15);
}

function areEqual(one: Spans, i: number, other: Spans, j: number): boolean {
  const length = one.ends[i] - one.starts[i];
  if (other.ends[j] - other.starts[j] !== length) return false;
  const from = one.starts[i];
  const otherFrom = other.starts[j];
  for (let at = 0; at < length; at++)
    if (one.bytes[from + at] !== other.bytes[otherFrom + at]) return false;
  return true;
}
