/** Rows of a tile: what lies between scores and gradient is kept for so many rows at a time. */
export const tileRows = 64;

export type Reals = Float32Array | Float64Array;

/** tile[class, row] = weights[class] · x[row]. Register tile: 4 rows by 2 classes, eight sums. */
export function scoreTile(
  f: Reals,
  x: number,
  step: number,
  count: number,
  width: number,
  weights: number,
  even: number,
  tile: number,
): void {
  for (let row = 0; row < count; row += 4) {
    for (let k = 0; k < even; k += 2) {
      let x0 = x + row * step;
      let x1 = x0 + step;
      let x2 = x1 + step;
      let x3 = x2 + step;
      let w = weights + k * width;
      let w2 = w + width;
      let a0 = 0,
        b0 = 0,
        a1 = 0,
        b1 = 0,
        a2 = 0,
        b2 = 0,
        a3 = 0,
        b3 = 0;
      for (const end = w2; w < end; x0++, x1++, x2++, x3++, w++, w2++) {
        const a = f[w];
        const b = f[w2];
        const v0 = f[x0];
        a0 += v0 * a;
        b0 += v0 * b;
        const v1 = f[x1];
        a1 += v1 * a;
        b1 += v1 * b;
        const v2 = f[x2];
        a2 += v2 * a;
        b2 += v2 * b;
        const v3 = f[x3];
        a3 += v3 * a;
        b3 += v3 * b;
      }
      const to = tile + k * tileRows + row;
      f[to] = a0;
      f[to + 1] = a1;
      f[to + 2] = a2;
      f[to + 3] = a3;
      f[to + tileRows] = b0;
      f[to + tileRows + 1] = b1;
      f[to + tileRows + 2] = b2;
      f[to + tileRows + 3] = b3;
    }
  }
}

/** out[class] += Σ over rows of tile[class, row] · x[row]: two classes by four rows at a time. */
export function addGradient(
  f: Reals,
  x: number,
  step: number,
  count: number,
  width: number,
  tile: number,
  even: number,
  sums: Float64Array,
  out: number,
): void {
  // Rows past the last have residual 0 here: three more are readable.
  for (let k = 0; k < even; k++) f.fill(0, tile + k * tileRows + count, tile + (k + 1) * tileRows);
  for (let row = 0; row < count; row += 4) {
    for (let k = 0; k < even; k += 2) {
      const r = tile + k * tileRows + row;
      const a0 = f[r],
        a1 = f[r + 1],
        a2 = f[r + 2],
        a3 = f[r + 3];
      const b0 = f[r + tileRows],
        b1 = f[r + tileRows + 1],
        b2 = f[r + tileRows + 2],
        b3 = f[r + tileRows + 3];
      let g = out + k * width;
      let g2 = g + width;
      let x0 = x + row * step;
      let x1 = x0 + step;
      let x2 = x1 + step;
      let x3 = x2 + step;
      for (const end = g2; g < end; x0++, x1++, x2++, x3++, g++, g2++) {
        const v0 = f[x0];
        const v1 = f[x1];
        const v2 = f[x2];
        const v3 = f[x3];
        sums[g] += v0 * a0 + v1 * a1 + v2 * a2 + v3 * a3;
        sums[g2] += v0 * b0 + v1 * b1 + v2 * b2 + v3 * b3;
      }
    }
  }
}
