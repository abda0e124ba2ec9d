import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import path from "node:path";
import type { RowBlock } from "../linalg/rowBlock";
import { SparseMatrix } from "../linalg/sparseMatrix";
import {
  blockHeadBytes,
  bytesOfBlock,
  checksumOfBlock,
  headBytes,
  parseBlockHead,
  parseHead,
  viewBlock,
  type BlockHead,
  type BlocksHead,
} from "./blockFormat";

/** Reads the blocks in turn, and counts how often. */
export interface BlockReader {
  readonly head: BlocksHead;
  /** Bytes of the largest block. */
  readonly heldBytes: number;
  /** Rows of the block that has most. */
  readonly mostRows: number;
  readonly passes: number;
  /** Each block in turn, as arrays over one buffer: the next block overwrites them. */
  pass(): Iterable<RowBlock>;
  close(): void;
}

/** Opens a file of blocks and finds them from their heads. */
export function openBlockReader(file: string): BlockReader {
  const source = openFile(file);
  try {
    const head = parseHead(read(source, 0, headBytes), file);
    const size = fstatSync(source).size;
    if (size !== head.bytes) {
      const what = `the file ends there, its head says at byte ${head.bytes}`;
      throw damaged(file, size, what);
    }
    return createReader(file, source, head, readIndex(file, source, head));
  } catch (error) {
    closeSync(source);
    throw error;
  }
}

interface IndexedBlock extends BlockHead {
  /** Byte at which it starts. */
  readonly position: number;
}

/** Finds the blocks from their heads. */
function readIndex(file: string, source: number, head: BlocksHead): IndexedBlock[] {
  const index: IndexedBlock[] = [];
  let [position, rows, nonZeros] = [headBytes, 0, 0];
  for (let block = 0; block < head.blocks; block++) {
    const found = parseBlockHead(read(source, position, blockHeadBytes));
    if (found === undefined || found.firstRow !== rows)
      throw damaged(file, position, `block ${block} does not start here`);
    index.push({ ...found, position });
    rows += found.rows;
    nonZeros += found.nonZeros;
    position += bytesOfBlock(found.rows, found.nonZeros);
  }
  if (rows !== head.rows || nonZeros !== head.nonZeros || position !== head.bytes)
    throw damaged(
      file,
      position,
      `the blocks hold ${rows} rows and ${nonZeros} non-zeros, ` +
        `the head says ${head.rows} and ${head.nonZeros}`,
    );
  return index;
}

function createReader(
  file: string,
  source: number,
  head: BlocksHead,
  index: readonly IndexedBlock[],
): BlockReader {
  const buffer = new ArrayBuffer(
    index.reduce((most, block) => Math.max(most, bytesOfBlock(block.rows, block.nonZeros)), 0),
  );
  const verified = new Uint8Array(index.length);
  let passes = 0;
  let open = true;
  const load = (number: number, { rows, nonZeros, position, checksum }: IndexedBlock): void => {
    if (!open) throw new Error(`${file} is closed; open it again with openBlocks`);
    const length = bytesOfBlock(rows, nonZeros);
    if (readInto(source, new Uint8Array(buffer, 0, length), position) < length)
      throw damaged(file, position, `block ${number} is cut short`);
    if (verified[number] === 0 && checksumOfBlock(buffer, length) !== checksum)
      throw damaged(file, position, `block ${number} is damaged (its checksum differs)`);
    verified[number] = 1;
  };
  return {
    head,
    heldBytes: buffer.byteLength,
    mostRows: index.reduce((most, { rows }) => Math.max(most, rows), 0),
    get passes() {
      return passes;
    },
    *pass() {
      for (const [number, block] of index.entries()) {
        load(number, block);
        const { values, rowOffsets, columnIndices } = viewBlock(buffer, block.rows, block.nonZeros);
        yield {
          firstRow: block.firstRow,
          matrix: new SparseMatrix(block.rows, head.columns, rowOffsets, columnIndices, values),
        };
      }
      passes++;
    },
    close() {
      if (open) closeSync(source);
      open = false;
    },
  };
}

function openFile(file: string): number {
  try {
    return openSync(file, "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      throw new Error(
        `no file at ${path.resolve(file)}; write it with storeBlocks, or give its path from ` +
          `the working folder, ${process.cwd()}`,
        { cause: error },
      );
    }
    throw new Error(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function damaged(file: string, position: number, what: string): Error {
  return new Error(`${file}, byte ${position}: ${what}; copy or store it again`);
}

/** Up to `length` bytes; fewer where the file ends. */
function read(source: number, position: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  return bytes.subarray(0, readInto(source, bytes, position));
}

function readInto(source: number, bytes: Uint8Array, position: number): number {
  let done = 0;
  for (;;) {
    const count = readSync(source, bytes, done, bytes.length - done, position + done);
    done += count;
    if (count === 0 || done === bytes.length) return done;
  }
}
