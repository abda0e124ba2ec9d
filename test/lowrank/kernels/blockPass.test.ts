import assert from "node:assert/strict";
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import {
  blockCallsNumbers,
  blockTableNumbers,
  runBlocks,
  writeBlockCalls,
  writeBlockTable,
  type BlockPass,
  type RowsPlace,
} from "../../../src/lowrank/kernels/blockPass";
import { openWorkspace, type Workspace } from "../../../src/lowrank/kernels/workspace";

const folder = mkdtempSync(path.join(os.tmpdir(), "lowrank-pass-"));
const file = path.join(folder, "rows");
const blocks = 8;
const parts = 4;
const blockBytes = 24;
/** Each block is one row with its number, from 1 on, in the only column. */
writeFileSync(
  file,
  Buffer.concat(
    Array.from({ length: blocks }, (_, i) =>
      Buffer.concat([
        Buffer.from(Float64Array.of(i + 1).buffer),
        Buffer.from(Int32Array.of(0, 1, 0, 0).buffer),
      ]),
    ),
  ),
);
const source = openSync(file, "r");
after(() => {
  closeSync(source);
  rmSync(folder, { recursive: true });
});

const placeOf = (block: number): RowsPlace => ({
  ...{ position: blockBytes * block, bytes: blockBytes, rows: 1, firstRow: block },
  ...{ values: 0, rowOffsets: 8, columnIndices: 16 },
});

interface Prepared {
  readonly workspace: Workspace;
  readonly pass: Omit<BlockPass, "source" | "load">;
  /** Aᵀ 1, a sum a part. */
  readonly sums: () => number[];
}

/** Aᵀ Y for Y of ones, four columns of them. */
function prepare(threads: number, places: readonly RowsPlace[]): Prepared {
  const workspace = openWorkspace({ threads });
  const ones = workspace.allocate(32 * blocks);
  workspace.float64(ones, 4 * blocks).fill(1);
  const sums = workspace.allocate(32 * parts);
  const slots = workspace.allocate(32 * parts);
  const given = { numbers: [[1, ones, sums]], moved: { number: 1, rowBytes: 32 } };
  const table = workspace.allocate(8 * blockTableNumbers(blocks));
  writeBlockTable(places, workspace.float64(table, blockTableNumbers(blocks)));
  const calls = workspace.allocate(8 * blockCallsNumbers(given));
  writeBlockCalls(given, workspace.float64(calls, blockCallsNumbers(given)));
  return {
    workspace,
    pass: {
      ...{ kernel: "addSparseTransposed", blocks, parts, table, calls, slots, slotBytes: 32 },
    },
    sums: () => [...workspace.float64(sums, 4 * parts).filter((_, i) => i % 4 === 0)],
  };
}

const load = (block: number, bytes: Uint8Array): void =>
  void readSync(source, bytes, 0, blockBytes, blockBytes * block);

for (const threads of [1, 2, 5])
  test(`runBlocks(workspace, pass) on ${threads} threads works on every block once, loaded by the caller alone or by all`, () => {
    for (const open of [undefined, source]) {
      const places = Array.from({ length: blocks }, (_, block) => placeOf(block));
      const { workspace, pass, sums } = prepare(threads, places);
      runBlocks(workspace, { ...pass, load, source: open });
      assert.deepEqual(sums(), [1 + 2, 3 + 4, 5 + 6, 7 + 8]);
      workspace.close();
    }
  });

test("runBlocks(workspace, pass) says which block another thread could not load, and goes on working", () => {
  const places = Array.from({ length: blocks }, (_, block) => ({
    ...placeOf(block),
    // Every second block, the last of its part, lies behind the file's end.
    position: blockBytes * (block % 2 === 0 ? block : blocks),
  }));
  const { workspace, pass } = prepare(2, places);
  const { slots, slotBytes } = pass;
  /** Waits until the other thread has loaded a block. */
  const loadLate = (block: number, bytes: Uint8Array): void => {
    const own = Math.floor(block / 2);
    const others = Array.from({ length: parts }, (_, part) => part).filter((part) => part !== own);
    const deadline = Date.now() + 60_000;
    while (
      Date.now() < deadline &&
      others.every((part) => workspace.float64(slots + part * slotBytes, 1)[0] === 0)
    );
    load(block, bytes);
  };
  assert.throws(
    () => runBlocks(workspace, { ...pass, load: loadLate, source }),
    /a thread failed: blocks: block [1357] is cut short/,
  );
  runBlocks(workspace, { ...pass, load, source: undefined });
  workspace.close();
});
