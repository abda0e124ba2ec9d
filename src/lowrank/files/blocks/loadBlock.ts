import { readSync } from "node:fs";
import type { RowsPlace } from "../../linalg/stored/storedRows";
import { checksumOfBlock, viewBlock } from "./blockFormat";

/** A block's place in its file, and what its head said. */
export interface BlockPlace extends RowsPlace {
  readonly nonZeros: number;
  readonly checksum: number;
}

/** What is wrong with a block, and how it is said. */
export const blockFaults = [
  undefined,
  "is cut short",
  "is damaged (its checksum differs)",
  "names rows or columns that are not there",
] as const;

/**
 * Reads a block into a slot.
 *
 * Cost: one reading; with `verify` two passes over it in memory, 0.8 ms a megabyte.
 *
 * @param columns - of the matrix
 * @param verify - whether to compare the checksum and look at every row offset and column
 * @returns the fault's number, 0 for none
 */
export function loadBlock(
  source: number,
  slot: Uint8Array,
  { position, bytes: length, rows, nonZeros, checksum }: BlockPlace,
  columns: number,
  verify: boolean,
): number {
  const bytes = slot.subarray(0, length);
  if (readInto(source, bytes, position) < length) return 1;
  if (!verify) return 0;
  if (checksumOfBlock(bytes) !== checksum) return 2;
  const { rowOffsets, columnIndices } = viewBlock(bytes, rows, nonZeros);
  let sound = rowOffsets[0] === 0 && rowOffsets[rows] === nonZeros;
  for (let row = 0; row < rows; row++) sound &&= rowOffsets[row] <= rowOffsets[row + 1];
  for (let at = 0; at < nonZeros; at++)
    sound &&= columnIndices[at] >= 0 && columnIndices[at] < columns;
  return sound ? 0 : 3;
}

/** Fills the bytes from a place on; returns how many the file has there. */
export function readInto(source: number, bytes: Uint8Array, position: number): number {
  for (let done = 0; ;) {
    const count = readSync(source, bytes, done, bytes.length - done, position + done);
    done += count;
    if (count === 0 || done === bytes.length) return done;
  }
}
