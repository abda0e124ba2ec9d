import type { Workspace } from "../../kernels/workspace";
import { slabParts, slabWidth } from "../lanczos/slabs";
import { sparseParts } from "../sparse/sparseParts";
import type { LoadedRows, StoredRows } from "./storedRows";

/**
 * Products with rows that are loaded block by block into a workspace, by the kernels that work on
 * matrices in memory; each is one pass. Slabs, vectors and targets are byte offsets.
 */
export interface StoredProducts {
  /** Slab `to[i]` ← (AᵀA / scale²) · slab `from[i]`. Cost: 16 flops a non-zero and slab. */
  gram(from: readonly number[], to: readonly number[], scale: number): void;
  /** Slab `to` of columns × 4 ← Aᵀ · slab `from` of rows × 4. Cost: 8 flops a non-zero. */
  transposed(from: number, to: number): void;
  /**
   * A V D block by block, for V of columns × width and the diagonal D at `factors`: each block's
   * rows × width numbers go to where `place` says. Cost: 2 · width flops a non-zero.
   */
  multiply(vectors: number, width: number, factors: number, place: Place): void;
}

/** Where a block's product goes, and what is done when it is there. */
export interface Place {
  pointer(firstRow: number, rows: number): number;
  filled?(firstRow: number, rows: number): void;
}

/** Reserves what the products need: room for two blocks, or one, and sums of columns × 4. */
export function openStoredProducts(workspace: Workspace, stored: StoredRows): StoredProducts {
  const { columns, slotBytes } = stored;
  const slots = Array.from({ length: workspace.threads > 1 ? 2 : 1 }, () =>
    workspace.reserve(slotBytes),
  );
  const parts = mostPartsOf(stored);
  const sumNumbers = parts * slabWidth * columns;
  const sums: number[] = [];
  const reserveSums = (count: number): void => {
    while (sums.length < count) sums.push(workspace.reserve(8 * sumNumbers));
  };
  const clearSums = (count: number): void => {
    reserveSums(count);
    for (const pointer of sums.slice(0, count)) workspace.float64(pointer, sumNumbers).fill(0);
  };
  const partsOf = ({ values }: LoadedRows): number => Math.min(parts, sparseParts(values.length));
  const total = (pointer: number, to: number): void =>
    workspace.run("addSlabs", columns, slabParts(columns), pointer, parts, columns, to);
  const load = (): Iterable<LoadedRows> =>
    stored.load(slots.map((slot) => workspace.bytes(slot, slotBytes)));
  reserveSums(1);
  return {
    gram(from, to, scale) {
      clearSums(from.length);
      for (const block of load())
        from.forEach((slab, i) => {
          const given = [...places(block), columns, slab, sums[i], 1 / scale];
          workspace.run("addSparseGram", block.rows, partsOf(block), ...given);
        });
      to.forEach((slab, i) => total(sums[i], slab));
    },
    transposed(from, to) {
      clearSums(1);
      for (const block of load()) {
        const slab = from + 8 * slabWidth * block.firstRow;
        const given = [...places(block), columns, slab, sums[0]];
        workspace.run("addSparseTransposed", block.rows, partsOf(block), ...given);
      }
      total(sums[0], to);
    },
    multiply(vectors, width, factors, place) {
      for (const block of load()) {
        const { firstRow, rows } = block;
        const given = [vectors, width, factors, place.pointer(firstRow, rows)];
        workspace.run("sparseMultiply", rows, slabParts(rows), ...places(block), ...given);
        place.filled?.(firstRow, rows);
      }
    },
  };
}

/** Non-zeros a column from which on a sum more pays: each is cleared and added up at every pass. */
const nonZerosForSum = 2;

/** Sums: as many as the largest block can be cut into, and the matrix has non-zeros for. */
function mostPartsOf({ columns, nonZeros, slotBytes }: StoredRows): number {
  const paying = Math.max(1, Math.round(nonZeros / columns / nonZerosForSum));
  return Math.min(paying, sparseParts(slotBytes / 12));
}

/** Byte offsets of a loaded block's arrays: they lie in the workspace's memory. */
function places({ rowOffsets, columnIndices, values }: LoadedRows): number[] {
  return [rowOffsets.byteOffset, columnIndices.byteOffset, values.byteOffset];
}
