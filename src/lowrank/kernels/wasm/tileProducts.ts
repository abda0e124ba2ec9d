// AssemblyScript: the two matrix products of softmax regression on a tile of rows. T is f32 or f64:
// four or two numbers to a vector.

/** Rows of a tile: its features, weights and scores stay in the caches. */
// @ts-ignore: decorator of AssemblyScript
@inline
export const tileRows: i32 = 64;

/** tile[class, row] = weights[class] · x[row]. Register tile: 4 rows by 2 classes. */
export function scoreTile<T>(
  x: usize,
  step: i32,
  count: i32,
  width: i32,
  weights: usize,
  even: i32,
  tile: usize,
): void {
  const rowBytes = <usize>step * sizeof<T>();
  const weightBytes = <usize>width * sizeof<T>();
  const classBytes = <usize>tileRows * sizeof<T>();
  const zero = v128.splat<T>(<T>0);
  for (let row = 0; row < count; row += 4) {
    const quad = x + <usize>row * rowBytes;
    let out = tile + <usize>row * sizeof<T>();
    let w = weights;
    for (let k = 0; k < even; k += 2) {
      let a0 = zero,
        a1 = zero,
        a2 = zero,
        a3 = zero,
        b0 = zero,
        b1 = zero,
        b2 = zero,
        b3 = zero;
      let x0 = quad;
      let x1 = x0 + rowBytes;
      let x2 = x1 + rowBytes;
      let x3 = x2 + rowBytes;
      let wb = w + weightBytes;
      for (const end = wb; w < end; w += 16) {
        const wa0 = v128.load(w);
        const wb0 = v128.load(wb);
        let v = v128.load(x0);
        a0 = v128.add<T>(a0, v128.mul<T>(v, wa0));
        b0 = v128.add<T>(b0, v128.mul<T>(v, wb0));
        v = v128.load(x1);
        a1 = v128.add<T>(a1, v128.mul<T>(v, wa0));
        b1 = v128.add<T>(b1, v128.mul<T>(v, wb0));
        v = v128.load(x2);
        a2 = v128.add<T>(a2, v128.mul<T>(v, wa0));
        b2 = v128.add<T>(b2, v128.mul<T>(v, wb0));
        v = v128.load(x3);
        a3 = v128.add<T>(a3, v128.mul<T>(v, wa0));
        b3 = v128.add<T>(b3, v128.mul<T>(v, wb0));
        wb += 16;
        x0 += 16;
        x1 += 16;
        x2 += 16;
        x3 += 16;
      }
      storeSums<T>(out, a0, a1, a2, a3);
      storeSums<T>(out + classBytes, b0, b1, b2, b3);
      w += weightBytes;
      out += 2 * classBytes;
    }
  }
}

/** Stores the four vectors' sums over their lanes, side by side. */
// @ts-ignore: decorator of AssemblyScript
@inline
function storeSums<T>(out: usize, a0: v128, a1: v128, a2: v128, a3: v128): void {
  if (sizeof<T>() == 4) {
    const low = f32x4.add(
      v128.shuffle<f32>(a0, a1, 0, 4, 1, 5),
      v128.shuffle<f32>(a0, a1, 2, 6, 3, 7),
    );
    const high = f32x4.add(
      v128.shuffle<f32>(a2, a3, 0, 4, 1, 5),
      v128.shuffle<f32>(a2, a3, 2, 6, 3, 7),
    );
    v128.store(
      out,
      f32x4.add(v128.shuffle<f32>(low, high, 0, 1, 4, 5), v128.shuffle<f32>(low, high, 2, 3, 6, 7)),
    );
  } else {
    v128.store(out, f64x2.add(v128.shuffle<f64>(a0, a1, 0, 2), v128.shuffle<f64>(a0, a1, 1, 3)));
    v128.store(
      out,
      f64x2.add(v128.shuffle<f64>(a2, a3, 0, 2), v128.shuffle<f64>(a2, a3, 1, 3)),
      16,
    );
  }
}

/**
 * out[class] += Σ over rows of tile[class, row] · x[row], in doubles. Register tile: 2 classes by 4
 * vectors of columns.
 */
