import { DenseMatrix } from "./denseMatrix";
import { createSimilarityIndex } from "./similarityIndex";
import type { SimilarityIndex } from "./similarity/rowsToFind";
import type { SimilarityIndexOptions } from "./similarity/similaritySearch";
import { checkPlaces, isCount } from "./similarity/checkPlaces";
import { SparseMatrix } from "./sparseMatrix";

/** A similarity index as plain JSON values: its rows, from which it is made again. */
export interface SimilarityIndexJson {
  readonly type: "lowrank-similarity-index";
  readonly version: 1;
  readonly rows: number;
  readonly columns: number;
  /** All entries row after row, or the non-zeros of sparse rows. */
  readonly values: readonly number[];
  /** Of sparse rows: where each row's non-zeros start, and the last one's end. */
  readonly rowOffsets?: readonly number[];
  /** Of sparse rows: the column of each non-zero. */
  readonly columnIndices?: readonly number[];
}

/**
 * The index as plain values for JSON.stringify, some 20 characters an entry.
 *
 * Cost: one pass over the entries.
 *
 * @example
 * const index = createSimilarityIndex(coordinates);
 * writeFileSync("index.json", JSON.stringify(similarityIndexToJson(index)));
 */
export function similarityIndexToJson({ matrix }: SimilarityIndex): SimilarityIndexJson {
  const { rows, columns } = matrix;
  const shape = { type: "lowrank-similarity-index", version: 1, rows, columns } as const;
  if (matrix instanceof DenseMatrix) return { ...shape, values: Array.from(matrix.data) };
  return {
    ...shape,
    values: Array.from(matrix.values),
    rowOffsets: Array.from(matrix.rowOffsets),
    columnIndices: Array.from(matrix.columnIndices),
  };
}

/**
 * The index that similarityIndexToJson wrote; it gives the same answers to the last bit.
 *
 * Cost: that of `createSimilarityIndex`.
 *
 * @throws TypeError if the value is not such an index; RangeError if its parts do not fit together
 * @example
 * const text = JSON.stringify(similarityIndexToJson(createSimilarityIndex(coordinates)));
 * similarityIndexFromJson(JSON.parse(text)).matrix; // 480 × 20
 */
export function similarityIndexFromJson(
  value: unknown,
  options: SimilarityIndexOptions = {},
): SimilarityIndex {
  const json = value as
    (Partial<Omit<SimilarityIndexJson, "version">> & { version?: unknown }) | null;
  if (typeof json !== "object" || json === null || json.type !== "lowrank-similarity-index") {
    throw new TypeError(
      "the value is not a similarity index; pass what similarityIndexToJson returned",
    );
  }
  if (json.version !== 1) {
    throw new RangeError(
      `version ${String(json.version)} of a similarity index cannot be read, only 1; ` +
        "update the library, or make the index again",
    );
  }
  const { rows, columns, values, rowOffsets, columnIndices } = json;
  if (!isCount(rows) || !isCount(columns) || !isNumbers(values)) throw incomplete();
  if (rowOffsets === undefined && columnIndices === undefined) {
    return createSimilarityIndex(
      new DenseMatrix(rows, columns, Float64Array.from(values)),
      options,
    );
  }
  if (!isNumbers(rowOffsets) || !isNumbers(columnIndices)) throw incomplete();
  checkPlaces(rowOffsets, columnIndices, columns);
  const matrix = new SparseMatrix(
    rows,
    columns,
    Int32Array.from(rowOffsets),
    Int32Array.from(columnIndices),
    Float64Array.from(values),
  );
  return createSimilarityIndex(matrix, options);
}

function incomplete(): TypeError {
  return new TypeError(
    "rows, columns, values, rowOffsets or columnIndices is missing or not made of numbers; " +
      "write the index again with similarityIndexToJson",
  );
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === "number");
}
