import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import {
  openKeptProducts,
  readKeptParts,
  type KeptFor,
  type KeptQuestion,
} from "../../../src/lowrank/cluster/keptProducts";
import { openCluster, type OpenClusterOptions } from "../../../src/lowrank/cluster/openCluster";
import { loadModel } from "../../../src/lowrank/files/saveModel";
import { storeBlocks } from "../../../src/lowrank/files/storeBlocks";
import type { TruncatedSvd } from "../../../src/lowrank/linalg/svd";
import { truncatedSvdAsync } from "../../../src/lowrank/linalg/truncatedSvdAsync";
import { command, librarySources } from "../../paths";
import { killed, skipWithoutDask as skip, startCluster, type LocalCluster } from "./localCluster";
import { drawRows, storeShards } from "./storedShards";

const folder = mkdtempSync(path.join(os.tmpdir(), "lowrank-kept-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const place = (name: string): string => path.join(folder, name);

const owner: KeptFor = {
  lowrank: "0.2.0",
  protocol: 1,
  parts: 2,
  shards: ["a, 3 × 2", "b, 1 × 2"],
};
const questionOf = (width: number): KeptQuestion => ({
  kind: "gram",
  width,
  scale: 0.5,
  shards: [0, 1],
});
const blocks = [1, 2, 3].map((seed) => Float64Array.of(seed, -seed, 1 / seed));
const products = blocks.map((block) => block.map((value) => value ** 3));
const silent = (): void => undefined;

/** A file with three products; returns where each of its frames ends. */
async function writeKept(file: string): Promise<number[]> {
  const kept = await openKeptProducts(file, owner, silent);
  const ends = [statSync(file).size];
  for (const [i, block] of blocks.entries()) {
    await kept.add(questionOf(i), block, products[i]);
    ends.push(statSync(file).size);
  }
  await kept.close();
  return ends;
}

/** What a file gives for each of the three questions. */
async function readKept(file: string) {
  const notices: string[] = [];
  const kept = await openKeptProducts(file, owner, (text) => notices.push(text));
  try {
    const found: (Float64Array | undefined)[] = [];
    for (const [i, block] of blocks.entries()) found.push(await kept.find(questionOf(i), block));
    return { found, notices };
  } finally {
    await kept.close();
  }
}

test("openKeptProducts gives again what was added, for the same question alone", async () => {
  const file = place("three.kept");
  await writeKept(file);
  assert.deepEqual(await readKept(file), { found: products, notices: [] });
  assert.equal(await readKeptParts(file), 2);
  assert.equal(await readKeptParts(place("none.kept")), undefined);
  const kept = await openKeptProducts(file, owner, silent);
  assert.deepEqual(await kept.find(questionOf(0), blocks[0]), products[0]);
  const others: Partial<KeptQuestion>[] = [
    { kind: "multiply" },
    { width: 7 },
    { scale: 1 },
    { shards: [0] },
  ];
  for (const other of others)
    assert.equal(await kept.find({ ...questionOf(0), ...other }, blocks[0]), undefined);
  assert.equal(await kept.find(questionOf(0), blocks[1]), undefined);
  await kept.close();
});

test("a file of products cut anywhere gives those before the cut, and goes on from there", async () => {
  const file = place("cut.kept");
  const ends = await writeKept(file);
  const whole = readFileSync(file);
  const near = ends.flatMap((end) => [end - 1, end, end + 1]);
  const sizes = Array.from({ length: whole.length - ends[0] }, (_, i) => ends[0] + i).filter(
    (size) => size % 11 === 0 || near.includes(size),
  );
  for (const size of sizes) {
    writeFileSync(file, whole.subarray(0, size));
    const left = ends.filter((end) => end <= size).length - 1;
    const { found, notices } = await readKept(file);
    assert.deepEqual(
      found,
      products.map((product, i) => (i < left ? product : undefined)),
    );
    assert.equal(notices.length, ends.includes(size) ? 0 : 1);
    assert.equal(statSync(file).size, ends[left]);
  }
  const kept = await openKeptProducts(file, owner, silent);
  await kept.add(questionOf(2), blocks[2], products[2]);
  await kept.close();
  assert.deepEqual(readFileSync(file), whole);
});

test("no byte that is damaged brings a product out wrong", async () => {
  const file = place("damaged.kept");
  const [head] = await writeKept(file);
  const whole = readFileSync(file);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
      const bytes = Buffer.from(whole);
      bytes[at] ^= by;
      writeFileSync(file, bytes);
      try {
        const { found, notices } = await readKept(file);
        found.forEach((product, i) => {
          if (product !== undefined) assert.deepEqual(product, products[i]);
        });
        if (found.includes(undefined)) assert.ok(notices.length > 0);
      } catch (error) {
        if (error instanceof assert.AssertionError) throw error;
        assert.ok(at < head, `byte ${at}: ${(error as Error).message}`);
        assert.match((error as Error).message, /delete it|name another file/);
      }
    }),
    { numRuns: 100 },
  );
});

