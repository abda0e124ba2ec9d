import Table from "cli-table3";
import { crossValidateShards } from "../../cluster/crossValidateShards";
import type { ClusterMatrix } from "../../cluster/openCluster";
import { findColumn, openTable, type ReadTableOptions } from "../readRecords";
import { explainChoice, formatScore } from "../scoreTable";
import { untilInterrupted } from "../untilInterrupted";
import {
  describeMatrix,
  describeRest,
  describeTraffic,
  withShards,
  type ShardsOptions,
} from "./openShards";

export interface SelectCommandOptions extends ShardsOptions, ReadTableOptions {
  /** Table with a row for each row of the matrix. */
  labels: string;
  /** Its column of classes. */
  label: string;
  ranks: number[];
  /** Folds that the shards are dealt out over, in turn. */
  folds?: number;
  /** The fold of each shard, from 0. */
  foldOfShard?: number[];
  inversePenalty?: number;
  seed?: number;
}

type RankCurve = Awaited<ReturnType<typeof crossValidateShards>>;

/**
 * Scores ranks on a cluster, a set of shards a fold, and says which one to take.
 *
 * @returns exit code: 0, or 130 if interrupted
 */
export function selectCommand(
  scheduler: string,
  shards: string[],
  options: SelectCommandOptions,
): Promise<number> {
  return untilInterrupted(describeRest("the ranks are not scored", options), async (signal) => {
    const started = performance.now();
    const labels = await readLabels(options);
    await withShards(scheduler, shards, options, signal, async (cluster, bar) => {
      checkRows(cluster, labels, options);
      const { ranks, inversePenalty, seed } = options;
      const curve = await crossValidateShards(cluster, labels, {
        ranks,
        foldOfShard: dealShards(cluster, options),
        ...(inversePenalty && { inversePenalty }),
        ...(seed && { seed }),
        signal,
        onProgress: ({ done, total }) => bar.advance("scoring ranks", done / total),
      });
      bar.stop();
      report(cluster, curve, options, (performance.now() - started) / 1000);
    });
  });
}

/** @throws Error if a label is empty, since each row of the matrix needs one */
async function readLabels(options: SelectCommandOptions): Promise<string[]> {
  const table = await openTable(options.labels, [options.label], options);
  const column = findColumn(table, options.label, "--label");
  const labels: string[] = [];
  for await (const fields of table.records) {
    const label = fields[column].trim();
    if (label === "")
      throw new Error(
        `${table.file}: row ${labels.length + 1} has an empty label in column ` +
          `"${options.label}"; label it, or store the shards without that row`,
      );
    labels.push(label);
  }
  const [first] = labels;
  if (labels.every((label) => label === first))
    throw new Error(
      `${table.file}: all ${labels.length} labels in column "${options.label}" are ` +
        `"${first}"; give at least 2 classes`,
    );
  return labels;
}

function checkRows(
  { rows, shards }: ClusterMatrix,
  { length }: readonly string[],
  { labels, header }: SelectCommandOptions,
): void {
  if (length === rows) return;
  const hint = header && length === rows - 1 ? "; --no-header if its first line is a row" : "";
  throw new Error(
    `${labels} has ${length} rows, the ${shards.length} shards have ${rows}; ` +
      `give a label for each row, in the order of the shards${hint}`,
  );
}

/** The fold of each shard; undefined: each is a fold. */
function dealShards(
  { shards }: ClusterMatrix,
  { folds, foldOfShard }: SelectCommandOptions,
): number[] | undefined {
  if (foldOfShard !== undefined || folds === undefined) return foldOfShard;
  if (folds > shards.length)
    throw new Error(
      `${folds} folds need as many shards, and there are ${shards.length}; ` +
        "pass fewer --folds, or store more shards",
    );
  return shards.map((_, i) => i % folds);
}

function report(
  cluster: ClusterMatrix,
  curve: RankCurve,
  { json }: SelectCommandOptions,
  seconds: number,
): void {
  const { scores, bestRank, oneStandardErrorRank, folds } = curve;
  if (json) {
    const { rows, columns, nonZeros, shards, parts, traffic } = cluster;
    const matrix = { rows, columns, nonZeros, shards: shards.length, parts };
    const found = { rank: oneStandardErrorRank, bestRank, folds, scores };
    console.log(JSON.stringify({ seconds, ...matrix, ...found, traffic }, null, 2));
    return;
  }
  console.log(describeMatrix(cluster));
  console.log(formatCurve(curve, process.stdout.isTTY));
  console.log(explainChoice(oneStandardErrorRank, bestRank));
  if (oneStandardErrorRank === scores[scores.length - 1].rank)
    console.log("It is the largest that was tried: --ranks names larger ones.");
  console.log(`${folds} folds, ${seconds.toFixed(1)} s; ${describeTraffic(cluster.traffic)}`);
}

function formatCurve({ scores, oneStandardErrorRank }: RankCurve, color: boolean): string {
  const table = new Table({
    head: ["rank", "accuracy", "macro F1", "energy kept", ""],
    colAligns: ["right"],
    style: color ? { compact: true } : { compact: true, head: [], border: [] },
  });
  for (const { rank, accuracy, macroF1, explainedEnergy } of scores)
    table.push([
      String(rank),
      formatScore(accuracy),
      formatScore(macroF1),
      `${(100 * explainedEnergy.mean).toFixed(1)} %`,
      rank === oneStandardErrorRank ? "← chosen" : "",
    ]);
  return table.toString();
}
