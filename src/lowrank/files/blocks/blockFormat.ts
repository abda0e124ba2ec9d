import type { SparseMatrix } from "../../linalg/sparseMatrix";
import type { RowsPlace } from "../../linalg/stored/storedRows";

/*
 * A file of blocks: a head of 80 bytes, then the blocks one after the other, each some rows of the
 * matrix. Numbers are in the order of bytes of the machine that wrote them (little-endian on nearly
 * all).
 *
 * Head      8 bytes    "\x93LRBLK\r\n"
 *           4 × u32    version 2; a checksum of the head's other bytes; 1 (tells the order of bytes);
 *                      a checksum of the blocks' checksums
 *           7 × f64    rows, columns, non-zeros, blocks, bytes of the file, largest entry in size,
 *                      ‖A‖²_F; all 0 until the blocks are written
 * Block     4 × u32    "BLK\n", rows, non-zeros, a checksum of the block's other bytes
 *           f64        number of its first row
 *           non-zeros × f64, (rows + 1) × i32, non-zeros × i32
 *                      values, row offsets, columns; then zeros up to a multiple of 8 bytes
 */

/** Bytes before the first block. */
export const headBytes = 80;
/** Bytes of a block before its values. */
export const blockHeadBytes = 24;

/** One character a byte. */
const magic = "\x93LRBLK\r\n";
const version = 2;
/** "BLK\n", the first byte lowest. */
const blockMagic = 0x0a4b4c42;

/** What the head of a file of blocks says. */
export interface BlocksHead {
  readonly rows: number;
  readonly columns: number;
  readonly nonZeros: number;
  readonly blocks: number;
  /** Bytes of the whole file. */
  readonly bytes: number;
  /** Size of the largest entry. */
  readonly largestEntry: number;
  /** ‖A‖²_F. */
  readonly energy: number;
  /** A checksum of the blocks' checksums: which blocks belong to this file, in which order. */
  readonly checksumOfBlocks: number;
}

/** What the head of a block says. */
export interface BlockHead {
  readonly rows: number;
  readonly nonZeros: number;
  readonly checksum: number;
  readonly firstRow: number;
}

/** Bytes of a block, its head included. */
export function bytesOfBlock(rows: number, nonZeros: number): number {
  return blockHeadBytes + 8 * Math.ceil((12 * nonZeros + 4 * (rows + 1)) / 8);
}

/** The head of a file whose blocks are not written yet. */
export const unfinishedHead: BlocksHead = {
  rows: 0,
  columns: 0,
  nonZeros: 0,
  blocks: 0,
  bytes: 0,
  largestEntry: 0,
  energy: 0,
  checksumOfBlocks: 0,
};

export function writeHead(head: BlocksHead): Uint8Array {
  const { rows, columns, nonZeros, blocks, bytes, largestEntry, energy } = head;
  const words = new Uint32Array(headBytes / 4);
  const written = new Uint8Array(words.buffer);
  for (let at = 0; at < magic.length; at++) written[at] = magic.charCodeAt(at);
  words.set([version, 0, 1, head.checksumOfBlocks], 2);
  new Float64Array(words.buffer, 24).set([
    rows,
    columns,
    nonZeros,
    blocks,
    bytes,
    largestEntry,
    energy,
  ]);
  words[3] = checksumOf(words);
  return written;
}

/** @throws Error that names the file, the byte and the remedy */
export function parseHead(bytes: Uint8Array, name: string): BlocksHead {
  if (!magic.startsWith(String.fromCharCode(...bytes.subarray(0, magic.length))))
    throw new Error(
      `${name}, byte 0: not a file of blocks; write one with storeBlocks("${name}", parts)`,
    );
  const words = new Uint32Array(bytes.slice().buffer, 0, Math.floor(bytes.length / 4));
  if (bytes.length < headBytes)
    throw new Error(
      `${name}, byte ${bytes.length}: the file ends inside its head; copy or store it again`,
    );
  if (words[4] === 0x01000000)
    throw new Error(
      `${name}, byte 16: written on a machine with another order of bytes; ` +
        "store it again on this one",
    );
  if (words[2] !== version)
    throw new Error(
      `${name}, byte 8: version ${words[2]} of the format is unknown; ` +
        `this library reads version ${version}: store it again`,
    );
  const checksum = words[3];
  words[3] = 0;
  if (checksumOf(words) !== checksum)
    throw new Error(
      `${name}, byte 12: the head is damaged (its checksum differs); copy or store it again`,
    );
  const numbers = new Float64Array(words.buffer, 24, 7);
  const [rows, columns, nonZeros, blocks, size, largestEntry, energy] = numbers;
  if (size === 0)
    throw new Error(
      `${name}: storing it was interrupted, and its blocks are not all there; store it again`,
    );
  const checksumOfBlocks = words[5];
  return { rows, columns, nonZeros, blocks, bytes: size, largestEntry, energy, checksumOfBlocks };
}

