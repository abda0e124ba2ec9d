import { tridiagonalEigenvalues, tridiagonalise, type BandMatrix } from "./bandMatrix";
import { createRandom, type Random } from "./random";

/**
 * Finds all eigenvalues of a symmetric band matrix, largest first: rotation to tridiagonal form, then QL.
 *
 * Cost: about 42 · size² flops. A dense solver takes about 9 · size³ with the vectors.
 */
export function bandEigenvalues(matrix: BandMatrix): Float64Array {
  return tridiagonalEigenvalues(tridiagonalise(matrix));
}

/**
 * Finds the eigenvectors of a symmetric band matrix T for a run of its eigenvalues, `values[first]` … `values[last − 1]`.
 *
 * Inverse iteration: (T − θI) x = b is solved from a random b until x points along the eigenvector; each vector is
 * kept orthogonal to those before it. Vector j of the result is at (j − first) · size.
 *
 * Cost: size · (6 · bandwidth² + 2 · (last − first)) flops a vector, more where eigenvalues crowd.
 *
 * Source: Wilkinson's inverse iteration, as in LAPACK's dstein; Golub & Van Loan, Matrix Computations, section 8.2.
 *
 * @param values - all eigenvalues, largest first
 */
export function bandEigenvectors(matrix: BandMatrix, values: Float64Array, first: number, last: number): Float64Array {
  const { size } = matrix;
  const norm = Math.max(Math.abs(values[0]), Math.abs(values[size - 1]));
  const vectors = new Float64Array(size * (last - first));
  const random = createRandom(0);
  let shift = Infinity;
  let close = first;
  for (let j = first; j < last; j++) {
    while (values[close] - values[j] > closeValues * norm) close++;
    // Equal eigenvalues get shifts a little apart, so that each factorisation points elsewhere.
    shift = Math.min(values[j], shift - 10 * Number.EPSILON * norm);
    inverseIteration(factorShifted(matrix, shift, norm), vectors, j - first, close - first, random);
  }
  return vectors;
}

/** LU factors with row exchanges of a shifted band matrix, row i stored from column i on. */
interface BandFactor {
  readonly size: number;
  readonly bandwidth: number;
  /** Row i of U: entries (i, i) … (i, i + 2 · bandwidth). */
  readonly upper: Float64Array;
  /** Multipliers of step i: rows i + 1 … i + bandwidth. */
  readonly multipliers: Float64Array;
  /** Row exchanged with row i at step i. */
  readonly pivots: Int32Array;
}

function factorShifted(matrix: BandMatrix, shift: number, norm: number): BandFactor {
  const { size, bandwidth } = matrix;
  const width = 3 * bandwidth + 1;
  // Row i holds columns i − bandwidth … i + 2 · bandwidth; exchanges fill the last third.
  const rows = shiftedRows(matrix, shift, width);
  const multipliers = new Float64Array(size * bandwidth);
  const pivots = new Int32Array(size);
  const upper = new Float64Array(size * (2 * bandwidth + 1));
  const tiny = Number.EPSILON * (norm || 1);
  for (let step = 0; step < size; step++) {
    const last = Math.min(size - 1, step + bandwidth);
    let pivot = step;
    for (let row = step + 1; row <= last; row++) {
      if (Math.abs(entry(rows, row, step)) > Math.abs(entry(rows, pivot, step))) pivot = row;
    }
    pivots[step] = pivot;
    for (let d = 0; d <= 2 * bandwidth && step + d < size; d++) {
      const own = width * step + d + bandwidth;
      const other = width * pivot + (step - pivot) + d + bandwidth;
      const value = rows.data[other];
      if (pivot !== step) rows.data[other] = rows.data[own];
      upper[step * (2 * bandwidth + 1) + d] = value;
    }
    const at = step * (2 * bandwidth + 1);
    if (Math.abs(upper[at]) < tiny) upper[at] = tiny;
    for (let row = step + 1; row <= last; row++) {
      const factor = entry(rows, row, step) / upper[at];
      multipliers[step * bandwidth + row - step - 1] = factor;
      if (factor === 0) continue;
      const to = width * row + (step - row) + bandwidth;
      for (let d = 1; d <= 2 * bandwidth && step + d < size; d++) rows.data[to + d] -= factor * upper[at + d];
    }
  }
  return { size, bandwidth, upper, multipliers, pivots };
}

