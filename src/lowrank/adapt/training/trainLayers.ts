import { openWorkspace } from "../../kernels/workspace";
import { runAtOnce, type Steps } from "../../base/steps";
import type { Block } from "../../base/blockProducts";
import type { DenseMatrix } from "../../linalg/denseMatrix";
import { createRandom, shuffle } from "../../base/random";
import { createAdam } from "./adam";
import { backpropagate } from "./backpropagate";
import type { Loss } from "./crossEntropy";
import { createKernelProducts, type Products } from "./products";
import { listParameters, type TrainableLayer } from "./trainableLayer";

export interface TrainingOptions {
  /** Passes over the training rows, a whole number from 1; default 40. */
  epochs?: number;
  /** Rows a step, a whole number from 1; default 32. The last batch of a pass may be smaller. */
  batchSize?: number;
  /** η of Adam, above 0; default 0.005. */
  learningRate?: number;
  /**
   * Start of the random stream that draws the first weights and shuffles the rows before each pass.
   * Default 0.
   */
  seed?: number;
}

/** The names of the options. */
export const trainingOptionNames = {
  epochs: true,
  batchSize: true,
  learningRate: true,
  seed: true,
} satisfies Record<keyof TrainingOptions, true>;

/**
 * Trains layers in place by mini-batch gradient descent with Adam; the rows are shuffled before
 * each pass.
 *
 * Cost: 2 to 3 times the way forward a row and pass, see `propagate`; memory: the batch's signals,
 * a copy of the layers, and two numbers a trained one.
 *
 * @returns the mean loss over each pass, measured while the weights move
 * @throws RangeError if an option is out of range, or the loss is no longer finite
 */
export function trainLayers(
  layers: readonly TrainableLayer[],
  inputs: DenseMatrix,
  loss: Loss,
  options: TrainingOptions = {},
): number[] {
  return runAtOnce(trainingSteps(layers, inputs, loss, options));
}

/** The same in steps, a pass over the rows each. */
export function* trainingSteps(
  layers: readonly TrainableLayer[],
  inputs: DenseMatrix,
  loss: Loss,
  options: TrainingOptions = {},
): Steps<number[]> {
  const { epochs = 40, batchSize = 32, learningRate = 0.005, seed = 0 } = options;
  checkOptions(epochs, batchSize, learningRate);
  const workspace = openWorkspace({ threads: 1 });
  try {
    const most = Math.min(batchSize, inputs.rows);
    const own = createKernelProducts(
      workspace,
      layers.reduce((sum, layer) => sum + numbersOf(layer), 0),
    );
    const batches = createKernelProducts(
      workspace,
      layers.reduce((sum, layer) => sum + numbersInStep(layer, most), most * inputs.columns + 1),
    );
    const moved = layers.map((layer) => moveLayer(layer, own));
    const parameters = moved.flatMap(listParameters);
    const random = createRandom(seed);
    const step = createAdam();
    const order = Array.from({ length: inputs.rows }, (_, row) => row);
    const losses: number[] = [];
    for (let epoch = 0; epoch < epochs; epoch++) {
      yield epoch / epochs;
      shuffle(order, random);
      let sum = 0;
      for (let from = 0; from < order.length; from += batchSize) {
        const rows = Int32Array.from(order.slice(from, from + batchSize));
        batches.reset();
        const { loss: value, gradients } = backpropagate(
          moved,
          takeRows(inputs, rows, batches),
          rows,
          loss,
          batches,
        );
        step(parameters, gradients.flat(), learningRate);
        sum += value * rows.length;
      }
      if (!Number.isFinite(sum)) {
        throw new RangeError(
          `the loss is ${sum} in epoch ${epoch + 1}; ` +
            `choose a learningRate below ${learningRate}, or scale the inputs`,
        );
      }
      losses.push(sum / order.length);
    }
    layers.flatMap(listParameters).forEach((values, p) => values.set(parameters[p]));
    return losses;
  } finally {
    workspace.close();
  }
}

/** Numbers of a layer, each of its five arrays rounded up to an even length. */
function numbersOf({ inputs, outputs, factors }: TrainableLayer): number {
  return (inputs + 1) * outputs + (factors?.rank ?? 0) * (inputs + outputs) + 5;
}

/**
 * Numbers that a step makes of a layer: its outputs and inputs, twice the reduced signal,
 * transposes and gradients; twelve arrays at most.
 */
function numbersInStep({ inputs, outputs, factors }: TrainableLayer, rows: number): number {
  const rank = factors?.rank ?? 0;
  return (
    rows * (inputs + outputs + 2 * rank) + 2 * inputs * outputs + 2 * rank * (inputs + outputs) + 12
  );
}

/** A copy of a layer in arrays that the products work on. */
function moveLayer(layer: TrainableLayer, products: Products): TrainableLayer {
  const move = (values: Float64Array): Float64Array => {
    const copy = products.createArray(values.length);
    copy.set(values);
    return copy;
  };
  const { weights, biases, factors } = layer;
  return {
    ...layer,
    weights: move(weights),
    biases: move(biases),
    ...(factors && { factors: { ...factors, a: move(factors.a), b: move(factors.b) } }),
  };
}

function takeRows({ columns, data }: DenseMatrix, rows: Int32Array, products: Products): Block {
  const batch = products.createBlock(rows.length, columns);
  rows.forEach((row, i) =>
    batch.data.set(data.subarray(row * columns, (row + 1) * columns), i * columns),
  );
  return batch;
}

function checkOptions(epochs: number, batchSize: number, learningRate: number): void {
  for (const [name, value, suggestion] of [
    ["epochs", epochs, 40],
    ["batchSize", batchSize, 32],
  ] as const) {
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(
        `${name} ${value} is not a whole number from 1 up; choose for example ${suggestion}`,
      );
  }
  if (!(learningRate > 0 && learningRate < Infinity))
    throw new RangeError(
      `learningRate ${learningRate} is not above 0 and finite; choose for example 0.005`,
    );
}
