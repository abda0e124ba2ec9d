// AssemblyScript: compiled to WebAssembly when the project is built. Twin in TypeScript:
// ../reference/band.ts.

const epsilon: f64 = 2.220446049250313e-16;

/**
 * Eigenvectors of a symmetric band matrix by inverse iteration, for the eigenvalues shifts[from] …
 * shifts[to − 1]: vector j is at j · size.
 *
 * The matrix comes as its lower half: entry (i, i − d) at i · (bandwidth + 1) + d. `work` has room
 * for size · (4 · bandwidth + 2) doubles a part. Each vector is worked out by itself from a start
 * of its own, number seed + j: those of eigenvalues that are equal to rounding come out
 * independent, not orthogonal.
 */
export function bandVectors(
  from: i32,
  to: i32,
  part: i32,
  band: usize,
  size: i32,
  bandwidth: i32,
  norm: f64,
  shifts: usize,
  seed: i32,
  vectors: usize,
  work: usize,
): void {
  const rows = work + ((<usize>part * size * (4 * bandwidth + 2)) << 3);
  const multipliers = rows + ((<usize>size * (3 * bandwidth + 1)) << 3);
  const pivots = multipliers + ((<usize>size * bandwidth) << 3);
  const tiny = epsilon * (norm > 0 ? norm : 1);
  for (let j = from; j < to; j++) {
    const x = vectors + ((<usize>j * size) << 3);
    fillShifted(band, size, bandwidth, load<f64>(shifts + ((<usize>j) << 3)), rows);
    factor(rows, multipliers, pivots, size, bandwidth, tiny);
    start(x, size, seed + j);
    for (let pass = 0; pass < 2; pass++) {
      solve(rows, multipliers, pivots, size, bandwidth, x);
      normalise(x, size);
    }
  }
}

/**
 * Row i holds columns i − bandwidth … i + 2 · bandwidth of T − shift · I; row exchanges fill the
 * last third.
 */
function fillShifted(band: usize, size: i32, bandwidth: i32, shift: f64, rows: usize): void {
  const width = 3 * bandwidth + 1;
  memory.fill(rows, 0, (<usize>size * width) << 3);
  for (let i = 0; i < size; i++) {
    const source = band + ((<usize>i * (bandwidth + 1)) << 3);
    store<f64>(rows + ((<usize>i * width + bandwidth) << 3), load<f64>(source) - shift);
    const most = min(bandwidth, i);
    for (let d = 1; d <= most; d++) {
      const value = load<f64>(source + ((<usize>d) << 3));
      store<f64>(rows + ((<usize>i * width + bandwidth - d) << 3), value);
      store<f64>(rows + ((<usize>(i - d) * width + bandwidth + d) << 3), value);
    }
  }
}

/** LU with row exchanges, U in the place of the rows from their diagonal on. */
function factor(
  rows: usize,
  multipliers: usize,
  pivots: usize,
  size: i32,
  bandwidth: i32,
  tiny: f64,
): void {
  const width = 3 * bandwidth + 1;
  for (let step = 0; step < size; step++) {
    const last = min(size - 1, step + bandwidth);
    const reach = min(2 * bandwidth, size - 1 - step);
    const own = rows + ((<usize>step * width + bandwidth) << 3);
    let pivot = step;
    let largest = Math.abs(load<f64>(own));
    for (let row = step + 1; row <= last; row++) {
      const value = Math.abs(
        load<f64>(rows + ((<usize>row * width + step - row + bandwidth) << 3)),
      );
      if (value > largest) {
        largest = value;
        pivot = row;
      }
    }
    store<f64>(pivots + ((<usize>step) << 3), <f64>pivot);
    if (pivot != step) {
      const other = rows + ((<usize>pivot * width + step - pivot + bandwidth) << 3);
      for (let d = 0; d <= reach; d++) {
        const at = (<usize>d) << 3;
        const value = load<f64>(own + at);
        store<f64>(own + at, load<f64>(other + at));
        store<f64>(other + at, value);
      }
    }
    if (Math.abs(load<f64>(own)) < tiny) store<f64>(own, tiny);
    const reciprocal = 1 / load<f64>(own);
    for (let row = step + 1; row <= last; row++) {
      const target = rows + ((<usize>row * width + step - row + bandwidth) << 3);
      const multiplier = load<f64>(target) * reciprocal;
      store<f64>(multipliers + ((<usize>step * bandwidth + row - step - 1) << 3), multiplier);
      if (multiplier == 0) continue;
      for (let d = 1; d <= reach; d++) {
        const at = (<usize>d) << 3;
        store<f64>(target + at, load<f64>(target + at) - multiplier * load<f64>(own + at));
      }
    }
  }
}

/** Numbers between −1 and 1, different for each vector (Marsaglia's xorshift). */
function start(x: usize, size: i32, index: i32): void {
  let state: i32 = (index + 1) * 0x9e3779b1;
  for (let i = 0; i < size; i++) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    store<f64>(x + ((<usize>i) << 3), <f64>state / 2147483648.0);
  }
}

function solve(
  rows: usize,
  multipliers: usize,
  pivots: usize,
  size: i32,
  bandwidth: i32,
  x: usize,
): void {
  const width = 3 * bandwidth + 1;
  for (let step = 0; step < size; step++) {
    const at = x + ((<usize>step) << 3);
    const pivoted = x + ((<usize>(<i32>load<f64>(pivots + ((<usize>step) << 3)))) << 3);
    const value = load<f64>(pivoted);
    store<f64>(pivoted, load<f64>(at));
    store<f64>(at, value);
    const most = min(bandwidth, size - 1 - step);
    for (let d = 1; d <= most; d++) {
      const to = at + ((<usize>d) << 3);
      store<f64>(
        to,
        load<f64>(to) - load<f64>(multipliers + ((<usize>step * bandwidth + d - 1) << 3)) * value,
      );
    }
  }
  for (let step = size - 1; step >= 0; step--) {
    const own = rows + ((<usize>step * width + bandwidth) << 3);
    const at = x + ((<usize>step) << 3);
    const reach = min(2 * bandwidth, size - 1 - step);
    let sum = load<f64>(at);
    for (let d = 1; d <= reach; d++)
      sum -= load<f64>(own + ((<usize>d) << 3)) * load<f64>(at + ((<usize>d) << 3));
    store<f64>(at, sum / load<f64>(own));
  }
}

/** Scales x to length 1; by its largest entry first, so that squares stay finite. */
function normalise(x: usize, size: i32): void {
  let largest: f64 = 0;
  for (let i = 0; i < size; i++) largest = max(largest, Math.abs(load<f64>(x + ((<usize>i) << 3))));
  if (largest == 0) return;
  let sum: f64 = 0;
  for (let i = 0; i < size; i++) {
    const value = load<f64>(x + ((<usize>i) << 3)) / largest;
    sum += value * value;
  }
  const length = Math.sqrt(sum);
  for (let i = 0; i < size; i++)
    store<f64>(x + ((<usize>i) << 3), load<f64>(x + ((<usize>i) << 3)) / largest / length);
}
