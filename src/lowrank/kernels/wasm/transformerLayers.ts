// AssemblyScript: compiled to WebAssembly when the project is built. Twin in TypeScript:
// ../reference/transformerLayers.ts, which says what the numbers are. T is f32 or f64: four or two
// numbers to a vector.

import { exp, log } from "./exp";
import { lanes, sumLanes } from "./vectors";

export function normalizeRows32(
  from: i32,
  to: i32,
  part: i32,
  x: usize,
  width: i32,
  norm: usize,
  unit: usize,
  spread: usize,
  out: usize,
): void {
  normalizeRows<f32>(from, to, x, width, norm, unit, spread, out);
}

export function normalizeRows64(
  from: i32,
  to: i32,
  part: i32,
  x: usize,
  width: i32,
  norm: usize,
  unit: usize,
  spread: usize,
  out: usize,
): void {
  normalizeRows<f64>(from, to, x, width, norm, unit, spread, out);
}

function normalizeRows<T>(
  from: i32,
  to: i32,
  x: usize,
  width: i32,
  norm: usize,
  unit: usize,
  spread: usize,
  out: usize,
): void {
  const step = <usize>width * sizeof<T>();
  for (let row = from; row < to; row++) {
    const source = x + <usize>row * step;
    const own = unit + <usize>row * step;
    const target = out + <usize>row * step;
    let sum: T = <T>0;
    for (let at: usize = 0; at < step; at += sizeof<T>()) sum += load<T>(source + at);
    const mean = sum / <T>width;
    let squares: T = <T>0;
    for (let at: usize = 0; at < step; at += sizeof<T>()) {
      const off = load<T>(source + at) - mean;
      squares += off * off;
    }
    const scale = <T>1 / sqrt<T>(squares / <T>width + <T>1e-5);
    store<T>(spread + <usize>row * sizeof<T>(), scale);
    for (let at: usize = 0; at < step; at += sizeof<T>()) {
      const value = (load<T>(source + at) - mean) * scale;
      store<T>(own + at, value);
      store<T>(target + at, value * load<T>(norm + at) + load<T>(norm + step + at));
    }
  }
}

export function normalizeRowsBack32(
  from: i32,
  to: i32,
  part: i32,
  signal: usize,
  width: i32,
  norm: usize,
  unit: usize,
  spread: usize,
  normGradient: usize,
  out: usize,
): void {
  normalizeRowsBack<f32>(from, to, signal, width, norm, unit, spread, normGradient, out);
}

export function normalizeRowsBack64(
  from: i32,
  to: i32,
  part: i32,
  signal: usize,
  width: i32,
  norm: usize,
  unit: usize,
  spread: usize,
  normGradient: usize,
  out: usize,
): void {
  normalizeRowsBack<f64>(from, to, signal, width, norm, unit, spread, normGradient, out);
}

function normalizeRowsBack<T>(
  from: i32,
  to: i32,
  signal: usize,
  width: i32,
  norm: usize,
  unit: usize,
  spread: usize,
  normGradient: usize,
  out: usize,
): void {
  const step = <usize>width * sizeof<T>();
  for (let row = from; row < to; row++) {
    const above = signal + <usize>row * step;
    const own = unit + <usize>row * step;
    const target = out + <usize>row * step;
    let sum: T = <T>0;
    let along: T = <T>0;
    for (let at: usize = 0; at < step; at += sizeof<T>()) {
      const value = load<T>(above + at);
      const place = load<T>(own + at);
      const gain = normGradient + at;
      store<T>(gain, load<T>(gain) + value * place);
      store<T>(gain + step, load<T>(gain + step) + value);
      sum += value * load<T>(norm + at);
      along += value * load<T>(norm + at) * place;
    }
    sum /= <T>width;
    along /= <T>width;
    const scale = load<T>(spread + <usize>row * sizeof<T>());
    for (let at: usize = 0; at < step; at += sizeof<T>()) {
      const value = load<T>(above + at) * load<T>(norm + at) - sum - load<T>(own + at) * along;
      store<T>(target + at, load<T>(target + at) + value * scale);
    }
  }
}

export function gelu32(from: i32, to: i32, part: i32, x: usize, out: usize): void {
  gelu<f32>(from, to, x, out);
}

export function gelu64(from: i32, to: i32, part: i32, x: usize, out: usize): void {
  gelu<f64>(from, to, x, out);
}

function gelu<T>(from: i32, to: i32, x: usize, out: usize): void {
  for (let i = from; i < to; i += lanes<T>()) {
    const at = <usize>i * sizeof<T>();
    const value = v128.load(x + at);
    v128.store(out + at, v128.mul<T>(value, gate<T>(value)));
  }
}

export function geluBack32(from: i32, to: i32, part: i32, x: usize, signal: usize): void {
  geluBack<f32>(from, to, x, signal);
}

export function geluBack64(from: i32, to: i32, part: i32, x: usize, signal: usize): void {
  geluBack<f64>(from, to, x, signal);
}

function geluBack<T>(from: i32, to: i32, x: usize, signal: usize): void {
  const one = v128.splat<T>(<T>1);
  for (let i = from; i < to; i += lanes<T>()) {
    const at = <usize>i * sizeof<T>();
    const value = v128.load(x + at);
    const share = gate<T>(value);
    const slope = v128.mul<T>(
      v128.splat<T>(<T>1.5957691216057308),
      v128.add<T>(one, v128.mul<T>(v128.splat<T>(<T>0.134145), v128.mul<T>(value, value))),
    );
    const rest = v128.mul<T>(v128.mul<T>(value, share), v128.sub<T>(one, share));
    const derivative = v128.add<T>(share, v128.mul<T>(rest, slope));
    v128.store(signal + at, v128.mul<T>(v128.load(signal + at), derivative));
  }
}

