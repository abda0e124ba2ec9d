import {
  blockCallsNumbers,
  blockTableNumbers,
  runBlocks,
  writeBlockCalls,
  writeBlockTable,
  type BlockCalls,
} from "../../kernels/blockPass";
import type { KernelName } from "../../kernels/kernels";
import type { Workspace } from "../../kernels/workspace";
import { slabParts, slabWidth } from "../lanczos/slabs";
import { partsOf, slotOf, type LoadedRows, type StoredRows } from "./storedRows";

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
   * Target ← A V D as rows × width, for V of columns × width and the diagonal D at `factors`. Cost: 2 ·
   * width flops a non-zero.
   */
  multiply(vectors: number, width: number, factors: number, to: number): void;
  /** The same block by block: `use` gets each block's rows × width numbers. */
  multiplyBlocks(
    vectors: number,
    width: number,
    factors: number,
    use: (firstRow: number, product: Float64Array) => void,
  ): void;
}

/** Reserves what the products need: for each part a slot and sums of columns × 4. */
export function openStoredProducts(workspace: Workspace, stored: StoredRows): StoredProducts {
  const { columns, places: blocks } = stored;
  const [parts, slotBytes] = [partsOf(stored), slotOf(stored)];
  const slots = workspace.reserve(parts * slotBytes);
  const table = workspace.reserve(8 * blockTableNumbers(blocks.length));
  writeBlockTable(blocks, workspace.float64(table, blockTableNumbers(blocks.length)));
  const sumNumbers = parts * slabWidth * columns;
  const sums: number[] = [];
  const reserveSums = (count: number): void => {
    while (sums.length < count) sums.push(workspace.reserve(8 * sumNumbers));
  };
  const clearSums = (count: number): void => {
    reserveSums(count);
    for (const pointer of sums.slice(0, count)) workspace.float64(pointer, sumNumbers).fill(0);
  };
  const total = (pointer: number, to: number): void =>
    workspace.run("addSlabs", columns, slabParts(columns), pointer, parts, columns, to);
  const pass = (kernel: KernelName, given: BlockCalls): void => {
    const mark = workspace.mark();
    const calls = workspace.reserve(8 * blockCallsNumbers(given));
    writeBlockCalls(given, workspace.float64(calls, blockCallsNumbers(given)));
    const work = { kernel, blocks: blocks.length, parts, table, calls, slots, slotBytes };
    stored.pass((loading) => runBlocks(workspace, { ...work, ...loading }));
    workspace.release(mark);
  };
  reserveSums(1);
  return {
    gram(from, to, scale) {
      clearSums(from.length);
      pass("addSparseGram", {
        numbers: from.map((slab, i) => [columns, slab, sums[i], 1 / scale]),
      });
      to.forEach((slab, i) => total(sums[i], slab));
    },
    transposed(from, to) {
      clearSums(1);
      pass("addSparseTransposed", {
        numbers: [[columns, from, sums[0]]],
        moved: { number: 1, rowBytes: 8 * slabWidth },
      });
      total(sums[0], to);
    },
    multiply(vectors, width, factors, to) {
      pass("sparseMultiply", {
        numbers: [[vectors, width, factors, to]],
        moved: { number: 3, rowBytes: 8 * width },
      });
    },
    multiplyBlocks(vectors, width, factors, use) {
      const mark = workspace.mark();
      const target = workspace.reserve(8 * stored.mostRows * width);
      for (const block of stored.load(workspace.bytes(slots, slotBytes))) {
        const { firstRow, rows } = block;
        const given = [...places(block), vectors, width, factors, target];
        workspace.run("sparseMultiply", rows, slabParts(rows), ...given);
        use(firstRow, workspace.float64(target, rows * width));
      }
      workspace.release(mark);
    },
  };
}

/** Byte offsets of a loaded block's arrays: they lie in the workspace's memory. */
function places({ rowOffsets, columnIndices, values }: LoadedRows): number[] {
  return [rowOffsets.byteOffset, columnIndices.byteOffset, values.byteOffset];
}
