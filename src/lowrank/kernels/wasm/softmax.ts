// AssemblyScript: compiled to WebAssembly when the project is built. Twin in TypeScript:
// ../reference/softmax.ts, which says what the numbers are. T is f32 or f64: four or two rows, or
// columns, to a vector.

import { exp, log } from "./exp";
import { addGradient, scoreTile, tileRows } from "./tileProducts";

export function softmaxPass32(
  from: i32,
  to: i32,
  part: i32,
  rows: i32,
  x: usize,
  step: i32,
  width: i32,
  factors: usize,
  truth: usize,
  classes: i32,
  weights: usize,
  intercepts: usize,
  kept: usize,
  curvatureEvery: i32,
  scratch: usize,
  sums: usize,
  rowWeights: usize,
): void {
  softmaxPass<f32>(
    from,
    to,
    part,
    rows,
    x,
    step,
    width,
    factors,
    truth,
    classes,
    weights,
    intercepts,
    kept,
    curvatureEvery,
    scratch,
    sums,
    rowWeights,
  );
}

export function softmaxPass64(
  from: i32,
  to: i32,
  part: i32,
  rows: i32,
  x: usize,
  step: i32,
  width: i32,
  factors: usize,
  truth: usize,
  classes: i32,
  weights: usize,
  intercepts: usize,
  kept: usize,
  curvatureEvery: i32,
  scratch: usize,
  sums: usize,
  rowWeights: usize,
): void {
  softmaxPass<f64>(
    from,
    to,
    part,
    rows,
    x,
    step,
    width,
    factors,
    truth,
    classes,
    weights,
    intercepts,
    kept,
    curvatureEvery,
    scratch,
    sums,
    rowWeights,
  );
}

export function curvaturePass32(
  from: i32,
  to: i32,
  part: i32,
  rows: i32,
  x: usize,
  step: i32,
  width: i32,
  factors: usize,
  classes: i32,
  weights: usize,
  intercepts: usize,
  kept: usize,
  scratch: usize,
  sums: usize,
  rowWeights: usize,
): void {
  curvaturePass<f32>(
    from,
    to,
    part,
    rows,
    x,
    step,
    width,
    factors,
    classes,
    weights,
    intercepts,
    kept,
    scratch,
    sums,
    rowWeights,
  );
}

export function curvaturePass64(
  from: i32,
  to: i32,
  part: i32,
  rows: i32,
  x: usize,
  step: i32,
  width: i32,
  factors: usize,
  classes: i32,
  weights: usize,
  intercepts: usize,
  kept: usize,
  scratch: usize,
  sums: usize,
  rowWeights: usize,
): void {
  curvaturePass<f64>(
    from,
    to,
    part,
    rows,
    x,
    step,
    width,
    factors,
    classes,
    weights,
    intercepts,
    kept,
    scratch,
    sums,
    rowWeights,
  );
}

function softmaxPass<T>(
  from: i32,
  to: i32,
  part: i32,
  rows: i32,
  x: usize,
  step: i32,
  width: i32,
  factors: usize,
  truth: usize,
  classes: i32,
  weights: usize,
  intercepts: usize,
  kept: usize,
  curvatureEvery: i32,
  scratch: usize,
  sums: usize,
  rowWeights: usize,
): void {
  const even = (classes + 1) & ~1;
  const tileBytes = <usize>even * tileRows * sizeof<T>();
  const tile = scratch + <usize>part * tileBytes;
  const out = sums + <usize>part * partBytes(even, width, classes);
  const outIntercepts = out + ((<usize>(even * width)) << 3);
  const outLoss = outIntercepts + ((<usize>even) << 3);
  memory.fill(out, 0, partBytes(even, width, classes));
  memory.fill(tile, 0, tileBytes);
  let loss: f64 = 0;
  for (let at = from; at < to; at++) {
    const first = at * tileRows;
    const count = min(tileRows, rows - first);
    const features = x + <usize>first * step * sizeof<T>();
    const ownFactors: usize = factors == 0 ? 0 : factors + <usize>first * sizeof<T>();
    const ownWeights: usize = rowWeights == 0 ? 0 : rowWeights + <usize>first * sizeof<T>();
    scoreTile<T>(features, step, count, width, weights, even, tile);
    loss += takeProbabilities<T>(
      count,
      classes,
      intercepts,
      ownFactors,
      truth + ((<usize>first) << 2),
      tile,
      ownWeights,
    );
    if (kept != 0) memory.copy(kept + <usize>at * tileBytes, tile, tileBytes);
    if (curvatureEvery > 0 && at % curvatureEvery == 0) {
      if (classes > mostPairedClasses) addVariances<T>(count, classes, tile, outLoss + 8);
      else addProducts<T>(count, classes, tile, outLoss + 8);
    }
    takeResiduals<T>(
      count,
      classes,
      ownFactors,
      truth + ((<usize>first) << 2),
      tile,
      outIntercepts,
      ownWeights,
    );
    addGradient<T>(features, step, count, width, tile, even, out);
  }
  store<f64>(outLoss, loss);
}

