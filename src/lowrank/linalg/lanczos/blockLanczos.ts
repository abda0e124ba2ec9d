import { log } from "../../base/elementary/log";
import type { Steps } from "../../base/steps";
import type { Workspace } from "../../kernels/workspace";
import { bandEigenvectors } from "./bandEigen";
import { sizeOf, toBand } from "./blockTridiagonal";
import { estimateErrors, estimateLastError, type Estimate } from "./convergence";
import { createKrylovBasis, type KrylovBasis, type SlabOperator } from "./krylovBasis";
import { combineSlabs, slabWidth } from "./slabs";

/** The leading eigenpairs of a symmetric positive semidefinite operator. */
export interface LeadingEigenpairs {
  /** Eigenvalues, largest first. */
  readonly values: Float64Array;
  /**
   * Byte offset in the workspace of the orthonormal eigenvectors: length × count, row after row.
   */
  readonly vectors: number;
  /** Vectors in the Krylov basis at the end. */
  readonly basisSize: number;
  /** Estimated largest relative error of the eigenvalues' square roots. */
  readonly error: number;
}

export interface BlockLanczosOptions {
  /** Relative error of each eigenvalue's square root at which to stop. */
  tolerance: number;
  /** Largest cosine between a new vector and the basis that is left to stand, at most 1e-6. */
  orthogonality: number;
  seed: number;
  /** Most vectors the basis may hold; memory is length × basis × 8 bytes. */
  maxBasis: number;
  /**
   * Whether S is the square of what the values are wanted of: they stand further apart, and the
   * last ones converge within a few steps. Default false.
   */
  squared?: boolean;
  /** Called after each test. */
  onProgress?: (progress: { basisSize: number; error: number }) => void;
}

/**
 * Finds the `count` largest eigenvalues of a symmetric positive semidefinite S of which only
 * products S X are known.
 *
 * The basis Q grows by S times its newest block of four vectors. T = QᵀSQ is block tridiagonal, and
 * its eigenpairs (θ, s) give approximate eigenpairs (θ, Q s) of S (Rayleigh–Ritz). The basis is
 * kept orthogonal where a measurement asks for it.
 *
 * Cost with m basis vectors: m products with S, about length · m² flops to stay orthogonal (half of
 * what a pass for every block takes), 2 · length · m · count for the eigenvectors; the
 * eigenproblems of T are small beside that.
 *
 * Source: Golub & Underwood, The block Lanczos method (1977); Simon, The Lanczos algorithm with
 * partial reorthogonalization (1984); Grimes, Lewis & Simon, A shifted block Lanczos algorithm
 * (1994).
 */
export function* blockLanczos(
  workspace: Workspace,
  operator: SlabOperator,
  count: number,
  options: BlockLanczosOptions,
): Steps<LeadingEigenpairs> {
  const { length } = operator;
  const { tolerance, seed, orthogonality, squared = false } = options;
  const limit = Math.min(length, options.maxBasis);
  const basis = createKrylovBasis(workspace, operator, limit, seed, orthogonality, squared);
  const schedule = createSchedule(count, tolerance, squared ? 0.1 : 0.02);
  const closeness = squared ? 3 * closeValues : closeValues;
  let accepted: Float64Array | undefined;
  let extraSlabs = 0;
  let floor = 0;
  let lastError = Infinity;

  for (;;) {
    yield shareDone(basis.size, lastError, count, tolerance);
    basis.extend(extraSlabs);
    extraSlabs = 0;
    const exhausted = basis.size === length;
    const last = exhausted || (limit < length && basis.size + slabWidth > limit);
    if (!last && !schedule.isDue(basis.size)) continue;
    // A quick look at the value that converges last; all of them only if that one has converged, or
    // at the end.
    const quick = last ? undefined : estimateLastError(basis.t, count, tolerance, floor);
    floor = quick?.value ?? floor;
    const estimate =
      quick && !(quick.error <= tolerance) ? undefined : estimateErrors(basis.t, count);
    const error = exhausted ? 0 : ((estimate ?? quick)?.error ?? Infinity);
    options.onProgress?.({ basisSize: basis.size, error });
    lastError = error;
    const accurate = error <= tolerance;
    const suspicious =
      estimate !== undefined &&
      accurate &&
      (basis.dependent || hasCluster(estimate.values, count, closeness));
    if (
      estimate &&
      (last ||
        (accurate && (!suspicious || unchanged(accepted, estimate.values, count, tolerance))))
    ) {
      return toEigenpairs(basis, { ...estimate, error }, count);
    }
    accepted = accurate ? estimate?.values : undefined;
    if (suspicious) extraSlabs = 1;
    schedule.record(basis.size, error, suspicious);
  }
}

