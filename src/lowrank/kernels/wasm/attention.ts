// AssemblyScript: compiled to WebAssembly when the project is built. Twin in TypeScript:
// ../reference/attention.ts, which says what the numbers are. T is f32 or f64.

import { expRow, scaleRow } from "./transformerLayers";
import { addScaled, innerProduct } from "./vectors";

export function attend32(
  from: i32,
  to: i32,
  part: i32,
  starts: usize,
  q: usize,
  k: usize,
  v: usize,
  width: i32,
  heads: i32,
  span: i32,
  shares: usize,
  out: usize,
): void {
  attend<f32>(from, to, starts, q, k, v, width, heads, span, shares, out);
}

export function attend64(
  from: i32,
  to: i32,
  part: i32,
  starts: usize,
  q: usize,
  k: usize,
  v: usize,
  width: i32,
  heads: i32,
  span: i32,
  shares: usize,
  out: usize,
): void {
  attend<f64>(from, to, starts, q, k, v, width, heads, span, shares, out);
}

function attend<T>(
  from: i32,
  to: i32,
  starts: usize,
  q: usize,
  k: usize,
  v: usize,
  width: i32,
  heads: i32,
  span: i32,
  shares: usize,
  out: usize,
): void {
  const step = <usize>width * sizeof<T>();
  const own = width / heads;
  const scale = <T>(1 / sqrt<f64>(<f64>own));
  for (let text = from; text < to; text++) {
    const first = load<i32>(starts + ((<usize>text) << 2));
    const end = load<i32>(starts + ((<usize>text) << 2), 4);
    for (let row = first; row < end; row++) {
      for (let head = 0; head < heads; head++) {
        const place = <usize>(head * own) * sizeof<T>();
        const mine = shares + <usize>((row * heads + head) * span) * sizeof<T>();
        const query = q + <usize>row * step + place;
        const seen = row - first + 1;
        let key = k + <usize>first * step + place;
        let largest = -(<T>Infinity);
        for (let j = 0; j < seen; j++, key += step) {
          const score = scale * innerProduct<T>(query, key, own);
          store<T>(mine + <usize>j * sizeof<T>(), score);
          largest = max<T>(largest, score);
        }
        const sum = expRow<T>(mine, seen, largest);
        scaleRow<T>(mine, seen, <T>1 / sum);
        const target = out + <usize>row * step + place;
        memory.fill(target, 0, <usize>own * sizeof<T>());
        let value = v + <usize>first * step + place;
        for (let j = 0; j < seen; j++, value += step)
          addScaled<T>(load<T>(mine + <usize>j * sizeof<T>()), value, own, target);
      }
    }
  }
}

export function attendBack32(
  from: i32,
  to: i32,
  part: i32,
  starts: usize,
  q: usize,
  k: usize,
  v: usize,
  width: i32,
  heads: i32,
  span: i32,
  shares: usize,
  signal: usize,
  dq: usize,
  dk: usize,
  dv: usize,
): void {
  attendBack<f32>(from, to, starts, q, k, v, width, heads, span, shares, signal, dq, dk, dv);
}

export function attendBack64(
  from: i32,
  to: i32,
  part: i32,
  starts: usize,
  q: usize,
  k: usize,
  v: usize,
  width: i32,
  heads: i32,
  span: i32,
  shares: usize,
  signal: usize,
  dq: usize,
  dk: usize,
  dv: usize,
): void {
  attendBack<f64>(from, to, starts, q, k, v, width, heads, span, shares, signal, dq, dk, dv);
}

function attendBack<T>(
  from: i32,
  to: i32,
  starts: usize,
  q: usize,
  k: usize,
  v: usize,
  width: i32,
  heads: i32,
  span: i32,
  shares: usize,
  signal: usize,
  dq: usize,
  dk: usize,
  dv: usize,
): void {
  const step = <usize>width * sizeof<T>();
  const own = width / heads;
  const scale = <T>(1 / sqrt<f64>(<f64>own));
  for (let text = from; text < to; text++) {
    const first = load<i32>(starts + ((<usize>text) << 2));
    const end = load<i32>(starts + ((<usize>text) << 2), 4);
    for (let row = first; row < end; row++) {
      for (let head = 0; head < heads; head++) {
        const place = <usize>(head * own) * sizeof<T>();
        const mine = shares + <usize>((row * heads + head) * span) * sizeof<T>();
        const above = signal + <usize>row * step + place;
        const seen = row - first + 1;
        // Σ_j share_j · ∂share_j = the signal times what attention gave.
        let along: T = <T>0;
        let at = <usize>first * step + place;
        for (let j = 0; j < seen; j++, at += step)
          along += load<T>(mine + <usize>j * sizeof<T>()) * innerProduct<T>(above, v + at, own);
        at = <usize>first * step + place;
        const here = <usize>row * step + place;
        for (let j = 0; j < seen; j++, at += step) {
          const share = load<T>(mine + <usize>j * sizeof<T>());
          const slope = scale * share * (innerProduct<T>(above, v + at, own) - along);
          addScaled<T>(share, above, own, dv + at);
          addScaled<T>(slope, k + at, own, dq + here);
          addScaled<T>(slope, q + here, own, dk + at);
        }
      }
    }
  }
}
