import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { repository } from "../paths";

const readRows = (table: string): string[][] =>
  table
    .trim()
    .split("\n")
    .map((line) => line.split(","));
const file = path.join(repository, "data", "scale", "memory.csv");
const [head, ...rows] = readRows(readFileSync(file, "utf8"));

test("the table of notebook 12 has three processes a size, whose memory does not grow with the file", () => {
  assert.deepEqual(head, ["documents", "run", "fileMB", "passes", "peakMB"]);
  assert.deepEqual(
    rows.map(([documents, run]) => `${documents} ${run}`),
    [10_000, 30_000, 90_000, 500_000].flatMap((size) => [0, 1, 2].map((run) => `${size} ${run}`)),
  );
  const peaks = rows.map((row) => Number(row[4]));
  assert.ok(Number(rows[11][2]) > 40 * Number(rows[0][2]), "the files do not grow");
  assert.ok(Math.max(...peaks) < 1.2 * Math.min(...peaks), "what is held grows");
});

test("the script of that table finds a row of it again", (t) => {
  if (process.platform !== "linux") return t.skip("only Linux tells what a process held at most");
  const script = path.join(repository, "src", "build", "data", "measureMemory.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, "10000"], {
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  const [, [documents, , fileMB, passes, peakMB]] = readRows(stdout);
  assert.deepEqual([documents, fileMB, passes], [rows[0][0], rows[0][2], rows[0][3]]);
  // Another Node holds more or less of its own.
  assert.ok(Number(peakMB) < 2 * Number(rows[0][4]), `${peakMB} MB`);
});
