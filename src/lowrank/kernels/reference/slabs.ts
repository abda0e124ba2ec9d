import type { Views } from "../views";

// A slab is four vectors of one length, row after row. Several slabs of `length` rows stand one
// after the other.

/**
 * Rows at a time: as many as stay in a core's cache while one slab after the other passes over
 * them.
 */
const run = 1024;

/**
 * XᵀY over rows from … to, into sums of its own: sums[part] is 4·xCount × 4·yCount, row after row.
 * Cost: 32 flops a row, X slab and Y slab.
 */
export function crossSlabs(
  { float64 }: Views,
  from: number,
  to: number,
  part: number,
  x: number,
  xCount: number,
  y: number,
  yCount: number,
  length: number,
  sums: number,
): void {
  const step = 4 * yCount;
  const out = sums / 8 + part * 16 * xCount * yCount;
  float64.fill(0, out, out + 16 * xCount * yCount);
  for (let start = from; start < to; start += run) {
    const rows = Math.min(run, to - start);
    for (let i = 0; i < xCount; i++) {
      for (let j = 0; j < yCount; j++) {
        const p = x / 8 + 4 * (start + i * length);
        const q = y / 8 + 4 * (start + j * length);
        const at = out + 4 * i * step + 4 * j;
        crossHalf(float64, rows, p, q, at, step);
        crossHalf(float64, rows, p, q + 2, at + 2, step);
      }
    }
  }
}

/**
 * The upper triangle of XᵀX by tiles of 4 × 4, over rows from … to, into sums of its own:
 * sums[part] is 4·xCount × 4·xCount, row after row; tiles below the diagonal stay zero. Cost: 16
 * flops a row and pair of slabs.
 */
export function gramSlabs(
  { float64 }: Views,
  from: number,
  to: number,
  part: number,
  x: number,
  xCount: number,
  length: number,
  sums: number,
): void {
  const step = 4 * xCount;
  const out = sums / 8 + part * 16 * xCount * xCount;
  float64.fill(0, out, out + 16 * xCount * xCount);
  for (let start = from; start < to; start += run) {
    const rows = Math.min(run, to - start);
    for (let i = 0; i < xCount; i++) {
      for (let j = i; j < xCount; j++) {
        const p = x / 8 + 4 * (start + i * length);
        const q = x / 8 + 4 * (start + j * length);
        const at = out + 4 * i * step + 4 * j;
        crossHalf(float64, rows, p, q, at, step);
        crossHalf(float64, rows, p, q + 2, at + 2, step);
      }
    }
  }
}

/** Four vectors by two: eight scalar sums stay in registers; an array of sums would not. */
function crossHalf(
  f: Float64Array,
  rows: number,
  p: number,
  q: number,
  out: number,
  step: number,
): void {
  let s00 = 0,
    s01 = 0,
    s10 = 0,
    s11 = 0,
    s20 = 0,
    s21 = 0,
    s30 = 0,
    s31 = 0;
  for (let row = 0; row < rows; row++, p += 4, q += 4) {
    const y0 = f[q];
    const y1 = f[q + 1];
    const x0 = f[p];
    const x1 = f[p + 1];
    const x2 = f[p + 2];
    const x3 = f[p + 3];
    s00 += x0 * y0;
    s01 += x0 * y1;
    s10 += x1 * y0;
    s11 += x1 * y1;
    s20 += x2 * y0;
    s21 += x2 * y1;
    s30 += x3 * y0;
    s31 += x3 * y1;
  }
  f[out] += s00;
  f[out + 1] += s01;
  f[out + step] += s10;
  f[out + step + 1] += s11;
  f[out + 2 * step] += s20;
  f[out + 2 * step + 1] += s21;
  f[out + 3 * step] += s30;
  f[out + 3 * step + 1] += s31;
}

/**
 * Y ← Y − X C over rows from … to; C is 4·xCount × 4·yCount, row after row. Cost: 32 flops a row, X
 * slab and Y slab.
 */
export function subtractSlabs(
  { float64 }: Views,
  from: number,
  to: number,
  _part: number,
  y: number,
  yCount: number,
  x: number,
  xCount: number,
  length: number,
  c: number,
): void {
  const step = 4 * yCount;
  for (let start = from; start < to; start += run) {
    const rows = Math.min(run, to - start);
    for (let i = 0; i < xCount; i++) {
      for (let j = 0; j < yCount; j++) {
        const p = x / 8 + 4 * (start + i * length);
        const q = y / 8 + 4 * (start + j * length);
        const at = c / 8 + 4 * i * step + 4 * j;
        subtractHalf(float64, rows, q, p, at, step);
        subtractHalf(float64, rows, q + 2, p, at + 2, step);
      }
    }
  }
}

