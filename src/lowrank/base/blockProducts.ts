/**
 * Products of tall blocks: a block holds `width` vectors of one length, row after row
 * (entry i of vector v is `block[i * width + v]`). These loops are where the truncated SVD spends
 * its time.
 */

/** A block of `width` vectors of length `length`. */
export interface Block {
  readonly length: number;
  readonly width: number;
  readonly data: Float64Array;
}

export function createBlock(length: number, width: number): Block {
  return { length, width, data: new Float64Array(length * width) };
}

/**
 * Numbers of both blocks that a run of rows may hold, so that it stays in a core's cache while the
 * tiles pass over it.
 */
const numbersInCache = 16_384;

/**
 * XᵀY of two blocks of equal length, as an X.width × Y.width matrix, row after row.
 *
 * Cost: 2 · length · X.width · Y.width flops; each block is read from memory once.
 */
export function crossProduct(x: Block, y: Block): Float64Array {
  const product = new Float64Array(x.width * y.width);
  forEachTile(x, y, x.width, y.width, (i, j, from, to) => {
    if (i + 4 <= x.width && j + 2 <= y.width) crossTile(x, y, i, j, from, to, product);
    else crossEdge(x, y, i, j, from, to, product);
  });
  return product;
}

/**
 * target ← target + scale · X C, with C an X.width × target.width matrix, row after row.
 *
 * Cost: 2 · length · X.width · target.width flops; each block is read from memory once.
 */
export function addProduct(
  target: Block,
  x: Block,
  coefficients: Float64Array,
  scale: number,
): void {
  forEachTile(x, target, x.width, target.width, (i, j, from, to) => {
    if (i + 4 <= x.width && j + 2 <= target.width)
      addTile(target, x, i, j, from, to, coefficients, scale);
    else addEdge(target, x, i, j, from, to, coefficients, scale);
  });
}

/** Visits each 4 × 2 tile of a height × width matrix, for one run of rows after the other. */
function forEachTile(
  x: Block,
  y: Block,
  height: number,
  width: number,
  visit: (i: number, j: number, from: number, to: number) => void,
): void {
  const run = Math.max(32, Math.floor(numbersInCache / (x.width + y.width)));
  for (let from = 0; from < x.length; from += run) {
    const to = Math.min(x.length, from + run);
    for (let i = 0; i < height; i += 4) {
      for (let j = 0; j < width; j += 2) visit(i, j, from, to);
    }
  }
}

/** Eight scalar sums stay in registers; an array of sums would not. */
function crossTile(
  x: Block,
  y: Block,
  i: number,
  j: number,
  from: number,
  to: number,
  product: Float64Array,
): void {
  const a = x.data;
  const b = y.data;
  const aWidth = x.width;
  const bWidth = y.width;
  let s00 = 0,
    s01 = 0,
    s10 = 0,
    s11 = 0,
    s20 = 0,
    s21 = 0,
    s30 = 0,
    s31 = 0;
  for (
    let row = from, p = from * aWidth + i, q = from * bWidth + j;
    row < to;
    row++, p += aWidth, q += bWidth
  ) {
    const b0 = b[q];
    const b1 = b[q + 1];
    const a0 = a[p];
    const a1 = a[p + 1];
    const a2 = a[p + 2];
    const a3 = a[p + 3];
    s00 += a0 * b0;
    s01 += a0 * b1;
    s10 += a1 * b0;
    s11 += a1 * b1;
    s20 += a2 * b0;
    s21 += a2 * b1;
    s30 += a3 * b0;
    s31 += a3 * b1;
  }
  const at = i * bWidth + j;
  product[at] += s00;
  product[at + 1] += s01;
  product[at + bWidth] += s10;
  product[at + bWidth + 1] += s11;
  product[at + 2 * bWidth] += s20;
  product[at + 2 * bWidth + 1] += s21;
  product[at + 3 * bWidth] += s30;
  product[at + 3 * bWidth + 1] += s31;
}

function crossEdge(
  x: Block,
  y: Block,
  i0: number,
  j0: number,
  from: number,
  to: number,
  product: Float64Array,
): void {
  for (let i = i0; i < Math.min(i0 + 4, x.width); i++) {
    for (let j = j0; j < Math.min(j0 + 2, y.width); j++) {
      let sum = 0;
      for (let row = from; row < to; row++)
        sum += x.data[row * x.width + i] * y.data[row * y.width + j];
      product[i * y.width + j] += sum;
    }
  }
}

function addTile(
  target: Block,
  x: Block,
  i: number,
  j: number,
  from: number,
  to: number,
  c: Float64Array,
  scale: number,
): void {
  const t = target.data;
  const a = x.data;
  const tWidth = target.width;
  const aWidth = x.width;
  const at = i * tWidth + j;
  const c00 = scale * c[at];
  const c01 = scale * c[at + 1];
  const c10 = scale * c[at + tWidth];
  const c11 = scale * c[at + tWidth + 1];
  const c20 = scale * c[at + 2 * tWidth];
  const c21 = scale * c[at + 2 * tWidth + 1];
  const c30 = scale * c[at + 3 * tWidth];
  const c31 = scale * c[at + 3 * tWidth + 1];
  for (
    let row = from, p = from * aWidth + i, q = from * tWidth + j;
    row < to;
    row++, p += aWidth, q += tWidth
  ) {
    const a0 = a[p];
    const a1 = a[p + 1];
    const a2 = a[p + 2];
    const a3 = a[p + 3];
    t[q] += a0 * c00 + a1 * c10 + a2 * c20 + a3 * c30;
    t[q + 1] += a0 * c01 + a1 * c11 + a2 * c21 + a3 * c31;
  }
}

function addEdge(
  target: Block,
  x: Block,
  i0: number,
  j0: number,
  from: number,
  to: number,
  c: Float64Array,
  scale: number,
): void {
  for (let i = i0; i < Math.min(i0 + 4, x.width); i++) {
    for (let j = j0; j < Math.min(j0 + 2, target.width); j++) {
      const factor = scale * c[i * target.width + j];
      for (let row = from; row < to; row++)
        target.data[row * target.width + j] += factor * x.data[row * x.width + i];
    }
  }
}
