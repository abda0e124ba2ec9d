import type { Steps } from "../../base/steps";
import type { DenseMatrix } from "../denseMatrix";
import { SparseMatrix } from "../sparseMatrix";

/** What an error says of a negative entry. */
export const remedy = "non-negative factors need entries of 0 or more";

/** When the sweeps end. */
export interface Limits {
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** @throws RangeError if one has no meaning */
export function resolveLimits({ tolerance = 1e-4, maxIterations = 200 }: Partial<Limits>): Limits {
  if (!(tolerance >= 0 && tolerance < 1))
    throw new RangeError(
      `tolerance ${String(tolerance)} is no share; choose one from 0 to below 1`,
    );
  if (!Number.isInteger(maxIterations) || maxIterations < 1)
    throw new RangeError(
      `maxIterations ${String(maxIterations)} is no number of sweeps; choose 1 or more`,
    );
  return { tolerance, maxIterations };
}

/** Sweeps until what the entries could gain is the tolerance's share of what it was at first. */
export function* descend(
  { tolerance, maxIterations }: Limits,
  sweep: () => number,
): Steps<{ iterations: number; converged: boolean }> {
  let first = 0;
  for (let iterations = 1; iterations <= maxIterations; iterations++) {
    const violation = sweep();
    if (iterations === 1) first = violation;
    if (violation <= tolerance * first) return { iterations, converged: true };
    yield iterations / maxIterations;
  }
  return { iterations: maxIterations, converged: false };
}

/** The mean of all entries, zeros too. */
export function meanOf(a: SparseMatrix | DenseMatrix): number {
  const entries = a instanceof SparseMatrix ? a.values : a.data;
  return entries.reduce((sum, value) => sum + value, 0) / (a.rows * a.columns);
}

/** The transpose of numbers that lie in rows of this width. */
export function turn(data: Float64Array, width: number): Float64Array {
  const height = data.length / width;
  const turned = new Float64Array(data.length);
  for (let i = 0; i < height; i++)
    for (let j = 0; j < width; j++) turned[j * height + i] = data[i * width + j];
  return turned;
}