interface WideRows {
  readonly bandwidth: number;
  readonly width: number;
  readonly data: Float64Array;
}

function entry(rows: WideRows, row: number, column: number): number {
  return rows.data[rows.width * row + (column - row) + rows.bandwidth];
}

function shiftedRows({ size, bandwidth, data }: BandMatrix, shift: number, width: number): WideRows {
  const rows = new Float64Array(size * width);
  for (let i = 0; i < size; i++) {
    rows[i * width + bandwidth] = data[i * (bandwidth + 1)] - shift;
    for (let d = 1; d <= Math.min(bandwidth, i); d++) {
      const value = data[i * (bandwidth + 1) + d];
      rows[i * width + bandwidth - d] = value;
      rows[(i - d) * width + bandwidth + d] = value;
    }
  }
  return { bandwidth, width, data: rows };
}

/** Eigenvalues closer than this share of the norm: their vectors mix while they are iterated. */
const closeValues = 1e-3;

/**
 * Solves (T − θI) x = x from a random start, twice, and leaves x as vector `index`.
 *
 * @param close - the first vector whose eigenvalue is close to this one's
 */
function inverseIteration(factor: BandFactor, vectors: Float64Array, index: number, close: number, random: Random): void {
  const { size } = factor;
  const x = vectors.subarray(index * size, (index + 1) * size);
  for (let i = 0; i < size; i++) x[i] = random.normal();
  for (const first of [close, 0]) {
    solve(factor, x);
    normalise(x);
    removeEarlier(vectors, index, size, first);
    if (normalise(x) < 0.5) {
      // Most of the solution lay along earlier vectors: what is left has lost digits.
      removeEarlier(vectors, index, size, first);
      normalise(x);
    }
  }
}

function solve({ size, bandwidth, upper, multipliers, pivots }: BandFactor, x: Float64Array): void {
  for (let step = 0; step < size; step++) {
    const pivot = pivots[step];
    const value = x[pivot];
    x[pivot] = x[step];
    x[step] = value;
    for (let d = 1; d <= bandwidth && step + d < size; d++) x[step + d] -= multipliers[step * bandwidth + d - 1] * value;
  }
  const stride = 2 * bandwidth + 1;
  for (let step = size - 1; step >= 0; step--) {
    let sum = x[step];
    for (let d = 1; d < stride && step + d < size; d++) sum -= upper[step * stride + d] * x[step + d];
    x[step] = sum / upper[step * stride];
  }
}

/** Takes out of vector `index` its parts along vectors first … index − 1. */
function removeEarlier(vectors: Float64Array, index: number, size: number, first: number): void {
  const own = index * size;
  for (let at = first * size; at < own; at += size) {
    // Four sums at a time: one alone would wait for each addition to end.
    let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    const even = size - (size % 4);
    for (let i = 0; i < even; i += 4) {
      s0 += vectors[at + i] * vectors[own + i];
      s1 += vectors[at + i + 1] * vectors[own + i + 1];
      s2 += vectors[at + i + 2] * vectors[own + i + 2];
      s3 += vectors[at + i + 3] * vectors[own + i + 3];
    }
    for (let i = even; i < size; i++) s0 += vectors[at + i] * vectors[own + i];
    const dot = s0 + s1 + (s2 + s3);
    for (let i = 0; i < size; i++) vectors[own + i] -= dot * vectors[at + i];
  }
}

/** Scales x to length 1 and returns the length it had; large entries are scaled first so that squares stay finite. */
function normalise(x: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < x.length; i++) largest = Math.max(largest, Math.abs(x[i]));
  if (largest === 0) return 0;
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    x[i] /= largest;
    sum += x[i] * x[i];
  }
  const norm = Math.sqrt(sum);
  for (let i = 0; i < x.length; i++) x[i] /= norm;
  return norm * largest;
}
