import { openWorkspace, type Workspace } from "../../kernels/workspace";
import type { DenseMatrix } from "../denseMatrix";
import { sortNeighbours, toCosine, type Neighbour } from "../nearestRows";
import type { Query, Search, SimilarityIndexOptions } from "./similaritySearch";
import { BestScores } from "./bestScores";

/** Rows of a tile, as the kernel has them. */
const tileRows = 64;
/** Queries that are scored together: they stay in the cache beside a tile of rows. */
const mostQueries = 32;
/** Bytes of scores worth having at a time; two queries' are had in any case. */
const scoreBytes = 2 ** 26;
/** Flops of a search that are worth threads, and in how many parts it is then cut. */
const flopsForThreads = 1e9;
const threadParts = 64;

/** Rows of length 1 in single precision, in memory that the kernels work on. */
interface UnitRows {
  readonly workspace: Workspace;
  readonly rows: number;
  /** Numbers from one row to the next: the columns, filled up to a multiple of four. */
  readonly step: number;
  readonly tiles: number;
  /** Queries that are scored together. */
  readonly block: number;
  /** Where rows, queries and scores stand. */
  readonly units: number;
  readonly queries: number;
  readonly scores: number;
}

/**
 * A search of dense rows: all are scored in single precision, and in double those that may be among
 * the best.
 *
 * Scores of rows and queries of length 1 are off by at most (columns + 4) · 2⁻²⁴: a rounding of
 * each factor, product and sum. A row that is more than twice that below the count-th best is none
 * of the best.
 *
 * Source: N. J. Higham, Accuracy and Stability of Numerical Algorithms (2002), section 3.1.
 */
export function createDenseSearch(
  matrix: DenseMatrix,
  lengths: Float64Array,
  options: SimilarityIndexOptions,
): Search {
  const units = loadUnitRows(matrix, lengths, options);
  const slack = (matrix.columns + 4) * 2 ** -24;
  return (queries, count, minimumCosine, excluded) => {
    const best = new BestScores(count);
    const answers: Neighbour[][] = [];
    const threaded = 2 * units.rows * units.step * queries.count >= flopsForThreads;
    for (let first = 0; first < queries.count; first += units.block) {
      const width = Math.min(units.block, queries.count - first);
      for (let w = 0; w < width; w++) loadQuery(units, w, queries.read(first + w));
      const scores = scoreBlock(units, width, threaded);
      for (let w = 0; w < width; w++) {
        const skip = excluded(first + w);
        const least = leastScore(units, scores, w, best, skip) - 2 * slack;
        const found = rowsFrom(units, scores, w, Math.max(least, minimumCosine - slack), skip);
        const query = queries.read(first + w);
        const exact = found
          .map((row): Neighbour => ({ row, cosine: cosineOf(matrix, lengths, row, query) }))
          .filter(({ cosine }) => cosine >= minimumCosine);
        answers.push(sortNeighbours(exact).slice(0, count));
      }
    }
    return answers;
  };
}

function loadUnitRows(
  { rows, columns, data }: DenseMatrix,
  lengths: Float64Array,
  options: SimilarityIndexOptions,
): UnitRows {
  const step = Math.max(4, 4 * Math.ceil(columns / 4));
  const tiles = Math.ceil(rows / tileRows);
  const padded = tiles * tileRows;
  const fitting = 2 * Math.floor(scoreBytes / (8 * Math.max(padded, 1)));
  const block = Math.max(2, Math.min(mostQueries, fitting));
  const bytes = 4 * (padded * step + block * step + block * padded);
  const workspace = openWorkspace({ ...options, bytes });
  const units = workspace.allocate(4 * padded * step);
  const queries = workspace.allocate(4 * block * step);
  const scores = workspace.reserve(4 * block * padded);
  const target = workspace.float32(units, padded * step);
  for (let row = 0; row < rows; row++) {
    if (lengths[row] === 0) continue;
    const from = row * columns;
    const to = row * step;
    for (let j = 0; j < columns; j++) target[to + j] = data[from + j] / lengths[row];
  }
  return { workspace, rows, step, tiles, block, units, queries, scores };
}

function loadQuery(
  { workspace, step, queries }: UnitRows,
  place: number,
  { values, length }: Query,
): void {
  const target = workspace.float32(queries + 4 * place * step, step);
  for (let j = 0; j < values.length; j++) target[j] = length === 0 ? 0 : values[j] / length;
}

/**
 * Scores of `width` queries, [tile, query, row]; an odd one is scored with what stands behind it.
 */
function scoreBlock(
  { workspace, step, tiles, units, queries, scores }: UnitRows,
  width: number,
  threaded: boolean,
): { readonly values: Float32Array; readonly even: number } {
  const even = width + (width % 2);
  const parts = threaded ? Math.min(threadParts, tiles) : 1;
  workspace.run("scoreRows", tiles, parts, units, step, queries, even, scores);
  return { values: workspace.float32(scores, tiles * tileRows * even), even };
}

type Scores = ReturnType<typeof scoreBlock>;

/** The least of a query's best scores. */
function leastScore(
  { rows, tiles }: UnitRows,
  { values, even }: Scores,
  query: number,
  best: BestScores,
  excluded: number,
): number {
  best.clear();
  for (let tile = 0; tile < tiles; tile++) {
    const start = (tile * even + query) * tileRows;
    const first = tile * tileRows;
    const used = Math.min(tileRows, rows - first);
    for (let r = 0; r < used; r++) {
      const score = values[start + r];
      if (score > best.least && first + r !== excluded) best.add(score);
    }
  }
  return best.least;
}

/** The rows that a query scores at least so high. */
function rowsFrom(
  { rows, tiles }: UnitRows,
  { values, even }: Scores,
  query: number,
  least: number,
  excluded: number,
): number[] {
  const found: number[] = [];
  for (let tile = 0; tile < tiles; tile++) {
    const start = (tile * even + query) * tileRows;
    const first = tile * tileRows;
    const used = Math.min(tileRows, rows - first);
    for (let r = 0; r < used; r++)
      if (values[start + r] >= least && first + r !== excluded) found.push(first + r);
  }
  return found;
}

function cosineOf(
  { columns, data }: DenseMatrix,
  lengths: Float64Array,
  row: number,
  query: Query,
): number {
  let dot = 0;
  for (let j = 0, at = row * columns; j < columns; j++, at++) dot += data[at] * query.values[j];
  return toCosine(dot, lengths[row] * query.length);
}