test("openKeptProducts refuses what belongs to something else, by what differs and the remedy", async () => {
  const file = place("other.kept");
  await writeKept(file);
  const refusals: [Partial<KeptFor>, RegExp][] = [
    [{ lowrank: "0.3.0" }, /was kept by lowrank 0\.2\.0, this is 0\.3\.0.*delete it, or name/],
    [{ protocol: 2 }, /was kept by lowrank/],
    [{ parts: 3 }, /was kept with 2 parts, and there are 3,.*leave parts out, or delete/],
    [{ shards: ["a, 3 × 2", "b, 2 × 2"] }, /another matrix: shard 1 was b, 1 × 2 and is b, 2 × 2/],
    [{ shards: ["a, 3 × 2"] }, /another matrix: it had 2 shards, this one 1; delete/],
  ];
  for (const [other, message] of refusals)
    await assert.rejects(openKeptProducts(file, { ...owner, ...other }, silent), message);
  const kept = await openKeptProducts(file, owner, silent);
  await assert.rejects(
    kept.find(questionOf(0), Float64Array.of(9, 9, 9)),
    /keeps 3 products, and none of these vectors: it is of another seed.*delete it/,
  );
  await kept.close();
  assert.deepEqual((await readKept(file)).found, products);
  for (const content of ["", "some text that is no frame at all", "LRF1"]) {
    writeFileSync(place("text.kept"), content);
    for (const read of [readKeptParts, (one: string) => openKeptProducts(one, owner, silent)])
      await assert.rejects(read(place("text.kept")), /text\.kept is no file of kept products/);
    assert.equal(readFileSync(place("text.kept"), "utf8"), content);
  }
  await assert.rejects(
    openKeptProducts(place("no/folder.kept"), owner, silent),
    /folder\.kept cannot be made to keep products in: ENOENT.*name a file in a folder that exists/,
  );
  assert.ok(!readdirSync(folder).some((name) => name.endsWith(".tmp")));
});

