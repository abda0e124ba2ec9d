import type { Block } from "../linalg/blockProducts";
import type { DenseMatrix } from "../linalg/denseMatrix";
import { createRandom, shuffle } from "../linalg/random";
import { createAdam } from "./adam";
import { backpropagate } from "./backpropagate";
import type { Loss } from "./crossEntropy";
import { listParameters, type TrainableLayer } from "./trainableLayer";

export interface TrainingOptions {
  /** Passes over the training rows, a whole number from 1; default 40. */
  epochs?: number;
  /** Rows a step, a whole number from 1; default 32. The last batch of a pass may be smaller. */
  batchSize?: number;
  /** η of Adam, above 0; default 0.005. */
  learningRate?: number;
  /** Start of the random stream that draws the first weights and shuffles the rows before each pass. Default 0. */
  seed?: number;
}

/**
 * Trains layers in place by mini-batch gradient descent with Adam; the rows are shuffled before each pass.
 *
 * Cost: 2 to 3 times the way forward a row and pass, see `propagate`; memory: the batch's signals, and two numbers a trained one.
 *
 * @returns the mean loss over each pass, measured while the weights move
 * @throws RangeError if an option is out of range, or the loss is no longer finite
 */
export function trainLayers(layers: readonly TrainableLayer[], inputs: DenseMatrix, loss: Loss, options: TrainingOptions = {}): number[] {
  const { epochs = 40, batchSize = 32, learningRate = 0.005, seed = 0 } = options;
  checkOptions(epochs, batchSize, learningRate);
  const random = createRandom(seed);
  const step = createAdam();
  const parameters = layers.flatMap(listParameters);
  const order = Array.from({ length: inputs.rows }, (_, row) => row);
  return Array.from({ length: epochs }, (_, epoch) => {
    shuffle(order, random);
    let sum = 0;
    for (let from = 0; from < order.length; from += batchSize) {
      const rows = Int32Array.from(order.slice(from, from + batchSize));
      const { loss: value, gradients } = backpropagate(layers, takeRows(inputs, rows), rows, loss);
      step(parameters, gradients.flat(), learningRate);
      sum += value * rows.length;
    }
    if (!Number.isFinite(sum)) {
      throw new RangeError(`the loss is ${sum} in epoch ${epoch + 1}; choose a learningRate below ${learningRate}, or scale the inputs`);
    }
    return sum / order.length;
  });
}

function takeRows({ columns, data }: DenseMatrix, rows: Int32Array): Block {
  const batch = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => batch.set(data.subarray(row * columns, (row + 1) * columns), i * columns));
  return { length: rows.length, width: columns, data: batch };
}

function checkOptions(epochs: number, batchSize: number, learningRate: number): void {
  for (const [name, value, suggestion] of [["epochs", epochs, 40], ["batchSize", batchSize, 32]] as const) {
    if (!Number.isInteger(value) || value < 1) throw new RangeError(`${name} ${value} is not a whole number from 1 up; choose for example ${suggestion}`);
  }
  if (!(learningRate > 0 && learningRate < Infinity)) throw new RangeError(`learningRate ${learningRate} is not above 0 and finite; choose for example 0.005`);
}
