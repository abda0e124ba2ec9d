import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { asyncOptionNames, type AsyncOptions } from "../base/asyncOptions";
import { checkOptions } from "../base/checkOptions";
import { describeValue } from "../base/describeValue";
import type { RemoteOperator } from "../linalg/remoteOperator";
import { startBridge, type Bridge } from "./bridge/bridge";
import { protocol, readNumbers, type Frame } from "./frames";
import { openKeptProducts, readKeptParts, type KeptFor, type KeptProducts } from "./keptProducts";
import type { ShardHead } from "./serve/shard";

export interface OpenClusterOptions extends AsyncOptions {
  /**
   * The Python here that has the package lowrank-dask. Default: the environment's
   * LOWRANK_DASK_PYTHON, else "python3" ("python" on Windows).
   */
  python?: string;
  /**
   * Command of lowrank beside each worker, such as ["npx", "lowrank"]. Default: there the
   * environment's LOWRANK_COMMAND, the command `lowrank`, or the driver's own if it is there too.
   */
  workerCommand?: readonly string[];
  /**
   * Tasks a step: each takes its shards in turn and sends one sum. Default: one a worker that is
   * there, and no more than there are shards.
   */
  parts?: number;
  /** Workers to wait for before the shards are dealt out. Default 1. */
  workers?: number;
  /** Seconds to wait for the scheduler, and for workers. Default 30. */
  connectSeconds?: number;
  /** Seconds that one product may take, with all its repetitions. Default 600. */
  stepSeconds?: number;
  /**
   * A file that keeps each product, so that a driver that was killed goes on where it was: opened
   * and asked again in the same way, what is in the file is taken from there, to the last bit.
   * Another matrix, number of parts, version or seed is refused; a higher rank goes on too. It grows
   * to 8 · columns · basis bytes; what is damaged in it is computed again. Default: none is kept.
   */
  keep?: string;
  /** Called with a sentence for whatever went wrong and was mended, such as a lost worker. */
  onNotice?: (text: string) => void;
}

/** A shard of a matrix on a cluster. */
export interface ClusterShard extends ShardHead {
  /** Path or address. */
  readonly place: string;
}

/** What products have cost so far. */
export interface ClusterTraffic {
  /** Products that were taken from the file of `keep`; nothing else here counts them. */
  readonly taken: number;
  /** Products asked for: one a step of the truncated SVD, and one for U. */
  readonly products: number;
  /** Bytes of vectors that the driver sent; each worker fetches them once more. */
  readonly bytesSent: number;
  /** Bytes of vectors that the driver received. */
  readonly bytesReceived: number;
  /** Seconds that products took, the arithmetic included. */
  readonly seconds: number;
  /** Seconds of them that the slowest part of each product took at its worker. */
  readonly workerSeconds: number;
  /** Seconds of them that the arithmetic took there, in lowrank's process; of the slowest too. */
  readonly arithmeticSeconds: number;
  /** Tasks that were done again, since a worker or the scheduler was lost. */
  readonly repeated: number;
}

/** A matrix in shards, beside the workers of a Dask cluster. */
export interface ClusterMatrix extends RemoteOperator {
  readonly nonZeros: number;
  /** ‖A‖²_F. */
  readonly energy: number;
  readonly shards: readonly ClusterShard[];
  /** Tasks a step. */
  readonly parts: number;
  /** Products of what `selectShards` gave are counted here too. */
  readonly traffic: ClusterTraffic;
  /**
   * The matrix of some of the shards, in the order of their numbers, on the same processes: it
   * ends when this one is closed.
   */
  selectShards(numbers: readonly number[]): ClusterMatrix;
  /** Ends the processes that were started for it, here and beside the workers. */
  close(): Promise<void>;
}

