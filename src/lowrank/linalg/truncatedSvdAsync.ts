import { asyncOptionNames, type AsyncOptions } from "../base/asyncOptions";
import { checkOptions } from "../base/checkOptions";
import { asFactorable } from "./asMatrix";
import { DenseMatrix } from "./denseMatrix";
import type { MatrixLike } from "./matrixOperator";
import { runStepsHere, runStepsOffThread, runStepsOnRemote } from "./offThread/runOffThread";
import { isRemoteOperator, type RemoteOperator } from "./remoteOperator";
import { SparseMatrix } from "./sparseMatrix";
import type { TruncatedSvd } from "./svd";
import { svdOptionNames, truncatedSvdSteps, type TruncatedSvdOptions } from "./truncatedSvd";

/** The options of `truncatedSvd`, with the signal and progress of every Async function. */
export interface TruncatedSvdAsyncOptions
  extends Omit<TruncatedSvdOptions, "onProgress">, AsyncOptions {}

/** The names of the options. */
export const svdAsyncOptionNames = { ...svdOptionNames, ...asyncOptionNames } satisfies Record<
  keyof TruncatedSvdAsyncOptions,
  true
>;

/**
 * `truncatedSvd` off the calling thread, A ≈ U Σ Vᵀ: the same numbers to the last bit, while events
 * run here.
 *
 * It works in a worker, on a copy of the matrix made in this call; the matrix itself stays as it
 * is, and may be changed at once. Arrays over a SharedArrayBuffer are shared and not copied: leave
 * those alone until the promise settles. An operator's products can only run on the calling thread,
 * and so does what needs them, with events between two steps of the iteration; the same holds where
 * the platform has no workers (Node with `--permission`, a page whose policy forbids them). A matrix
 * on other machines (`RemoteOperator`) is factored in a worker, which sleeps while they work.
 *
 * Cost: that of `truncatedSvd`, the copy of the matrix (12 bytes a non-zero or 8 an entry; a third
 * of a millisecond a megabyte on the calling thread), and some 60 ms for the first worker, which
 * is kept for five minutes. The process does not wait for an idle one. The progress is an estimate.
 *
 * Source: as `truncatedSvd`.
 *
 * @param matrix - of any kind, operators too, and one on a cluster
 * @param rank - k, from 1 to min(rows, columns)
 * @throws as `truncatedSvd`, by rejecting the promise; the signal's reason if it aborts
 * @example
 * const { singularValues } = await truncatedSvdAsync(matrix, 20, {
 *   signal: AbortSignal.timeout(60_000),
 *   onProgress: ({ done, total }) => console.log(`${Math.round((100 * done) / total)} %`),
 * });
 * singularValues.length; // 20
 */
export async function truncatedSvdAsync(
  matrix: MatrixLike | RemoteOperator,
  rank: number,
  options: TruncatedSvdAsyncOptions = {},
): Promise<TruncatedSvd> {
  const a = isRemoteOperator(matrix) ? matrix : asFactorable(matrix, "matrix");
  checkOptions(options, svdAsyncOptionNames, "truncatedSvdAsync");
  const { signal, onProgress, ...svdOptions } = options;
  const run = { signal, onProgress };
  if (isRemoteOperator(a)) return runStepsOnRemote("truncatedSvd", [a, rank, svdOptions], run);
  return a instanceof SparseMatrix || a instanceof DenseMatrix
    ? runStepsOffThread("truncatedSvd", truncatedSvdSteps, [a, rank, svdOptions], run)
    : runStepsHere(truncatedSvdSteps(a, rank, svdOptions), run);
}
