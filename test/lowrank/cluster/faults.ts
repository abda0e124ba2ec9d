// What becomes of the SVD on a cluster when something breaks: a table, and exit code 1 if an answer
// is wrong, an error says nothing, or a process is left. Some minutes; run it by hand:
// node dist/test/lowrank/cluster/faults.js [expression for faults' names] [workers, 2]
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  openCluster,
  type ClusterMatrix,
  type OpenClusterOptions,
} from "../../../src/lowrank/cluster/openCluster";
import type { TruncatedSvd } from "../../../src/lowrank/linalg/svd";
import { truncatedSvdAsync } from "../../../src/lowrank/linalg/truncatedSvdAsync";
import { librarySources } from "../../paths";
import {
  killed,
  listHelpers,
  packageFolder,
  skipWithoutDask,
  startCluster,
  until,
  type LocalCluster,
} from "./localCluster";
import { drawRows, storeShards } from "./storedShards";

const folder = mkdtempSync(path.join(os.tmpdir(), "lowrank-faults-"));
const stored = storeShards(
  folder,
  "shards",
  [300, 200, 500, 250].map((rows, i) => drawRows(rows, 400, i + 1)),
);
const rank = 12;
const count = Number(process.argv[3] ?? 2);
const options: OpenClusterOptions = {
  workers: count,
  parts: count,
  connectSeconds: 20,
  stepSeconds: 60,
};

interface Fault {
  readonly name: string;
  /** What the error must say; none: the answer must be right to the last bit. */
  readonly error?: RegExp;
  readonly options?: OpenClusterOptions;
  readonly places?: string | readonly string[];
  /** Before the shards are opened. */
  readonly before?: (local: LocalCluster) => Promise<void>;
  /** While the shards are opened. */
  readonly opening?: (local: LocalCluster) => Promise<void>;
  /** While the third step runs. */
  readonly during?: (local: LocalCluster) => Promise<void>;
  /** Before the fourth step is asked for. */
  readonly between?: (local: LocalCluster) => Promise<void>;
  /** While U is made. */
  readonly left?: (local: LocalCluster) => Promise<void>;
}

const alive = (local: LocalCluster) =>
  local.workers.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
const killOne = async (local: LocalCluster): Promise<void> => killed(alive(local)[0]);
const killAll = async (local: LocalCluster): Promise<void> => {
  await Promise.all(alive(local).map(killed));
};
const killNode = (): Promise<void> => {
  const node = listHelpers().find(({ command }) => command.includes("cluster serve"));
  if (node !== undefined) process.kill(node.pid, "SIGKILL");
  return Promise.resolve();
};
const damaged = path.join(folder, "damaged.blocks");
const bytes = readFileSync(stored.files[1]);
bytes[bytes.length >> 1] ^= 1;
writeFileSync(damaged, bytes);
const full = path.join(folder, "full");
const fullOfKept = path.join(folder, "full-kept");

/** A package of the bridge that speaks another protocol. */
function otherPackage(): string {
  const other = path.join(folder, "other");
  cpSync(packageFolder, other, { recursive: true });
  const about = path.join(other, "lowrank_dask", "__init__.py");
  writeFileSync(about, readFileSync(about, "utf8").replace(/PROTOCOL = \d+/, "PROTOCOL = 99"));
  return other;
}

/** A command of lowrank that speaks another protocol. */
function otherNode(): string {
  const file = path.join(folder, "otherNode.js");
  const frames = JSON.stringify(path.join(librarySources, "cluster", "frames.js"));
  writeFileSync(
    file,
    `const { encodeFrame } = require(${frames});
     const hello = { kind: "hello", protocol: 99, version: "9.0.0" };
     for (const piece of encodeFrame(hello)) process.stdout.write(piece);
     process.stdin.resume();`,
  );
  return file;
}

