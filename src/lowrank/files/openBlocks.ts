import type { StreamedOperator } from "../linalg/matrixOperator";
import type { RowBlock } from "../linalg/rowBlock";
import { SparseMatrix } from "../linalg/sparseMatrix";
import { openBlockReader, type BlockReader } from "./blockReader";

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
  return createBlockedMatrix(openBlockReader(file));
}

function createBlockedMatrix(reader: BlockReader): BlockedMatrix {
  const { head } = reader;
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