function curvaturePass<T>(
  from: i32,
  to: i32,
  part: i32,
  rows: i32,
  x: usize,
  step: i32,
  width: i32,
  factors: usize,
  classes: i32,
  weights: usize,
  intercepts: usize,
  kept: usize,
  scratch: usize,
  sums: usize,
  rowWeights: usize,
): void {
  const even = (classes + 1) & ~1;
  const tileBytes = <usize>even * tileRows * sizeof<T>();
  const tile = scratch + <usize>part * tileBytes;
  const out = sums + <usize>part * partBytes(even, width, classes);
  const outIntercepts = out + ((<usize>(even * width)) << 3);
  memory.fill(out, 0, partBytes(even, width, classes));
  memory.fill(tile, 0, tileBytes);
  for (let at = from; at < to; at++) {
    const first = at * tileRows;
    const count = min(tileRows, rows - first);
    const features = x + <usize>first * step * sizeof<T>();
    scoreTile<T>(features, step, count, width, weights, even, tile);
    const ownFactors: usize = factors == 0 ? 0 : factors + <usize>first * sizeof<T>();
    takeCurvature<T>(count, classes, intercepts, ownFactors, kept + <usize>at * tileBytes, tile);
    if (rowWeights != 0)
      weighRows<T>(count, classes, rowWeights + <usize>first * sizeof<T>(), tile);
    takeFactors<T>(count, classes, ownFactors, tile, outIntercepts);
    addGradient<T>(features, step, count, width, tile, even, out);
  }
}

/** Up to so many classes, products of the probabilities of each two are summed. */
// @ts-ignore: decorator of AssemblyScript
@inline
const mostPairedClasses: i32 = 64;

/**
 * Bytes of one part's sums: gradient (even × width), intercepts' gradient (even), loss, products of
 * probabilities (classes × classes, or classes where there are many).
 */
// @ts-ignore: decorator of AssemblyScript
@inline
function partBytes(even: i32, width: i32, classes: i32): usize {
  const products = classes > mostPairedClasses ? classes : classes * classes;
  return ((<usize>(even * width + even + 1 + products + 1)) & ~1) << 3;
}

/**
 * Scores without intercepts become probabilities in place, 0 past the last row; returns the log
 * loss, weighted where rows have weights. A vector holds rows.
 */
