// AssemblyScript: compiled to WebAssembly when the project is built. Twin in TypeScript:
// ../reference/slabs.ts.
//
// A slab is four vectors of one length, row after row: 32 bytes a row. Several slabs of `length`
// rows stand one after the other.

/**
 * Rows at a time: as many as stay in a core's cache while one slab after the other passes over
 * them.
 */
const run: i32 = 1024;

/**
 * XᵀY over rows from … to, into sums of its own: sums[part] is 4·xCount × 4·yCount, row after row.
 */
export function crossSlabs(
  from: i32,
  to: i32,
  part: i32,
  x: usize,
  xCount: i32,
  y: usize,
  yCount: i32,
  length: i32,
  sums: usize,
): void {
  const step = (<usize>yCount) << 5;
  const out = sums + ((<usize>part * xCount * yCount) << 7);
  const size = (<usize>length) << 5;
  memory.fill(out, 0, (<usize>xCount * yCount) << 7);
  for (let start = from; start < to; start += run) {
    const rows = min(run, to - start);
    const offset = (<usize>start) << 5;
    for (let i = 0; i < xCount; i++) {
      for (let j = 0; j < yCount; j++) {
        crossTile(
          rows,
          x + offset + <usize>i * size,
          y + offset + <usize>j * size,
          out + ((<usize>i) << 2) * step + ((<usize>j) << 5),
          step,
        );
      }
    }
  }
}

/**
 * The upper triangle of XᵀX by tiles of 4 × 4, over rows from … to, into sums of its own:
 * sums[part] is 4·xCount × 4·xCount, row after row; tiles below the diagonal stay zero.
 */
export function gramSlabs(
  from: i32,
  to: i32,
  part: i32,
  x: usize,
  xCount: i32,
  length: i32,
  sums: usize,
): void {
  const step = (<usize>xCount) << 5;
  const out = sums + ((<usize>part * xCount * xCount) << 7);
  const size = (<usize>length) << 5;
  memory.fill(out, 0, (<usize>xCount * xCount) << 7);
  for (let start = from; start < to; start += run) {
    const rows = min(run, to - start);
    const offset = (<usize>start) << 5;
    for (let i = 0; i < xCount; i++) {
      for (let j = i; j < xCount; j++) {
        crossTile(
          rows,
          x + offset + <usize>i * size,
          x + offset + <usize>j * size,
          out + ((<usize>i) << 2) * step + ((<usize>j) << 5),
          step,
        );
      }
    }
  }
}

/** Sixteen sums, two to a register. */
function crossTile(rows: i32, x: usize, y: usize, out: usize, step: usize): void {
  let a0 = f64x2.splat(0),
    a1 = f64x2.splat(0),
    b0 = f64x2.splat(0),
    b1 = f64x2.splat(0);
  let c0 = f64x2.splat(0),
    c1 = f64x2.splat(0),
    d0 = f64x2.splat(0),
    d1 = f64x2.splat(0);
  const end = x + ((<usize>rows) << 5);
  for (; x < end; x += 32, y += 32) {
    const y0 = v128.load(y);
    const y1 = v128.load(y, 16);
    const xa = v128.load64_splat(x);
    a0 = f64x2.add(a0, f64x2.mul(xa, y0));
    a1 = f64x2.add(a1, f64x2.mul(xa, y1));
    const xb = v128.load64_splat(x, 8);
    b0 = f64x2.add(b0, f64x2.mul(xb, y0));
    b1 = f64x2.add(b1, f64x2.mul(xb, y1));
    const xc = v128.load64_splat(x, 16);
    c0 = f64x2.add(c0, f64x2.mul(xc, y0));
    c1 = f64x2.add(c1, f64x2.mul(xc, y1));
    const xd = v128.load64_splat(x, 24);
    d0 = f64x2.add(d0, f64x2.mul(xd, y0));
    d1 = f64x2.add(d1, f64x2.mul(xd, y1));
  }
  addPair(out, a0, a1);
  addPair(out + step, b0, b1);
  addPair(out + 2 * step, c0, c1);
  addPair(out + 3 * step, d0, d1);
}

