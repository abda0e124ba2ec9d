// AssemblyScript: compiled to WebAssembly when the project is built. Twin in TypeScript:
// ../reference/rowProducts.ts, which says what the numbers are. T is f32 or f64: four or two
// numbers to a vector. Register tile: 4 rows by 2 vectors.

/** Inner products are cut into runs of so many terms, so that a panel stays in the nearest cache. */
const run: i32 = 256;

export function multiplyRows32(
  from: i32,
  to: i32,
  part: i32,
  a: usize,
  depth: i32,
  b: usize,
  width: i32,
  add: i32,
  out: usize,
): void {
  multiplyRows<f32>(from, to, a, depth, b, width, add, out);
}

export function multiplyRows64(
  from: i32,
  to: i32,
  part: i32,
  a: usize,
  depth: i32,
  b: usize,
  width: i32,
  add: i32,
  out: usize,
): void {
  multiplyRows<f64>(from, to, a, depth, b, width, add, out);
}

export function crossRows32(
  from: i32,
  to: i32,
  part: i32,
  x: usize,
  height: i32,
  y: usize,
  width: i32,
  add: i32,
  out: usize,
): void {
  crossRows<f32>(from, to, x, height, y, width, add, out);
}

export function crossRows64(
  from: i32,
  to: i32,
  part: i32,
  x: usize,
  height: i32,
  y: usize,
  width: i32,
  add: i32,
  out: usize,
): void {
  crossRows<f64>(from, to, x, height, y, width, add, out);
}

function multiplyRows<T>(
  from: i32,
  to: i32,
  a: usize,
  depth: i32,
  b: usize,
  width: i32,
  add: i32,
  out: usize,
): void {
  const aStep = <usize>depth * sizeof<T>();
  const step = <usize>width * sizeof<T>();
  a += <usize>from * aStep;
  out += <usize>from * step;
  for (let k = 0; k < depth; k += run) {
    const terms = min(run, depth - k);
    // A row of A times a panel of B: the same sums as Bᵀ's columns, each a step apart.
    tiles<T>(
      to - from,
      terms,
      a + <usize>k * sizeof<T>(),
      aStep,
      sizeof<T>(),
      b + <usize>k * step,
      step,
      width,
      k > 0 || add != 0,
      out,
    );
  }
}

function crossRows<T>(
  from: i32,
  to: i32,
  x: usize,
  height: i32,
  y: usize,
  width: i32,
  add: i32,
  out: usize,
): void {
  const xStep = <usize>height * sizeof<T>();
  const step = <usize>width * sizeof<T>();
  if (from >= to && add == 0) memory.fill(out, 0, <usize>height * step);
  for (let row = from; row < to; row += run) {
    tiles<T>(
      height,
      min(run, to - row),
      x + <usize>row * xStep,
      sizeof<T>(),
      xStep,
      y + <usize>row * step,
      step,
      width,
      row > from || add != 0,
      out,
    );
  }
}

/**
 * out[i, j] (+)= Σ_t a[i, t] · b[t, j]: `rowStep` bytes lie between the rows of a, `termStep` between
 * its terms.
 */
function tiles<T>(
  rows: i32,
  terms: i32,
  a: usize,
  rowStep: usize,
  termStep: usize,
  b: usize,
  step: usize,
  width: i32,
  add: bool,
  out: usize,
): void {
  const pair: i32 = 32 / <i32>sizeof<T>();
  let j = 0;
  for (; j + pair <= width; j += pair) {
    const panel = b + <usize>j * sizeof<T>();
    let to = out + <usize>j * sizeof<T>();
    let row = a;
    let i = 0;
    for (; i + 4 <= rows; i += 4) {
      fourRows<T>(terms, row, rowStep, termStep, panel, step, add, to);
      row += 4 * rowStep;
      to += 4 * step;
    }
    for (; i < rows; i++) {
      oneRow<T>(terms, row, termStep, panel, step, add, to);
      row += rowStep;
      to += step;
    }
  }
  for (; j < width; j++) {
    for (let i = 0; i < rows; i++) {
      const to = out + <usize>i * step + <usize>j * sizeof<T>();
      let from = a + <usize>i * rowStep;
      let sum: T = add ? load<T>(to) : <T>0;
      let at = b + <usize>j * sizeof<T>();
      for (let t = 0; t < terms; t++, from += termStep, at += step)
        sum += load<T>(from) * load<T>(at);
      store<T>(to, sum);
    }
  }
}

function fourRows<T>(
  terms: i32,
  a0: usize,
  rowStep: usize,
  termStep: usize,
  b: usize,
  step: usize,
  add: bool,
  out: usize,
): void {
  const zero = v128.splat<T>(<T>0);
  const out1 = out + step;
  const out2 = out1 + step;
  const out3 = out2 + step;
  let s00 = add ? v128.load(out) : zero;
  let s01 = add ? v128.load(out, 16) : zero;
  let s10 = add ? v128.load(out1) : zero;
  let s11 = add ? v128.load(out1, 16) : zero;
  let s20 = add ? v128.load(out2) : zero;
  let s21 = add ? v128.load(out2, 16) : zero;
  let s30 = add ? v128.load(out3) : zero;
  let s31 = add ? v128.load(out3, 16) : zero;
  let a1 = a0 + rowStep;
  let a2 = a1 + rowStep;
  let a3 = a2 + rowStep;
  for (let t = 0; t < terms; t++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load_splat<T>(a0);
    s00 = v128.add<T>(s00, v128.mul<T>(x, b0));
    s01 = v128.add<T>(s01, v128.mul<T>(x, b1));
    x = v128.load_splat<T>(a1);
    s10 = v128.add<T>(s10, v128.mul<T>(x, b0));
    s11 = v128.add<T>(s11, v128.mul<T>(x, b1));
    x = v128.load_splat<T>(a2);
    s20 = v128.add<T>(s20, v128.mul<T>(x, b0));
    s21 = v128.add<T>(s21, v128.mul<T>(x, b1));
    x = v128.load_splat<T>(a3);
    s30 = v128.add<T>(s30, v128.mul<T>(x, b0));
    s31 = v128.add<T>(s31, v128.mul<T>(x, b1));
    b += step;
    a0 += termStep;
    a1 += termStep;
    a2 += termStep;
    a3 += termStep;
  }
  v128.store(out, s00);
  v128.store(out, s01, 16);
  v128.store(out1, s10);
  v128.store(out1, s11, 16);
  v128.store(out2, s20);
  v128.store(out2, s21, 16);
  v128.store(out3, s30);
  v128.store(out3, s31, 16);
}

function oneRow<T>(
  terms: i32,
  a: usize,
  termStep: usize,
  b: usize,
  step: usize,
  add: bool,
  out: usize,
): void {
  const zero = v128.splat<T>(<T>0);
  let s0 = add ? v128.load(out) : zero;
  let s1 = add ? v128.load(out, 16) : zero;
  for (let t = 0; t < terms; t++, a += termStep, b += step) {
    const x = v128.load_splat<T>(a);
    s0 = v128.add<T>(s0, v128.mul<T>(x, v128.load(b)));
    s1 = v128.add<T>(s1, v128.mul<T>(x, v128.load(b, 16)));
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
}
