import type { SparseMatrix } from "./sparseMatrix";

/** Some rows of a matrix that is read block by block. */
export interface RowBlock {
  /** Number of the first of them. */
  readonly firstRow: number;
  readonly matrix: SparseMatrix;
}
