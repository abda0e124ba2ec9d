import { rmSync } from "node:fs";
import { openCluster, type ClusterMatrix, type ClusterTraffic } from "../../cluster/openCluster";
import { formatBytes } from "../../base/formatBytes";
import { createStageBar, type StageBar } from "../stageBar";

/** Options of every command on shards. */
export interface ShardsOptions {
  json?: boolean;
  workers?: number;
  parts?: number;
  python?: string;
  workerCommand?: string;
  connectSeconds?: number;
  stepSeconds?: number;
  /** File of products that a run which is stopped goes on from. */
  keep?: string;
}

/**
 * Opens shards, does work with them under a progress bar, and closes them whatever happens. What
 * was kept of the work is removed once it is done.
 */
export async function withShards<Result>(
  scheduler: string,
  shards: readonly string[],
  options: ShardsOptions,
  signal: AbortSignal,
  work: (cluster: ClusterMatrix, bar: StageBar) => Promise<Result>,
): Promise<Result> {
  const bar = createStageBar(process.stderr.isTTY && !options.json, (line) => {
    if (!options.json) console.error(line);
  });
  try {
    const cluster = await open(scheduler, shards, options, bar, signal);
    try {
      const result = await work(cluster, bar);
      await cluster.close();
      if (options.keep !== undefined) rmSync(options.keep, { force: true });
      return result;
    } finally {
      await cluster.close();
    }
  } finally {
    bar.stop();
  }
}

function open(
  scheduler: string,
  shards: readonly string[],
  options: ShardsOptions,
  bar: StageBar,
  signal: AbortSignal,
): Promise<ClusterMatrix> {
  const { workers, parts, python, workerCommand, connectSeconds, stepSeconds, keep } = options;
  return openCluster(scheduler, shards.length === 1 ? shards[0] : shards, {
    ...(workers && { workers }),
    ...(parts && { parts }),
    ...(python && { python }),
    ...(workerCommand && { workerCommand: workerCommand.split(/\s+/) }),
    ...(connectSeconds && { connectSeconds }),
    ...(stepSeconds && { stepSeconds }),
    ...(keep && { keep }),
    signal,
    onNotice: (text) => bar.note(text),
    onProgress: ({ done, total }) => bar.advance("opening shards", done / total),
  });
}

/** What is left of a command's work that was stopped. */
export function describeRest(nothing: string, { keep }: ShardsOptions): string {
  return keep ? `the same command goes on from what ${keep} keeps` : nothing;
}

/** The matrix in a line. */
export function describeMatrix({ rows, columns, nonZeros, shards, parts }: ClusterMatrix): string {
  const [m, n, z] = [rows, columns, nonZeros].map((count) => count.toLocaleString("en"));
  return `${m} × ${n}, ${z} non-zeros in ${shards.length} shards, ${parts} parts`;
}

/** What its products have cost, in a line. */
export function describeTraffic(traffic: ClusterTraffic): string {
  const { products, taken, bytesSent, bytesReceived, repeated } = traffic;
  const each = (total: number): string => (total / Math.max(1, products)).toFixed(3);
  return (
    `${products} products, ${each(traffic.seconds)} s each, ${each(traffic.workerSeconds)} s of ` +
    `it at the workers, ${each(traffic.arithmeticSeconds)} s in arithmetic; ${formatBytes(bytesSent)} sent, ${formatBytes(bytesReceived)} received` +
    (taken > 0 ? `; ${taken} products more were kept by a run before` : "") +
    (repeated > 0 ? `; ${repeated} tasks done again` : "")
  );
}
