import { closeSync, fstatSync, type Stats } from "node:fs";
import type { LoadedRows } from "../../linalg/stored/storedRows";
import { openToRead } from "../openToRead";
import {
  blockHeadBytes,
  bytesOfBlock,
  checksumOfBlocks,
  headBytes,
  parseBlockHead,
  parseHead,
  viewBlock,
  type BlocksHead,
} from "./blockFormat";
import { blockFaults, loadBlock, readInto, type BlockPlace } from "./loadBlock";
import { startReadAhead, type ReadAhead } from "./readAhead";

/** Reads the blocks in turn, and counts how often. */
export interface BlockReader {
  readonly head: BlocksHead;
  /** Bytes of the largest block. */
  readonly heldBytes: number;
  /** Rows of the block that has most. */
  readonly mostRows: number;
  readonly passes: number;
  /**
   * Each block in turn, as arrays over one of the slots, until the next is asked for. A thread reads
   * ahead if there are two slots of shared memory and the file is large.
   */
  load(slots: readonly Uint8Array[]): Iterable<LoadedRows>;
  close(): void;
}

/** Opens a file of blocks and finds them from their heads. */
export function openBlockReader(file: string): BlockReader {
  const source = openToRead(file, "write it with storeBlocks, or ");
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

interface IndexedBlock extends BlockPlace {
  readonly firstRow: number;
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
  if (checksumOfBlocks(index.map(({ checksum }) => checksum)) !== head.checksumOfBlocks)
    throw damaged(file, 20, "a block is not the one that was stored, or in another's place");
  return index;
}

/** Bytes of a file from which on a thread of its own for reading pays. */
const bytesForThread = 16 * 2 ** 20;

function createReader(
  file: string,
  source: number,
  head: BlocksHead,
  index: readonly IndexedBlock[],
): BlockReader {
  const shareable = typeof SharedArrayBuffer === "function";
  const verified = new Uint8Array(
    shareable ? new SharedArrayBuffer(index.length) : new ArrayBuffer(index.length),
  );
  const { columns } = head;
  let stamp = stampOf(fstatSync(source));
  let passes = 0;
  let open = true;
  let ahead: ReadAhead | undefined;
  /** True from the start of a pass with the thread to its end. */
  let running = false;

  const threadFor = (slots: readonly Uint8Array[]): ReadAhead | undefined => {
    const shared = shareable && slots.length > 1 && slots[0].buffer instanceof SharedArrayBuffer;
    if (!shared || running || head.bytes < bytesForThread) return undefined;
    return (ahead ??= startReadAhead({ source, columns, places: index, verified }));
  };
  const faultsOf = function* (slots: readonly Uint8Array[]): Generator<number> {
    const thread = threadFor(slots);
    if (thread === undefined) {
      for (const [number, block] of index.entries()) {
        if (!open) throw closed(file);
        const slot = slots[number % slots.length];
        const fault = loadBlock(source, slot, block, columns, verified[number] === 0);
        verified[number] = Number(fault === 0);
        yield fault;
      }
      return;
    }
    running = true;
    try {
      yield* thread.pass(slots);
    } finally {
      running = false;
    }
  };
  return {
    head,
    heldBytes: index.reduce((most, block) => Math.max(most, lengthOf(block)), 0),
    mostRows: index.reduce((most, { rows }) => Math.max(most, rows), 0),
    get passes() {
      return passes;
    },
    *load(slots) {
      if (!open) throw closed(file);
      // What was written into the file since it was opened is verified anew.
      const now = stampOf(fstatSync(source));
      if (now !== stamp) verified.fill(0);
      stamp = now;
      let number = 0;
      for (const fault of faultsOf(slots)) {
        const block = index[number];
        const what = blockFaults[fault];
        if (what !== undefined) throw damaged(file, block.position, `block ${number} ${what}`);
        const views = viewBlock(slots[number % slots.length], block.rows, block.nonZeros);
        yield { firstRow: block.firstRow, rows: block.rows, columns, ...views };
        number++;
      }
      passes++;
    },
    close() {
      if (!open) return;
      open = false;
      void ahead?.close();
      closeSync(source);
    },
  };
}

const stampOf = ({ size, mtimeMs }: Stats): string => `${size} ${mtimeMs}`;

const lengthOf = ({ rows, nonZeros }: IndexedBlock): number => bytesOfBlock(rows, nonZeros);

const closed = (file: string): Error =>
  new Error(`${file} is closed; open it again with openBlocks`);

function damaged(file: string, position: number, what: string): Error {
  return new Error(`${file}, byte ${position}: ${what}; copy or store it again`);
}

/** Up to `length` bytes; fewer where the file ends. */
function read(source: number, position: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  return bytes.subarray(0, readInto(source, bytes, position));
}