/** 1 / (1 + e^−2z) with z = √(2/π) (x + 0.044715 x³): x times this is GELU. */
// @ts-ignore: decorator of AssemblyScript
@inline
function gate<T>(x: v128): v128 {
  const one = v128.splat<T>(<T>1);
  const cubic = v128.add<T>(one, v128.mul<T>(v128.splat<T>(<T>0.044715), v128.mul<T>(x, x)));
  const z = v128.mul<T>(v128.mul<T>(v128.splat<T>(<T>1.5957691216057308), x), cubic);
  const e = exp<T>(v128.neg<T>(v128.abs<T>(z)));
  const zero = v128.splat<T>(<T>0);
  return v128.div<T>(v128.bitselect(one, e, v128.ge<T>(z, zero)), v128.add<T>(one, e));
}

export function wordLoss32(
  from: i32,
  to: i32,
  part: i32,
  scores: usize,
  width: i32,
  truth: usize,
  scale: f64,
  losses: usize,
): void {
  wordLoss<f32>(from, to, scores, width, truth, scale, losses);
}

export function wordLoss64(
  from: i32,
  to: i32,
  part: i32,
  scores: usize,
  width: i32,
  truth: usize,
  scale: f64,
  losses: usize,
): void {
  wordLoss<f64>(from, to, scores, width, truth, scale, losses);
}

function wordLoss<T>(
  from: i32,
  to: i32,
  scores: usize,
  width: i32,
  truth: usize,
  scale: f64,
  losses: usize,
): void {
  const step = <usize>width * sizeof<T>();
  for (let row = from; row < to; row++) {
    const first = scores + <usize>row * step;
    const mine = first + <usize>load<i32>(truth + ((<usize>row) << 2)) * sizeof<T>();
    let largest = load<T>(first);
    for (let at = first; at < first + step; at += sizeof<T>())
      largest = max<T>(largest, load<T>(at));
    const ahead = <f64>(largest - load<T>(mine));
    const sum = expRow<T>(first, width, largest);
    store<f64>(losses + ((<usize>row) << 3), ahead + log(<f64>sum));
    const factor = <T>(scale / <f64>sum);
    scaleRow<T>(first, width, factor);
    store<T>(mine, load<T>(mine) - <T>scale);
  }
}

/** Puts e^(x − largest) in place of each x, and returns their sum. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function expRow<T>(first: usize, width: i32, largest: T): T {
  const shift = v128.splat<T>(largest);
  let sums = v128.splat<T>(<T>0);
  let j = 0;
  let at = first;
  for (; j + lanes<T>() <= width; j += lanes<T>(), at += 16) {
    const value = exp<T>(v128.sub<T>(v128.load(at), shift));
    sums = v128.add<T>(sums, value);
    v128.store(at, value);
  }
  let sum = sumLanes<T>(sums);
  for (; j < width; j++, at += sizeof<T>()) {
    const value = v128.extract_lane<T>(exp<T>(v128.splat<T>(load<T>(at) - largest)), 0);
    sum += value;
    store<T>(at, value);
  }
  return sum;
}

// @ts-ignore: decorator of AssemblyScript
@inline
export function scaleRow<T>(first: usize, width: i32, factor: T): void {
  const factors = v128.splat<T>(factor);
  let j = 0;
  let at = first;
  for (; j + lanes<T>() <= width; j += lanes<T>(), at += 16)
    v128.store(at, v128.mul<T>(v128.load(at), factors));
  for (; j < width; j++, at += sizeof<T>()) store<T>(at, load<T>(at) * factor);
}

export function adamStep32(
  from: i32,
  to: i32,
  part: i32,
  values: usize,
  gradient: usize,
  mean: usize,
  square: usize,
  step: f64,
  epsilon: f64,
): void {
  adamStep<f32>(from, to, values, gradient, mean, square, step, epsilon);
}

export function adamStep64(
  from: i32,
  to: i32,
  part: i32,
  values: usize,
  gradient: usize,
  mean: usize,
  square: usize,
  step: f64,
  epsilon: f64,
): void {
  adamStep<f64>(from, to, values, gradient, mean, square, step, epsilon);
}

function adamStep<T>(
  from: i32,
  to: i32,
  values: usize,
  gradient: usize,
  mean: usize,
  square: usize,
  step: f64,
  epsilon: f64,
): void {
  for (let i = from; i < to; i += lanes<T>()) {
    const at = <usize>i * sizeof<T>();
    const g = v128.load(gradient + at);
    const m = v128.add<T>(
      v128.mul<T>(v128.splat<T>(<T>0.9), v128.load(mean + at)),
      v128.mul<T>(v128.splat<T>(<T>(1 - 0.9)), g),
    );
    const v = v128.add<T>(
      v128.mul<T>(v128.splat<T>(<T>0.999), v128.load(square + at)),
      v128.mul<T>(v128.mul<T>(v128.splat<T>(<T>(1 - 0.999)), g), g),
    );
    v128.store(mean + at, m);
    v128.store(square + at, v);
    const move = v128.div<T>(
      v128.mul<T>(v128.splat<T>(<T>step), m),
      v128.add<T>(v128.sqrt<T>(v), v128.splat<T>(<T>epsilon)),
    );
    v128.store(values + at, v128.sub<T>(v128.load(values + at), move));
  }
}
