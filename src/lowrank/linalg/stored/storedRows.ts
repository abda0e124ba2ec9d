import type { CompressedRows } from "../../base/readMatrix";
import type { Workspace } from "../../kernels/workspace";
import type { GramOperator } from "../lanczos/gramOperator";
import type { MatrixOperator } from "../matrixOperator";

/** Rows of a matrix that lie elsewhere and can be loaded, block by block, into given memory. */
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
  /**
   * One pass: each block in turn, as arrays over one of the slots, until the next is asked for. With
   * two slots the next block is loaded, where that pays, while the last is worked on.
   */
  load(slots: readonly Uint8Array[]): Iterable<LoadedRows>;
}

/** A block that was loaded. */
export interface LoadedRows extends CompressedRows {
  /** Number of the first of its rows. */
  readonly firstRow: number;
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
