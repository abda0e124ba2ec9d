import type { Views } from "../views";

/**
 * Eigenvectors of a symmetric band matrix by inverse iteration, for the eigenvalues shifts[from] …
 * shifts[to − 1]: vector j is at j · size.
 *
 * The matrix comes as its lower half: entry (i, i − d) at i · (bandwidth + 1) + d. `work` has room
 * for size · (4 · bandwidth + 2) doubles a part. Each vector is worked out by itself from a start
 * of its own, number seed + j: those of eigenvalues that are equal to rounding come out
 * independent, not orthogonal. Cost: about 6 · size · bandwidth² flops a vector.
 *
 * Source: Wilkinson's inverse iteration, as in LAPACK's dstein; Golub & Van Loan, Matrix
 * Computations, section 8.2.
 */
export function bandVectors(
  { float64: f }: Views,
  from: number,
  to: number,
  part: number,
  band: number,
  size: number,
  bandwidth: number,
  norm: number,
  shifts: number,
  seed: number,
  vectors: number,
  work: number,
): void {
  const rows = work / 8 + part * size * (4 * bandwidth + 2);
  const multipliers = rows + size * (3 * bandwidth + 1);
  const factors: Factors = {
    f,
    size,
    bandwidth,
    rows,
    multipliers,
    pivots: multipliers + size * bandwidth,
  };
  const tiny = Number.EPSILON * (norm || 1);
  for (let j = from; j < to; j++) {
    const x = vectors / 8 + j * size;
    fillShifted(factors, band / 8, f[shifts / 8 + j]);
    factor(factors, tiny);
    start(f, x, size, seed + j);
    for (let pass = 0; pass < 2; pass++) {
      solve(factors, x);
      normalise(f, x, size);
    }
  }
}

/** Positions in f of the LU factors of a shifted band matrix. */
interface Factors {
  readonly f: Float64Array;
  readonly size: number;
  readonly bandwidth: number;
  /**
   * Row i holds columns i − bandwidth … i + 2 · bandwidth; row exchanges fill the last third. U
   * takes the place from the diagonal on.
   */
  readonly rows: number;
  /** Multipliers of step i: rows i + 1 … i + bandwidth. */
  readonly multipliers: number;
  /** Row exchanged with row i at step i. */
  readonly pivots: number;
}

function fillShifted({ f, size, bandwidth, rows }: Factors, band: number, shift: number): void {
  const width = 3 * bandwidth + 1;
  f.fill(0, rows, rows + size * width);
  for (let i = 0; i < size; i++) {
    const source = band + i * (bandwidth + 1);
    f[rows + i * width + bandwidth] = f[source] - shift;
    for (let d = 1; d <= Math.min(bandwidth, i); d++) {
      f[rows + i * width + bandwidth - d] = f[source + d];
      f[rows + (i - d) * width + bandwidth + d] = f[source + d];
    }
  }
}

/** LU with row exchanges. */
function factor({ f, size, bandwidth, rows, multipliers, pivots }: Factors, tiny: number): void {
  const width = 3 * bandwidth + 1;
  for (let step = 0; step < size; step++) {
    const last = Math.min(size - 1, step + bandwidth);
    const reach = Math.min(2 * bandwidth, size - 1 - step);
    const own = rows + step * width + bandwidth;
    let pivot = step;
    for (let row = step + 1; row <= last; row++) {
      if (
        Math.abs(f[rows + row * width + step - row + bandwidth]) >
        Math.abs(f[rows + pivot * width + step - pivot + bandwidth])
      )
        pivot = row;
    }
    f[pivots + step] = pivot;
    const other = rows + pivot * width + step - pivot + bandwidth;
    for (let d = 0; d <= reach && pivot !== step; d++) {
      const value = f[own + d];
      f[own + d] = f[other + d];
      f[other + d] = value;
    }
    if (Math.abs(f[own]) < tiny) f[own] = tiny;
    const reciprocal = 1 / f[own];
    for (let row = step + 1; row <= last; row++) {
      const target = rows + row * width + step - row + bandwidth;
      const multiplier = f[target] * reciprocal;
      f[multipliers + step * bandwidth + row - step - 1] = multiplier;
      if (multiplier === 0) continue;
      for (let d = 1; d <= reach; d++) f[target + d] -= multiplier * f[own + d];
    }
  }
}

/** Numbers between −1 and 1, different for each vector (Marsaglia's xorshift). */
function start(f: Float64Array, x: number, size: number, index: number): void {
  let state = Math.imul(index + 1, 0x9e3779b1);
  for (let i = 0; i < size; i++) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    f[x + i] = state / 2147483648;
  }
}

function solve({ f, size, bandwidth, rows, multipliers, pivots }: Factors, x: number): void {
  const width = 3 * bandwidth + 1;
  for (let step = 0; step < size; step++) {
    const pivot = x + f[pivots + step];
    const value = f[pivot];
    f[pivot] = f[x + step];
    f[x + step] = value;
    for (let d = 1; d <= bandwidth && step + d < size; d++)
      f[x + step + d] -= f[multipliers + step * bandwidth + d - 1] * value;
  }
  for (let step = size - 1; step >= 0; step--) {
    const own = rows + step * width + bandwidth;
    let sum = f[x + step];
    for (let d = 1; d <= 2 * bandwidth && step + d < size; d++) sum -= f[own + d] * f[x + step + d];
    f[x + step] = sum / f[own];
  }
}

/** Scales x to length 1; by its largest entry first, so that squares stay finite. */
function normalise(f: Float64Array, x: number, size: number): void {
  let largest = 0;
  for (let i = 0; i < size; i++) largest = Math.max(largest, Math.abs(f[x + i]));
  if (largest === 0) return;
  let sum = 0;
  for (let i = 0; i < size; i++) sum += (f[x + i] / largest) ** 2;
  const length = Math.sqrt(sum);
  for (let i = 0; i < size; i++) f[x + i] = f[x + i] / largest / length;
}
