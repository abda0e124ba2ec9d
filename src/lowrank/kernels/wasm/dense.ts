// AssemblyScript: compiled to WebAssembly when the project is built. Twin in TypeScript:
// ../reference/dense.ts.
//
// A dense matrix of doubles, row after row. A panel is columns × 4 numbers, row after row, as a
// slab is.

/**
 * AᵀA X for a slab X, over rows from … to of A, into a slab of its own: out[part] is columns × 4.
 * `work` has room for 16 doubles a part.
 */
export function denseGram(
  from: i32,
  to: i32,
  part: i32,
  a: usize,
  columns: i32,
  x: usize,
  out: usize,
  work: usize,
): void {
  const own = out + ((<usize>part * columns) << 5);
  const y = work + ((<usize>part) << 7);
  memory.fill(own, 0, (<usize>columns) << 5);
  for (let row = from; row < to; row += 4) {
    const rows = min(4, to - row);
    const first = a + ((<usize>row * columns) << 3);
    productTile(first, columns, rows, x, y);
    spreadTile(first, columns, rows, y, own);
  }
}

/** y ← four rows of A times a panel; rows that are missing count as zero. */
function productTile(a: usize, columns: i32, rows: i32, panel: usize, y: usize): void {
  let a0 = f64x2.splat(0),
    a1 = f64x2.splat(0),
    b0 = f64x2.splat(0),
    b1 = f64x2.splat(0);
  let c0 = f64x2.splat(0),
    c1 = f64x2.splat(0),
    d0 = f64x2.splat(0),
    d1 = f64x2.splat(0);
  const step = (<usize>columns) << 3;
  const b = rows > 1 ? step : 0;
  const c = rows > 2 ? 2 * step : 0;
  const d = rows > 3 ? 3 * step : 0;
  for (let end = a + step; a < end; a += 8, panel += 32) {
    const p0 = v128.load(panel);
    const p1 = v128.load(panel, 16);
    const va = v128.load64_splat(a);
    a0 = f64x2.add(a0, f64x2.mul(va, p0));
    a1 = f64x2.add(a1, f64x2.mul(va, p1));
    const vb = v128.load64_splat(a + b);
    b0 = f64x2.add(b0, f64x2.mul(vb, p0));
    b1 = f64x2.add(b1, f64x2.mul(vb, p1));
    const vc = v128.load64_splat(a + c);
    c0 = f64x2.add(c0, f64x2.mul(vc, p0));
    c1 = f64x2.add(c1, f64x2.mul(vc, p1));
    const vd = v128.load64_splat(a + d);
    d0 = f64x2.add(d0, f64x2.mul(vd, p0));
    d1 = f64x2.add(d1, f64x2.mul(vd, p1));
  }
  storePair(y, a0, a1);
  storePair(y + 32, b0, b1);
  storePair(y + 64, c0, c1);
  storePair(y + 96, d0, d1);
  if (rows < 4) memory.fill(y + ((<usize>rows) << 5), 0, (<usize>(4 - rows)) << 5);
}

// @ts-ignore: decorator of AssemblyScript
@inline
function storePair(at: usize, first: v128, second: v128): void {
  v128.store(at, first);
  v128.store(at, second, 16);
}

/** out ← out + the transpose of four rows of A times y. */
function spreadTile(a: usize, columns: i32, rows: i32, y: usize, out: usize): void {
  const a0 = v128.load(y),
    a1 = v128.load(y, 16),
    b0 = v128.load(y, 32),
    b1 = v128.load(y, 48);
  const c0 = v128.load(y, 64),
    c1 = v128.load(y, 80),
    d0 = v128.load(y, 96),
    d1 = v128.load(y, 112);
  const step = (<usize>columns) << 3;
  const b = rows > 1 ? step : 0;
  const c = rows > 2 ? 2 * step : 0;
  const d = rows > 3 ? 3 * step : 0;
  for (let end = a + step; a < end; a += 8, out += 32) {
    const va = v128.load64_splat(a);
    const vb = v128.load64_splat(a + b);
    const vc = v128.load64_splat(a + c);
    const vd = v128.load64_splat(a + d);
    const first = f64x2.add(
      f64x2.add(f64x2.mul(va, a0), f64x2.mul(vb, b0)),
      f64x2.add(f64x2.mul(vc, c0), f64x2.mul(vd, d0)),
    );
    const second = f64x2.add(
      f64x2.add(f64x2.mul(va, a1), f64x2.mul(vb, b1)),
      f64x2.add(f64x2.mul(vc, c1), f64x2.mul(vd, d1)),
    );
    v128.store(out, f64x2.add(v128.load(out), first));
    v128.store(out, f64x2.add(v128.load(out, 16), second), 16);
  }
}

/**
 * target ← A V D over rows from … to of A: V comes in panels of four columns, the last filled up
 * with zeros; target is rows × width, row after row; D is diagonal, `factors`. `work` has room for
 * 16 doubles a part.
 */
export function denseMultiply(
  from: i32,
  to: i32,
  part: i32,
  a: usize,
  columns: i32,
  panels: usize,
  width: i32,
  factors: usize,
  target: usize,
  work: usize,
): void {
  const y = work + ((<usize>part) << 7);
  for (let row = from; row < to; row += 4) {
    const rows = min(4, to - row);
    for (let j = 0; j < width; j += 4) {
      productTile(
        a + ((<usize>row * columns) << 3),
        columns,
        rows,
        panels + ((<usize>j * columns) << 3),
        y,
      );
      const used = min(4, width - j);
      for (let i = 0; i < rows; i++) {
        const out = target + ((<usize>(row + i) * width + j) << 3);
        for (let w = 0; w < used; w++) {
          store<f64>(
            out + ((<usize>w) << 3),
            load<f64>(y + ((<usize>(4 * i + w)) << 3)) *
              load<f64>(factors + ((<usize>(j + w)) << 3)),
          );
        }
      }
    }
  }
}