/**
 * Opens a matrix whose rows lie in shards that the workers of a Dask cluster can read, for
 * `truncatedSvdAsync`.
 *
 * Dask places the tasks, moves vectors and notices losses; the arithmetic is this library's, in a
 * process beside each worker. A lost worker's shards go to another one, and its step is done again:
 * the sums stay in the same order, so that the answer is the same to the last bit. Needs Python with
 * lowrank-dask here and on the workers, and lowrank on the workers. TLS and all else follows Dask's
 * own configuration.
 *
 * Cost: a step of the SVD sends 4 vectors of `columns` numbers, 32 · columns bytes, to each worker and
 * a sum of that size back from each part (from 8 at most to the driver; more are added at workers),
 * and reads each shard once. Memory here: 8 · columns · (basis + rank) bytes.
 *
 * @param scheduler - the address of Dask's scheduler
 * @param shards - files of `storeBlocks` or SciPy's .npz with the next rows each, or a folder of
 *   them, taken by name; paths that all workers can read, or addresses that fsspec knows
 *   ("s3://…")
 * @throws by rejecting the promise, Error that says what is missing, where, and the remedy: Python,
 *   a package, the scheduler, workers, lowrank beside them, a shard; the signal's reason if it
 *   aborts
 * @example
 * const cluster = await openCluster("tcp://127.0.0.1:8786", "shards");
 * const { singularValues } = await truncatedSvdAsync(cluster, 10, { leftVectors: false });
 * singularValues.length; // 10
 * await cluster.close();
 */
export async function openCluster(
  scheduler: string,
  shards: string | readonly string[],
  options: OpenClusterOptions = {},
): Promise<ClusterMatrix> {
  checkOptions(options, knownOptions, "openCluster");
  const { signal, onProgress, keep, onNotice = () => undefined } = options;
  const parts = options.parts ?? (keep === undefined ? undefined : await readKeptParts(keep));
  const question = describeOpening(scheduler, shards, { ...options, parts });
  const python =
    options.python ??
    process.env.LOWRANK_DASK_PYTHON ??
    (process.platform === "win32" ? "python" : "python3");
  const bridge = await startBridge({ python, signal, onNotice });
  try {
    const { head } = await bridge.ask(question, undefined, { signal, onProgress });
    const found = { shards: head.shards as ClusterShard[], parts: head.parts as number };
    if (keep === undefined) return createMatrix({ bridge, ...found });
    const kept = await openKeptProducts(keep, describeOwner(found), onNotice);
    return createMatrix({ bridge, ...found, kept });
  } catch (error) {
    await bridge.close();
    throw error;
  }
}

const knownOptions = {
  ...asyncOptionNames,
  python: true,
  workerCommand: true,
  parts: true,
  workers: true,
  connectSeconds: true,
  stepSeconds: true,
  keep: true,
  onNotice: true,
} satisfies Record<keyof OpenClusterOptions, true>;

function describeOpening(
  scheduler: string,
  shards: string | readonly string[],
  { workerCommand, parts, workers = 1, connectSeconds = 30, stepSeconds = 600 }: OpenClusterOptions,
) {
  if (typeof scheduler !== "string" || !/^\w+:\/\/./.test(scheduler))
    throw new TypeError(
      `scheduler is ${describeValue(scheduler)}; ` +
        'give the address that dask scheduler prints, such as "tcp://127.0.0.1:8786"',
    );
  const places = typeof shards === "string" ? shards : [...shards];
  if (places.length === 0)
    throw new RangeError("there are 0 shards; name files of blocks, or a folder of them");
  for (const [name, value] of Object.entries({ parts, workers })) {
    if (value !== undefined && !(Number.isInteger(value) && value >= 1))
      throw new RangeError(`${name} is ${value}; give a whole number from 1`);
  }
  for (const [name, value] of Object.entries({ connectSeconds, stepSeconds })) {
    if (!(value > 0 && value < 1e6))
      throw new RangeError(`${name} is ${value}; give seconds, from above 0 to 1e6`);
  }
  return {
    kind: "open",
    scheduler,
    shards: typeof places === "string" ? absolute(places) : places.map(absolute),
    workerCommand: workerCommand ?? null,
    driverCommand: ownCommand() ?? null,
    parts: parts ?? null,
    workers,
    connectSeconds,
    stepSeconds,
  };
}

/** Paths are given from the working folder, which workers do not share. */
function absolute(place: string): string {
  return place.includes("://") ? place : path.resolve(place);
}

/** How this machine would run the command `lowrank`. */
function ownCommand(): string[] | undefined {
  const about = createRequire(__filename).resolve("lowrank/package.json");
  const script = path.join(path.dirname(about), "bin", "lowrank.js");
  return existsSync(script) ? [process.execPath, script] : undefined;
}

