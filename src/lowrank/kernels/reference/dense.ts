import type { Views } from "../views";

// A dense matrix of doubles, row after row. A panel is columns × 4 numbers, row after row, as a
// slab is.

/**
 * AᵀA X for a slab X, over rows from … to of A, into a slab of its own: out[part] is columns × 4.
 * `work` has room for 16 doubles a part. Cost: 16 flops an entry.
 */
export function denseGram(
  { float64: f }: Views,
  from: number,
  to: number,
  part: number,
  a: number,
  columns: number,
  x: number,
  out: number,
  work: number,
): void {
  const own = out / 8 + part * 4 * columns;
  const y = work / 8 + part * 16;
  f.fill(0, own, own + 4 * columns);
  for (let row = from; row < to; row++) {
    const first = a / 8 + row * columns;
    productRow(f, first, columns, x / 8, y);
    const y0 = f[y];
    const y1 = f[y + 1];
    const y2 = f[y + 2];
    const y3 = f[y + 3];
    for (let j = 0, to = own; j < columns; j++, to += 4) {
      const value = f[first + j];
      f[to] += value * y0;
      f[to + 1] += value * y1;
      f[to + 2] += value * y2;
      f[to + 3] += value * y3;
    }
  }
}

/** y ← a row of A times a panel. */
function productRow(f: Float64Array, a: number, columns: number, panel: number, y: number): void {
  let s0 = 0,
    s1 = 0,
    s2 = 0,
    s3 = 0;
  for (let j = 0, p = panel; j < columns; j++, p += 4) {
    const value = f[a + j];
    s0 += value * f[p];
    s1 += value * f[p + 1];
    s2 += value * f[p + 2];
    s3 += value * f[p + 3];
  }
  f[y] = s0;
  f[y + 1] = s1;
  f[y + 2] = s2;
  f[y + 3] = s3;
}

/**
 * target ← A V D over rows from … to of A: V comes in panels of four columns, the last filled up
 * with zeros; target is rows × width, row after row; D is diagonal, `factors`. `work` has room for
 * 16 doubles a part. Cost: 2 · width flops an entry.
 */
export function denseMultiply(
  { float64: f }: Views,
  from: number,
  to: number,
  part: number,
  a: number,
  columns: number,
  panels: number,
  width: number,
  factors: number,
  target: number,
  work: number,
): void {
  const y = work / 8 + part * 16;
  for (let row = from; row < to; row++) {
    for (let j = 0; j < width; j += 4) {
      productRow(f, a / 8 + row * columns, columns, panels / 8 + j * columns, y);
      for (let w = 0; w < Math.min(4, width - j); w++)
        f[target / 8 + row * width + j + w] = f[y + w] * f[factors / 8 + j + w];
    }
  }
}
