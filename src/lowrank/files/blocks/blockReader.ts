import { closeSync, fstatSync, type Stats } from "node:fs";
import type { BlockLoading, LoadedRows } from "../../linalg/stored/storedRows";
import { openToRead } from "../openToRead";
import {
  blockHeadBytes,
  bytesOfBlock,
  checksumOfBlocks,
  headBytes,
  parseBlockHead,
  parseHead,
  placeArrays,
  viewBlock,
  type BlocksHead,
} from "./blockFormat";
import { blockFaults, loadBlock, readInto, type BlockPlace } from "./loadBlock";

/** Reads the blocks in turn, and counts how often. */
export interface BlockReader {
  readonly head: BlocksHead;
  /** Where each block lies. */
  readonly places: readonly BlockPlace[];
  readonly passes: number;
  /** See `StoredRows`. */
  load(slot: Uint8Array): Iterable<LoadedRows>;
  /**
   * See `StoredRows`. Other threads may load from the file once the calling one has checked every
   * block.
   */
  pass(work: (loading: BlockLoading) => void): void;
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

/** Finds the blocks from their heads. */
function readIndex(file: string, source: number, head: BlocksHead): BlockPlace[] {
  const index: BlockPlace[] = [];
  let [position, rows, nonZeros] = [headBytes, 0, 0];
  for (let block = 0; block < head.blocks; block++) {
    const found = parseBlockHead(read(source, position, blockHeadBytes));
    if (found === undefined || found.firstRow !== rows)
      throw damaged(file, position, `block ${block} does not start here`);
    const bytes = bytesOfBlock(found.rows, found.nonZeros);
    index.push({ ...found, position, bytes, ...placeArrays(found.rows, found.nonZeros) });
    rows += found.rows;
    nonZeros += found.nonZeros;
    position += bytes;
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

function createReader(
  file: string,
  source: number,
  head: BlocksHead,
  places: readonly BlockPlace[],
): BlockReader {
  const verified = new Uint8Array(places.length);
  const { columns } = head;
  let stamp = stampOf(fstatSync(source));
  let passes = 0;
  let open = true;

  const loadInto = (number: number, slot: Uint8Array): void => {
    if (!open) throw closed(file);
    const place = places[number];
    const fault = loadBlock(source, slot, place, columns, verified[number] === 0);
    const what = blockFaults[fault];
    if (what !== undefined) throw damaged(file, place.position, `block ${number} ${what}`);
    verified[number] = 1;
  };
  const begin = (): void => {
    if (!open) throw closed(file);
    // What was written into the file since it was opened is verified anew.
    const now = stampOf(fstatSync(source));
    if (now !== stamp) verified.fill(0);
    stamp = now;
  };
  /** Throws if a block is not what it was. */
  const verifyAll = (): void => {
    verified.fill(0);
    const slot = new Uint8Array(places.reduce((most, { bytes }) => Math.max(most, bytes), 0));
    for (const number of places.keys()) loadInto(number, slot);
  };
  return {
    head,
    places,
    get passes() {
      return passes;
    },
    *load(slot) {
      begin();
      for (const [number, { firstRow, rows, nonZeros }] of places.entries()) {
        loadInto(number, slot);
        yield { firstRow, rows, columns, ...viewBlock(slot, rows, nonZeros) };
      }
      passes++;
    },
    pass(work) {
      begin();
      const shareable = verified.every((one) => one === 1);
      try {
        work({ load: loadInto, source: shareable ? source : undefined });
      } catch (error) {
        // Another thread does not know what a block should be.
        if (shareable) verifyAll();
        throw error;
      }
      passes++;
    },
    close() {
      if (!open) return;
      open = false;
      closeSync(source);
    },
  };
}

const stampOf = ({ size, mtimeMs }: Stats): string => `${size} ${mtimeMs}`;

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
