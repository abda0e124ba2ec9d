// AssemblyScript: compiled to WebAssembly when the project is built. Twin in TypeScript:
// ../reference/blocks.ts.
//
// A block is rows × width doubles, row after row. Every sum is taken in the twin's order, so that
// both give the same bits.

/**
 * target ← target + scale · X C over rows from … to: X is rows × xWidth, C xWidth × width, target
 * rows × width.
 */
export function addBlocks(
  from: i32,
  to: i32,
  part: i32,
  x: usize,
  xWidth: i32,
  c: usize,
  scale: f64,
  target: usize,
  width: i32,
): void {
  const quads = xWidth & ~3;
  const xStep = (<usize>xWidth) << 3;
  const step = (<usize>width) << 3;
  const rows = to - from;
  x += <usize>from * xStep;
  target += <usize>from * step;
  for (let i = 0; i < quads; i += 4) {
    const column = x + ((<usize>i) << 3);
    const row = c + <usize>i * step;
    let j = 0;
    for (; j + 4 <= width; j += 4)
      addFour(
        rows,
        column,
        xStep,
        row + ((<usize>j) << 3),
        scale,
        target + ((<usize>j) << 3),
        step,
      );
    for (; j + 2 <= width; j += 2)
      addTwo(rows, column, xStep, row + ((<usize>j) << 3), scale, target + ((<usize>j) << 3), step);
    if (j < width)
      for (let k = 0; k < 4; k++)
        addOne(
          rows,
          column + ((<usize>k) << 3),
          xStep,
          scale * load<f64>(row + <usize>k * step + ((<usize>j) << 3)),
          target + ((<usize>j) << 3),
          step,
        );
  }
  for (let i = quads; i < xWidth; i++) {
    for (let j = 0; j < width; j++) {
      addOne(
        rows,
        x + ((<usize>i) << 3),
        xStep,
        scale * load<f64>(c + <usize>i * step + ((<usize>j) << 3)),
        target + ((<usize>j) << 3),
        step,
      );
    }
  }
}

/** Four columns of X times a 4 × 4 tile of C. */
function addFour(
  rows: i32,
  x: usize,
  xStep: usize,
  c: usize,
  scale: f64,
  target: usize,
  step: usize,
): void {
  const factor = f64x2.splat(scale);
  const c00 = f64x2.mul(factor, v128.load(c)),
    c01 = f64x2.mul(factor, v128.load(c, 16));
  const c10 = f64x2.mul(factor, v128.load(c + step)),
    c11 = f64x2.mul(factor, v128.load(c + step, 16));
  const c20 = f64x2.mul(factor, v128.load(c + 2 * step)),
    c21 = f64x2.mul(factor, v128.load(c + 2 * step, 16));
  const c30 = f64x2.mul(factor, v128.load(c + 3 * step)),
    c31 = f64x2.mul(factor, v128.load(c + 3 * step, 16));
  for (let row = 0; row < rows; row++, x += xStep, target += step) {
    const a0 = v128.load64_splat(x);
    const a1 = v128.load64_splat(x, 8);
    const a2 = v128.load64_splat(x, 16);
    const a3 = v128.load64_splat(x, 24);
    const first = f64x2.add(
      f64x2.add(f64x2.add(f64x2.mul(a0, c00), f64x2.mul(a1, c10)), f64x2.mul(a2, c20)),
      f64x2.mul(a3, c30),
    );
    const second = f64x2.add(
      f64x2.add(f64x2.add(f64x2.mul(a0, c01), f64x2.mul(a1, c11)), f64x2.mul(a2, c21)),
      f64x2.mul(a3, c31),
    );
    v128.store(target, f64x2.add(v128.load(target), first));
    v128.store(target, f64x2.add(v128.load(target, 16), second), 16);
  }
}

/** Four columns of X times a 4 × 2 tile of C. */
function addTwo(
  rows: i32,
  x: usize,
  xStep: usize,
  c: usize,
  scale: f64,
  target: usize,
  step: usize,
): void {
  const factor = f64x2.splat(scale);
  const c0 = f64x2.mul(factor, v128.load(c));
  const c1 = f64x2.mul(factor, v128.load(c + step));
  const c2 = f64x2.mul(factor, v128.load(c + 2 * step));
  const c3 = f64x2.mul(factor, v128.load(c + 3 * step));
  for (let row = 0; row < rows; row++, x += xStep, target += step) {
    const sum = f64x2.add(
      f64x2.add(f64x2.mul(v128.load64_splat(x), c0), f64x2.mul(v128.load64_splat(x, 8), c1)),
      f64x2.mul(v128.load64_splat(x, 16), c2),
    );
    v128.store(
      target,
      f64x2.add(v128.load(target), f64x2.add(sum, f64x2.mul(v128.load64_splat(x, 24), c3))),
    );
  }
}

