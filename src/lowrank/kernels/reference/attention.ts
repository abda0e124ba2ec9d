import { exp } from "../../base/elementary/exp";
import type { Views } from "../views";
import { inPrecision, type Kind } from "./precision";

// Causal attention on rows of floats or doubles; ../wasm/attention.ts differs by rounding.
//
// `starts` (32-bit integers) says at which row each text begins, and where the last one ends: a row
// sees the rows of its own text up to itself. q, k, v and out are rows × width; a head has width /
// heads columns. `shares` has `span` numbers for each row and head, span ≥ the longest text.

/** Where a head of a row has its numbers. */
interface Place {
  /** The row's own columns of that head. */
  readonly here: number;
  /** The same columns of the first row of its text. */
  readonly first: number;
  /** The shares. */
  readonly mine: number;
  /** Rows that it sees. */
  readonly seen: number;
}

function forEachHead(
  { int32 }: Views,
  from: number,
  to: number,
  starts: number,
  width: number,
  heads: number,
  span: number,
  visit: (place: Place) => void,
): void {
  for (let text = from; text < to; text++) {
    const first = int32[starts / 4 + text];
    for (let row = first; row < int32[starts / 4 + text + 1]; row++)
      for (let head = 0; head < heads; head++)
        visit({
          here: row * width + (head * width) / heads,
          first: first * width + (head * width) / heads,
          mine: (row * heads + head) * span,
          seen: row - first + 1,
        });
  }
}

/**
 * shareⱼ = softmax over j of qᵢ · kⱼ / √(width / heads); outᵢ ← Σⱼ shareⱼ vⱼ, over texts from … to.
 */
function attend(
  kind: Kind,
  views: Views,
  from: number,
  to: number,
  starts: number,
  q: number,
  k: number,
  v: number,
  width: number,
  heads: number,
  span: number,
  shares: number,
  out: number,
): void {
  const f = views[kind];
  const size = f.BYTES_PER_ELEMENT;
  const own = width / heads;
  forEachHead(views, from, to, starts, width, heads, span, ({ here, first, mine, seen }) => {
    const scores = Array.from(
      { length: seen },
      (_, j) => inner(f, q / size + here, k / size + first + j * width, own) / Math.sqrt(own),
    );
    const largest = Math.max(...scores);
    const powers = scores.map((score) => exp(score - largest));
    const sum = powers.reduce((a, b) => a + b, 0);
    powers.forEach((power, j) => (f[shares / size + mine + j] = power / sum));
    for (let c = 0; c < own; c++) {
      let total = 0;
      for (let j = 0; j < seen; j++)
        total += f[shares / size + mine + j] * f[v / size + first + j * width + c];
      f[out / size + here + c] = total;
    }
  });
}

/**
 * Adds to dq, dk and dv (zeros before) what the gradient at attention's output, `signal`, makes of
 * them.
 */
function attendBack(
  kind: Kind,
  views: Views,
  from: number,
  to: number,
  starts: number,
  q: number,
  k: number,
  v: number,
  width: number,
  heads: number,
  span: number,
  shares: number,
  signal: number,
  dq: number,
  dk: number,
  dv: number,
): void {
  const f = views[kind];
  const size = f.BYTES_PER_ELEMENT;
  const own = width / heads;
  forEachHead(views, from, to, starts, width, heads, span, ({ here, first, mine, seen }) => {
    const share = (j: number): number => f[shares / size + mine + j];
    const slopes = Array.from({ length: seen }, (_, j) =>
      inner(f, signal / size + here, v / size + first + j * width, own),
    );
    const along = slopes.reduce((sum, slope, j) => sum + share(j) * slope, 0);
    slopes.forEach((slope, j) => {
      const factor = (share(j) * (slope - along)) / Math.sqrt(own);
      for (let c = 0; c < own; c++) {
        const there = first + j * width + c;
        f[dv / size + there] += share(j) * f[signal / size + here + c];
        f[dq / size + here + c] += factor * f[k / size + there];
        f[dk / size + there] += factor * f[q / size + here + c];
      }
    });
  });
}

function inner(f: Float32Array | Float64Array, a: number, b: number, length: number): number {
  let sum = 0;
  for (let c = 0; c < length; c++) sum += f[a + c] * f[b + c];
  return sum;
}

export const attend32 = inPrecision("float32", attend);
export const attend64 = inPrecision("float64", attend);
export const attendBack32 = inPrecision("float32", attendBack);
export const attendBack64 = inPrecision("float64", attendBack);