describe("two workers", { skip }, () => {
  let local: LocalCluster;
  const { shards, files } = storeShards(
    folder,
    "parts",
    [300, 200, 250, 150].map((rows, i) => drawRows(rows, 180, i + 1)),
  );
  const file = place("driver.kept");
  const half = place("half.kept");
  let expected: TruncatedSvd;
  before(async () => (local = await startCluster(2)));
  after(() => local.stop());

  /** Factors with an option more; also what was taken from a file, and notices. */
  async function factor(options: OpenClusterOptions, rank = 12, seed = 0) {
    const notices: string[] = [];
    const onNotice = (text: string) => notices.push(text);
    const cluster = await openCluster(local.address, shards, { ...options, onNotice });
    try {
      const svd = await truncatedSvdAsync(cluster, rank, { leftVectors: false, seed });
      const { taken, products } = cluster.traffic;
      return { svd, taken, products, notices, parts: cluster.parts };
    } finally {
      await cluster.close();
    }
  }

  test("a driver killed with SIGKILL goes on from --keep, to the same bits", async () => {
    const whole = await factor({ parts: 3 });
    expected = whole.svd;
    const module = (...names: string[]) => JSON.stringify(path.join(librarySources, ...names));
    const script = `
      const { openCluster } = require(${module("cluster", "openCluster.js")});
      const { truncatedSvdAsync } = require(${module("linalg", "truncatedSvdAsync.js")});
      const options = { parts: 3, keep: ${JSON.stringify(file)} };
      openCluster(${JSON.stringify(local.address)}, ${JSON.stringify(shards)}, options)
        .then((cluster) => {
          let steps = 0;
          const multiplyGramAsync = (...args) => {
            if (++steps <= 5) return cluster.multiplyGramAsync(...args);
            console.log("the sixth step");
            return new Promise(() => setInterval(() => undefined, 1000));
          };
          return truncatedSvdAsync({ ...cluster, multiplyGramAsync }, 12);
        });`;
    const driver = spawn(process.execPath, ["-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(driver.stdout, "data");
    await killed(driver);
    copyFileSync(file, half);

    const out = place("factors.lowrank");
    const args = [local.address, shards, "--rank", "12", "--out", out, "--keep", file, "--json"];
    const run = spawnSync(process.execPath, [command, "cluster", "svd", ...args], {
      encoding: "utf8",
    });
    assert.equal(run.status, 0, run.stderr);
    const { traffic, parts } = JSON.parse(run.stdout) as {
      parts: number;
      traffic: { taken: number; products: number };
    };
    assert.deepEqual([parts, traffic.taken], [3, 5]);
    assert.equal(traffic.products, whole.products - 5);
    const { singularValues, v } = loadModel(out) as TruncatedSvd;
    assert.deepEqual(
      { singularValues, v },
      { singularValues: expected.singularValues, v: expected.v },
    );
    assert.ok(!existsSync(file), "what was kept is removed when the factors are saved");
  });

  test("a cut or damaged product is computed again, to the same bits", async () => {
    const cut = place("half-cut.kept");
    copyFileSync(half, cut);
    truncateSync(cut, statSync(cut).size - 100);
    const afterCut = await factor({ keep: cut });
    assert.deepEqual([afterCut.svd, afterCut.taken], [expected, 4]);
    assert.match(afterCut.notices.join(), /half-cut\.kept is cut or damaged from byte \d+ on/);
    const damaged = place("half-damaged.kept");
    const bytes = readFileSync(half);
    bytes[bytes.length - 100] ^= 1;
    writeFileSync(damaged, bytes);
    const afterDamage = await factor({ keep: damaged });
    assert.deepEqual([afterDamage.svd, afterDamage.taken], [expected, 4]);
    assert.match(afterDamage.notices.join(), /a product in .* is damaged: it is computed again/);
    const again = await factor({ keep: damaged });
    assert.deepEqual([again.svd, again.products, again.notices], [expected, 0, []]);
  });

  test("a higher rank goes on from what is kept; another seed, parts and matrix are refused", async () => {
    const higher = place("higher.kept");
    copyFileSync(half, higher);
    const { svd, taken } = await factor({ keep: higher }, 20);
    assert.deepEqual(svd, (await factor({ parts: 3 }, 20)).svd);
    assert.equal(taken, 5);
    await assert.rejects(factor({ keep: half }, 12, 1), /none of these vectors: it is of another/);
    await assert.rejects(factor({ keep: half, parts: 2 }), /kept with 3 parts, and there are 2/);
    const stored = readFileSync(files[1]);
    storeBlocks(files[1], [drawRows(200, 180, 9)]);
    await assert.rejects(
      factor({ keep: half }),
      /another matrix: shard 1 was .*1\.blocks, 200 × 180/,
    );
    writeFileSync(files[1], stored);
    assert.deepEqual((await factor({ keep: half })).svd, expected);
  });
});