const faults: readonly Fault[] = [
  { name: "a worker killed while shards are opened", opening: killOne },
  { name: "a worker killed in a step", during: killOne },
  { name: "a worker killed between steps", between: killOne },
  { name: "a worker killed while U is made", left: killOne },
  { name: "the process beside a worker killed in a step", during: killNode },
  { name: "the process beside a worker killed between steps", between: killNode },
  {
    name: "all workers killed, none comes",
    during: killAll,
    options: { ...options, connectSeconds: 3 },
    error: /0 of 1 workers are there after 3 s; start more: dask worker tcp/,
  },
  {
    name: "all workers killed, another comes",
    during: async (local) => {
      await killAll(local);
      void local.addWorker();
    },
  },
  {
    name: "the scheduler killed",
    during: async ({ scheduler }) => killed(scheduler),
    options: { ...options, connectSeconds: 3 },
    error: /no scheduler answers at tcp:.* within 3 s .*start it \(dask scheduler\)/,
  },
  {
    name: "the scheduler killed and started again, with a worker",
    options: { ...options, connectSeconds: 60, stepSeconds: 120 },
    during: async (local) => {
      await killed(local.scheduler);
      await killAll(local);
      await local.restartScheduler();
      void local.addWorker();
    },
  },
  {
    name: "a shard damaged",
    places: [stored.files[0], damaged],
    error: /worker tcp.*damaged\.blocks, byte \d+: block \d+ is damaged .*copy or store it again/,
  },
  {
    name: "a shard missing",
    places: [stored.files[0], path.join(folder, "none.blocks")],
    error: /worker tcp.*no file at .*none\.blocks; write it with storeBlocks/,
  },
  {
    name: "lowrank-dask of another version at a worker",
    before: async (local) => {
      await local.addWorker({ PYTHONPATH: otherPackage() });
    },
    options: { ...options, workers: count + 1 },
    error: /lowrank-dask .* at worker tcp.* speaks protocol 99, here protocol \d+; install one/,
  },
  {
    name: "lowrank of another version at a worker",
    options: { ...options, workerCommand: [process.execPath, otherNode()] },
    error: /worker tcp.*lowrank 9\.0\.0 .*speaks protocol 99.*install versions of one release/,
  },
  {
    name: "a worker that stops for three seconds",
    during: async (local) => {
      const [worker] = alive(local);
      worker.kill("SIGSTOP");
      await sleep(3000);
      worker.kill("SIGCONT");
    },
  },
  {
    name: "a worker that hangs",
    options: { ...options, stepSeconds: 4 },
    during: async (local) => {
      alive(local)[0].kill("SIGSTOP");
      return Promise.resolve();
    },
    error:
      /a product \(gram\) took more than 4 s, waiting for (tcp|a worker to take its vectors).*or raise stepSeconds/,
  },
  {
    name: "a worker's disk full",
    before: async (local) => {
      await killAll(local);
      mkdirSync(full);
      const args = ["-t", "tmpfs", "-o", "size=64k", "tmpfs", full];
      assert.equal(spawnSync("mount", args).status, 0, "a tmpfs needs root");
      await local.addWorker({ TMPDIR: full });
    },
    options: { ...options, workers: 1 },
    places: stored.files.map((file) => `file://${file}`),
    error: /worker tcp.*shard file:.* cannot be copied to .*No space left.*the space left there/,
  },
  {
    name: "the disk full where products are kept",
    before: () => {
      mkdirSync(fullOfKept);
      const args = ["-t", "tmpfs", "-o", "size=64k", "tmpfs", fullOfKept];
      assert.equal(spawnSync("mount", args).status, 0, "a tmpfs needs root");
      return Promise.resolve();
    },
    options: { ...options, keep: path.join(fullOfKept, "svd.kept") },
  },
];

async function factor(local: LocalCluster, fault: Fault): Promise<TruncatedSvd> {
  await fault.before?.(local);
  const opening = openCluster(
    local.address,
    fault.places ?? stored.shards,
    fault.options ?? options,
  );
  opening.catch(() => undefined);
  if (fault.opening) {
    await until(() => listHelpers().some(({ command }) => command.includes("serve")), "opening");
    await fault.opening(local);
  }
  const cluster = await opening;
  try {
    return await truncatedSvdAsync(disturbed(cluster, local, fault), rank);
  } finally {
    await cluster.close();
  }
}

