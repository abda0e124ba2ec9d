import { statSync } from "node:fs";
import { formatBytes } from "../../base/formatBytes";
import { openCluster, type ClusterMatrix } from "../../cluster/openCluster";
import { saveModel } from "../../files/saveModel";
import type { TruncatedSvd } from "../../linalg/svd";
import { truncatedSvdAsync } from "../../linalg/truncatedSvdAsync";
import { checkOutput } from "../outputPlace";
import { untilInterrupted } from "../untilInterrupted";
import { createStageBar, type StageBar } from "../stageBar";

export interface SvdCommandOptions {
  rank: number;
  out: string;
  force?: boolean;
  json?: boolean;
  tolerance?: number;
  seed?: number;
  left?: boolean;
  workers?: number;
  parts?: number;
  python?: string;
  workerCommand?: string;
  connectSeconds?: number;
  stepSeconds?: number;
}

/**
 * Factors shards on a cluster and saves V, σ and, if asked, U.
 *
 * @returns exit code: 0, or 130 if interrupted
 */
export function svdCommand(
  scheduler: string,
  shards: string[],
  options: SvdCommandOptions,
): Promise<number> {
  return untilInterrupted("nothing was saved", async (signal) => {
    checkOutput(options.out, options.force === true, shards);
    const started = performance.now();
    const bar = createStageBar(process.stderr.isTTY && !options.json, (line) => {
      if (!options.json) console.error(line);
    });
    try {
      const cluster = await open(scheduler, shards, options, bar, signal);
      try {
        const svd = await factor(cluster, options, bar, signal);
        saveModel(options.out, svd);
        bar.stop();
        report(cluster, svd, options, (performance.now() - started) / 1000);
      } finally {
        await cluster.close();
      }
    } finally {
      bar.stop();
    }
  });
}

function open(
  scheduler: string,
  shards: string[],
  options: SvdCommandOptions,
  bar: StageBar,
  signal: AbortSignal,
): Promise<ClusterMatrix> {
  const { workers, parts, python, workerCommand, connectSeconds, stepSeconds } = options;
  return openCluster(scheduler, shards.length === 1 ? shards[0] : shards, {
    ...(workers && { workers }),
    ...(parts && { parts }),
    ...(python && { python }),
    ...(workerCommand && { workerCommand: workerCommand.split(/\s+/) }),
    ...(connectSeconds && { connectSeconds }),
    ...(stepSeconds && { stepSeconds }),
    signal,
    onNotice: (text) => bar.note(text),
    onProgress: ({ done, total }) => bar.advance("opening shards", done / total),
  });
}

function factor(
  cluster: ClusterMatrix,
  { rank, tolerance, seed, left = false }: SvdCommandOptions,
  bar: StageBar,
  signal: AbortSignal,
): Promise<TruncatedSvd> {
  return truncatedSvdAsync(cluster, rank, {
    method: "iterative",
    leftVectors: left,
    ...(tolerance && { tolerance }),
    ...(seed && { seed }),
    signal,
    onProgress: ({ done }) => bar.advance("factoring", done),
  });
}

function report(
  cluster: ClusterMatrix,
  { singularValues, relativeError }: TruncatedSvd,
  { out, json }: SvdCommandOptions,
  seconds: number,
): void {
  const { rows, columns, nonZeros, shards, parts, traffic } = cluster;
  const bytes = statSync(out).size;
  const kept = singularValues.reduce((sum, value) => sum + value ** 2, 0) / cluster.energy;
  if (json) {
    const matrix = { rows, columns, nonZeros, shards: shards.length, parts };
    const found = { singularValues: [...singularValues], relativeError, energyShare: kept };
    console.log(JSON.stringify({ out, bytes, seconds, ...matrix, ...found, traffic }, null, 2));
    return;
  }
  const count = (number: number): string => number.toLocaleString("en");
  const { products, bytesSent, bytesReceived, repeated } = traffic;
  const each = (total: number): string => (total / products).toFixed(3);
  console.log(
    `${count(rows)} × ${count(columns)}, ${count(nonZeros)} non-zeros in ${shards.length} shards, ` +
      `${parts} parts`,
  );
  console.log(
    `rank ${singularValues.length}: σ from ${singularValues[0].toPrecision(6)} to ` +
      `${singularValues[singularValues.length - 1].toPrecision(6)}, ` +
      `${(100 * kept).toFixed(2)} % of the energy`,
  );
  console.log(
    `${products} products, ${each(traffic.seconds)} s each, ${each(traffic.workerSeconds)} s of ` +
      `it at the workers; ${formatBytes(bytesSent)} sent, ${formatBytes(bytesReceived)} received` +
      (repeated > 0 ? `; ${repeated} tasks done again` : ""),
  );
  console.log(`saved ${out}: ${formatBytes(bytes)}, ${seconds.toFixed(1)} s`);
}
