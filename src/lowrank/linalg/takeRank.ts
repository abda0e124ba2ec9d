import { addProduct, type Block } from "../base/blockProducts";
import { rowCoordinates } from "./coordinates";
import { DenseMatrix } from "./denseMatrix";
import type { TruncatedSvd } from "./truncatedSvd";

/**
 * Keeps the first `rank` singular triplets: the truncated SVD of every smaller rank is a slice of a
 * larger one.
 *
 * @throws RangeError if the SVD holds fewer
 */
export function takeRank(svd: TruncatedSvd, rank: number): TruncatedSvd {
  const held = svd.singularValues.length;
  if (!Number.isInteger(rank) || rank < 1 || rank > held) {
    throw new RangeError(
      `rank ${rank} is not held by an SVD of rank ${held}; choose a whole rank from 1 to ${held}`,
    );
  }
  if (rank === held) return svd;
  return {
    ...svd,
    u: takeColumns(svd.u, rank),
    singularValues: svd.singularValues.slice(0, rank),
    v: takeColumns(svd.v, rank),
  };
}

/** The first `count` columns of a matrix, copied. */
export function takeColumns(matrix: DenseMatrix, count: number): DenseMatrix {
  const taken = new DenseMatrix(matrix.rows, count);
  for (let i = 0; i < matrix.rows; i++) {
    taken.data.set(matrix.data.subarray(i * matrix.columns, i * matrix.columns + count), i * count);
  }
  return taken;
}

/**
 * Writes out the rank-k copy of A: U Σ Vᵀ, rows × columns, or some of its rows. The copy is dense
 * even where A is sparse.
 *
 * Cost: 2 · rows · columns · rank flops, 8 · rows · columns bytes.
 *
 * @param rowIndices - rows to write out; default all
 * @example
 * const copy = reconstruct(takeRank(svd, 2));
 */
export function reconstruct(svd: TruncatedSvd, rowIndices?: ArrayLike<number>): DenseMatrix {
  const { v } = svd;
  const coordinates = rowCoordinates(svd);
  const chosen = rowIndices ?? Int32Array.from({ length: coordinates.rows }, (_, i) => i);
  const copy = new DenseMatrix(chosen.length, v.rows);
  const vBlock: Block = { length: v.rows, width: v.columns, data: v.data };
  for (let i = 0; i < chosen.length; i++) {
    const row: Block = {
      length: v.rows,
      width: 1,
      data: copy.data.subarray(i * v.rows, (i + 1) * v.rows),
    };
    addProduct(
      row,
      vBlock,
      coordinates.data.subarray(chosen[i] * v.columns, (chosen[i] + 1) * v.columns),
      1,
    );
  }
  return copy;
}
