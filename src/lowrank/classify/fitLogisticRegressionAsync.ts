import { asyncOptionNames, type AsyncOptions } from "../base/asyncOptions";
import { checkOptions } from "../base/checkOptions";
import type { MatrixInput } from "../base/readMatrix";
import { asMatrix } from "../linalg/asMatrix";
import { runStepsOffThread } from "../linalg/offThread/runOffThread";
import type { LogisticRegression, LogisticRegressionOptions } from "./logisticModel";
import { fitLogisticRegressionSteps, logisticOptionNames } from "./logisticRegression";

/** The options of `fitLogisticRegression`, with progress. */
export interface LogisticRegressionAsyncOptions
  extends Omit<LogisticRegressionOptions, "signal">, AsyncOptions {}

const optionNames = { ...logisticOptionNames, ...asyncOptionNames } satisfies Record<
  keyof LogisticRegressionAsyncOptions,
  true
>;

/**
 * `fitLogisticRegression` off the calling thread: the same coefficients to the last bit, while
 * events run here.
 *
 * It works in a worker, on a copy of the features, as `truncatedSvdAsync` does; where the platform
 * has no workers, on the calling thread, with events between two iterations.
 *
 * Cost: that of `fitLogisticRegression` and of the copy, see `truncatedSvdAsync`. The progress is
 * an estimate: the digits of the objective that are right, of those asked for.
 *
 * Source: as `fitLogisticRegression`.
 *
 * @param source - the features, documents × columns: a matrix of any kind but an operator
 * @param labels - one a document
 * @throws as `fitLogisticRegression`, by rejecting the promise; the signal's reason if it aborts
 * @example
 * const fitted = await fitLogisticRegressionAsync(coordinates, labels, { inversePenalty: 10 });
 * predictLogisticRegression(fitted, newCoordinates); // ["health", "travel", …]
 */
export async function fitLogisticRegressionAsync(
  source: MatrixInput,
  labels: readonly string[],
  options: LogisticRegressionAsyncOptions = {},
): Promise<LogisticRegression> {
  const features = asMatrix(source, "features");
  checkOptions(options, optionNames, "fitLogisticRegressionAsync");
  const { signal, onProgress, ...fitOptions } = options;
  return runStepsOffThread(
    "fitLogisticRegression",
    fitLogisticRegressionSteps,
    [features, labels, fitOptions],
    { signal, onProgress },
  );
}
