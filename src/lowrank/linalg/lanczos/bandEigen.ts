import type { Workspace } from "../../kernels/workspace";
import { tridiagonalEigenvalues, tridiagonalise, type BandMatrix } from "./bandMatrix";

/**
 * Finds all eigenvalues of a symmetric band matrix, largest first: rotation to tridiagonal form,
 * then QL.
 *
 * Cost: about 42 · size² flops. A dense solver takes about 9 · size³ with the vectors.
 */
export function bandEigenvalues(matrix: BandMatrix): Float64Array {
  return tridiagonalEigenvalues(tridiagonalise(matrix));
}

/**
 * Eigenvalues closer than this share of the norm: the vectors of others come out orthogonal to
 * 1e-11 by themselves.
 */
const closeValues = 1e-5;
/**
 * Vectors in a part of the work: a matter of their number alone, so that the result does not depend
 * on the threads.
 */
const vectorsInPart = 16;

/**
 * Finds the eigenvectors of a symmetric band matrix T for a run of its eigenvalues, `values[first]`
 * … `values[last − 1]`.
 *
 * Inverse iteration: (T − θI) x = b is solved from a random b until x points along the eigenvector,
 * for each by itself; those of close eigenvalues are then made orthogonal. Vector j of the result
 * is at (j − first) · size.
 *
 * Cost: about 6 · size · bandwidth² flops a vector, more where eigenvalues crowd.
 *
 * @param values - all eigenvalues, largest first
 */
export function bandEigenvectors(
  workspace: Workspace,
  matrix: BandMatrix,
  values: Float64Array,
  first: number,
  last: number,
): Float64Array {
  const { size, bandwidth, data } = matrix;
  const count = last - first;
  const norm = Math.max(Math.abs(values[0]), Math.abs(values[size - 1]));
  const parts = Math.min(64, Math.ceil(count / vectorsInPart));
  const mark = workspace.mark();
  const band = workspace.allocate(8 * data.length);
  const shifts = workspace.allocate(8 * count);
  const found = workspace.allocate(8 * count * size);
  const work = workspace.allocate(8 * parts * size * (4 * bandwidth + 2));
  workspace.float64(band, data.length).set(data);
  workspace.float64(shifts, count).set(shiftsApart(values.subarray(first, last), norm));
  workspace.run("bandVectors", count, parts, band, size, bandwidth, norm, shifts, 0, found, work);
  const vectors = workspace.float64(found, count * size).slice();
  let close = 0;
  for (let j = 0; j < count; j++) {
    while (values[first + close] - values[first + j] > closeValues * norm) close++;
    for (let attempt = 1; close < j && !separate(vectors, j, size, close); attempt++) {
      if (attempt === 10)
        throw new Error(
          `no eigenvector was found for value ${first + j}, ${values[first + j]}; ` +
            "the matrix holds NaN or infinity",
        );
      workspace.run(
        "bandVectors",
        1,
        1,
        band,
        size,
        bandwidth,
        norm,
        shifts + 8 * j,
        attempt * count + j,
        found,
        work,
      );
      vectors.set(workspace.float64(found, size), j * size);
    }
  }
  workspace.release(mark);
  return vectors;
}

/** Equal eigenvalues a little apart, so that each factorisation points elsewhere. */
function shiftsApart(values: Float64Array, norm: number): Float64Array {
  let shift = Infinity;
  return values.map((value) => (shift = Math.min(value, shift - 10 * Number.EPSILON * norm)));
}

/**
 * Makes a vector orthogonal to those from `close` on, which its start may have brought it near to;
 * false if it is one of them.
 */
function separate(vectors: Float64Array, index: number, size: number, close: number): boolean {
  const x = vectors.subarray(index * size, (index + 1) * size);
  removeEarlier(vectors, index, size, close);
  if (normalise(x) < 1e-6) return false;
  removeEarlier(vectors, index, size, close);
  normalise(x);
  return true;
}

/** Takes out of vector `index` its parts along vectors first … index − 1. */
function removeEarlier(vectors: Float64Array, index: number, size: number, first: number): void {
  const own = index * size;
  for (let at = first * size; at < own; at += size) {
    // Four sums at a time: one alone would wait for each addition to end.
    let s0 = 0,
      s1 = 0,
      s2 = 0,
      s3 = 0;
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

/**
 * Scales x to length 1 and returns the length it had; large entries are scaled first so that
 * squares stay finite.
 */
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
