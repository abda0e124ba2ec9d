import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { after, before, describe, test } from "node:test";
import { crossValidateShards } from "../../../src/lowrank/cluster/crossValidateShards";
import { openCluster } from "../../../src/lowrank/cluster/openCluster";
import type { RankScore } from "../../../src/lowrank/rank/rankCurve";
import { command } from "../../paths";
import {
  listHelpers,
  skipWithoutDask as skip,
  startCluster,
  until,
  type LocalCluster,
} from "./localCluster";
import { drawRows, storeShards } from "./storedShards";

const folder = mkdtempSync(path.join(os.tmpdir(), "lowrank-select-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const place = (name: string): string => path.join(folder, name);

/** Runs the real command. */
async function lowrank(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  const child = spawn(process.execPath, [command, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const closed = once(child, "close") as Promise<[number]>;
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: (await closed)[0], out, error };
}

test("lowrank cluster select names what its labels lack before it looks for a cluster", async () => {
  writeFileSync(place("holes.csv"), "id,topic\n1,up\n2,\n");
  writeFileSync(place("same.csv"), "topic\nup\nup\n");
  const select = (table: string, ...args: string[]) =>
    lowrank(
      ...["cluster", "select", "tcp://127.0.0.1:1", "x", "--labels", place(table)],
      ...["--label", "topic", "--ranks", "2,6", ...args],
    );
  const refusals: [table: string, args: string[], message: RegExp][] = [
    ["none.csv", [], /no file at .*none\.csv/],
    ["holes.csv", [], /row 2 has an empty label in column "topic"; label it, or store/],
    ["same.csv", [], /all 2 labels in column "topic" are "up"; give at least 2 classes/],
    ["holes.csv", ["--label", "class"], /has no column "class"; it has "id", "topic"/],
    ["holes.csv", ["--ranks", "2,0"], /--ranks.*'2,0' is invalid\. Give a whole number from 1/],
    ["holes.csv", ["--folds", "1"], /--folds.*Give a whole number from 2 up/],
    ["holes.csv", ["--fold-of-shard", "0,x"], /Give whole numbers from 0 up, such as 0,0,1,1/],
    ["holes.csv", ["--folds", "2", "--fold-of-shard", "0,1"], /cannot be used with option/],
  ];
  for (const [table, args, message] of refusals) {
    const { code, error } = await select(table, ...args);
    assert.match(error, message);
    assert.equal(code, 1);
  }
});

describe("two workers", { skip }, () => {
  let local: LocalCluster;
  const portions = [120, 90, 150, 100].map((rows, i) => drawRows(rows, 120, i + 1));
  const { shards } = storeShards(folder, "parts", portions);
  /** By the sign of the first entry that is not 0. */
  const labels = portions.flatMap(({ rows, rowOffsets, values }) =>
    Array.from({ length: rows }, (_, row) =>
      rowOffsets[row] < rowOffsets[row + 1] && values[rowOffsets[row]] > 0 ? "up" : "down",
    ),
  );
  writeFileSync(place("labels.csv"), `id,topic\n${labels.map((l, i) => `${i},${l}`).join("\n")}`);
  const select = (...args: string[]) =>
    lowrank(
      ...["cluster", "select", local.address, shards, "--labels", place("labels.csv")],
      ...["--label", "topic", "--ranks", "6,2", "--workers", "2", ...args],
    );
  before(async () => (local = await startCluster(2)));
  after(() => local.stop());

  test("lowrank cluster select --json prints the scores of crossValidateShards", async () => {
    const { code, out, error } = await select("--folds", "2", "--json");
    assert.equal(code, 0, error);
    assert.equal(error, "");
    const said = JSON.parse(out) as {
      rank: number;
      folds: number;
      rows: number;
      scores: RankScore[];
      traffic: { products: number; bytesReceived: number };
    };
    const cluster = await openCluster(local.address, shards, { workers: 2 });
    const progress: number[] = [];
    const curve = await crossValidateShards(cluster, labels, {
      ranks: [2, 6],
      foldOfShard: [0, 1, 0, 1],
      onProgress: ({ done, total }) => progress.push(done / total),
    });
    await cluster.close();
    const scoresOf = (scores: readonly RankScore[]) =>
      scores.map(({ rank, accuracy, macroF1 }) => ({ rank, accuracy, macroF1 }));
    assert.deepEqual(scoresOf(said.scores), scoresOf(curve.scores));
    assert.deepEqual([said.rank, said.folds], [curve.oneStandardErrorRank, 2]);
    assert.deepEqual([said.rows, labels.length], [460, 460]);
    // Products of the folds' own matrices are counted, and not the two projections alone.
    assert.ok(said.traffic.products > 6);
    assert.equal(said.traffic.products, cluster.traffic.products);
    assert.ok(progress.length > 6, `${progress.length} reports`);
    assert.ok(progress.every((share, i) => i === 0 || share >= progress[i - 1]));
    assert.equal(progress.at(-1), 1);
  });

  test("lowrank cluster select shows a table, what to take, and what it cost", async () => {
    const { code, out, error } = await select("--fold-of-shard", "1,1,0,0", "--inverse-penalty=2");
    assert.equal(code, 0, error);
    assert.deepEqual(error.split("\n"), ["opening shards", "scoring ranks", ""]);
    assert.match(out, /^460 × 120, [\d,]+ non-zeros in 4 shards, 2 parts\n/);
    assert.match(out, /rank │ accuracy +│ macro F1 +│ energy kept/);
    assert.match(out, / 2 │ 0\.\d{4} ± 0\.\d{4} │ 0\.\d{4} ± 0\.\d{4} │ \d+\.\d % /);
    assert.equal(out.match(/← chosen/g)?.length, 1);
    assert.match(out, /\nRank \d is the (best|smallest)/);
    assert.match(out, /\n2 folds, \d+\.\d s; \d+ products, .* received\n$/);
  });

  test("lowrank cluster select names labels and folds that do not fit the shards", async () => {
    writeFileSync(place("short.csv"), `topic\n${labels.slice(1).join("\n")}`);
    const short = await select("--labels", place("short.csv"));
    assert.match(short.error, /short\.csv has 459 rows, the 4 shards have 460;.*--no-header/);
    const many = await select("--folds", "5");
    assert.match(many.error, /5 folds need as many shards, and there are 4; pass fewer --folds/);
    const wrong = await select("--fold-of-shard", "0,1,1");
    assert.match(wrong.error, /names 3 folds for 4 shards; name one each/);
    const high = await select("--ranks", "121");
    assert.match(high.error, /rank 121 does not fit a matrix/);
    for (const { code } of [short, many, wrong, high]) assert.equal(code, 1);
    if (process.platform === "linux")
      await until(() => listHelpers().length === 0, "all helpers have ended");
  });
});
