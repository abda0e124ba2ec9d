import type { Views } from "../views";

// A sparse matrix in compressed rows: `offsets` (rows + 1 numbers), `indices` (the column of each
// non-zero), `values`.

/**
 * AᵀA X for a slab X, over rows from … to of A, into a slab of its own: out[part] is columns × 4.
 * Cost: 16 flops a non-zero.
 *
 * Each row of A is read once: its product with X stays in registers and goes back out with the same
 * row.
 */
export function sparseGram(
  views: Views,
  from: number,
  to: number,
  part: number,
  offsets: number,
  indices: number,
  values: number,
  columns: number,
  x: number,
  out: number,
): void {
  const own = out / 8 + part * 4 * columns;
  views.float64.fill(0, own, own + 4 * columns);
  addSparseGram(views, from, to, part, offsets, indices, values, columns, x, out, 1);
}

/**
 * out[part] += factor² · AᵀA X: the same, added to what earlier rows have left there. The factor
 * is applied twice, for its square can leave the range of numbers.
 */
export function addSparseGram(
  { float64: f, int32 }: Views,
  from: number,
  to: number,
  part: number,
  offsets: number,
  indices: number,
  values: number,
  columns: number,
  x: number,
  out: number,
  factor: number,
): void {
  const own = out / 8 + part * 4 * columns;
  for (let row = from; row < to; row++) {
    const end = int32[offsets / 4 + row + 1];
    let s0 = 0,
      s1 = 0,
      s2 = 0,
      s3 = 0;
    for (let at = int32[offsets / 4 + row]; at < end; at++) {
      const value = f[values / 8 + at];
      const source = x / 8 + 4 * int32[indices / 4 + at];
      s0 += value * f[source];
      s1 += value * f[source + 1];
      s2 += value * f[source + 2];
      s3 += value * f[source + 3];
    }
    s0 = s0 * factor * factor;
    s1 = s1 * factor * factor;
    s2 = s2 * factor * factor;
    s3 = s3 * factor * factor;
    for (let at = int32[offsets / 4 + row]; at < end; at++) {
      const value = f[values / 8 + at];
      const target = own + 4 * int32[indices / 4 + at];
      f[target] += value * s0;
      f[target + 1] += value * s1;
      f[target + 2] += value * s2;
      f[target + 3] += value * s3;
    }
  }
}

/**
 * out[part] += Aᵀ Y for a slab Y, over rows from … to of A: each row scatters its row of Y. Cost: 8
 * flops a non-zero.
 */
export function addSparseTransposed(
  { float64: f, int32 }: Views,
  from: number,
  to: number,
  part: number,
  offsets: number,
  indices: number,
  values: number,
  columns: number,
  y: number,
  out: number,
): void {
  const own = out / 8 + part * 4 * columns;
  for (let row = from; row < to; row++) {
    const source = y / 8 + 4 * row;
    for (let at = int32[offsets / 4 + row]; at < int32[offsets / 4 + row + 1]; at++) {
      const value = f[values / 8 + at];
      const target = own + 4 * int32[indices / 4 + at];
      for (let j = 0; j < 4; j++) f[target + j] += value * f[source + j];
    }
  }
}

/** target ← the sum of the slabs out[0] … out[parts − 1], over rows from … to. */
export function addSlabs(
  { float64: f }: Views,
  from: number,
  to: number,
  _part: number,
  out: number,
  parts: number,
  length: number,
  target: number,
): void {
  for (let at = 4 * from; at < 4 * to; at++) {
    let sum = f[out / 8 + at];
    for (let p = 1; p < parts; p++) sum += f[out / 8 + p * 4 * length + at];
    f[target / 8 + at] = sum;
  }
}

/**
 * target ← A V D over rows from … to of A: V is columns × width and target rows × width, row after
 * row; D is diagonal, `factors`. Cost: 2 · width flops a non-zero.
 */
export function sparseMultiply(
  { float64: f, int32 }: Views,
  from: number,
  to: number,
  _part: number,
  offsets: number,
  indices: number,
  values: number,
  v: number,
  width: number,
  factors: number,
  target: number,
): void {
  for (let row = from; row < to; row++) {
    const first = int32[offsets / 4 + row];
    const end = int32[offsets / 4 + row + 1];
    const out = target / 8 + row * width;
    let j = 0;
    for (; j + 4 <= width; j += 4) {
      let s0 = 0,
        s1 = 0,
        s2 = 0,
        s3 = 0;
      for (let at = first; at < end; at++) {
        const value = f[values / 8 + at];
        const source = v / 8 + int32[indices / 4 + at] * width + j;
        s0 += value * f[source];
        s1 += value * f[source + 1];
        s2 += value * f[source + 2];
        s3 += value * f[source + 3];
      }
      f[out + j] = s0 * f[factors / 8 + j];
      f[out + j + 1] = s1 * f[factors / 8 + j + 1];
      f[out + j + 2] = s2 * f[factors / 8 + j + 2];
      f[out + j + 3] = s3 * f[factors / 8 + j + 3];
    }
    for (; j < width; j++) {
      let sum = 0;
      for (let at = first; at < end; at++)
        sum += f[values / 8 + at] * f[v / 8 + int32[indices / 4 + at] * width + j];
      f[out + j] = sum * f[factors / 8 + j];
    }
  }
}
