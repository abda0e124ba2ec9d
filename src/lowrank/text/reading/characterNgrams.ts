import type { NgramRange, TermSequences } from "./ngrams";
import { hashFactor, hashSeed, WordTable } from "./wordTable";

/**
 * Replaces chunks of text by the runs of `shortest` … `longest` neighbouring characters within
 * each, a space set before and behind it: "red" has the runs " r", "re", "ed", "d " of length 2. A
 * chunk that is shorter than a length is one run, whole, and has no longer ones.
 *
 * Cost: one look-up for each run of a distinct chunk, and one copied number for each run of a text.
 *
 * Source: scikit-learn's analyzer "char_wb"; characters are code points, as there.
 */
export function expandCharacters(chunks: TermSequences, range: NgramRange): TermSequences {
  const { terms, starts, runs } = runsOfChunks(chunks.terms, range);
  const offsets = new Int32Array(chunks.offsets.length);
  for (let text = 0; text + 1 < offsets.length; text++) {
    let count = 0;
    for (let at = chunks.offsets[text]; at < chunks.offsets[text + 1]; at++)
      count += starts[chunks.ids[at] + 1] - starts[chunks.ids[at]];
    offsets[text + 1] = offsets[text] + count;
  }
  const ids = new Int32Array(offsets[offsets.length - 1]);
  let filled = 0;
  for (const chunk of chunks.ids)
    for (let at = starts[chunk]; at < starts[chunk + 1]; at++) ids[filled++] = runs[at];
  return { terms, offsets, ids };
}

/**
 * The runs of each distinct chunk: those of chunk c are `runs[starts[c]]` … `starts[c + 1]` − 1.
 */
function runsOfChunks(
  chunks: readonly string[],
  [shortest, longest]: NgramRange,
): { terms: string[]; starts: Int32Array; runs: number[] } {
  const table = new WordTable();
  const starts = new Int32Array(chunks.length + 1);
  const runs: number[] = [];
  chunks.forEach((chunk, c) => {
    const { units, bounds } = spellPadded(chunk);
    const count = bounds.length - 1;
    for (let length = shortest; length <= longest; length++) {
      const size = Math.min(length, count);
      for (let first = 0; first + size <= count; first++)
        runs.push(numberOfRun(table, units, bounds[first], bounds[first + size]));
      if (size === count) break;
    }
    starts[c + 1] = runs.length;
  });
  return { terms: table.list(), starts, runs };
}

/**
 * A chunk between two spaces, in 16-bit units, and where its characters start and the last ends.
 */
function spellPadded(chunk: string): { units: Uint16Array; bounds: number[] } {
  const units = new Uint16Array(chunk.length + 2).fill(space);
  const bounds = [0];
  for (let at = 0; at < chunk.length; at++) {
    const unit = chunk.charCodeAt(at);
    units[at + 1] = unit;
    const inPair = isLow(unit) && at > 0 && isHigh(chunk.charCodeAt(at - 1));
    if (!inPair) bounds.push(at + 1);
  }
  bounds.push(chunk.length + 1, chunk.length + 2);
  return { units, bounds };
}

const space = 0x20;

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}

function numberOfRun(table: WordTable, units: Uint16Array, start: number, end: number): number {
  let hash = hashSeed;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ units[at], hashFactor);
  return table.numberOfSpelt(units, start, end, hash);
}
