import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { createRandom } from "../../../src/lowrank/base/random";
import type { ClusterMatrix } from "../../../src/lowrank/cluster/openCluster";
import { openBlocks } from "../../../src/lowrank/files/openBlocks";
import { storeBlocks } from "../../../src/lowrank/files/storeBlocks";
import { sparseFromRows, type SparseMatrix } from "../../../src/lowrank/linalg/sparseMatrix";
import { truncatedSvd } from "../../../src/lowrank/linalg/truncatedSvd";
import { truncatedSvdAsync } from "../../../src/lowrank/linalg/truncatedSvdAsync";

/** Sparse rows whose columns get smaller, so that the singular values fall. */
export function drawRows(rows: number, columns: number, seed: number): SparseMatrix {
  const random = createRandom(seed);
  return sparseFromRows(
    Array.from({ length: rows }, () =>
      Float64Array.from({ length: columns }, (_, j) =>
        random.uniform() < 0.1 ? random.normal() / (1 + j) : 0,
      ),
    ),
  );
}

export interface StoredShards {
  /** Folder of the shards. */
  readonly shards: string;
  readonly files: readonly string[];
  /** All rows in one file. */
  readonly whole: string;
}

/** Stores portions as shards, and all of them as one file. */
export function storeShards(
  folder: string,
  name: string,
  portions: readonly SparseMatrix[],
): StoredShards {
  const shards = path.join(folder, name);
  mkdirSync(shards);
  const files = portions.map((_, i) => path.join(shards, `${i}.blocks`));
  portions.forEach((portion, i) => storeBlocks(files[i], [portion], { bytesPerBlock: 20_000 }));
  const whole = path.join(folder, `${name}.blocks`);
  storeBlocks(whole, portions);
  return { shards, files, whole };
}

/** Asserts that a cluster finds the singular values of the file that holds all rows. */
export async function factorsAs(
  whole: string,
  cluster: ClusterMatrix,
  rank: number,
): Promise<void> {
  const { singularValues } = await truncatedSvdAsync(cluster, rank, { leftVectors: false });
  const stored = openBlocks(whole);
  const expected = truncatedSvd(stored, rank).singularValues;
  stored.close();
  for (const [i, value] of expected.entries())
    assert.ok(Math.abs(singularValues[i] / value - 1) < 1e-12, `σ${i + 1}`);
}
