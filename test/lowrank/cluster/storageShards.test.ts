import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openCluster } from "../../../src/lowrank/cluster/openCluster";
import { storeBlocks } from "../../../src/lowrank/files/storeBlocks";
import { killed, python, skipWithoutDask, startCluster, type LocalCluster } from "./localCluster";
import { drawRows, factorsAs, storeShards } from "./storedShards";

const skip = ((): string | false => {
  if (skipWithoutDask !== false) return skipWithoutDask;
  const { status } = spawnSync(python, ["-c", "import s3fs, moto.server"]);
  return status === 0 ? false : `${python} has no S3: pip install s3fs "moto[server]"`;
})();

/** fsspec's and botocore's own configuration, which bridge and workers inherit. */
const configuration = {
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_DEFAULT_REGION: "us-east-1",
};

/** Starts a server of S3 on a free port. */
async function startStorage(): Promise<{ address: string; server: ChildProcess }> {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  const args = ["-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)];
  const server = spawn(python, args, { stdio: "ignore" });
  for (let waited = 0; !(await answers(port)); waited++) {
    assert.ok(waited < 600 && server.exitCode === null, "the server of S3 does not start");
    await sleep(100);
  }
  return { address: `http://127.0.0.1:${port}`, server };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.end());
  });
}

/** Copies files to a bucket, which it makes. */
function upload(bucket: string, files: readonly string[]): void {
  const script =
    "import os, sys, s3fs; storage = s3fs.S3FileSystem(); bucket, *files = sys.argv[1:]; " +
    "storage.makedirs(bucket, exist_ok=True); " +
    '[storage.put(file, f"{bucket}/shards/{os.path.basename(file)}") for file in files]';
  const run = spawnSync(python, ["-c", script, bucket, ...files], { encoding: "utf8" });
  assert.equal(run.status, 0, run.stderr);
}

describe("shards on storage that speaks S3", { skip }, () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "lowrank-storage-"));
  let server: ChildProcess;
  let local: LocalCluster;
  before(async () => {
    const started = await startStorage();
    server = started.server;
    Object.assign(process.env, configuration, { FSSPEC_S3_ENDPOINT_URL: started.address });
    local = await startCluster(2);
  });
  after(async () => {
    await local.stop();
    await killed(server);
    for (const name of [...Object.keys(configuration), "FSSPEC_S3_ENDPOINT_URL"])
      delete process.env[name];
    rmSync(folder, { recursive: true, force: true });
  });

  test("openCluster factors s3://bucket/folder, and again what was stored there meanwhile", async () => {
    const portions = [90, 120, 60].map((rows, i) => drawRows(rows, 70, i + 1));
    for (const name of ["first", "second"]) {
      const { files, whole } = storeShards(folder, name, portions);
      upload("corpus", files);
      const cluster = await openCluster(local.address, "s3://corpus/shards", { workers: 2 });
      assert.deepEqual(
        cluster.shards.map(({ place }) => place),
        portions.map((_, i) => `s3://corpus/shards/${i}.blocks`),
      );
      await factorsAs(whole, cluster, 8);
      await cluster.close();
      // The same names next, with one shard more and another of another size.
      portions[0] = drawRows(200, 70, 9);
      portions.push(drawRows(40, 70, 10));
    }
  });

  test("a bucket, a shard and an address that are not there are named with the remedy", async () => {
    await assert.rejects(
      openCluster(local.address, "s3://none/shards"),
      /s3:\/\/none\/shards cannot be listed: .*bucket.*name a folder that all workers can read/i,
    );
    await assert.rejects(
      openCluster(local.address, ["s3://corpus/shards/none.blocks"]),
      /worker tcp.*shard s3:\/\/corpus\/shards\/none\.blocks cannot be copied to .*; check the address/,
    );
    const other = path.join(folder, "other.blocks");
    storeBlocks(other, [drawRows(5, 7, 1)]);
    upload("corpus", [other]);
    await assert.rejects(
      openCluster(local.address, "s3://corpus/shards"),
      /s3:\/\/corpus\/shards\/other\.blocks has 7 columns/,
    );
  });
});
