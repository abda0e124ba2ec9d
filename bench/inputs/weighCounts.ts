import { SparseMatrix } from "../../src/lowrank/index";

/**
 * TF-IDF of a matrix of counts, as `transformTfidf` weighs texts with `sublinear`: (1 + ln count) ·
 * idf, rows scaled to length 1; the idf from the matrix itself.
 *
 * Cost: two passes over the non-zeros. The counts are left as they are.
 */
export function weighCounts({
  rows,
  columns,
  rowOffsets,
  columnIndices,
  values,
}: SparseMatrix): SparseMatrix {
  const frequencies = new Int32Array(columns);
  for (let at = 0; at < columnIndices.length; at++) frequencies[columnIndices[at]]++;
  const weighed = new Float64Array(values.length);
  for (let row = 0; row < rows; row++) {
    let squares = 0;
    for (let at = rowOffsets[row]; at < rowOffsets[row + 1]; at++) {
      const idf = Math.log((1 + rows) / (1 + frequencies[columnIndices[at]])) + 1;
      weighed[at] = (1 + Math.log(values[at])) * idf;
      squares += weighed[at] ** 2;
    }
    const length = Math.sqrt(squares);
    for (let at = rowOffsets[row]; at < rowOffsets[row + 1]; at++) weighed[at] /= length;
  }
  return new SparseMatrix(rows, columns, rowOffsets, columnIndices, weighed);
}