/**
 * Most of the work is done with two vectors a value; the rest goes by the digits that are right.
 */
function shareDone(size: number, error: number, count: number, tolerance: number): number {
  const digits = log(Math.min(1, error)) / log(Math.min(0.9, tolerance));
  return 0.6 * Math.min(1, size / (2 * count)) + 0.3 * Math.min(1, digits);
}

interface Schedule {
  isDue(size: number): boolean;
  record(size: number, error: number, suspicious: boolean): void;
}

/**
 * When to test: the line through the logarithms of the last two errors says when the tolerance is
 * met; test half-way there. Errors fall faster and faster once the values stand apart, so the steps
 * are short from then on.
 *
 * @param steep - the error from which on they do
 */
function createSchedule(count: number, tolerance: number, steep: number): Schedule {
  let due = count + slabWidth;
  let before: { size: number; error: number } | undefined;
  return {
    isDue: (size) => size >= due,
    record(size, error, suspicious) {
      let wait = 0.02 * size;
      if (before !== undefined && error < before.error && error > tolerance) {
        const slope = log(before.error / error) / (size - before.size);
        wait = Math.min(
          (error < steep ? 0.03 : 0.1) * size,
          (0.5 * log(error / tolerance)) / slope,
        );
      }
      before = { size, error };
      // After random directions were added, give them four blocks to show what the others missed.
      due = size + Math.max(slabWidth, suspicious ? 8 * slabWidth : Math.round(wait));
    },
  };
}

/** Eigenvalues this close to each other, relatively, count as a cluster. */
const closeValues = 1e-3;

/**
 * Whether four of the leading values are nearly equal: there may be more of them than blocks of
 * four vectors show.
 */
function hasCluster(values: Float64Array, count: number, closeness: number): boolean {
  for (let j = 0; j + slabWidth <= count; j++) {
    if (values[j] - values[j + slabWidth - 1] <= closeness * values[j]) return true;
  }
  return false;
}

function unchanged(
  before: Float64Array | undefined,
  values: Float64Array,
  count: number,
  tolerance: number,
): boolean {
  if (before === undefined) return false;
  for (let j = 0; j < count; j++) {
    if (
      Math.abs(values[j] - before[j]) > 2 * tolerance * values[0] &&
      Math.abs(values[j] - before[j]) > 2 * tolerance * values[j]
    )
      return false;
  }
  return true;
}

/** Q S: the eigenvectors of T carried back to full length. */
function toEigenpairs(
  basis: KrylovBasis,
  { values, error }: Estimate,
  count: number,
): LeadingEigenpairs {
  const size = sizeOf(basis.t);
  const small = bandEigenvectors(basis.slabs.workspace, toBand(basis.t), values, 0, count);
  const { first, count: slabCount } = basis.span;
  const rowOf = new Int32Array(slabCount * slabWidth).fill(-1);
  basis.columns().forEach((column, i) => (rowOf[column] = i));
  const vectors = combineSlabs(basis.slabs, first, slabCount, count, (i, j) =>
    rowOf[i] < 0 ? 0 : small[j * size + rowOf[i]],
  );
  return { values: values.slice(0, count), vectors, basisSize: size, error };
}
