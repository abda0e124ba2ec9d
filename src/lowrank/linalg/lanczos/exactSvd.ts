import { SingularValueDecomposition, type AbstractMatrix } from "ml-matrix";
import { DenseMatrix } from "../denseMatrix";
import type { TruncatedSvd } from "../svd";

/**
 * The leading part of ml-matrix's dense SVD. Cost: about 10 · rows · columns · min(rows, columns)
 * flops.
 */
export function exactSvd(matrix: DenseMatrix, rank: number): TruncatedSvd {
  const full = new SingularValueDecomposition(matrix, { autoTranspose: true });
  const singularValues = Float64Array.from(full.diagonal).slice(0, rank);
  return {
    u: leadingColumns(full.leftSingularVectors, rank),
    singularValues,
    v: leadingColumns(full.rightSingularVectors, rank),
    method: "exact",
    relativeError: 0,
  };
}

function leadingColumns(matrix: AbstractMatrix, count: number): DenseMatrix {
  const copy = new DenseMatrix(matrix.rows, count);
  for (let i = 0; i < matrix.rows; i++)
    for (let j = 0; j < count; j++) copy.set(i, j, matrix.get(i, j));
  return copy;
}