function subtractHalf(
  f: Float64Array,
  rows: number,
  q: number,
  p: number,
  c: number,
  step: number,
): void {
  const c00 = f[c];
  const c01 = f[c + 1];
  const c10 = f[c + step];
  const c11 = f[c + step + 1];
  const c20 = f[c + 2 * step];
  const c21 = f[c + 2 * step + 1];
  const c30 = f[c + 3 * step];
  const c31 = f[c + 3 * step + 1];
  for (let row = 0; row < rows; row++, p += 4, q += 4) {
    const x0 = f[p];
    const x1 = f[p + 1];
    const x2 = f[p + 2];
    const x3 = f[p + 3];
    f[q] -= x0 * c00 + x1 * c10 + (x2 * c20 + x3 * c30);
    f[q + 1] -= x0 * c01 + x1 * c11 + (x2 * c21 + x3 * c31);
  }
}

/** Y ← Y C over rows from … to of one slab; C is 4 × 4, row after row. */
export function transformSlab(
  { float64: f }: Views,
  from: number,
  to: number,
  _part: number,
  y: number,
  c: number,
): void {
  const factors = f.slice(c / 8, c / 8 + 16);
  for (let at = y / 8 + 4 * from; at < y / 8 + 4 * to; at += 4) {
    const y0 = f[at];
    const y1 = f[at + 1];
    const y2 = f[at + 2];
    const y3 = f[at + 3];
    for (let j = 0; j < 4; j++)
      f[at + j] =
        y0 * factors[j] + y1 * factors[4 + j] + (y2 * factors[8 + j] + y3 * factors[12 + j]);
  }
}

/** Rows that are packed at a time. */
const packedRows = 32;

/**
 * target ← X C over rows from … to: target is length × columns, row after row. Cost: 8 · xCount ·
 * columns flops a row.
 *
 * C comes in panels of four columns, each 4·xCount × 4, the last filled up with zeros. `packed` has
 * room for 32 · 4·xCount doubles a part: the rows at work, four at a time side by side, so that the
 * innermost loop reads on end.
 */
export function combineSlabs(
  { float64: f }: Views,
  from: number,
  to: number,
  part: number,
  x: number,
  xCount: number,
  length: number,
  c: number,
  columns: number,
  target: number,
  packed: number,
): void {
  const depth = 4 * xCount;
  const own = packed / 8 + part * packedRows * depth;
  for (let start = from; start < to; start += packedRows) {
    const rows = Math.min(packedRows, to - start);
    pack(f, x / 8 + 4 * start, xCount, length, rows, own);
    for (let j = 0; j < columns; j += 4) {
      for (let row = 0; row < rows; row++) {
        const q = own + (row >> 2) * 4 * depth + (row & 3);
        combineRow(
          f,
          depth,
          q,
          c / 8 + j * depth,
          target / 8 + (start + row) * columns + j,
          Math.min(4, columns - j),
        );
      }
    }
  }
}

/**
 * Rows of all slabs in groups of four: group by group, vector by vector, four rows side by side.
 */
function pack(
  f: Float64Array,
  x: number,
  xCount: number,
  length: number,
  rows: number,
  packed: number,
): void {
  for (let slab = 0; slab < xCount; slab++) {
    for (let row = 0; row < rows; row++) {
      const at = x + 4 * (slab * length + row);
      const to = packed + (row >> 2) * 16 * xCount + 16 * slab + (row & 3);
      f[to] = f[at];
      f[to + 4] = f[at + 1];
      f[to + 8] = f[at + 2];
      f[to + 12] = f[at + 3];
    }
  }
}

function combineRow(
  f: Float64Array,
  depth: number,
  q: number,
  c: number,
  target: number,
  width: number,
): void {
  let s0 = 0,
    s1 = 0,
    s2 = 0,
    s3 = 0;
  for (let i = 0; i < depth; i++, q += 4, c += 4) {
    const factor = f[q];
    s0 += factor * f[c];
    s1 += factor * f[c + 1];
    s2 += factor * f[c + 2];
    s3 += factor * f[c + 3];
  }
  f[target] = s0;
  if (width > 1) f[target + 1] = s1;
  if (width > 2) f[target + 2] = s2;
  if (width > 3) f[target + 3] = s3;
}
