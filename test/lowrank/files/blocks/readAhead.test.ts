import assert from "node:assert/strict";
import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import {
  blockHeadBytes,
  bytesOfBlock,
  headBytes,
  parseBlockHead,
  viewBlock,
} from "../../../../src/lowrank/files/blocks/blockFormat";
import {
  blockFaults,
  readInto,
  type BlockPlace,
} from "../../../../src/lowrank/files/blocks/loadBlock";
import { startReadAhead, type ReadAhead } from "../../../../src/lowrank/files/blocks/readAhead";
import { openBlocks } from "../../../../src/lowrank/files/openBlocks";
import { storeBlocks } from "../../../../src/lowrank/files/storeBlocks";
import { sparseFromRows } from "../../../../src/lowrank/linalg/sparseMatrix";
import { truncatedSvd } from "../../../../src/lowrank/linalg/truncatedSvd";

const folder = mkdtempSync(path.join(os.tmpdir(), "lowrank-ahead-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, "matrix.blocks");

const rows = 40;
const matrix = sparseFromRows(Array.from({ length: rows }, (_, i) => [i + 1, 0, i % 3, 0, -i]));

/** The places of the blocks, one row each. */
function findPlaces(source: number): BlockPlace[] {
  const places: BlockPlace[] = [];
  for (let position = headBytes; places.length < rows;) {
    const bytes = new Uint8Array(blockHeadBytes);
    readInto(source, bytes, position);
    const head = parseBlockHead(bytes);
    assert.ok(head);
    places.push({ ...head, position });
    position += bytesOfBlock(head.rows, head.nonZeros);
  }
  return places;
}

async function withThread(
  use: (thread: ReadAhead, places: BlockPlace[], verified: Uint8Array) => void,
): Promise<void> {
  storeBlocks(file, [matrix], { bytesPerBlock: 1 });
  const source = openSync(file, "r");
  const places = findPlaces(source);
  const verified = new Uint8Array(new SharedArrayBuffer(rows));
  const thread = startReadAhead({ source, columns: 5, places, verified });
  assert.ok(thread);
  try {
    use(thread, places, verified);
  } finally {
    await thread.close();
    closeSync(source);
  }
}

const createSlots = (): Uint8Array[] =>
  [0, 256].map((at) => new Uint8Array(new SharedArrayBuffer(512), at, 256));

test("startReadAhead(…).pass(slots) gives each block in turn, pass after pass, in other slots too", () =>
  withThread((thread, places, verified) => {
    for (let pass = 0; pass < 3; pass++) {
      const slots = createSlots();
      let block = 0;
      for (const fault of thread.pass(slots)) {
        assert.equal(fault, 0);
        const { nonZeros } = places[block];
        const { values, columnIndices } = viewBlock(slots[block % 2], 1, nonZeros);
        const row = matrix.selectRows([block]);
        assert.deepEqual(values.slice(), row.values);
        assert.deepEqual(columnIndices.slice(), row.columnIndices);
        block++;
      }
      assert.equal(block, rows);
      assert.ok(verified.every((one) => one === 1));
    }
  }));

test("startReadAhead(…).pass(slots) leaves its slots alone once the pass was abandoned, and can begin another", () =>
  withThread((thread) => {
    for (const wanted of [1, 2, 7, rows]) {
      const slots = createSlots();
      let block = 0;
      for (const fault of thread.pass(slots)) {
        assert.equal(fault, 0);
        if (++block === wanted) break;
      }
      slots.forEach((slot) => slot.fill(7));
      assert.equal([...thread.pass(createSlots())].length, rows);
      assert.ok(slots.every((slot) => slot.every((byte) => byte === 7)));
    }
  }));

test("startReadAhead(…).pass(slots) says which block is cut short", () =>
  withThread((thread, places, verified) => {
    truncateSync(file, places[30].position + 8);
    const faults = [...untilFault(thread.pass(createSlots()))];
    assert.deepEqual([faults.length, blockFaults[faults[30]]], [31, "is cut short"]);
    assert.deepEqual([verified[29], verified[30]], [1, 0]);
  }));

test("startReadAhead(…).pass(slots) says which block is damaged, until it is known to be sound", () =>
  withThread((thread, places, verified) => {
    const target = openSync(file, "r+");
    writeSync(target, Uint8Array.of(1), 0, 1, places[12].position + blockHeadBytes);
    closeSync(target);
    const faults = [...untilFault(thread.pass(createSlots()))];
    assert.deepEqual(
      [faults.length, blockFaults[faults[12]]],
      [13, "is damaged (its checksum differs)"],
    );
    verified.fill(1);
    assert.equal([...untilFault(thread.pass(createSlots()))].length, rows);
  }));

function* untilFault(faults: Iterable<number>): Generator<number> {
  for (const fault of faults) {
    yield fault;
    if (fault !== 0) return;
  }
}

test("truncatedSvd(openBlocks(file), k) has the same bits for any number of threads, read ahead or not", () => {
  const wide = 400;
  const part = sparseFromRows(
    Array.from({ length: 2000 }, (_, i) =>
      Float64Array.from({ length: wide }, (_, j) => ((i * 31 + j * 17) % 13) - 6),
    ),
  );
  // 18 MB: large enough to be read ahead.
  storeBlocks(file, [part, part], { bytesPerBlock: 2 ** 20 });
  const stored = openBlocks(file);
  assert.ok(stored.bytes > 16 * 2 ** 20);
  const [one, two] = [1, 2].map((threads) =>
    truncatedSvd(stored, 3, { threads, method: "iterative", tolerance: 0.2 }),
  );
  stored.close();
  assert.deepEqual(two, one);
});
