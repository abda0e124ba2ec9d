import type { SparseMatrix } from "../../linalg/sparseMatrix";
import { mostAdded, mostOwn, type TermWeights } from "./termTable";

/**
 * The heaviest terms of a document's row, in an order that does not depend on the rank; `column` is
 * each one's place in the copy.
 */
export function listOwnTerms(
  matrix: SparseMatrix,
  row: number,
): { column: number; original: number }[] {
  const own: { column: number; original: number }[] = [];
  for (let at = matrix.rowOffsets[row]; at < matrix.rowOffsets[row + 1]; at++)
    own.push({ column: matrix.columnIndices[at], original: matrix.values[at] });
  return own.sort((a, b) => b.original - a.original || a.column - b.column).slice(0, mostOwn);
}

/** The heaviest terms of the copy that the document does not hold. */
export function listAddedTerms(
  terms: readonly string[],
  copy: Float64Array,
  holds: ReadonlySet<number>,
): TermWeights[] {
  const found: TermWeights[] = [];
  for (let column = 0; column < copy.length; column++) {
    const weight = copy[column];
    if (weight < 5e-4 || holds.has(column)) continue;
    if (found.length === mostAdded && weight <= found[mostAdded - 1].copy) continue;
    if (found.length === mostAdded) found.pop();
    let at = found.length;
    while (at > 0 && found[at - 1].copy < weight) at--;
    found.splice(at, 0, { term: terms[column], original: 0, copy: weight });
  }
  return found;
}

/** All columns of a row. */
export function columnsOf(matrix: SparseMatrix, row: number): Set<number> {
  return new Set(matrix.columnIndices.subarray(matrix.rowOffsets[row], matrix.rowOffsets[row + 1]));
}
