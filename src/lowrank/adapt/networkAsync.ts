import { asyncOptionNames, type AsyncOptions } from "../base/asyncOptions";
import { checkOptions } from "../base/checkOptions";
import type { MatrixInput } from "../base/readMatrix";
import { asDense } from "../linalg/denseMatrix";
import { runStepsOffThread } from "../linalg/offThread/runOffThread";
import type { Adaptation } from "./adaptation";
import {
  adaptNetworkOptionNames,
  adaptNetworkSteps,
  type AdaptNetworkOptions,
} from "./adaptNetwork";
import { fitNetworkOptionNames, fitNetworkSteps, type FitNetworkOptions } from "./fitNetwork";
import { checkNetwork, type Network } from "./network";

/** The options of `fitNetwork`, with the signal and progress of every Async function. */
export interface FitNetworkAsyncOptions extends FitNetworkOptions, AsyncOptions {}

/** The options of `adaptNetwork`, with the signal and progress of every Async function. */
export interface AdaptNetworkAsyncOptions extends AdaptNetworkOptions, AsyncOptions {}

/**
 * `fitNetwork` off the calling thread: the same weights to the last bit, while events run here.
 *
 * It works in a worker, on a copy of the inputs, as `truncatedSvdAsync` does; where the platform
 * has no workers, on the calling thread, with events between two passes.
 *
 * Cost: that of `fitNetwork` and of the copy, see `truncatedSvdAsync`.
 *
 * Source: as `fitNetwork`.
 *
 * @param source - the inputs, rows × features
 * @param labels - one a row
 * @throws as `fitNetwork`, by rejecting the promise; the signal's reason if it aborts
 * @example
 * const fitted = await fitNetworkAsync(digits.images, digits.labels, { hiddenSizes: [16] });
 * predictNetwork(fitted, digits.images); // ["0", "1", "2", …]
 */
export async function fitNetworkAsync(
  source: MatrixInput,
  labels: readonly string[],
  options: FitNetworkAsyncOptions = {},
): Promise<Network> {
  const inputs = asDense(source, "inputs");
  checkOptions(options, { ...fitNetworkOptionNames, ...asyncOptionNames }, "fitNetworkAsync");
  const { signal, onProgress, ...own } = options;
  const run = { signal, onProgress };
  return runStepsOffThread("fitNetwork", fitNetworkSteps, [inputs, labels, own], run);
}

/**
 * `adaptNetwork` off the calling thread: the same update to the last bit, while events run here.
 *
 * It works as `fitNetworkAsync` does, on copies of the network and the inputs.
 *
 * Cost: that of `adaptNetwork` and of the copies.
 *
 * Source: as `adaptNetwork`.
 *
 * @param source - the inputs, rows × the network's features
 * @param labels - one a row, each a class of the network
 * @throws as `adaptNetwork`, by rejecting the promise; the signal's reason if it aborts
 * @example
 * const adapted = await adaptNetworkAsync(network, turned, digits.labels, { rank: 4, seed: 1 });
 * predictNetwork(network, turned, { adaptation: adapted }); // ["0", "1", "2", …]
 */
export async function adaptNetworkAsync(
  network: Network,
  source: MatrixInput,
  labels: readonly string[],
  options: AdaptNetworkAsyncOptions = {},
): Promise<Adaptation> {
  checkNetwork(network);
  const inputs = asDense(source, "inputs");
  checkOptions(options, { ...adaptNetworkOptionNames, ...asyncOptionNames }, "adaptNetworkAsync");
  const { signal, onProgress, ...own } = options;
  const run = { signal, onProgress };
  return runStepsOffThread("adaptNetwork", adaptNetworkSteps, [network, inputs, labels, own], run);
}
