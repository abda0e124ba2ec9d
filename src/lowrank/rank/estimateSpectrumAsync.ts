import { asyncOptionNames, type AsyncOptions } from "../base/asyncOptions";
import { checkOptions } from "../base/checkOptions";
import { asFactorable } from "../linalg/asMatrix";
import { DenseMatrix } from "../linalg/denseMatrix";
import type { MatrixLike } from "../linalg/matrixOperator";
import { runStepsHere, runStepsOffThread } from "../linalg/offThread/runOffThread";
import { SparseMatrix } from "../linalg/sparseMatrix";
import {
  estimateSpectrumOptionNames,
  estimateSpectrumSteps,
  type EstimateSpectrumOptions,
} from "./estimateSpectrum";

/** The options of `estimateSpectrum`, with the signal and progress of every Async function. */
export interface EstimateSpectrumAsyncOptions extends EstimateSpectrumOptions, AsyncOptions {}

const optionNames = { ...estimateSpectrumOptionNames, ...asyncOptionNames } satisfies Record<
  keyof EstimateSpectrumAsyncOptions,
  true
>;

/**
 * `estimateSpectrum` off the calling thread: the same values to the last bit, while events run here.
 *
 * It works in a worker, on a copy of the matrix, as `truncatedSvdAsync` does. An operator's products
 * are taken on the calling thread, with events between two of them; so are all where the platform
 * has no workers.
 *
 * Cost: that of `estimateSpectrum` and of the copy, see `truncatedSvdAsync`.
 *
 * Source: as `estimateSpectrum`.
 *
 * @param source - the matrix, of any kind, operators too
 * @returns min(rows, columns) values, largest first, zeros included
 * @throws as `estimateSpectrum`, by rejecting the promise; the signal's reason if it aborts
 * @example
 * const spectrum = await estimateSpectrumAsync(matrix, { vectors: 4 });
 * spectrum.length === Math.min(matrix.rows, matrix.columns); // true
 */
export async function estimateSpectrumAsync(
  source: MatrixLike,
  options: EstimateSpectrumAsyncOptions = {},
): Promise<Float64Array> {
  const matrix = asFactorable(source, "matrix");
  checkOptions(options, optionNames, "estimateSpectrumAsync");
  const { signal, onProgress, ...own } = options;
  const run = { signal, onProgress };
  return matrix instanceof SparseMatrix || matrix instanceof DenseMatrix
    ? runStepsOffThread("estimateSpectrum", estimateSpectrumSteps, [matrix, own], run)
    : runStepsHere(estimateSpectrumSteps(matrix, own), run);
}