/** The cluster's matrix, with the fault in its products. */
function disturbed(cluster: ClusterMatrix, local: LocalCluster, fault: Fault): ClusterMatrix {
  let step = 0;
  return {
    ...cluster,
    async multiplyGramAsync(...args) {
      step++;
      if (step === 4) await fault.between?.(local);
      const product = cluster.multiplyGramAsync(...args);
      product.catch(() => undefined);
      if (step === 3) await fault.during?.(local);
      return product;
    },
    async multiplyAsync(...args) {
      const product = cluster.multiplyAsync(...args);
      product.catch(() => undefined);
      await fault.left?.(local);
      return product;
    },
  };
}

/** A driver that is killed leaves nothing, but for the products that it keeps. */
async function killDriver(local: LocalCluster, keep?: string): Promise<void> {
  const given = JSON.stringify({ ...options, ...(keep && { keep }) });
  const script = `
    const { openCluster } = require(${JSON.stringify(path.join(librarySources, "cluster", "openCluster.js"))});
    const { truncatedSvdAsync } = require(${JSON.stringify(path.join(librarySources, "linalg", "truncatedSvdAsync.js"))});
    openCluster(${JSON.stringify(local.address)}, ${JSON.stringify(stored.shards)}, ${given})
      .then(async (cluster) => { for (;;) await truncatedSvdAsync(cluster, 12); });`;
  const driver = spawn(process.execPath, ["-e", script], { stdio: "ignore" });
  await until(() => listHelpers().some(({ command }) => command.includes("serve")), "it works");
  if (keep === undefined) await sleep(500);
  else await until(() => existsSync(keep) && statSync(keep).size > 60_000, "products are kept");
  driver.kill("SIGKILL");
  await once(driver, "exit");
}

async function main(): Promise<void> {
  if (skipWithoutDask !== false) throw new Error(skipWithoutDask);
  const asked = new RegExp(process.argv[2] ?? "");
  let local = await startCluster(count);
  const expected = await factor(local, { name: "none" });
  let wrong = 0;
  const show = (name: string, seconds: number, outcome: string): void =>
    console.log(`| ${name} | ${seconds.toFixed(1)} | ${outcome} |`);
  try {
    for (const fault of faults.filter(({ name }) => asked.test(name))) {
      while (alive(local).length < count) await local.addWorker();
      const from = performance.now();
      let outcome: string;
      try {
        assert.deepEqual(await factor(local, fault), expected);
        outcome = "the same bits";
        if (fault.error !== undefined) throw new Error("no error, though one was due");
      } catch (error) {
        const { message } = error as Error;
        const due = fault.error?.test(message) === true;
        if (!due) wrong++;
        outcome = `${due ? "error" : "WRONG"}: ${message.split("\n")[0].replaceAll("|", "/")}`;
      }
      show(fault.name, (performance.now() - from) / 1000, outcome);
      if (fault.error !== undefined) {
        await local.stop();
        local = await startCluster(count);
      }
      await until(() => listHelpers().length === 0, `what "${fault.name}" left has ended`);
    }
    if (asked.test("the driver killed")) {
      const from = performance.now();
      await killDriver(local);
      await until(() => listHelpers().length === 0, "bridge and processes have ended");
      show("the driver killed", (performance.now() - from) / 1000, "bridge and processes end");
    }
    const again = "the driver killed, and started again with what it kept";
    if (asked.test(again)) {
      const from = performance.now();
      const keep = path.join(folder, "driver.kept");
      await killDriver(local, keep);
      await until(() => listHelpers().length === 0, "bridge and processes have ended");
      const found = await factor(local, { name: again, options: { ...options, keep } });
      assert.deepEqual(found, expected);
      show(again, (performance.now() - from) / 1000, "the same bits");
    }
  } finally {
    await local.stop();
    for (const disk of [full, fullOfKept]) spawnSync("umount", [disk]);
    rmSync(folder, { recursive: true, force: true });
  }
  if (wrong > 0) process.exitCode = 1;
}

void main();
