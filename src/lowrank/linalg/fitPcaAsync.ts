import { checkOptions } from "../base/checkOptions";
import type { MatrixInput } from "../base/readMatrix";
import { asMatrix } from "./asMatrix";
import type { StreamedRows } from "./centring/centredBlocks";
import { runStepsHere, runStepsOffThread } from "./offThread/runOffThread";
import { fitPcaSteps, isStreamed, type Pca } from "./pca";
import { svdAsyncOptionNames, type TruncatedSvdAsyncOptions } from "./truncatedSvdAsync";

/**
 * `fitPca` off the calling thread: the same numbers to the last bit, while events run here.
 *
 * It works in a worker, on a copy of the matrix, as `truncatedSvdAsync` does. A matrix in a file
 * (`openBlocks`) is read on the calling thread, with events between two readings.
 *
 * Cost: that of `fitPca` and of the copy, see `truncatedSvdAsync`.
 *
 * Source: as `fitPca`.
 *
 * @param source - the matrix A, of any kind, or one that `openBlocks` reads
 * @throws as `fitPca`, by rejecting the promise; the signal's reason if it aborts
 * @example
 * const { explainedVarianceRatio } = await fitPcaAsync([[1, 2], [2, 4], [3, 6]], 1);
 * explainedVarianceRatio; // [1.000]
 */
export async function fitPcaAsync(
  source: MatrixInput | StreamedRows,
  rank: number,
  options: TruncatedSvdAsyncOptions = {},
): Promise<Pca> {
  const matrix = isStreamed(source) ? source : asMatrix(source, "matrix");
  checkOptions(options, svdAsyncOptionNames, "fitPcaAsync");
  const { signal, onProgress, ...svdOptions } = options;
  const run = { signal, onProgress };
  return isStreamed(matrix)
    ? runStepsHere(fitPcaSteps(matrix, rank, svdOptions), run)
    : runStepsOffThread("fitPca", fitPcaSteps, [matrix, rank, svdOptions], run);
}
