import { asyncOptionNames, type AsyncOptions } from "../base/asyncOptions";
import { checkOptions } from "../base/checkOptions";
import type { MatrixInput } from "../base/readMatrix";
import { asMatrix } from "./asMatrix";
import type { DenseMatrix } from "./denseMatrix";
import {
  fitNmfSteps,
  nmfOptionNames,
  transformNmfOptionNames,
  transformNmfSteps,
  type Nmf,
  type NmfOptions,
  type TransformNmfOptions,
} from "./nmf";
import { runStepsOffThread } from "./offThread/runOffThread";

/**
 * `fitNmf` off the calling thread: the same numbers to the last bit, while events run here.
 *
 * Cost: that of `fitNmf` and of a copy of the matrix.
 *
 * Source: as `fitNmf`.
 *
 * @throws as `fitNmf`, by rejecting the promise; the signal's reason if it aborts
 * @example
 * const { converged } = await fitNmfAsync([[1, 1, 0], [2, 2, 0], [0, 0, 3]], 2);
 * converged; // true
 */
export async function fitNmfAsync(
  matrix: MatrixInput,
  rank: number,
  options: NmfOptions & AsyncOptions = {},
): Promise<Nmf> {
  const a = asMatrix(matrix, "matrix");
  checkOptions(options, { ...nmfOptionNames, ...asyncOptionNames }, "fitNmfAsync");
  const { signal, onProgress, ...own } = options;
  return runStepsOffThread("fitNmf", fitNmfSteps, [a, rank, own], { signal, onProgress });
}

/**
 * `transformNmf` off the calling thread: the same numbers to the last bit, while events run here.
 *
 * Cost: that of `transformNmf` and of a copy of the rows and the parts.
 *
 * Source: as `transformNmf`.
 *
 * @throws as `transformNmf`, by rejecting the promise; the signal's reason if it aborts
 * @example
 * const nmf = fitNmf([[1, 1, 0], [0, 0, 3]], 2);
 * (await transformNmfAsync(nmf, [[2, 2, 6]])).rows; // 1
 */
export async function transformNmfAsync(
  nmf: Pick<Nmf, "h">,
  rows: MatrixInput,
  options: TransformNmfOptions & AsyncOptions = {},
): Promise<DenseMatrix> {
  checkOptions(options, { ...transformNmfOptionNames, ...asyncOptionNames }, "transformNmfAsync");
  const { signal, onProgress, ...own } = options;
  return runStepsOffThread("transformNmf", transformNmfSteps, [nmf, rows, own], {
    signal,
    onProgress,
  });
}
