import type { CompressedRows } from "../../base/readMatrix";
import type { BlockPass, RowsPlace } from "../../kernels/blockPass";
import type { Workspace } from "../../kernels/workspace";
import type { GramOperator } from "../lanczos/gramOperator";
import { slabWidth } from "../lanczos/slabs";
import type { MatrixOperator } from "../matrixOperator";
import { sparseParts } from "../sparse/sparseParts";

export type { RowsPlace };

/** Rows of a matrix that lie in a file and can be loaded, block by block, into given memory. */
export interface StoredRows {
  readonly rows: number;
  readonly columns: number;
  readonly nonZeros: number;
  /** Size of the largest entry. */
  readonly largestEntry: number;
  /** Bytes that the largest block takes where it is loaded. */
  readonly slotBytes: number;
  /** Rows of the block that has most. */
  readonly mostRows: number;
  /** Where the blocks lie in their file. */
  readonly places: readonly RowsPlace[];
  /** One pass: each block in turn, as arrays over the slot, until the next is asked for. */
  load(slot: Uint8Array): Iterable<LoadedRows>;
  /** One pass in which `work` loads the blocks itself, in any order. */
  pass(work: (loading: BlockLoading) => void): void;
}

/** How blocks are loaded in a pass; see `BlockPass`. */
export type BlockLoading = Pick<BlockPass, "load" | "source">;

/** A block that was loaded. */
export interface LoadedRows extends CompressedRows {
  /** Number of the first of its rows. */
  readonly firstRow: number;
}

/** Non-zeros a column from which on a sum more pays: each is cleared and added up at every pass. */
const nonZerosForSum = 2;

/**
 * Runs of blocks that threads share, each with sums of its own: a matter of the matrix alone, for
 * the last bits depend on it.
 */
export function partsOf({ columns, nonZeros, places }: StoredRows): number {
  const paying = Math.max(1, Math.round(nonZeros / columns / nonZerosForSum));
  return Math.min(paying, sparseParts(nonZeros), places.length);
}

/** Bytes of a part's slot. */
export const slotOf = ({ slotBytes }: StoredRows): number => 16 * Math.ceil(slotBytes / 16);

/** Bytes that products of so many slabs at a time reserve. */
export function bytesOfProducts(stored: StoredRows, slabs = 1): number {
  return partsOf(stored) * (slotOf(stored) + slabs * 8 * slabWidth * stored.columns);
}

/**
 * Makes the Gram operator of stored rows, or of their transpose, in a workspace. It comes with the
 * rows, so that a program that only factors matrices in memory need not carry it.
 */
export type OpenStoredGram = (
  workspace: Workspace,
  found: StoredMatrix,
  operator: MatrixOperator,
) => GramOperator;

/** The stored rows behind an operator, and whether the operator is their transpose. */
export interface StoredMatrix {
  readonly stored: StoredRows;
  readonly openGram: OpenStoredGram;
  readonly turned: boolean;
}

const known = new WeakMap<MatrixOperator, StoredMatrix>();

/** Says that an operator's products are those of stored rows, or of their transpose. */
export function nameStored<Operator extends MatrixOperator>(
  operator: Operator,
  matrix: StoredMatrix,
): Operator {
  known.set(operator, matrix);
  return operator;
}

/** The stored rows whose products an operator gives; undefined for any other matrix. */
export function storedMatrixOf(matrix: MatrixOperator): StoredMatrix | undefined {
  return known.get(matrix);
}