function addOne(rows: i32, x: usize, xStep: usize, factor: f64, target: usize, step: usize): void {
  for (let row = 0; row < rows; row++, x += xStep, target += step)
    store<f64>(target, load<f64>(target) + factor * load<f64>(x));
}

/** out ← XᵀY over rows from … to, xWidth × yWidth: X is rows × xWidth, Y rows × yWidth. */
export function crossBlocks(
  from: i32,
  to: i32,
  part: i32,
  x: usize,
  xWidth: i32,
  y: usize,
  yWidth: i32,
  out: usize,
): void {
  const xStep = (<usize>xWidth) << 3;
  const yStep = (<usize>yWidth) << 3;
  const rows = to - from;
  x += <usize>from * xStep;
  y += <usize>from * yStep;
  let i = 0;
  for (; i + 4 <= xWidth; i += 4) {
    let j = 0;
    for (; j + 4 <= yWidth; j += 4)
      crossFour(
        rows,
        x + ((<usize>i) << 3),
        xStep,
        y + ((<usize>j) << 3),
        yStep,
        out + <usize>i * yStep + ((<usize>j) << 3),
      );
    for (; j < yWidth; j++)
      for (let k = i; k < i + 4; k++)
        crossOne(
          rows,
          x + ((<usize>k) << 3),
          xStep,
          y + ((<usize>j) << 3),
          yStep,
          out + <usize>k * yStep + ((<usize>j) << 3),
        );
  }
  for (; i < xWidth; i++)
    for (let j = 0; j < yWidth; j++)
      crossOne(
        rows,
        x + ((<usize>i) << 3),
        xStep,
        y + ((<usize>j) << 3),
        yStep,
        out + <usize>i * yStep + ((<usize>j) << 3),
      );
}

function crossFour(rows: i32, x: usize, xStep: usize, y: usize, yStep: usize, out: usize): void {
  let s00 = f64x2.splat(0),
    s01 = f64x2.splat(0),
    s10 = f64x2.splat(0),
    s11 = f64x2.splat(0);
  let s20 = f64x2.splat(0),
    s21 = f64x2.splat(0),
    s30 = f64x2.splat(0),
    s31 = f64x2.splat(0);
  for (let row = 0; row < rows; row++, x += xStep, y += yStep) {
    const b0 = v128.load(y);
    const b1 = v128.load(y, 16);
    const a0 = v128.load64_splat(x);
    s00 = f64x2.add(s00, f64x2.mul(a0, b0));
    s01 = f64x2.add(s01, f64x2.mul(a0, b1));
    const a1 = v128.load64_splat(x, 8);
    s10 = f64x2.add(s10, f64x2.mul(a1, b0));
    s11 = f64x2.add(s11, f64x2.mul(a1, b1));
    const a2 = v128.load64_splat(x, 16);
    s20 = f64x2.add(s20, f64x2.mul(a2, b0));
    s21 = f64x2.add(s21, f64x2.mul(a2, b1));
    const a3 = v128.load64_splat(x, 24);
    s30 = f64x2.add(s30, f64x2.mul(a3, b0));
    s31 = f64x2.add(s31, f64x2.mul(a3, b1));
  }
  v128.store(out, s00);
  v128.store(out, s01, 16);
  v128.store(out + yStep, s10);
  v128.store(out + yStep, s11, 16);
  v128.store(out + 2 * yStep, s20);
  v128.store(out + 2 * yStep, s21, 16);
  v128.store(out + 3 * yStep, s30);
  v128.store(out + 3 * yStep, s31, 16);
}

function crossOne(rows: i32, x: usize, xStep: usize, y: usize, yStep: usize, out: usize): void {
  let sum: f64 = 0;
  for (let row = 0; row < rows; row++, x += xStep, y += yStep) sum += load<f64>(x) * load<f64>(y);
  store<f64>(out, sum);
}