function takeProbabilities<T>(
  count: i32,
  classes: i32,
  intercepts: usize,
  factors: usize,
  truth: usize,
  tile: usize,
  rowWeights: usize,
): f64 {
  const lanes: i32 = 16 / <i32>sizeof<T>();
  const classBytes = <usize>tileRows * sizeof<T>();
  let loss: f64 = 0;
  // The product of all the sums of exponentials takes one logarithm. Each sum lies between 1 and
  // the number of classes.
  let product: f64 = 1;
  for (let row = 0; row < count; row += lanes) {
    const scores = tile + <usize>row * sizeof<T>();
    const factor =
      factors == 0 ? v128.splat<T>(<T>1) : v128.load(factors + <usize>row * sizeof<T>());
    let largest = v128.splat<T>(<T>-Infinity);
    for (let k = 0, at = scores; k < classes; k++, at += classBytes) {
      const score = v128.add<T>(
        v128.mul<T>(v128.load(at), factor),
        v128.load_splat<T>(intercepts + <usize>k * sizeof<T>()),
      );
      v128.store(at, score);
      largest = v128.pmax<T>(largest, score);
    }
    const valid = min(lanes, count - row);
    let own: f64 = 0;
    for (let lane = 0; lane < valid; lane++) {
      const score = <f64>(
        load<T>(
          scores +
            <usize>load<i32>(truth + ((<usize>(row + lane)) << 2)) * classBytes +
            <usize>lane * sizeof<T>(),
        )
      );
      own += rowWeights == 0 ? score : score * weightOf<T>(rowWeights, row + lane);
    }
    let sum = v128.splat<T>(<T>0);
    for (let k = 0, at = scores; k < classes; k++, at += classBytes) {
      const e = exp<T>(v128.sub<T>(v128.load(at), largest));
      v128.store(at, e);
      sum = v128.add<T>(sum, e);
    }
    const share = v128.div<T>(v128.splat<T>(<T>1), sum);
    for (let k = 0, at = scores; k < classes; k++, at += classBytes)
      v128.store(at, v128.mul<T>(v128.load(at), share));
    for (let lane = 0; lane < valid; lane++) {
      if (rowWeights == 0) {
        product *= laneOf<T>(sum, lane);
        loss += laneOf<T>(largest, lane);
      } else {
        const logSum = laneOf<T>(largest, lane) + log(laneOf<T>(sum, lane));
        loss += logSum * weightOf<T>(rowWeights, row + lane);
      }
    }
    loss -= own;
    if (product > 1e250) {
      loss += log(product);
      product = 1;
    }
    if (valid < lanes) clearLanes<T>(scores, classes, classBytes, valid);
  }
  return loss + log(product);
}

// @ts-ignore: decorator of AssemblyScript
@inline
function weightOf<T>(rowWeights: usize, row: i32): f64 {
  return <f64>load<T>(rowWeights + <usize>row * sizeof<T>());
}

