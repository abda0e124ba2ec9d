import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import path from "node:path";
import type { StreamedOperator } from "../linalg/matrixOperator";
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

/**
 * A matrix in a file of blocks. Its products read the file block by block; one block is held at a
 * time.
 */
export interface BlockedMatrix extends StreamedOperator {
  readonly nonZeros: number;
  /** Blocks in the file. */
  readonly blocks: number;
  /** Bytes of the file. */
  readonly bytes: number;
  /** ‖A‖²_F. */
  readonly energy: number;
  /** Bytes of the largest block: all that is held of the file. */
  readonly heldBytes: number;
  /** How often the file has been read from beginning to end. */
  readonly passes: number;
  /** The rows, block by block, each block a copy. One pass. */
  readBlocks(): Iterable<RowBlock>;
  /** Closes the file. */
  close(): void;
}

/**
 * Opens a file that `storeBlocks` wrote as a matrix that `truncatedSvd` and `projectRows` take.
 *
 * A X, AᵀY and AᵀA X each read the file once. So each step of the truncated SVD, four vectors, is
 * one pass: a quarter of the vectors kept, see `truncatedSvd`. `fitPca` takes it too. With
 * `leftVectors: false` memory does not depend on the rows, as long as there are at least as many
 * rows as columns; with more columns than rows, a step is two passes.
 *
 * The file is checked as it is opened (its size, and the head of each block), and each block's
 * checksum when it is first read. A file that is stored again while it is open does not disturb:
 * what was opened is read on (Windows does not let it be stored again before it is closed).
 *
 * Cost: a pass reads `bytes` and takes 4 · nonZeros · width flops for AᵀA X. Memory: the largest
 * block.
 *
 * @throws Error that names the file, the byte and the remedy: missing, not a file of blocks, cut
 *   short, damaged
 * @example
 * storeBlocks("corpus.blocks", [matrix]);
 * const stored = openBlocks("corpus.blocks");
 * const { v } = truncatedSvd(stored, 10, { leftVectors: false });
 * stored.close();
 */
export function openBlocks(file: string): BlockedMatrix {
  const source = openFile(file);
  try {
    const head = parseHead(read(source, 0, headBytes), file);
    const size = fstatSync(source).size;
    if (size !== head.bytes)
      throw new Error(
        `${file}, byte ${size}: the file ends there, its head says at byte ${head.bytes}; ` +
          "copy or store it again",
      );
    return createBlockedMatrix(
      head,
      createReader(file, source, head, readIndex(file, source, head)),
    );
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

/** Reads the blocks in turn, and counts how often. */
interface BlockReader {
  /** Bytes of the largest block. */
  readonly heldBytes: number;
  /** Rows of the block that has most. */
  readonly mostRows: number;
  readonly passes: number;
  /** Each block in turn, as arrays over one buffer: the next block overwrites them. */
  pass(): Iterable<RowBlock>;
  close(): void;
}

function createReader(
  file: string,
  source: number,
  { columns }: BlocksHead,
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
          matrix: new SparseMatrix(block.rows, columns, rowOffsets, columnIndices, values),
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

function createBlockedMatrix(head: BlocksHead, reader: BlockReader): BlockedMatrix {
  const { rows, columns } = head;
  return {
    ...head,
    heldBytes: reader.heldBytes,
    get passes() {
      return reader.passes;
    },
    multiply(block, width) {
      const product = new Float64Array(rows * width);
      for (const { firstRow, matrix } of reader.pass())
        matrix.multiply(
          block,
          width,
          product.subarray(firstRow * width, (firstRow + matrix.rows) * width),
        );
      return product;
    },
    multiplyTransposed(block, width) {
      const product = new Float64Array(columns * width);
      for (const { firstRow, matrix } of reader.pass())
        matrix.multiplyTransposed(
          block.subarray(firstRow * width, (firstRow + matrix.rows) * width),
          width,
          product,
        );
      return product;
    },
    multiplyGram(block, width, scale) {
      const product = new Float64Array(columns * width);
      const images = new Float64Array(reader.mostRows * width);
      for (const { matrix } of reader.pass()) {
        const image = matrix.multiply(block, width, images.subarray(0, matrix.rows * width));
        for (let i = 0; i < image.length; i++) image[i] = image[i] / scale / scale;
        matrix.multiplyTransposed(image, width, product);
      }
      return product;
    },
    *readBlocks() {
      for (const { firstRow, matrix } of reader.pass()) yield { firstRow, matrix: copy(matrix) };
    },
    close: () => reader.close(),
  };
}

function copy({ rows, columns, rowOffsets, columnIndices, values }: SparseMatrix): SparseMatrix {
  return new SparseMatrix(rows, columns, rowOffsets.slice(), columnIndices.slice(), values.slice());
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
