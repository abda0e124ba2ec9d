import { DenseMatrix, asDense } from "../linalg/denseMatrix";
import { createCrossEntropy } from "./training/crossEntropy";
import { checkOptions } from "../base/checkOptions";
import type { MatrixInput } from "../base/readMatrix";
import { runAtOnce, type Steps } from "../base/steps";
import { drawLayers, type Network } from "./network";
import { copyLayer } from "./training/trainableLayer";
import { checkTrainingSet, numberLabels } from "./training/trainingSet";
import { trainingOptionNames, trainingSteps, type TrainingOptions } from "./training/trainLayers";

export interface FitNetworkOptions extends TrainingOptions {
  /**
   * Units of each hidden layer, from the inputs up; default [64, 64]. An empty list gives softmax
   * regression.
   */
  hiddenSizes?: readonly number[];
}

/** The names of the options. */
export const fitNetworkOptionNames = {
  ...trainingOptionNames,
  hiddenSizes: true,
} satisfies Record<keyof FitNetworkOptions, true>;

/**
 * Trains a multilayer perceptron from random weights: x ↦ softmax(W_L ReLU(… ReLU(W₁x + b₁) …) +
 * b_L).
 *
 * It minimises the mean of −ln p(true class) by mini-batch Adam, for a fixed number of passes and
 * without a penalty.
 *
 * Cost: about 6 · rows · weights flops a pass; memory beside the inputs: 4 numbers a weight.
 *
 * Source: Rumelhart, Hinton & Williams 1986; Kingma & Ba 2015 (Adam).
 *
 * @param source - the inputs, rows × features; features of about the size 1 train best
 * @param labels - one a row
 * @throws RangeError if there are fewer than two classes, an entry is NaN or infinite, numbers of
 *   rows and labels differ, an option is out of range, or the loss does not stay finite
 * @example
 * const network = fitNetwork(digits.images, digits.labels, { hiddenSizes: [16], seed: 1 });
 * predictNetwork(network, digits.images); // ["0", "1", "2", …]
 */
export function fitNetwork(
  source: MatrixInput,
  labels: readonly string[],
  options: FitNetworkOptions = {},
): Network {
  return runAtOnce(fitNetworkSteps(source, labels, options));
}

/** The same in steps, a pass over the rows each. */
export function* fitNetworkSteps(
  source: MatrixInput,
  labels: readonly string[],
  options: FitNetworkOptions = {},
): Steps<Network> {
  const inputs = asDense(source, "inputs");
  checkOptions(options, fitNetworkOptionNames, "fitNetwork");
  const { hiddenSizes = [64, 64], seed = 0 } = options;
  checkTrainingSet(inputs, labels);
  const wrong = hiddenSizes.find((size) => !Number.isInteger(size) || size < 1);
  if (wrong !== undefined)
    throw new RangeError(
      `a hidden layer of ${wrong} units is not possible; choose whole numbers from 1 up`,
    );
  const classes = [...new Set(labels)].sort();
  if (classes.length === 1)
    throw new RangeError(
      `all ${labels.length} labels are ${JSON.stringify(classes[0])}; give at least 2 classes`,
    );
  const layers = drawLayers([inputs.columns, ...hiddenSizes, classes.length], seed).map((layer) =>
    copyLayer(layer, "weightsAndBiases"),
  );
  const losses = yield* trainingSteps(
    layers,
    inputs,
    createCrossEntropy(numberLabels(labels, classes)),
    options,
  );
  return {
    classes,
    layers: layers.map(({ inputs: columns, outputs, weights, biases }) => ({
      weights: new DenseMatrix(outputs, columns, weights),
      biases,
    })),
    losses,
  };
}
