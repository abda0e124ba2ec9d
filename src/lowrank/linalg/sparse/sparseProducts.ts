import type { CompressedRows } from "../../base/readMatrix";

/**
 * Vectors above which a block is read whole rows at a time, in the order in which they lie in
 * memory.
 */
const wideBlock = 16;

/** A X, written to `product`: each row gathers the rows of X that its non-zeros name. */
export function gatherProduct(
  a: CompressedRows,
  block: Float64Array,
  width: number,
  product: Float64Array,
): void {
  if (width > wideBlock) {
    gatherWide(a, block, width, product);
    return;
  }
  for (let v = 0; v < width; v += 4) {
    if (v + 4 <= width) gatherFour(a, block, width, v, product);
    else for (let w = v; w < width; w++) gatherOne(a, block, width, w, product);
  }
}

/** Aᵀ Y, added to `product`: each row scatters its row of Y to the columns of its non-zeros. */
export function scatterProduct(
  a: CompressedRows,
  block: Float64Array,
  width: number,
  product: Float64Array,
): void {
  for (let v = 0; v < width; v += 4) {
    if (v + 4 <= width) scatterFour(a, block, width, v, product);
    else for (let w = v; w < width; w++) scatterOne(a, block, width, w, product);
  }
}

/**
 * Four non-zeros at a time: a quarter of the loads and stores of the sums, which are added up in
 * the same order.
 */
function gatherWide(
  a: CompressedRows,
  block: Float64Array,
  width: number,
  product: Float64Array,
): void {
  const { rowOffsets, columnIndices, values } = a;
  for (let row = 0; row < a.rows; row++) {
    const to = row * width;
    const end = rowOffsets[row + 1];
    let at = rowOffsets[row];
    product.fill(0, to, to + width);
    for (; at + 4 <= end; at += 4) {
      const f0 = columnIndices[at] * width;
      const f1 = columnIndices[at + 1] * width;
      const f2 = columnIndices[at + 2] * width;
      const f3 = columnIndices[at + 3] * width;
      const v0 = values[at];
      const v1 = values[at + 1];
      const v2 = values[at + 2];
      const v3 = values[at + 3];
      for (let j = 0; j < width; j++) {
        product[to + j] =
          product[to + j] +
          v0 * block[f0 + j] +
          v1 * block[f1 + j] +
          v2 * block[f2 + j] +
          v3 * block[f3 + j];
      }
    }
    for (; at < end; at++) {
      const from = columnIndices[at] * width;
      const value = values[at];
      for (let j = 0; j < width; j++) product[to + j] += value * block[from + j];
    }
  }
}

/** Four vectors at a time: their sums stay in registers while the row is read once. */
function gatherFour(
  a: CompressedRows,
  block: Float64Array,
  width: number,
  v: number,
  product: Float64Array,
): void {
  const { rowOffsets, columnIndices, values } = a;
  for (let row = 0; row < a.rows; row++) {
    let s0 = 0,
      s1 = 0,
      s2 = 0,
      s3 = 0;
    const end = rowOffsets[row + 1];
    for (let at = rowOffsets[row]; at < end; at++) {
      const from = columnIndices[at] * width + v;
      const value = values[at];
      s0 += value * block[from];
      s1 += value * block[from + 1];
      s2 += value * block[from + 2];
      s3 += value * block[from + 3];
    }
    const to = row * width + v;
    product[to] = s0;
    product[to + 1] = s1;
    product[to + 2] = s2;
    product[to + 3] = s3;
  }
}

function gatherOne(
  a: CompressedRows,
  block: Float64Array,
  width: number,
  v: number,
  product: Float64Array,
): void {
  const { rowOffsets, columnIndices, values } = a;
  for (let row = 0; row < a.rows; row++) {
    let sum = 0;
    for (let at = rowOffsets[row]; at < rowOffsets[row + 1]; at++)
      sum += values[at] * block[columnIndices[at] * width + v];
    product[row * width + v] = sum;
  }
}

function scatterFour(
  a: CompressedRows,
  block: Float64Array,
  width: number,
  v: number,
  product: Float64Array,
): void {
  const { rowOffsets, columnIndices, values } = a;
  for (let row = 0; row < a.rows; row++) {
    const from = row * width + v;
    const b0 = block[from];
    const b1 = block[from + 1];
    const b2 = block[from + 2];
    const b3 = block[from + 3];
    const end = rowOffsets[row + 1];
    for (let at = rowOffsets[row]; at < end; at++) {
      const to = columnIndices[at] * width + v;
      const value = values[at];
      product[to] += value * b0;
      product[to + 1] += value * b1;
      product[to + 2] += value * b2;
      product[to + 3] += value * b3;
    }
  }
}

function scatterOne(
  a: CompressedRows,
  block: Float64Array,
  width: number,
  v: number,
  product: Float64Array,
): void {
  const { rowOffsets, columnIndices, values } = a;
  for (let row = 0; row < a.rows; row++) {
    const factor = block[row * width + v];
    for (let at = rowOffsets[row]; at < rowOffsets[row + 1]; at++)
      product[columnIndices[at] * width + v] += values[at] * factor;
  }
}
