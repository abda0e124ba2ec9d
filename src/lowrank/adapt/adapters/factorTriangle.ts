import type { Workspace } from "../../kernels/workspace";
import type { Columns } from "./jacobiSvd";

/**
 * A tall factor on the kernels' memory, in slabs of four columns; the last filled up with zeros.
 */
export interface TallFactor {
  readonly length: number;
  readonly width: number;
  readonly slabs: number;
  readonly pointer: number;
}

/**
 * How far the least direction of the columns, scaled to length 1, may lie below the longest for the
 * Gram matrix to be right: ‖R⁻¹‖²_F of the scaled triangle. Each rounding of the Gram matrix, of
 * 1e-16, moves a singular value of the product by that share times this number.
 */
const largestInverse = 1e7;

/** Rows that one part of the work has at least. */
const rowsInPart = 512;

/**
 * R of X = Q R, up to a rotation from the left, for a tall X: what the singular values and right
 * vectors of X, and of X times anything, depend on.
 *
 * By Cholesky's factorisation of XᵀX in double precision where the columns are independent enough,
 * which is a third of the work and all of it on the kernels; else by Householder's reflections.
 *
 * Cost: length · width² flops; Householder's 2 · length · width².
 *
 * Source: Yamamoto et al. 2015 for the error of Cholesky QR; van der Sluis 1969 for the scaling.
 */
export function factorTriangle(workspace: Workspace, factor: TallFactor): Columns {
  const { length, width } = factor;
  if (length >= width) {
    const triangle = scaledCholesky(gramOf(workspace, factor), width);
    if (triangle) return triangle;
  }
  return householderTriangle(readColumns(workspace, factor));
}

/** XᵀX, width × width. */
function gramOf(workspace: Workspace, { length, width, slabs, pointer }: TallFactor): Float64Array {
  const parts = Math.max(1, Math.min(8, Math.floor(length / rowsInPart)));
  const size = 4 * slabs;
  const mark = workspace.mark();
  const sums = workspace.reserve(8 * parts * size * size);
  workspace.run("gramSlabs", length, parts, pointer, slabs, length, sums);
  const all = workspace.float64(sums, parts * size * size);
  const gram = new Float64Array(width * width);
  for (let part = 0; part < parts; part++)
    for (let i = 0; i < width; i++)
      for (let j = i; j < width; j++) gram[i * width + j] += all[(part * size + i) * size + j];
  workspace.release(mark);
  return gram;
}

/**
 * R with RᵀR = G by columns, G given by its upper triangle; undefined where G is not right enough.
 */
function scaledCholesky(gram: Float64Array, size: number): Columns | undefined {
  const lengths = Float64Array.from({ length: size }, (_, i) => Math.sqrt(gram[i * size + i]));
  // Squares that overflow or vanish hold no digits.
  if (lengths.some((one) => !(one > 1e-140 && one < 1e140))) return undefined;
  const r = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    for (let i = 0; i <= j; i++) {
      let value = gram[i * size + j] / (lengths[i] * lengths[j]);
      for (let p = 0; p < i; p++) value -= r[i * size + p] * r[j * size + p];
      if (i < j) r[j * size + i] = value / r[i * size + i];
      else if (value > 1 / largestInverse) r[j * size + j] = Math.sqrt(value);
      else return undefined;
    }
  }
  if (squaredInverse(r, size) > largestInverse) return undefined;
  for (let j = 0; j < size; j++) for (let i = 0; i <= j; i++) r[j * size + i] *= lengths[j];
  return { rows: size, columns: size, data: r };
}

/** ‖R⁻¹‖²_F of an upper triangle by columns. */
function squaredInverse(r: Float64Array, size: number): number {
  let sum = 0;
  const x = new Float64Array(size);
  for (let j = 0; j < size; j++) {
    x[j] = 1 / r[j * size + j];
    sum += x[j] * x[j];
    // Solves R x = eⱼ from the last entry up, a column of R at a time.
    for (let i = 0; i < j; i++) x[i] = 0;
    for (let k = j; k > 0; k--) {
      for (let i = 0; i < k; i++) x[i] -= r[k * size + i] * x[k];
      x[k - 1] /= r[(k - 1) * size + k - 1];
      sum += x[k - 1] * x[k - 1];
    }
  }
  return sum;
}

/** The factor's columns, one after the other. */
function readColumns(workspace: Workspace, factor: TallFactor): Columns {
  const { length, width, slabs, pointer } = factor;
  const source = workspace.float64(pointer, 4 * slabs * length);
  const data = new Float64Array(width * length);
  for (let j = 0; j < width; j++) {
    const from = 4 * (j >> 2) * length + (j & 3);
    for (let i = 0; i < length; i++) data[j * length + i] = source[from + 4 * i];
  }
  return { rows: length, columns: width, data };
}

/** R of Householder's QR, min(rows, columns) × columns; overwrites the columns. */
function householderTriangle({ rows, columns, data }: Columns): Columns {
  const height = Math.min(rows, columns);
  const r = new Float64Array(height * columns);
  // Squares of what is at most 1 do not overflow.
  const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return { rows: height, columns, data: r };
  for (let i = 0; i < data.length; i++) data[i] /= largest;
  for (let k = 0; k < height; k++) {
    const column = data.subarray(k * rows + k, (k + 1) * rows);
    const norm = Math.sqrt(dot(column, column));
    if (norm === 0) continue;
    // H = I − v vᵀ / (−pivot · v₀) turns the column x into pivot · e₀, with v = x − pivot · e₀.
    const pivot = column[0] > 0 ? -norm : norm;
    column[0] -= pivot;
    for (let j = k + 1; j < columns; j++) {
      const other = data.subarray(j * rows + k, (j + 1) * rows);
      const factor = dot(column, other) / (pivot * column[0]);
      for (let i = 0; i < column.length; i++) other[i] += factor * column[i];
    }
    column[0] = pivot;
  }
  for (let j = 0; j < columns; j++)
    for (let i = 0; i <= Math.min(j, height - 1); i++)
      r[j * height + i] = largest * data[j * rows + i];
  return { rows: height, columns, data: r };
}

/** Two sums at a time: one alone would wait for each addition to end. */
function dot(x: Float64Array, y: Float64Array): number {
  let even = 0;
  let odd = 0;
  const half = x.length & ~1;
  for (let i = 0; i < half; i += 2) {
    even += x[i] * y[i];
    odd += x[i + 1] * y[i + 1];
  }
  return half < x.length ? even + odd + x[half] * y[half] : even + odd;
}