// @ts-ignore: decorator of AssemblyScript
@inline
function addPair(at: usize, first: v128, second: v128): void {
  v128.store(at, f64x2.add(v128.load(at), first));
  v128.store(at, f64x2.add(v128.load(at, 16), second), 16);
}

/** Y ← Y − X C over rows from … to; C is 4·xCount × 4·yCount, row after row. */
export function subtractSlabs(
  from: i32,
  to: i32,
  part: i32,
  y: usize,
  yCount: i32,
  x: usize,
  xCount: i32,
  length: i32,
  c: usize,
): void {
  const step = (<usize>yCount) << 5;
  const size = (<usize>length) << 5;
  for (let start = from; start < to; start += run) {
    const rows = min(run, to - start);
    const offset = (<usize>start) << 5;
    for (let i = 0; i < xCount; i++) {
      for (let j = 0; j < yCount; j++) {
        subtractTile(
          rows,
          y + offset + <usize>j * size,
          x + offset + <usize>i * size,
          c + ((<usize>i) << 2) * step + ((<usize>j) << 5),
          step,
        );
      }
    }
  }
}

/** The sixteen factors stay in registers. */
function subtractTile(rows: i32, y: usize, x: usize, c: usize, step: usize): void {
  const a0 = v128.load(c),
    a1 = v128.load(c, 16);
  const b0 = v128.load(c + step),
    b1 = v128.load(c + step, 16);
  const c0 = v128.load(c + 2 * step),
    c1 = v128.load(c + 2 * step, 16);
  const d0 = v128.load(c + 3 * step),
    d1 = v128.load(c + 3 * step, 16);
  const end = x + ((<usize>rows) << 5);
  for (; x < end; x += 32, y += 32) {
    const xa = v128.load64_splat(x);
    const xb = v128.load64_splat(x, 8);
    const xc = v128.load64_splat(x, 16);
    const xd = v128.load64_splat(x, 24);
    const first = f64x2.add(
      f64x2.add(f64x2.mul(xa, a0), f64x2.mul(xb, b0)),
      f64x2.add(f64x2.mul(xc, c0), f64x2.mul(xd, d0)),
    );
    const second = f64x2.add(
      f64x2.add(f64x2.mul(xa, a1), f64x2.mul(xb, b1)),
      f64x2.add(f64x2.mul(xc, c1), f64x2.mul(xd, d1)),
    );
    v128.store(y, f64x2.sub(v128.load(y), first));
    v128.store(y, f64x2.sub(v128.load(y, 16), second), 16);
  }
}

/** Y ← Y C over rows from … to of one slab; C is 4 × 4, row after row. */
export function transformSlab(from: i32, to: i32, part: i32, y: usize, c: usize): void {
  const a0 = v128.load(c),
    a1 = v128.load(c, 16),
    b0 = v128.load(c, 32),
    b1 = v128.load(c, 48);
  const c0 = v128.load(c, 64),
    c1 = v128.load(c, 80),
    d0 = v128.load(c, 96),
    d1 = v128.load(c, 112);
  const end = y + ((<usize>to) << 5);
  for (let at = y + ((<usize>from) << 5); at < end; at += 32) {
    const ya = v128.load64_splat(at);
    const yb = v128.load64_splat(at, 8);
    const yc = v128.load64_splat(at, 16);
    const yd = v128.load64_splat(at, 24);
    v128.store(
      at,
      f64x2.add(
        f64x2.add(f64x2.mul(ya, a0), f64x2.mul(yb, b0)),
        f64x2.add(f64x2.mul(yc, c0), f64x2.mul(yd, d0)),
      ),
    );
    v128.store(
      at,
      f64x2.add(
        f64x2.add(f64x2.mul(ya, a1), f64x2.mul(yb, b1)),
        f64x2.add(f64x2.mul(yc, c1), f64x2.mul(yd, d1)),
      ),
      16,
    );
  }
}

/** Rows that are packed at a time. */
const packedRows: i32 = 32;

/**
 * target ← X C over rows from … to: target is length × columns, row after row.
 *
 * C comes in panels of four columns, each 4·xCount × 4, the last filled up with zeros. `packed` has
 * room for 32 · 4·xCount doubles a part: the rows at work, four at a time side by side, so that the
 * innermost loop reads on end.
 */
