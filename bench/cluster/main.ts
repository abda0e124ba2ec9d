/*
 * What a step of the SVD on a cluster costs: one product AᵀA X with four vectors, on a Dask scheduler and workers of
 * this machine, beside the bytes of the cost model. The processor's seconds say who spends them (Linux).
 *
 *     npm run build && node dist/bench/cluster/main.js [--columns 50000,1000000] [--documents 27000] [--workers 2]
 *         [--rounds 5] [--steps 6]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { createRandom } from "../../src/lowrank/base/random";
import { openCluster, type ClusterMatrix } from "../../src/lowrank/cluster";
import { storeBlocks } from "../../src/lowrank/index";
import { generateZipfCorpus } from "../../src/lowrank/teaching";
import {
  listHelpers,
  skipWithoutDask,
  startCluster,
  type LocalCluster,
} from "../../test/lowrank/cluster/localCluster";
import { cpuSecondsOf } from "../harness/processMemory";
import { summarise } from "../harness/statistics";

const { values: given } = parseArgs({
  options: {
    columns: { type: "string", default: "50000,1000000" },
    documents: { type: "string", default: "27000" },
    workers: { type: "string", default: "2" },
    rounds: { type: "string", default: "5" },
    steps: { type: "string", default: "6" },
  },
});
const [documents, workers, rounds, steps] = [
  given.documents,
  given.workers,
  given.rounds,
  given.steps,
].map(Number);

/** Vectors of a step. */
const width = 4;

/** One shard a worker, of invented documents of some 36 different words. */
function storeShards(folder: string, columns: number): string[] {
  return Array.from({ length: workers }, (_, shard) => {
    const file = path.join(folder, `${columns}-${shard}.blocks`);
    const shape = { documents: Math.ceil(documents / workers), meanLength: 45, topics: 20 };
    storeBlocks(file, [generateZipfCorpus({ ...shape, vocabulary: columns, seed: shard }).counts]);
    return file;
  });
}

/** Processor seconds so far, by who spent them. */
type Spent = Readonly<Record<"driver" | "bridge" | "scheduler" | "workers" | "lowrank", number>>;

function readSpent(local: LocalCluster): Spent {
  const { user, system } = process.cpuUsage();
  const helpers = listHelpers();
  const used = (ids: readonly (number | undefined)[]): number =>
    sum(ids.map((id) => (id === undefined ? 0 : cpuSecondsOf(id))));
  const pick = (word: string): number[] =>
    helpers.filter(({ command }) => command.includes(word)).map(({ pid }) => pid);
  return {
    driver: (user + system) / 1e6,
    bridge: used(pick("-m lowrank_dask")),
    scheduler: used([local.scheduler.pid]),
    workers: used(local.workers.map(({ pid }) => pid)),
    lowrank: used(pick("cluster serve")),
  };
}

/** Seconds of one step, each the mean of a round. */
interface Round {
  readonly wall: number;
  /** What the arithmetic took of it, in the process of lowrank that took most. */
  readonly arithmetic: number;
  /** The arithmetic, and what the slowest worker took to hand vectors to it and back. */
  readonly worker: number;
  readonly spent: Spent;
}

async function runRound(
  local: LocalCluster,
  cluster: ClusterMatrix,
  block: Float64Array,
): Promise<Round> {
  const [traffic, spent] = [cluster.traffic, readSpent(local)];
  for (let step = 0; step < steps; step++)
    await cluster.multiplyGramAsync(block, width, cluster.largestEntry);
  const [after, now] = [cluster.traffic, readSpent(local)];
  const names = Object.keys(spent) as (keyof Spent)[];
  return {
    wall: (after.seconds - traffic.seconds) / steps,
    arithmetic: (after.arithmeticSeconds - traffic.arithmeticSeconds) / steps,
    worker: (after.workerSeconds - traffic.workerSeconds) / steps,
    spent: Object.fromEntries(
      names.map((name) => [name, (now[name] - spent[name]) / steps]),
    ) as Spent,
  };
}

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);

/** Median, with the smallest and the largest. */
function show(numbers: readonly number[]): string {
  const { median, min, max } = summarise(numbers);
  const [middle, from, to] = [median, min, max].map((number) => number.toFixed(3));
  return `${middle} (${from}–${to})`;
}

async function measure(local: LocalCluster, folder: string, columns: number): Promise<void> {
  const cluster = await openCluster(local.address, storeShards(folder, columns), { workers });
  try {
    const random = createRandom(0);
    const block = Float64Array.from({ length: columns * width }, () => random.normal());
    await runRound(local, cluster, block); // compiles, fills the page cache, verifies the shards
    const before = cluster.traffic;
    const found: Round[] = [];
    for (let round = 0; round < rounds; round++) found.push(await runRound(local, cluster, block));
    const { products, bytesSent, bytesReceived } = cluster.traffic;
    const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
    const each = (bytes: number): string => megabytes(bytes / (products - before.products));
    const model = 8 * width * columns;
    console.log(
      `${cluster.rows} × ${columns}, ${cluster.nonZeros} non-zeros, ${workers} workers; ` +
        `a step, the mean of ${steps}, in ${rounds} rounds:`,
    );
    console.log(
      `  ${each(bytesSent - before.bytesSent)} from the driver and ` +
        `${each(bytesReceived - before.bytesReceived)} back (model: ${megabytes(model)}); ` +
        `model of vectors to workers and sums back: ${megabytes(2 * workers * model)}`,
    );
    const parts: [what: string, secondsOf: (round: Round) => number][] = [
      ["s in all", ({ wall }) => wall],
      ["s of arithmetic", ({ arithmetic }) => arithmetic],
      ["s beside it", ({ wall, arithmetic }) => wall - arithmetic],
      ["s of that at the worker", ({ worker, arithmetic }) => worker - arithmetic],
      ["s of the processor in all", ({ spent }) => sum(Object.values(spent))],
      ...(Object.keys(found[0].spent) as (keyof Spent)[]).map(
        (name): [string, (round: Round) => number] => [
          `of them ${name}`,
          ({ spent }) => spent[name],
        ],
      ),
    ];
    for (const [what, secondsOf] of parts) console.log(`  ${show(found.map(secondsOf))} ${what}`);
  } finally {
    await cluster.close();
  }
}

async function main(): Promise<void> {
  if (skipWithoutDask !== false) throw new Error(skipWithoutDask);
  const folder = mkdtempSync(path.join(tmpdir(), "lowrank-bench-cluster-"));
  const local = await startCluster(workers);
  try {
    for (const columns of given.columns.split(",").map(Number))
      await measure(local, folder, columns);
  } finally {
    await local.stop();
    rmSync(folder, { recursive: true });
  }
}

void main();
