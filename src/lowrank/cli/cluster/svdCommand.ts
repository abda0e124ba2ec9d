import { statSync } from "node:fs";
import { formatBytes } from "../../base/formatBytes";
import type { ClusterMatrix } from "../../cluster/openCluster";
import { saveModel } from "../../files/saveModel";
import type { TruncatedSvd } from "../../linalg/svd";
import { truncatedSvdAsync } from "../../linalg/truncatedSvdAsync";
import { checkOutput } from "../outputPlace";
import { untilInterrupted } from "../untilInterrupted";
import type { StageBar } from "../stageBar";
import {
  describeMatrix,
  describeRest,
  describeTraffic,
  withShards,
  type ShardsOptions,
} from "./openShards";

export interface SvdCommandOptions extends ShardsOptions {
  rank: number;
  out: string;
  force?: boolean;
  tolerance?: number;
  seed?: number;
  left?: boolean;
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
  return untilInterrupted(describeRest("nothing was saved", options), async (signal) => {
    const { out, keep, force = false } = options;
    checkOutput(out, force, [...shards, ...(keep === undefined ? [] : [keep])]);
    const started = performance.now();
    await withShards(scheduler, shards, options, signal, async (cluster, bar) => {
      const svd = await factor(cluster, options, bar, signal);
      saveModel(options.out, svd);
      bar.stop();
      report(cluster, svd, options, (performance.now() - started) / 1000);
    });
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
  console.log(describeMatrix(cluster));
  console.log(
    `rank ${singularValues.length}: σ from ${singularValues[0].toPrecision(6)} to ` +
      `${singularValues[singularValues.length - 1].toPrecision(6)}, ` +
      `${(100 * kept).toFixed(2)} % of the energy`,
  );
  console.log(describeTraffic(traffic));
  console.log(`saved ${out}: ${formatBytes(bytes)}, ${seconds.toFixed(1)} s`);
}
