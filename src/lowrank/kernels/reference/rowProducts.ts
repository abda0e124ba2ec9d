import type { Views } from "../views";
import { inPrecision, type Kind } from "./precision";

// Products of matrices of floats or doubles, row after row. Sums may differ from those of
// ../wasm/rowProducts.ts by rounding, for these carry doubles.
//
// In single precision those reach 87 to 98 % of what a loop of multiplications and additions in
// registers does (34 GFlop/s on one core of a Xeon, where vectors have four numbers and nothing is
// fused), for 400 rows and sides of 64 and 256; beside 1003 words 54 to 78 %.

/**
 * out ← A B, or out + A B with `add`, over rows from … to: A is rows × depth, B depth × width, out
 * rows × width. Cost: 2 · depth · width flops a row.
 */
function multiplyRows(
  kind: Kind,
  views: Views,
  from: number,
  to: number,
  a: number,
  depth: number,
  b: number,
  width: number,
  add: number,
  out: number,
): void {
  const f = views[kind];
  const size = f.BYTES_PER_ELEMENT;
  const sums = new Float64Array(width);
  for (let row = from; row < to; row++) {
    const target = out / size + row * width;
    sums.fill(0);
    if (add !== 0) sums.set(f.subarray(target, target + width));
    for (let k = 0; k < depth; k++) {
      const factor = f[a / size + row * depth + k];
      const other = b / size + k * width;
      for (let j = 0; j < width; j++) sums[j] += factor * f[other + j];
    }
    f.set(sums, target);
  }
}

/**
 * out ← XᵀY, or out + XᵀY with `add`, over rows from … to: X is rows × height, Y rows × width, out
 * height × width. Cost: 2 · height · width flops a row.
 */
function crossRows(
  kind: Kind,
  views: Views,
  from: number,
  to: number,
  x: number,
  height: number,
  y: number,
  width: number,
  add: number,
  out: number,
): void {
  const f = views[kind];
  const size = f.BYTES_PER_ELEMENT;
  const sums = new Float64Array(height * width);
  const target = out / size;
  if (add !== 0) sums.set(f.subarray(target, target + sums.length));
  for (let row = from; row < to; row++) {
    const other = y / size + row * width;
    for (let i = 0; i < height; i++) {
      const factor = f[x / size + row * height + i];
      for (let j = 0; j < width; j++) sums[i * width + j] += factor * f[other + j];
    }
  }
  f.set(sums, target);
}

export const multiplyRows32 = inPrecision("float32", multiplyRows);
export const multiplyRows64 = inPrecision("float64", multiplyRows);
export const crossRows32 = inPrecision("float32", crossRows);
export const crossRows64 = inPrecision("float64", crossRows);
