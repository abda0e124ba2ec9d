import { checkFields } from "../base/checkFields";
import { checkOptions } from "../base/checkOptions";
import type { MatrixInput } from "../base/readMatrix";
import { asMatrix } from "./asMatrix";
import { createDenseSearch } from "./similarity/denseSearch";
import type { Neighbour } from "./nearestRows";
import { SparseMatrix } from "./sparseMatrix";
import { rowsToFind, type SimilarityIndex } from "./similarity/rowsToFind";
import { createSparseSearch } from "./similarity/sparseSearch";
import { toQueries } from "./similarity/similarityQueries";
import type { Search, SimilarityIndexOptions } from "./similarity/similaritySearch";

export interface SearchSimilarOptions {
  /** Leave out rows whose cosine is below this, −1 … 1; default none. */
  minimumCosine?: number;
  /**
   * A row that is no answer, for each query: −1 for none, or "self" where query i is row i; default
   * none.
   */
  exclude?: "self" | ArrayLike<number>;
}

const indexOptions = { threads: true, engine: true } satisfies Record<
  keyof SimilarityIndexOptions,
  true
>;
const searchOptions = { minimumCosine: true, exclude: true } satisfies Record<
  keyof SearchSimilarOptions,
  true
>;

/** What an index holds to be searched; made with it, and made again for one that was loaded. */
const searches = new WeakMap<SimilarityIndex, Search>();

/**
 * Makes rows ready for `searchSimilar`, once for any number of searches.
 *
 * Dense rows: a copy scaled to length 1 in single precision, 4 bytes an entry beside the 8 of the
 * matrix itself, which is kept. Sparse rows: their transpose, 12 bytes a non-zero. `saveModel`
 * keeps an index in a file; of one that was loaded the first search makes this.
 *
 * Cost: two passes over the entries.
 *
 * @param rows - the rows to find: DenseMatrix, SparseMatrix, any ml-matrix matrix or arrays
 * @throws RangeError if an entry is not finite, or a row too long for its length to be a number
 * @example
 * const index = createSimilarityIndex(rowCoordinates(svd));
 * const query = projectRows(svd, transformTfidf(tfidf, ["a recipe for soup"]));
 * labels[searchSimilar(index, query, 5)[0][0].row]; // "cooking"
 */
export function createSimilarityIndex(
  rows: MatrixInput,
  options: SimilarityIndexOptions = {},
): SimilarityIndex {
  checkOptions(options, indexOptions, "createSimilarityIndex");
  const index = rowsToFind(asMatrix(rows, "rows"));
  searches.set(index, createSearch(index, options));
  return index;
}

/**
 * Finds for each query the rows that point most nearly in its direction: x·q / (‖x‖ ‖q‖), largest
 * first, equal ones in the order of the rows. The answers are those of `nearestRows`.
 *
 * Dense rows are scored in single precision, and those that can be among the best, by a bound on
 * its rounding, in double. Sparse rows are scored in double, along the query's non-zeros.
 *
 * Cost: one query reads the index once, 4 bytes an entry (the time that takes is the floor); many
 * read it once for every 32, 2 flops an entry a query. Sparse: 2 flops a non-zero in the columns of
 * the query, and a pass over the rows.
 *
 * @param queries - one a row, with as many columns as the index
 * @returns for each query, at most `count` neighbours
 * @throws RangeError if the columns differ, a number is not finite, or an option has no meaning
 * @example
 * const index = createSimilarityIndex([[1, 0], [0, 2], [3, 3]]);
 * searchSimilar(index, [[2, 0]], 2); // [[{ row: 0, cosine: 1 }, { row: 2, cosine: 0.707 }]]
 *
 * // Each row's nearest other row.
 * searchSimilar(index, index.matrix, 1, { exclude: "self" }).length; // 3
 */
export function searchSimilar(
  index: SimilarityIndex,
  queries: MatrixInput,
  count = 10,
  options: SearchSimilarOptions = {},
): Neighbour[][] {
  checkOptions(options, searchOptions, "searchSimilar");
  checkFields(index, ["matrix", "lengths"], "index", "createSimilarityIndex(rows)");
  const { minimumCosine = -Infinity, exclude } = options;
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`count ${count} is not a number of rows; choose a whole number from 1 up`);
  }
  if (Number.isNaN(minimumCosine)) {
    throw new RangeError("minimumCosine NaN is not a cosine; choose a number from -1 to 1");
  }
  const read = toQueries(queries, index.columns);
  const excluded = excludedRows(exclude, read.count, index.rows);
  let search = searches.get(index);
  if (search === undefined) searches.set(index, (search = createSearch(index, {})));
  return search(read, Math.min(count, index.rows), minimumCosine, excluded);
}

function createSearch(
  { matrix, lengths }: SimilarityIndex,
  options: SimilarityIndexOptions,
): Search {
  return matrix instanceof SparseMatrix
    ? createSparseSearch(matrix, lengths)
    : createDenseSearch(matrix, lengths, options);
}

function excludedRows(
  exclude: SearchSimilarOptions["exclude"],
  queries: number,
  rows: number,
): (query: number) => number {
  if (exclude === undefined) return () => -1;
  if (exclude === "self") {
    if (queries === rows) return (query) => query;
    throw new RangeError(
      `exclude "self" needs a query for each of ${rows} rows, not ${queries}; ` +
        "pass the row to leave out for each query",
    );
  }
  if (exclude.length !== queries) {
    throw new RangeError(
      `${exclude.length} rows to exclude for ${queries} queries; pass one a query, -1 for none`,
    );
  }
  for (let query = 0; query < queries; query++) {
    const row = exclude[query];
    if (!Number.isInteger(row) || row < -1 || row >= rows) {
      throw new RangeError(
        `exclude[${query}] is ${row}, which is no row; ` +
          `choose from 0 to ${rows - 1}, or -1 for none`,
      );
    }
  }
  return (query) => exclude[query];
}