/** Each row's numbers are multiplied by its weight, in place. */
function weighRows<T>(count: i32, classes: i32, rowWeights: usize, tile: usize): void {
  const classBytes = <usize>tileRows * sizeof<T>();
  const end = <usize>count * sizeof<T>();
  for (let k = 0, numbers = tile; k < classes; k++, numbers += classBytes) {
    for (let at: usize = 0; at < end; at += 16) {
      v128.store(numbers + at, v128.mul<T>(v128.load(numbers + at), v128.load(rowWeights + at)));
    }
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function laneOf<T>(vector: v128, lane: i32): f64 {
  if (sizeof<T>() == 4) {
    const low = lane & 1 ? f32x4.extract_lane(vector, 1) : f32x4.extract_lane(vector, 0);
    const high = lane & 1 ? f32x4.extract_lane(vector, 3) : f32x4.extract_lane(vector, 2);
    return <f64>(lane & 2 ? high : low);
  }
  return lane ? f64x2.extract_lane(vector, 1) : f64x2.extract_lane(vector, 0);
}

function clearLanes<T>(scores: usize, classes: i32, classBytes: usize, valid: i32): void {
  const lanes: i32 = 16 / <i32>sizeof<T>();
  for (let k = 0, at = scores; k < classes; k++, at += classBytes) {
    for (let lane = valid; lane < lanes; lane++) store<T>(at + <usize>lane * sizeof<T>(), <T>0);
  }
}

/** products[k, l] += Σ over the tile's rows of p_k p_l, for l ≤ k. */
function addProducts<T>(count: i32, classes: i32, tile: usize, products: usize): void {
  const classBytes = <usize>tileRows * sizeof<T>();
  const end = <usize>count * sizeof<T>();
  for (let k = 0; k < classes; k++) {
    for (let l = 0; l <= k; l++) {
      let sum = v128.splat<T>(<T>0);
      const a = tile + <usize>k * classBytes;
      const b = tile + <usize>l * classBytes;
      for (let at: usize = 0; at < end; at += 16)
        sum = v128.add<T>(sum, v128.mul<T>(v128.load(a + at), v128.load(b + at)));
      const out = products + ((<usize>(k * classes + l)) << 3);
      store<f64>(out, load<f64>(out) + laneSum<T>(sum));
    }
  }
}

/** variances[k] += Σ over the tile's rows of p_k (1 − p_k); p is 0 past the last row. */
function addVariances<T>(count: i32, classes: i32, tile: usize, variances: usize): void {
  const classBytes = <usize>tileRows * sizeof<T>();
  const bytes = <usize>count * sizeof<T>();
  const one = v128.splat<T>(<T>1);
  for (let k = 0, p = tile; k < classes; k++, p += classBytes) {
    let sum = v128.splat<T>(<T>0);
    for (let at: usize = 0; at < bytes; at += 16) {
      const share = v128.load(p + at);
      sum = v128.add<T>(sum, v128.mul<T>(share, v128.sub<T>(one, share)));
    }
    const out = variances + ((<usize>k) << 3);
    store<f64>(out, load<f64>(out) + laneSum<T>(sum));
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
function laneSum<T>(vector: v128): f64 {
  if (sizeof<T>() == 4) {
    return (
      <f64>f32x4.extract_lane(vector, 0) +
      <f64>f32x4.extract_lane(vector, 1) +
      <f64>f32x4.extract_lane(vector, 2) +
      <f64>f32x4.extract_lane(vector, 3)
    );
  }
  return f64x2.extract_lane(vector, 0) + f64x2.extract_lane(vector, 1);
}

/**
 * Probabilities become (p − y) · weight · factor in place; the sums without the factor go to the
 * intercepts' gradient.
 */
function takeResiduals<T>(
  count: i32,
  classes: i32,
  factors: usize,
  truth: usize,
  tile: usize,
  out: usize,
  rowWeights: usize,
): void {
  const classBytes = <usize>tileRows * sizeof<T>();
  for (let row = 0; row < count; row++) {
    const at =
      tile + <usize>load<i32>(truth + ((<usize>row) << 2)) * classBytes + <usize>row * sizeof<T>();
    store<T>(at, load<T>(at) - <T>1);
  }
  if (rowWeights != 0) weighRows<T>(count, classes, rowWeights, tile);
  takeFactors<T>(count, classes, factors, tile, out);
}

/**
 * Residuals of the rows are multiplied by the rows' factors; their sums before that go to the
 * intercepts.
 */
function takeFactors<T>(count: i32, classes: i32, factors: usize, tile: usize, out: usize): void {
  const classBytes = <usize>tileRows * sizeof<T>();
  const end = <usize>count * sizeof<T>();
  for (let k = 0, residuals = tile; k < classes; k++, residuals += classBytes) {
    let sum = v128.splat<T>(<T>0);
    for (let at: usize = 0; at < end; at += 16) {
      const residual = v128.load(residuals + at);
      sum = v128.add<T>(sum, residual);
      if (factors != 0) v128.store(residuals + at, v128.mul<T>(residual, v128.load(factors + at)));
    }
    const to = out + ((<usize>k) << 3);
    store<f64>(to, load<f64>(to) + laneSum<T>(sum));
  }
}

/** Scores z of a direction become p (z − Σ p z) in place. */
function takeCurvature<T>(
  count: i32,
  classes: i32,
  intercepts: usize,
  factors: usize,
  kept: usize,
  tile: usize,
): void {
  const classBytes = <usize>tileRows * sizeof<T>();
  const end = <usize>count * sizeof<T>();
  for (let at: usize = 0; at < end; at += 16) {
    const factor = factors == 0 ? v128.splat<T>(<T>1) : v128.load(factors + at);
    let mean = v128.splat<T>(<T>0);
    for (
      let k = 0, score = tile + at, p = kept + at;
      k < classes;
      k++, score += classBytes, p += classBytes
    ) {
      const z = v128.add<T>(
        v128.mul<T>(v128.load(score), factor),
        v128.load_splat<T>(intercepts + <usize>k * sizeof<T>()),
      );
      v128.store(score, z);
      mean = v128.add<T>(mean, v128.mul<T>(v128.load(p), z));
    }
    for (
      let k = 0, score = tile + at, p = kept + at;
      k < classes;
      k++, score += classBytes, p += classBytes
    ) {
      v128.store(score, v128.mul<T>(v128.load(p), v128.sub<T>(v128.load(score), mean)));
    }
  }
}
