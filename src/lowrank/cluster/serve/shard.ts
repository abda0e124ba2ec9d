import { createHash } from "node:crypto";
import { openBlocks } from "../../files/openBlocks";
import { loadSparseNpz } from "../../files/sparseNpz";
import type { StreamedOperator } from "../../linalg/matrixOperator";
import type { SparseMatrix } from "../../linalg/sparseMatrix";

/** What a shard holds. */
export interface ShardHead {
  readonly rows: number;
  readonly columns: number;
  readonly nonZeros: number;
  /** Size of its largest entry. */
  readonly largestEntry: number;
  /** ‖A‖²_F. */
  readonly energy: number;
  /** A checksum of its entries. */
  readonly checksum: number;
}

/** Some rows of the matrix, from a file. */
export interface Shard extends ShardHead, StreamedOperator {
  close(): void;
}

/**
 * Opens a file of blocks, which is read at every pass, or SciPy's .npz with compressed rows, which
 * is held in memory.
 */
export function openShard(file: string): Shard {
  return file.endsWith(".npz") ? heldShard(loadSparseNpz(file)) : openBlocks(file);
}

function heldShard(matrix: SparseMatrix): Shard {
  const { rows, columns, nonZeros, values } = matrix;
  let [largestEntry, energy] = [0, 0];
  for (const value of values) {
    largestEntry = Math.max(largestEntry, Math.abs(value));
    energy += value ** 2;
  }
  return {
    rows,
    columns,
    nonZeros,
    largestEntry,
    energy,
    checksum: checksumOf(matrix),
    multiply: (block, width) => matrix.multiply(block, width),
    multiplyTransposed: (block, width) => matrix.multiplyTransposed(block, width),
    multiplyGram(block, width, scale) {
      const image = matrix.multiply(block, width);
      for (let i = 0; i < image.length; i++) image[i] = image[i] / scale / scale;
      return matrix.multiplyTransposed(image, width);
    },
    close: () => undefined,
  };
}

function checksumOf({ rowOffsets, columnIndices, values }: SparseMatrix): number {
  const hash = createHash("sha256").update(rowOffsets).update(columnIndices).update(values);
  return hash.digest().readUInt32LE();
}
