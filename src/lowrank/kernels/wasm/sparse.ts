// AssemblyScript: compiled to WebAssembly when the project is built. Twin in TypeScript:
// ../reference/sparse.ts.
//
// A sparse matrix in compressed rows: `offsets` (rows + 1 numbers), `indices` (the column of each
// non-zero), `values`.

/**
 * AᵀA X for a slab X, over rows from … to of A, into a slab of its own: out[part] is columns × 4.
 *
 * Each row of A is read once: its product with X stays in two registers and goes back out with the
 * same row.
 */
export function sparseGram(
  from: i32,
  to: i32,
  part: i32,
  offsets: usize,
  indices: usize,
  values: usize,
  columns: i32,
  x: usize,
  out: usize,
): void {
  memory.fill(out + ((<usize>part * columns) << 5), 0, (<usize>columns) << 5);
  addSparseGram(from, to, part, offsets, indices, values, columns, x, out, 1);
}

/** out[part] += factor² · AᵀA X: the same, added to what earlier rows have left there. */
export function addSparseGram(
  from: i32,
  to: i32,
  part: i32,
  offsets: usize,
  indices: usize,
  values: usize,
  columns: i32,
  x: usize,
  out: usize,
  factor: f64,
): void {
  const own = out + ((<usize>part * columns) << 5);
  const factors = f64x2.splat(factor);
  for (let row = from; row < to; row++) {
    const first = load<i32>(offsets + ((<usize>row) << 2));
    const end = load<i32>(offsets + ((<usize>row) << 2), 4);
    gramRow(
      indices + ((<usize>first) << 2),
      values + ((<usize>first) << 3),
      values + ((<usize>end) << 3),
      x,
      own,
      factors,
    );
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function gramRow(
  indices: usize,
  values: usize,
  end: usize,
  x: usize,
  out: usize,
  factors: v128,
): void {
  let s0 = f64x2.splat(0),
    s1 = f64x2.splat(0);
  let index = indices;
  for (let at = values; at < end; at += 8, index += 4) {
    const value = v128.load64_splat(at);
    const source = x + ((<usize>load<i32>(index)) << 5);
    s0 = f64x2.add(s0, f64x2.mul(value, v128.load(source)));
    s1 = f64x2.add(s1, f64x2.mul(value, v128.load(source, 16)));
  }
  // Twice, for the square of a factor can leave the range of numbers.
  s0 = f64x2.mul(f64x2.mul(s0, factors), factors);
  s1 = f64x2.mul(f64x2.mul(s1, factors), factors);
  index = indices;
  for (let at = values; at < end; at += 8, index += 4) {
    const value = v128.load64_splat(at);
    const target = out + ((<usize>load<i32>(index)) << 5);
    v128.store(target, f64x2.add(v128.load(target), f64x2.mul(value, s0)));
    v128.store(target, f64x2.add(v128.load(target, 16), f64x2.mul(value, s1)), 16);
  }
}

/** out[part] += Aᵀ Y for a slab Y, over rows from … to of A: each row scatters its row of Y. */
export function addSparseTransposed(
  from: i32,
  to: i32,
  part: i32,
  offsets: usize,
  indices: usize,
  values: usize,
  columns: i32,
  y: usize,
  out: usize,
): void {
  const own = out + ((<usize>part * columns) << 5);
  for (let row = from; row < to; row++) {
    const end = load<i32>(offsets + ((<usize>row) << 2), 4);
    const y0 = v128.load(y + ((<usize>row) << 5));
    const y1 = v128.load(y + ((<usize>row) << 5), 16);
    for (let at = load<i32>(offsets + ((<usize>row) << 2)); at < end; at++) {
      const value = v128.load64_splat(values + ((<usize>at) << 3));
      const target = own + ((<usize>load<i32>(indices + ((<usize>at) << 2))) << 5);
      v128.store(target, f64x2.add(v128.load(target), f64x2.mul(value, y0)));
      v128.store(target, f64x2.add(v128.load(target, 16), f64x2.mul(value, y1)), 16);
    }
  }
}

/** target ← the sum of the slabs out[0] … out[parts − 1], over rows from … to. */
export function addSlabs(
  from: i32,
  to: i32,
  part: i32,
  out: usize,
  parts: i32,
  length: i32,
  target: usize,
): void {
  const size = (<usize>length) << 5;
  for (let at = (<usize>from) << 5; at < (<usize>to) << 5; at += 16) {
    let sum = v128.load(out + at);
    for (let p = 1; p < parts; p++) sum = f64x2.add(sum, v128.load(out + at + <usize>p * size));
    v128.store(target + at, sum);
  }
}

/**
 * target ← A V D over rows from … to of A: V is columns × width and target rows × width, row after
 * row; D is diagonal, `factors`.
 *
 * Eight vectors at a time: their sums stay in registers.
 */
export function sparseMultiply(
  from: i32,
  to: i32,
  part: i32,
  offsets: usize,
  indices: usize,
  values: usize,
  v: usize,
  width: i32,
  factors: usize,
  target: usize,
): void {
  const step = (<usize>width) << 3;
  for (let row = from; row < to; row++) {
    const first = load<i32>(offsets + ((<usize>row) << 2));
    const count = load<i32>(offsets + ((<usize>row) << 2), 4) - first;
    const index = indices + ((<usize>first) << 2);
    const value = values + ((<usize>first) << 3);
    const out = target + <usize>row * step;
    let j = 0;
    for (; j + 8 <= width; j += 8)
      gatherEight(
        count,
        index,
        value,
        v + ((<usize>j) << 3),
        step,
        factors + ((<usize>j) << 3),
        out + ((<usize>j) << 3),
      );
    for (; j + 4 <= width; j += 4)
      gatherFour(
        count,
        index,
        value,
        v + ((<usize>j) << 3),
        step,
        factors + ((<usize>j) << 3),
        out + ((<usize>j) << 3),
      );
    for (; j < width; j++)
      gatherOne(
        count,
        index,
        value,
        v + ((<usize>j) << 3),
        step,
        factors + ((<usize>j) << 3),
        out + ((<usize>j) << 3),
      );
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function gatherEight(
  count: i32,
  indices: usize,
  values: usize,
  v: usize,
  step: usize,
  factors: usize,
  out: usize,
): void {
  let s0 = f64x2.splat(0),
    s1 = f64x2.splat(0),
    s2 = f64x2.splat(0),
    s3 = f64x2.splat(0);
  for (let i = 0; i < count; i++) {
    const value = v128.load64_splat(values + ((<usize>i) << 3));
    const source = v + <usize>load<i32>(indices + ((<usize>i) << 2)) * step;
    s0 = f64x2.add(s0, f64x2.mul(value, v128.load(source)));
    s1 = f64x2.add(s1, f64x2.mul(value, v128.load(source, 16)));
    s2 = f64x2.add(s2, f64x2.mul(value, v128.load(source, 32)));
    s3 = f64x2.add(s3, f64x2.mul(value, v128.load(source, 48)));
  }
  v128.store(out, f64x2.mul(s0, v128.load(factors)));
  v128.store(out, f64x2.mul(s1, v128.load(factors, 16)), 16);
  v128.store(out, f64x2.mul(s2, v128.load(factors, 32)), 32);
  v128.store(out, f64x2.mul(s3, v128.load(factors, 48)), 48);
}

// @ts-ignore: decorator of AssemblyScript
@inline
function gatherFour(
  count: i32,
  indices: usize,
  values: usize,
  v: usize,
  step: usize,
  factors: usize,
  out: usize,
): void {
  let s0 = f64x2.splat(0),
    s1 = f64x2.splat(0);
  for (let i = 0; i < count; i++) {
    const value = v128.load64_splat(values + ((<usize>i) << 3));
    const source = v + <usize>load<i32>(indices + ((<usize>i) << 2)) * step;
    s0 = f64x2.add(s0, f64x2.mul(value, v128.load(source)));
    s1 = f64x2.add(s1, f64x2.mul(value, v128.load(source, 16)));
  }
  v128.store(out, f64x2.mul(s0, v128.load(factors)));
  v128.store(out, f64x2.mul(s1, v128.load(factors, 16)), 16);
}

// @ts-ignore: decorator of AssemblyScript
@inline
function gatherOne(
  count: i32,
  indices: usize,
  values: usize,
  v: usize,
  step: usize,
  factors: usize,
  out: usize,
): void {
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) {
    sum +=
      load<f64>(values + ((<usize>i) << 3)) *
      load<f64>(v + <usize>load<i32>(indices + ((<usize>i) << 2)) * step);
  }
  store<f64>(out, sum * load<f64>(factors));
}
