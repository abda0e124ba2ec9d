import type { StreamedOperator } from "../linalg/matrixOperator";
import type { RowBlock } from "../linalg/rowBlock";
import { SparseMatrix } from "../linalg/sparseMatrix";
import { gatherProduct, scatterProduct } from "../linalg/sparse/sparseProducts";
import { multiplyStoredGram, openStoredGram } from "../linalg/stored/storedGram";
import { nameStored, type LoadedRows, type StoredRows } from "../linalg/stored/storedRows";
import { trustProducts } from "../linalg/checkProducts";
import { openBlockReader, type BlockReader } from "./blocks/blockReader";

/**
 * A matrix in a file of blocks. Its products read the file block by block; four blocks are held at a
 * time at most, one for each part of a product.
 */
export interface BlockedMatrix extends StreamedOperator {
  readonly nonZeros: number;
  /** Blocks in the file. */
  readonly blocks: number;
  /** Bytes of the file. */
  readonly bytes: number;
  /** ‖A‖²_F. */
  readonly energy: number;
  /** A checksum of its blocks' checksums: what tells it from other matrices of its shape. */
  readonly checksum: number;
  /** Bytes of the largest block: up to four of that size are all that is held of the file. */
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
 * Products of the SVD are those of a matrix in memory, by the same compiled kernels and threads, with
 * the same bits for any number of threads. Each thread reads the blocks it works on, so that one reads
 * while another multiplies; the pass that checks is the calling thread's alone.
 *
 * The file is checked as it is opened: its size, and which blocks it has, in which order. Each
 * block's checksum, row offsets and columns are checked when it is first read, and again when the
 * file was written to since the last pass. A file that is stored again while it is open does not
 * disturb: what was opened is read on (Windows does not let it be stored again before it is
 * closed).
 *
 * Cost: a pass reads `bytes` and takes 4 · nonZeros · width flops for AᵀA X; checking a block takes
 * 0.8 ms a megabyte once. Memory: four times the largest block, and up to five blocks of four vectors.
 *
 * @throws Error that names the file, the byte and the remedy: missing, not a file of blocks, cut
 *   short, damaged, left by a store that was interrupted
 * @example
 * storeBlocks("corpus.blocks", [matrix]);
 * const stored = openBlocks("corpus.blocks");
 * const { v } = truncatedSvd(stored, 10, { leftVectors: false });
 * stored.close();
 */
export function openBlocks(file: string): BlockedMatrix {
  const reader = openBlockReader(file);
  const { head, places } = reader;
  const stored: StoredRows = {
    ...head,
    places,
    slotBytes: places.reduce((most, { bytes }) => Math.max(most, bytes), 0),
    mostRows: places.reduce((most, { rows }) => Math.max(most, rows), 0),
    load: (slot) => reader.load(slot),
    pass: (work) => reader.pass(work),
  };
  const matrix = trustProducts(createBlockedMatrix(reader, stored));
  return nameStored(matrix, { stored, openGram: openStoredGram, turned: false });
}

function createBlockedMatrix(reader: BlockReader, stored: StoredRows): BlockedMatrix {
  const { rows, columns, nonZeros, blocks, bytes, largestEntry, energy } = reader.head;
  const { checksumOfBlocks: checksum } = reader.head;
  let slot: Uint8Array | undefined;
  const load = (): Iterable<LoadedRows> => reader.load((slot ??= new Uint8Array(stored.slotBytes)));
  return {
    rows,
    columns,
    nonZeros,
    blocks,
    bytes,
    largestEntry,
    energy,
    checksum,
    heldBytes: stored.slotBytes,
    get passes() {
      return reader.passes;
    },
    multiply(block, width) {
      const product = new Float64Array(rows * width);
      for (const part of load()) {
        const image = product.subarray(part.firstRow * width, (part.firstRow + part.rows) * width);
        gatherProduct(part, block, width, image);
      }
      return product;
    },
    multiplyTransposed(block, width) {
      const product = new Float64Array(columns * width);
      for (const part of load()) {
        const image = block.subarray(part.firstRow * width, (part.firstRow + part.rows) * width);
        scatterProduct(part, image, width, product);
      }
      return product;
    },
    multiplyGram: (block, width, scale) => multiplyStoredGram(stored, block, width, scale),
    *readBlocks() {
      for (const part of load()) yield { firstRow: part.firstRow, matrix: copy(part) };
    },
    close: () => reader.close(),
  };
}

function copy({ rows, columns, rowOffsets, columnIndices, values }: LoadedRows): SparseMatrix {
  return new SparseMatrix(rows, columns, rowOffsets.slice(), columnIndices.slice(), values.slice());
}
