import { checkOptions } from "../base/checkOptions";
import type { MatrixInput } from "../base/readMatrix";
import { asDense, DenseMatrix } from "../linalg/denseMatrix";
import { checkAdaptation, type Adaptation } from "./adaptation";
import { propagate } from "./training/backpropagate";
import { softmaxInPlace } from "./training/crossEntropy";
import { type Network, checkNetwork } from "./network";
import { freezeLayer } from "./training/trainableLayer";
import { checkInputs } from "./training/trainingSet";

export interface PredictNetworkOptions {
  /** What was learnt on top of the network by `adaptNetwork`; default none. */
  adaptation?: Adaptation;
}

/**
 * Gives each row its most probable class; the first in order among equals.
 *
 * Cost: 2 · rows · weights flops, and 2 · rows · r · (inputs + outputs) a layer with an update in
 * factors.
 *
 * @throws RangeError if the columns are not the network's, an entry is not finite, or the
 *   adaptation does not fit the network
 * @example
 * predictNetwork(network, digits.images); // ["0", "1", "2", …]
 */
export function predictNetwork(
  network: Network,
  source: MatrixInput,
  options: PredictNetworkOptions = {},
): string[] {
  const { columns, data, rows } = networkScores(network, source, options);
  return Array.from({ length: rows }, (_, i) => {
    let best = 0;
    for (let k = 1; k < columns; k++)
      if (data[i * columns + k] > data[i * columns + best]) best = k;
    return network.classes[best];
  });
}

/**
 * Gives P(class | row), rows × classes, each row adding up to 1.
 *
 * Cost: that of `predictNetwork` and one exponential a class and row.
 *
 * @throws RangeError as `predictNetwork`
 * @example
 * predictNetworkProbabilities(network, digits.images); // 200 × 10
 */
export function predictNetworkProbabilities(
  network: Network,
  source: MatrixInput,
  options: PredictNetworkOptions = {},
): DenseMatrix {
  const scores = networkScores(network, source, options);
  softmaxInPlace({ length: scores.rows, width: scores.columns, data: scores.data });
  return scores;
}

const knownOptions = { adaptation: true } satisfies Record<keyof PredictNetworkOptions, true>;

/** Gives the outputs of the last layer, rows × classes, before the softmax. */
function networkScores(
  network: Network,
  source: MatrixInput,
  options: PredictNetworkOptions,
): DenseMatrix {
  checkNetwork(network);
  const inputs = asDense(source, "inputs");
  checkOptions(options, knownOptions, "predictNetwork");
  const { adaptation } = options;
  checkInputs(inputs, network.layers[0].weights.columns);
  if (adaptation) checkAdaptation(network, adaptation);
  const layers = network.layers.map((layer, i) => freezeLayer(layer, adaptation?.updates[i]));
  const { data } = propagate(layers, {
    length: inputs.rows,
    width: inputs.columns,
    data: inputs.data,
  });
  return new DenseMatrix(inputs.rows, network.classes.length, data);
}