/** Whose products a file may keep. */
function describeOwner({ shards, parts }: Pick<ClusterSource, "shards" | "parts">): KeptFor {
  const { version } = createRequire(__filename)("lowrank/package.json") as { version: string };
  const describe = ({ place, rows, columns, nonZeros, checksum }: ClusterShard): string =>
    `${place}, ${rows} × ${columns} with ${nonZeros} non-zeros, checksum ${checksum}`;
  return { lowrank: version, protocol, parts, shards: shards.map(describe) };
}

/** What matrices of all shards and of some have in common. */
interface ClusterSource {
  readonly bridge: Bridge;
  readonly shards: readonly ClusterShard[];
  readonly parts: number;
  readonly kept?: KeptProducts;
}

function createMatrix(
  source: ClusterSource,
  numbers: readonly number[] = [...source.shards.keys()],
  count: (add: (before: ClusterTraffic) => ClusterTraffic) => void = () => undefined,
): ClusterMatrix {
  const { bridge, parts, kept } = source;
  const shards = numbers.map((number) => source.shards[number]);
  const sum = (field: "rows" | "nonZeros" | "energy"): number =>
    shards.reduce((total, shard) => total + shard[field], 0);
  let traffic = noTraffic;
  const countHere: typeof count = (add) => {
    traffic = add(traffic);
    count(add);
  };
  const multiply = async (
    kind: string,
    block: Float64Array,
    width: number,
    scale = 1,
  ): Promise<Float64Array> => {
    const question = { kind, width, scale, shards: numbers };
    const known = await kept?.find(question, block);
    if (known !== undefined) {
      countHere((before) => ({ ...before, taken: before.taken + 1 }));
      return known;
    }
    const from = performance.now();
    const answer = await bridge.ask(question, block);
    const seconds = (performance.now() - from) / 1000;
    countHere((before) => addTraffic(before, block, answer, seconds));
    const product = readNumbers(answer);
    await kept?.add(question, block, product);
    return product;
  };
  return {
    rows: sum("rows"),
    columns: shards[0].columns,
    nonZeros: sum("nonZeros"),
    energy: sum("energy"),
    largestEntry: shards.reduce((most, shard) => Math.max(most, shard.largestEntry), 0),
    shards,
    parts,
    get traffic() {
      return traffic;
    },
    multiplyAsync: (block, width) => multiply("multiply", block, width),
    multiplyTransposedAsync: (block, width) => multiply("transposed", block, width),
    multiplyGramAsync: (block, width, scale) => multiply("gram", block, width, scale),
    selectShards: (chosen) =>
      createMatrix(
        source,
        checkNumbers(chosen, shards.length).map((i) => numbers[i]),
        countHere,
      ),
    async close() {
      await bridge.close();
      await kept?.close();
    },
  };
}

/** @throws RangeError if there are none, or one is not there */
function checkNumbers(chosen: readonly number[], count: number): number[] {
  if (chosen.length === 0) throw new RangeError("0 shards are selected; name at least one");
  const wrong = chosen.find((one) => !(Number.isInteger(one) && one >= 0 && one < count));
  if (wrong !== undefined)
    throw new RangeError(`there is no shard ${wrong}; choose from 0 to ${count - 1}`);
  return [...new Set(chosen)].sort((a, b) => a - b);
}

const noTraffic: ClusterTraffic = {
  taken: 0,
  products: 0,
  bytesSent: 0,
  bytesReceived: 0,
  seconds: 0,
  workerSeconds: 0,
  arithmeticSeconds: 0,
  repeated: 0,
};

function addTraffic(
  before: ClusterTraffic,
  block: Float64Array,
  { head, body }: Frame,
  seconds: number,
): ClusterTraffic {
  return {
    ...before,
    products: before.products + 1,
    bytesSent: before.bytesSent + block.byteLength,
    bytesReceived: before.bytesReceived + body.byteLength,
    seconds: before.seconds + seconds,
    workerSeconds: before.workerSeconds + Number(head.workerSeconds),
    arithmeticSeconds: before.arithmeticSeconds + Number(head.arithmeticSeconds),
    repeated: before.repeated + Number(head.repeated),
  };
}
