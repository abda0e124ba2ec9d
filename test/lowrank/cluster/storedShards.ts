import { mkdirSync } from "node:fs";
import path from "node:path";
import { createRandom } from "../../../src/lowrank/base/random";
import { storeBlocks } from "../../../src/lowrank/files/storeBlocks";
import { sparseFromRows, type SparseMatrix } from "../../../src/lowrank/linalg/sparseMatrix";

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