export function combineSlabs(
  from: i32,
  to: i32,
  part: i32,
  x: usize,
  xCount: i32,
  length: i32,
  c: usize,
  columns: i32,
  target: usize,
  packed: usize,
): void {
  const depth = xCount << 2;
  const own = packed + ((<usize>part * packedRows * depth) << 3);
  const panel = (<usize>depth) << 5;
  const step = (<usize>columns) << 3;
  for (let start = from; start < to; start += packedRows) {
    const rows = min(packedRows, to - start);
    pack(x + ((<usize>start) << 5), xCount, length, rows, own);
    for (let j = 0; j < columns; j += 4) {
      const factors = c + <usize>(j >> 2) * panel;
      const width = min(4, columns - j);
      for (let row = 0; row < rows; row += 4) {
        const at = target + <usize>(start + row) * step + ((<usize>j) << 3);
        combineTile(
          depth,
          own + <usize>(row >> 2) * panel,
          factors,
          at,
          step,
          min(4, rows - row),
          width,
        );
      }
    }
  }
}

/**
 * Rows of all slabs in groups of four: group by group, vector by vector, four rows side by side.
 */
function pack(x: usize, xCount: i32, length: i32, rows: i32, packed: usize): void {
  const panel = (<usize>xCount) << 7;
  for (let slab = 0; slab < xCount; slab++) {
    const source = x + ((<usize>slab * length) << 5);
    for (let row = 0; row < rows; row++) {
      const at = source + ((<usize>row) << 5);
      const to =
        packed + <usize>(row >> 2) * panel + ((<usize>slab) << 7) + ((<usize>(row & 3)) << 3);
      store<f64>(to, load<f64>(at));
      store<f64>(to, load<f64>(at, 8), 32);
      store<f64>(to, load<f64>(at, 16), 64);
      store<f64>(to, load<f64>(at, 24), 96);
    }
  }
}

/**
 * Four rows by four columns of the product. Rows beyond `rows` hold what was there before and are
 * not stored.
 */
function combineTile(
  depth: i32,
  q: usize,
  c: usize,
  target: usize,
  step: usize,
  rows: i32,
  width: i32,
): void {
  let a0 = f64x2.splat(0),
    a1 = f64x2.splat(0),
    b0 = f64x2.splat(0),
    b1 = f64x2.splat(0);
  let c0 = f64x2.splat(0),
    c1 = f64x2.splat(0),
    d0 = f64x2.splat(0),
    d1 = f64x2.splat(0);
  const end = q + ((<usize>depth) << 5);
  for (; q < end; q += 32, c += 32) {
    const f0 = v128.load(c);
    const f1 = v128.load(c, 16);
    const qa = v128.load64_splat(q);
    a0 = f64x2.add(a0, f64x2.mul(qa, f0));
    a1 = f64x2.add(a1, f64x2.mul(qa, f1));
    const qb = v128.load64_splat(q, 8);
    b0 = f64x2.add(b0, f64x2.mul(qb, f0));
    b1 = f64x2.add(b1, f64x2.mul(qb, f1));
    const qc = v128.load64_splat(q, 16);
    c0 = f64x2.add(c0, f64x2.mul(qc, f0));
    c1 = f64x2.add(c1, f64x2.mul(qc, f1));
    const qd = v128.load64_splat(q, 24);
    d0 = f64x2.add(d0, f64x2.mul(qd, f0));
    d1 = f64x2.add(d1, f64x2.mul(qd, f1));
  }
  storeRow(target, a0, a1, width);
  if (rows > 1) storeRow(target + step, b0, b1, width);
  if (rows > 2) storeRow(target + 2 * step, c0, c1, width);
  if (rows > 3) storeRow(target + 3 * step, d0, d1, width);
}

// @ts-ignore: decorator of AssemblyScript
@inline
function storeRow(at: usize, first: v128, second: v128, width: i32): void {
  if (width == 4) {
    v128.store(at, first);
    v128.store(at, second, 16);
    return;
  }
  store<f64>(at, f64x2.extract_lane(first, 0));
  if (width > 1) store<f64>(at, f64x2.extract_lane(first, 1), 8);
  if (width > 2) store<f64>(at, f64x2.extract_lane(second, 0), 16);
}
