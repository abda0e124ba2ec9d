// AssemblyScript: compiled to WebAssembly when the project is built. Twin in TypeScript:
// ../reference/sparseSoftmax.ts, which says what the numbers are.

import { exp, log } from "./exp";

export function sparseResiduals(
  from: i32,
  to: i32,
  part: i32,
  offsets: usize,
  indices: usize,
  values: usize,
  truth: usize,
  classes: i32,
  weights: usize,
  intercepts: usize,
  residuals: usize,
  sums: usize,
  rowWeights: usize,
): void {
  const even = (classes + 1) & ~1;
  const rowBytes = (<usize>even) << 3;
  const out = sums + <usize>part * (rowBytes + 16);
  memory.fill(out, 0, rowBytes + 16);
  let loss: f64 = 0;
  let product: f64 = 1;
  for (let row = from; row < to; row++) {
    const scores = residuals + <usize>row * rowBytes;
    addScores(row, offsets, indices, values, weights, intercepts, rowBytes, scores);
    let largest: f64 = -Infinity;
    for (let k = 0; k < classes; k++) largest = max(largest, load<f64>(scores + ((<usize>k) << 3)));
    const own = scores + ((<usize>load<i32>(truth + ((<usize>row) << 2))) << 3);
    const weight: f64 = rowWeights == 0 ? 1 : load<f64>(rowWeights + ((<usize>row) << 3));
    loss += weight * (largest - load<f64>(own));
    const shift = f64x2.splat(largest);
    for (let at: usize = 0; at < rowBytes; at += 16)
      v128.store(scores + at, exp<f64>(f64x2.sub(v128.load(scores + at), shift)));
    if (even > classes) store<f64>(scores + ((<usize>classes) << 3), 0);
    let sum: f64 = 0;
    for (let k = 0; k < classes; k++) sum += load<f64>(scores + ((<usize>k) << 3));
    if (rowWeights == 0) product *= sum;
    else loss += weight * log(sum);
    if (product > 1e250) {
      loss += log(product);
      product = 1;
    }
    const share = f64x2.splat(weight / sum);
    for (let at: usize = 0; at < rowBytes; at += 16)
      v128.store(scores + at, f64x2.mul(v128.load(scores + at), share));
    store<f64>(own, load<f64>(own) - weight);
    for (let at: usize = 0; at < rowBytes; at += 16)
      v128.store(out + at, f64x2.add(v128.load(out + at), v128.load(scores + at)));
  }
  store<f64>(out + rowBytes, loss + log(product));
}

// @ts-ignore: decorator of AssemblyScript
@inline
function addScores(
  row: i32,
  offsets: usize,
  indices: usize,
  values: usize,
  weights: usize,
  intercepts: usize,
  rowBytes: usize,
  scores: usize,
): void {
  memory.copy(scores, intercepts, rowBytes);
  const end = load<i32>(offsets + ((<usize>row) << 2), 4);
  for (let entry = load<i32>(offsets + ((<usize>row) << 2)); entry < end; entry++) {
    const value = v128.load64_splat(values + ((<usize>entry) << 3));
    const own = weights + <usize>load<i32>(indices + ((<usize>entry) << 2)) * rowBytes;
    for (let at: usize = 0; at < rowBytes; at += 16) {
      v128.store(
        scores + at,
        f64x2.add(v128.load(scores + at), f64x2.mul(value, v128.load(own + at))),
      );
    }
  }
}

export function sparseGradient(
  from: i32,
  to: i32,
  part: i32,
  offsets: usize,
  indices: usize,
  values: usize,
  classes: i32,
  residuals: usize,
  gradient: usize,
): void {
  const rowBytes = (<usize>((classes + 1) & ~1)) << 3;
  for (let column = from; column < to; column++) {
    const out = gradient + <usize>column * rowBytes;
    memory.fill(out, 0, rowBytes);
    const end = load<i32>(offsets + ((<usize>column) << 2), 4);
    for (let entry = load<i32>(offsets + ((<usize>column) << 2)); entry < end; entry++) {
      const value = v128.load64_splat(values + ((<usize>entry) << 3));
      const own = residuals + <usize>load<i32>(indices + ((<usize>entry) << 2)) * rowBytes;
      for (let at: usize = 0; at < rowBytes; at += 16) {
        v128.store(out + at, f64x2.add(v128.load(out + at), f64x2.mul(value, v128.load(own + at))));
      }
    }
  }
}
