import { asyncOptionNames, type AsyncOptions } from "../base/asyncOptions";
import { checkOptions } from "../base/checkOptions";
import { asFactorable } from "./asMatrix";
import { fittedAxes, projectRowsSteps } from "./coordinates";
import { DenseMatrix } from "./denseMatrix";
import type { MatrixLike } from "./matrixOperator";
import { runStepsHere, runStepsOffThread } from "./offThread/runOffThread";
import { SparseMatrix } from "./sparseMatrix";
import type { TruncatedSvd } from "./svd";

/**
 * `projectRows` off the calling thread, A_new V: the same coordinates to the last bit, while events
 * run here.
 *
 * It works in a worker, on copies of the rows and of V, as `truncatedSvdAsync` does. An operator's
 * product is taken on the calling thread, in one go; where the platform has no workers, other rows
 * are projected there too, with events between some of them and the next.
 *
 * Cost: that of `projectRows`, and the copies, of 12 bytes a non-zero or 8 an entry, see
 * `truncatedSvdAsync`. It pays from some 10⁸ flops on.
 *
 * Source: as `projectRows`.
 *
 * @param rows - rows × columns of the fitted matrix: a matrix of any kind, or an operator
 * @returns rows × rank
 * @throws as `projectRows`, by rejecting the promise; the signal's reason if it aborts
 * @example
 * await projectRowsAsync(svd, transformTfidf(tfidf, newTexts)); // 60 × 20
 */
export async function projectRowsAsync(
  svd: TruncatedSvd,
  rows: MatrixLike,
  options: AsyncOptions = {},
): Promise<DenseMatrix> {
  const axes = { v: fittedAxes(svd) };
  const a = asFactorable(rows, "rows");
  checkOptions(options, asyncOptionNames, "projectRowsAsync");
  return a instanceof SparseMatrix || a instanceof DenseMatrix
    ? runStepsOffThread("projectRows", projectRowsSteps, [axes, a], options)
    : runStepsHere(projectRowsSteps(axes, a), options);
}