export function addGradient<T>(
  x: usize,
  step: i32,
  count: i32,
  width: i32,
  tile: usize,
  even: i32,
  out: usize,
): void {
  const vector: i32 = 16 / <i32>sizeof<T>();
  const rowBytes = <usize>step * sizeof<T>();
  const classBytes = <usize>tileRows * sizeof<T>();
  const outBytes = (<usize>width) << 3;
  const zero = v128.splat<T>(<T>0);
  let j = 0;
  for (; j + 4 * vector <= width; j += 4 * vector) {
    let to = out + ((<usize>j) << 3);
    for (
      let k = 0, residuals = tile;
      k < even;
      k += 2, residuals += 2 * classBytes, to += 2 * outBytes
    ) {
      let a0 = zero,
        a1 = zero,
        a2 = zero,
        a3 = zero,
        b0 = zero,
        b1 = zero,
        b2 = zero,
        b3 = zero;
      let from = x + <usize>j * sizeof<T>();
      let residual = residuals;
      for (
        const end = residuals + <usize>count * sizeof<T>();
        residual < end;
        residual += sizeof<T>()
      ) {
        const x0 = v128.load(from);
        const x1 = v128.load(from, 16);
        const x2 = v128.load(from, 32);
        const x3 = v128.load(from, 48);
        const a = v128.load_splat<T>(residual);
        a0 = v128.add<T>(a0, v128.mul<T>(a, x0));
        a1 = v128.add<T>(a1, v128.mul<T>(a, x1));
        a2 = v128.add<T>(a2, v128.mul<T>(a, x2));
        a3 = v128.add<T>(a3, v128.mul<T>(a, x3));
        const b = v128.load_splat<T>(residual + classBytes);
        b0 = v128.add<T>(b0, v128.mul<T>(b, x0));
        b1 = v128.add<T>(b1, v128.mul<T>(b, x1));
        b2 = v128.add<T>(b2, v128.mul<T>(b, x2));
        b3 = v128.add<T>(b3, v128.mul<T>(b, x3));
        from += rowBytes;
      }
      addDoubles<T>(to, a0, a1, a2, a3);
      addDoubles<T>(to + outBytes, b0, b1, b2, b3);
    }
  }
  for (; j < width; j += vector) {
    let to = out + ((<usize>j) << 3);
    for (
      let k = 0, residuals = tile;
      k < even;
      k += 2, residuals += 2 * classBytes, to += 2 * outBytes
    ) {
      let a0 = zero,
        b0 = zero;
      let from = x + <usize>j * sizeof<T>();
      let residual = residuals;
      for (
        const end = residuals + <usize>count * sizeof<T>();
        residual < end;
        residual += sizeof<T>()
      ) {
        const x0 = v128.load(from);
        a0 = v128.add<T>(a0, v128.mul<T>(v128.load_splat<T>(residual), x0));
        b0 = v128.add<T>(b0, v128.mul<T>(v128.load_splat<T>(residual + classBytes), x0));
        from += rowBytes;
      }
      addDouble<T>(to, a0);
      addDouble<T>(to + outBytes, b0);
    }
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function addDoubles<T>(to: usize, a0: v128, a1: v128, a2: v128, a3: v128): void {
  addDouble<T>(to, a0);
  addDouble<T>(to + 128 / sizeof<T>(), a1);
  addDouble<T>(to + 256 / sizeof<T>(), a2);
  addDouble<T>(to + 384 / sizeof<T>(), a3);
}

/** Adds one vector's lanes to as many doubles. */
// @ts-ignore: decorator of AssemblyScript
@inline
function addDouble<T>(to: usize, vector: v128): void {
  if (sizeof<T>() == 4) {
    v128.store(to, f64x2.add(v128.load(to), f64x2.promote_low_f32x4(vector)));
    v128.store(
      to,
      f64x2.add(
        v128.load(to, 16),
        f64x2.promote_low_f32x4(v128.shuffle<f32>(vector, vector, 2, 3, 2, 3)),
      ),
      16,
    );
  } else {
    v128.store(to, f64x2.add(v128.load(to), vector));
  }
}
