import { checkOptions } from "../base/checkOptions";
import { createRandom } from "../base/random";
import type { MatrixInput } from "../base/readMatrix";
import { runAtOnce, type Steps } from "../base/steps";
import { asDense } from "../linalg/denseMatrix";
import { checkRank, type Adaptation, type AdaptationMethod } from "./adaptation";
import { type Network, checkNetwork } from "./network";
import { createCrossEntropy } from "./training/crossEntropy";
import { trainingOptionNames, trainingSteps, type TrainingOptions } from "./training/trainLayers";
import {
  addFactors,
  copyLayer,
  freezeLayer,
  takeUpdate,
  type TrainableLayer,
} from "./training/trainableLayer";
import { checkInputs, checkTrainingSet, numberLabels } from "./training/trainingSet";

export interface AdaptNetworkOptions extends TrainingOptions {
  /**
   * What may change; biases never do. "none": nothing. "lastLayer": the weights of the last layer.
   * "lowRank": the factors A and B of an update (α / r) · B · A of every layer. "full": the weights
   * of every layer. Default "lowRank".
   */
  method?: AdaptationMethod;
  /**
   * r, a whole number from 1 to the smaller side of the largest layer; default 4. For "lowRank"
   * only.
   */
  rank?: number;
  /**
   * α, above 0; the update is scaled by α / r. Default 8 · √r, so that the scale is 8 / √r: one
   * learning rate then suits all ranks, while α held still shrinks the updates of the higher ones.
   * For "lowRank" only.
   */
  alpha?: number;
}

/** The names of the options. */
export const adaptNetworkOptionNames = {
  ...trainingOptionNames,
  method: true,
  rank: true,
  alpha: true,
} satisfies Record<keyof AdaptNetworkOptions, true>;

/**
 * Adapts a trained network to new rows while its own weights stay frozen: layer x ↦ W₀x + b + (α /
 * r) · B (A x), with B = 0 at the start, so that training begins at the network as it is; only A
 * and B are trained. The other methods are there to compare.
 *
 * Cost: as `fitNetwork`, without the gradients of what is frozen; with `r` small, 4 · rows ·
 * weights flops a pass in place of 6. Memory beside the network: 4 numbers a trained one.
 *
 * Source: Hu et al. 2021, LoRA: Low-rank adaptation of large language models; for α ∝ √r,
 * Kalajdzievski 2023, A rank stabilization scaling factor for fine-tuning with LoRA.
 *
 * @param source - the inputs, rows × the network's features
 * @param labels - one a row, each a class of the network
 * @throws RangeError if columns or labels are not the network's, an entry is NaN or infinite, an
 *   option is out of range or does not belong to the method, or the loss does not stay finite
 * @example
 * const adaptation = adaptNetwork(network, turned, digits.labels, { rank: 4, seed: 1 });
 * predictNetwork(network, turned, { adaptation }); // ["0", "1", "2", …]
 */
export function adaptNetwork(
  network: Network,
  source: MatrixInput,
  labels: readonly string[],
  options: AdaptNetworkOptions = {},
): Adaptation {
  return runAtOnce(adaptNetworkSteps(network, source, labels, options));
}

/** The same in steps, a pass over the rows each. */
export function* adaptNetworkSteps(
  network: Network,
  source: MatrixInput,
  labels: readonly string[],
  options: AdaptNetworkOptions = {},
): Steps<Adaptation> {
  checkNetwork(network);
  const inputs = asDense(source, "inputs");
  checkOptions(options, adaptNetworkOptionNames, "adaptNetwork");
  const { method = "lowRank" } = options;
  checkTrainingSet(inputs, labels);
  checkInputs(inputs, network.layers[0].weights.columns);
  const truth = numberLabels(labels, network.classes);
  const layers = prepareLayers(network, method, options);
  const losses =
    method === "none"
      ? []
      : yield* trainingSteps(layers, inputs, createCrossEntropy(truth), options);
  return {
    method,
    updates: layers.map((layer, i) => takeUpdate(layer, network.layers[i])),
    losses,
  };
}

function prepareLayers(
  { layers }: Network,
  method: AdaptationMethod,
  { rank, alpha, seed = 0 }: AdaptNetworkOptions,
): TrainableLayer[] {
  for (const [name, value] of Object.entries({ rank, alpha })) {
    if (value !== undefined && method !== "lowRank")
      throw new RangeError(
        `${name} ${value} has no meaning for the method ${JSON.stringify(method)}; leave it out`,
      );
  }
  const last = layers.length - 1;
  switch (method) {
    case "none":
      return layers.map((layer) => freezeLayer(layer));
    case "lastLayer":
      return layers.map((layer, i) =>
        i === last ? copyLayer(layer, "weights") : freezeLayer(layer),
      );
    case "full":
      return layers.map((layer) => copyLayer(layer, "weights"));
    case "lowRank":
      return factorLayers(layers, { rank, alpha }, seed);
    default:
      throw new RangeError(
        `there is no method ${JSON.stringify(method)}; choose "none", "lastLayer", "lowRank" or "full"`,
      );
  }
}

function factorLayers(
  layers: Network["layers"],
  { rank = 4, alpha = 8 * Math.sqrt(rank) }: Pick<AdaptNetworkOptions, "rank" | "alpha">,
  seed: number,
): TrainableLayer[] {
  checkRank(
    rank,
    Math.max(...layers.map(({ weights }) => Math.min(weights.rows, weights.columns))),
  );
  if (!(alpha > 0 && alpha < Infinity))
    throw new RangeError(`alpha ${alpha} is not above 0 and finite; choose for example 8`);
  // Another stream than the one that shuffles.
  const random = createRandom(seed + 1);
  return layers.map((layer) => addFactors(layer, rank, alpha, random));
}
