import { asyncOptionNames, type AsyncOptions } from "../base/asyncOptions";
import { checkOptions } from "../base/checkOptions";
import { DenseMatrix } from "../linalg/denseMatrix";
import { cumulativeEnergy } from "../linalg/frobenius";
import { truncatedSvdAsync } from "../linalg/truncatedSvdAsync";
import { checkRanks } from "../rank/folds/checkRanks";
import {
  basisOrthogonality,
  factorTolerance,
  scoreRanks,
  type FoldSpace,
} from "../rank/folds/scoreFold";
import { summariseGrid, type FoldResult } from "../rank/folds/summariseGrid";
import type { RankCurve } from "../rank/rankCurve";
import type { ClusterMatrix } from "./openCluster";

export interface CrossValidateShardsOptions extends AsyncOptions {
  /** Ranks to try, in any order. */
  ranks: readonly number[];
  /** The fold in which each shard is held out, from 0. Default: every shard is a fold. */
  foldOfShard?: readonly number[];
  /** Inverse penalty of the logistic regression (scikit-learn's C); default 1. */
  inversePenalty?: number;
  /** Scale each row's coordinates to length 1 before classifying; default true. */
  unitRows?: boolean;
  /** Seed of the factorisations; default 0. */
  seed?: number;
}

const optionNames = {
  ...asyncOptionNames,
  ranks: true,
  foldOfShard: true,
  inversePenalty: true,
  unitRows: true,
  seed: true,
} satisfies Record<keyof CrossValidateShardsOptions, true>;

/**
 * Scores each rank by cross-validation on a cluster, a set of shards a fold: truncated SVD →
 * logistic regression, on rows that neither has seen.
 *
 * Each fold is factored once, at the largest rank, from the shards of the others; all rows are
 * projected there, and the classifiers are trained here. Unlike `crossValidateRank`, it takes the
 * columns' weights as the shards have them: fit them on other documents, or know that a held-out
 * row has had its small part in them. Rows must have come into the shards in no order of classes.
 *
 * Cost a fold: one truncated SVD at the largest rank k and a product with V on the cluster, one
 * logistic regression a rank here. Memory here: 16 · rows · k bytes beside that of the SVD.
 *
 * @param labels - one a row, in the order of the shards
 * @throws by rejecting the promise: RangeError if a label is missing, there is one fold or an empty
 *   one, or a rank does not fit the training part of a fold; Error as the cluster's products; the
 *   signal's reason if it aborts
 * @example
 * const cluster = await openCluster("tcp://127.0.0.1:8786", "shards");
 * const curve = await crossValidateShards(cluster, labels, { ranks: [2, 5, 10] });
 * curve.scores.length; // 3
 * await cluster.close();
 */
export async function crossValidateShards(
  cluster: ClusterMatrix,
  labels: readonly string[],
  options: CrossValidateShardsOptions,
): Promise<RankCurve> {
  checkOptions(options, optionNames, "crossValidateShards", "{ ranks: [10, 50, 100] }");
  const ranks = checkRanks(options.ranks);
  const folds = divideShards(cluster, labels, options.foldOfShard);
  const { inversePenalty = 1, onProgress } = options;
  const total = folds.length * (1 + ranks.length);
  let done = 0;
  const report = (share: number): void => onProgress?.({ done: done + share, total });
  const step = (): Promise<void> => {
    done++;
    report(0);
    return Promise.resolve();
  };
  const results: FoldResult[] = [];
  for (const held of folds) {
    const from = performance.now();
    const { trainRows, testRows, ...space } = await factorFold(cluster, held, {
      ...options,
      ranks,
      // What is left of the step is the projection.
      onProgress: ({ done: share }) => report(0.95 * share),
    });
    const factorisationSeconds = (performance.now() - from) / 1000;
    await step();
    const labelsOf = (rows: readonly number[]): string[] => rows.map((row) => labels[row]);
    const scores = await scoreRanks(
      { trainLabels: labelsOf(trainRows), testLabels: labelsOf(testRows), weights: {} },
      space,
      ranks,
      { inversePenalty, unitRows: options.unitRows, signal: options.signal, step },
    );
    const explainedEnergy = ranks.map((rank) => space.shares[rank - 1]);
    results.push({ scores: [scores], explainedEnergy, factorisationSeconds });
  }
  return summariseGrid(ranks, [inversePenalty], results)[0].curve;
}

/** The shards that each fold holds out. */
function divideShards(
  { shards, rows }: ClusterMatrix,
  labels: readonly string[],
  foldOfShard: readonly number[] = [...shards.keys()],
): Set<number>[] {
  if (labels.length !== rows)
    throw new RangeError(`${labels.length} labels for ${rows} rows; pass one a row`);
  if (foldOfShard.length !== shards.length)
    throw new RangeError(
      `foldOfShard names ${foldOfShard.length} folds for ${shards.length} shards; name one each`,
    );
  const count = 1 + Math.max(...foldOfShard);
  const folds = Array.from({ length: count }, () => new Set<number>());
  foldOfShard.forEach((fold, shard) => folds[fold]?.add(shard));
  const empty = folds.findIndex(({ size }) => size === 0);
  if (count < 2 || empty >= 0)
    throw new RangeError(
      `fold ${Math.max(0, empty)} holds ${count < 2 ? "all" : "no"} shards; ` +
        "deal them out over two folds or more, numbered from 0",
    );
  return folds;
}

interface ProjectedFold extends FoldSpace {
  /** Row numbers of its two parts. */
  readonly trainRows: readonly number[];
  readonly testRows: readonly number[];
}

/** Factors the shards that a fold does not hold out, and projects all rows. */
async function factorFold(
  cluster: ClusterMatrix,
  held: ReadonlySet<number>,
  { ranks, seed, signal, onProgress }: CrossValidateShardsOptions,
): Promise<ProjectedFold> {
  const numbers = [...cluster.shards.keys()];
  const known = cluster.selectShards(numbers.filter((number) => !held.has(number)));
  const rank = Math.max(...ranks);
  const { singularValues, v } = await truncatedSvdAsync(known, rank, {
    seed,
    tolerance: factorTolerance(rank),
    orthogonality: basisOrthogonality,
    leftVectors: false,
    signal,
    onProgress,
  });
  const coordinates = await cluster.multiplyAsync(v.data, rank);
  const [trainRows, testRows] = divideRows(cluster, held);
  const pick = (rows: readonly number[]): DenseMatrix => {
    const picked = new DenseMatrix(rows.length, rank);
    rows.forEach((row, i) =>
      picked.data.set(coordinates.subarray(row * rank, (row + 1) * rank), i * rank),
    );
    return picked;
  };
  return {
    train: pick(trainRows),
    test: pick(testRows),
    shares: cumulativeEnergy(singularValues, known.energy),
    trainRows,
    testRows,
  };
}

/** Numbers of the rows that are known, and of those held out. */
function divideRows({ shards }: ClusterMatrix, held: ReadonlySet<number>): [number[], number[]] {
  const parts: [number[], number[]] = [[], []];
  let row = 0;
  shards.forEach(({ rows }, shard) => {
    const part = parts[held.has(shard) ? 1 : 0];
    for (const end = row + rows; row < end; row++) part.push(row);
  });
  return parts;
}
