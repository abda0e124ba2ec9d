import assert from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { openBlockReader } from "../../../../src/lowrank/files/blocks/blockReader";
import { storeBlocks } from "../../../../src/lowrank/files/storeBlocks";
import { sparseFromRows } from "../../../../src/lowrank/linalg/sparseMatrix";

const folder = mkdtempSync(path.join(os.tmpdir(), "lowrank-reader-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, "matrix.blocks");
const matrix = sparseFromRows(Array.from({ length: 40 }, (_, i) => [i + 1, 0, i % 3, 0, -i]));

test("pass(work) lets other threads read only what was checked since it was last written", () => {
  storeBlocks(file, [matrix], { bytesPerBlock: 1 });
  const reader = openBlockReader(file);
  const sources: (number | undefined)[] = [];
  const readUpTo = (count: number): void =>
    reader.pass(({ load, source }) => {
      sources.push(source);
      for (const [block, { bytes }] of reader.places.slice(0, count).entries())
        load(block, new Uint8Array(bytes));
    });
  readUpTo(39);
  readUpTo(40);
  assert.deepEqual(sources, [undefined, undefined]);
  readUpTo(0);
  assert.equal(typeof sources[2], "number");
  assert.equal(reader.passes, 3);
  truncateSync(file, reader.head.bytes - 8);
  assert.throws(() => readUpTo(40), /block 39 is cut short; copy or store it again/);
  assert.deepEqual([sources[3], reader.passes], [undefined, 3]);
  reader.close();
});

test("pass(work) names the block that is no longer what was checked, where another thread failed on it", () => {
  storeBlocks(file, [matrix], { bytesPerBlock: 1 });
  const reader = openBlockReader(file);
  for (const { rows } of reader.load(new Uint8Array(256))) assert.equal(rows, 1);
  const failing = (cut: boolean) => (): void =>
    reader.pass(() => {
      if (cut) truncateSync(file, reader.places[30].position + 8);
      throw new Error("a thread failed");
    });
  assert.throws(failing(false), /^Error: a thread failed$/);
  assert.throws(failing(true), /block 30 is cut short; copy or store it again/);
  reader.close();
});
