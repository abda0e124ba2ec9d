import type { Heap } from "./heap";
import { kernelNames, type KernelName, type Kernels } from "./kernels";
import type { Workspace } from "./workspace";

/** Where rows of a matrix lie in a file, and their arrays in those bytes. */
export interface RowsPlace {
  /** Byte at which they start. */
  readonly position: number;
  readonly bytes: number;
  readonly rows: number;
  /** Number of the first of them. */
  readonly firstRow: number;
  /** Byte offsets of the compressed rows' arrays, counted from `position`. */
  readonly values: number;
  readonly rowOffsets: number;
  readonly columnIndices: number;
}

/** One pass over blocks of rows: each is loaded, and a kernel works on it. */
export interface BlockPass {
  readonly kernel: KernelName;
  readonly blocks: number;
  /** Runs of blocks that threads share; a part's blocks are worked on in order. */
  readonly parts: number;
  /** Byte offset of what `writeBlockTable` wrote. */
  readonly table: number;
  /** Byte offset of what `writeBlockCalls` wrote. */
  readonly calls: number;
  /** Byte offset of the parts' slots, and the bytes of one: a multiple of 16. */
  readonly slots: number;
  readonly slotBytes: number;
  /** Loads a block on the calling thread. */
  readonly load: (block: number, bytes: Uint8Array) => void;
  /**
   * Descriptor of the file that the blocks lie in, if other threads may load from it too, without a
   * check; undefined: the calling thread does it all.
   */
  readonly source: number | undefined;
}

/** What the kernel gets beside a block's arrays. */
export interface BlockCalls {
  /** The numbers behind the arrays, a call each; of the same length. */
  readonly numbers: readonly (readonly number[])[];
  /** Which of these numbers points to the first row of all, and bytes a row there. */
  readonly moved?: { readonly number: number; readonly rowBytes: number };
}

/** In place of a kernel's number: a pass over blocks. */
export const blockPassNumber = kernelNames.length;

const placeNumbers = 7;
const callsHead = 4;

export const blockTableNumbers = (blocks: number): number => placeNumbers * blocks;

export const blockCallsNumbers = ({ numbers }: BlockCalls): number =>
  callsHead + numbers.length * numbers[0].length;

export function writeBlockTable(places: readonly RowsPlace[], table: Float64Array): void {
  for (const [block, place] of places.entries()) {
    const { position, bytes, rows, firstRow, values, rowOffsets, columnIndices } = place;
    const numbers = [position, bytes, rows, firstRow, values, rowOffsets, columnIndices];
    table.set(numbers, placeNumbers * block);
  }
}

export function writeBlockCalls({ numbers, moved }: BlockCalls, target: Float64Array): void {
  const { number, rowBytes } = moved ?? { number: -1, rowBytes: 0 };
  target.set([numbers.length, numbers[0].length, number, rowBytes, ...numbers.flat()]);
}

/**
 * Runs a pass on all threads that may. Beside the workspace and not in it: a page, which has no
 * files, does without.
 */
export function runBlocks(workspace: Workspace, pass: BlockPass): void {
  const { kernel, blocks, parts, table, calls, slots, slotBytes, load, source } = pass;
  const numbers = [kernelNames.indexOf(kernel), table, calls, slots, slotBytes, source ?? -1];
  const job = {
    kernel: blockPassNumber,
    rows: blocks,
    parts,
    numbers,
    alone: source === undefined,
  };
  workspace.share(job, (range, kernels, heap) => passBlocks(kernels, heap, range, numbers, load));
}

/** Loads blocks from … to − 1 one after the other into the part's slot, and runs the kernel on each. */
export function passBlocks(
  kernels: Kernels,
  heap: Heap,
  [from, to, part]: readonly [number, number, number],
  [kernel, table, calls, slots, slotBytes]: readonly number[],
  load: (block: number, bytes: Uint8Array, position: number) => void,
): void {
  const numbers = new Float64Array(heap.buffer);
  const [count, length, moved, rowBytes] = numbers.subarray(calls / 8);
  const slot = slots + part * slotBytes;
  for (let block = from; block < to; block++) {
    const place = numbers.subarray(table / 8 + placeNumbers * block);
    const [position, bytes, rows, firstRow, values, rowOffsets, columnIndices] = place;
    load(block, new Uint8Array(heap.buffer, slot, bytes), position);
    for (let call = 0; call < count; call++) {
      const start = calls / 8 + callsHead + call * length;
      const given = Array.from(numbers.subarray(start, start + length));
      if (moved >= 0) given[moved] += rowBytes * firstRow;
      const arrays = [slot + rowOffsets, slot + columnIndices, slot + values];
      kernels[kernelNames[kernel]](0, rows, part, ...arrays, ...given);
    }
  }
}