/** Byte offsets of a block's arrays. */
export function placeArrays(
  rows: number,
  nonZeros: number,
): Pick<RowsPlace, "values" | "rowOffsets" | "columnIndices"> {
  const rowOffsets = blockHeadBytes + 8 * nonZeros;
  return { values: blockHeadBytes, rowOffsets, columnIndices: rowOffsets + 4 * (rows + 1) };
}

/** The parts of a block as arrays over its bytes. */
export function viewBlock(
  { buffer, byteOffset }: Uint8Array,
  rows: number,
  nonZeros: number,
): { values: Float64Array; rowOffsets: Int32Array; columnIndices: Int32Array } {
  const { values, rowOffsets, columnIndices } = placeArrays(rows, nonZeros);
  return {
    values: new Float64Array(buffer, byteOffset + values, nonZeros),
    rowOffsets: new Int32Array(buffer, byteOffset + rowOffsets, rows + 1),
    columnIndices: new Int32Array(buffer, byteOffset + columnIndices, nonZeros),
  };
}

/** A block's bytes: the rows of several matrices under each other. */
export function writeBlock(slices: readonly RowSlice[], firstRow: number): Uint8Array {
  const rows = slices.reduce((sum, { from, to }) => sum + to - from, 0);
  const nonZeros = slices.reduce((sum, slice) => sum + countNonZeros(slice), 0);
  const buffer = new ArrayBuffer(bytesOfBlock(rows, nonZeros));
  const block = new Uint8Array(buffer);
  const { values, rowOffsets, columnIndices } = viewBlock(block, rows, nonZeros);
  let row = 0;
  let filled = 0;
  for (const { matrix, from, to } of slices) {
    const [start, end] = [matrix.rowOffsets[from], matrix.rowOffsets[to]];
    values.set(matrix.values.subarray(start, end), filled);
    columnIndices.set(matrix.columnIndices.subarray(start, end), filled);
    for (let i = from; i < to; i++) rowOffsets[++row] = filled + matrix.rowOffsets[i + 1] - start;
    filled += end - start;
  }
  const words = new Uint32Array(buffer);
  new Float64Array(buffer, 16, 1)[0] = firstRow;
  words.set([blockMagic, rows, nonZeros, 0]);
  words[3] = checksumOf(words);
  return block;
}

/** Reads a block's head; undefined where there is none. */
export function parseBlockHead(bytes: Uint8Array): BlockHead | undefined {
  if (bytes.length < blockHeadBytes) return undefined;
  const { buffer } = bytes.slice(0, blockHeadBytes);
  const [found, rows, nonZeros, checksum] = new Uint32Array(buffer, 0, 4);
  return found === blockMagic
    ? { rows, nonZeros, checksum, firstRow: new Float64Array(buffer, 16, 1)[0] }
    : undefined;
}

/** The checksum of a block as it was read. */
export function checksumOfBlock({ buffer, byteOffset, length }: Uint8Array): number {
  const words = new Uint32Array(buffer, byteOffset, length / 4);
  const kept = words[3];
  words[3] = 0;
  const checksum = checksumOf(words);
  words[3] = kept;
  return checksum;
}

/** The checksum of the blocks' checksums, in order. */
export const checksumOfBlocks = (checksums: readonly number[]): number =>
  checksumOf(Uint32Array.from(checksums));

/** The checksum that a block carries in its head. */
export const carriedChecksum = ({ buffer, byteOffset }: Uint8Array): number =>
  new Uint32Array(buffer, byteOffset, 4)[3];

/** Rows from … to − 1 of a matrix. */
export interface RowSlice {
  readonly matrix: SparseMatrix;
  readonly from: number;
  readonly to: number;
}

export const countNonZeros = ({ matrix, from, to }: RowSlice): number =>
  matrix.rowOffsets[to] - matrix.rowOffsets[from];

/**
 * FNV-1a over 32-bit words, mixed: it differs for certain where a single word differs.
 *
 * Cost: three operations a word, 0.7 ms a megabyte.
 */
function checksumOf(words: Uint32Array): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < words.length; at++) {
    hash = Math.imul(hash ^ words[at], 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}
