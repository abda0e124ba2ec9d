import { createRandom, shuffle } from "../../../base/random";
import type { Steps } from "../../../base/steps";
import { takeWindows, type WordWindows } from "../wordWindows";
import { findGradients } from "./backward";
import { lossesOf, readWindows } from "./forward";
import type { NumberStore, Precision } from "./numberStore";
import type { TrainedWeight } from "./trainedWeights";
import type { WeightStore } from "./weightStore";

export interface TransformerTrainingOptions {
  /** Passes over the texts, a whole number from 1; default 1. */
  epochs?: number;
  /** Texts a step (windows of long ones), a whole number from 1; default 32. */
  batchSize?: number;
  /**
   * η of Adam at its highest, above 0: it rises over the first twentieth of the steps, then falls in
   * a straight line to 0. Default 0.005.
   */
  learningRate?: number;
  /** Start of the random stream that draws first weights and shuffles the texts. Default 0. */
  seed?: number;
  /** Bits of the numbers computed with, 32 or 64; default 32, which is twice as fast. */
  precision?: Precision;
}

/** The names of the options. */
export const transformerTrainingOptionNames = {
  epochs: true,
  batchSize: true,
  learningRate: true,
  seed: true,
  precision: true,
} satisfies Record<keyof TransformerTrainingOptions, true>;

/**
 * Trains weights in place by Adam on shuffled batches of windows.
 *
 * Cost: 6 · weights flops a word and pass, nearly.
 *
 * @returns the mean loss of each step's batch, before the step
 * @throws RangeError if an option is out of range, or the loss is no longer finite
 */
export function* trainWeightSteps(
  store: NumberStore,
  model: WeightStore,
  trained: readonly TrainedWeight[],
  windows: WordWindows,
  options: TransformerTrainingOptions,
): Steps<number[]> {
  const { epochs = 1, batchSize = 32, learningRate = 0.005, seed = 0 } = options;
  const moves = trained
    .flatMap((weight) => weight.trained)
    .map(({ values, pace }) => {
      const [mean, square] = [store.zeros(values.length), store.zeros(values.length)];
      return { values, pace, mean, square };
    });
  const random = createRandom(seed);
  const order = Int32Array.from({ length: windows.starts.length - 1 }, (_, window) => window);
  const total = epochs * Math.ceil(order.length / batchSize);
  const losses: number[] = [];
  let [power1, power2] = [1, 1];
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (let from = 0; from < order.length; from += batchSize) {
      yield losses.length / total;
      const batch = takeWindows(windows, order.subarray(from, from + batchSize));
      power1 *= 0.9;
      power2 *= 0.999;
      const rate = learningRate * shareOfRate(losses.length, total);
      const root = Math.sqrt(1 - power2);
      const steps = [(rate * root) / (1 - power1), 1e-8 * root];
      losses.push(
        store.scoped(() => {
          const { loss, gradients } = gradientsOf(store, model, trained, batch);
          checkLoss(loss, losses.length, learningRate);
          moves.forEach(({ values, pace, mean, square }, i) => {
            const numbers = [values, gradients[i], mean, square].map(({ pointer }) => pointer);
            store.run("adamStep", values.length, ...numbers, pace * steps[0], steps[1]);
          });
          return loss;
        }),
      );
    }
  }
  for (const weight of trained) weight.write();
  return losses;
}

/** Up over the first twentieth of the steps, then down to 0 in a straight line. */
export function shareOfRate(step: number, total: number): number {
  const rise = Math.ceil(total / 20);
  return Math.min((step + 1) / rise, (total - step) / (total - rise + 1));
}

/** The mean loss of a batch, and the gradients of all that is trained. */
export function gradientsOf(
  store: NumberStore,
  model: WeightStore,
  trained: readonly TrainedWeight[],
  batch: WordWindows,
) {
  for (const weight of trained) {
    weight.write();
    model.refresh(weight.name);
  }
  const trace = readWindows(store, model, batch);
  const losses = lossesOf(store, trace, batch.targets, 1 / trace.rows);
  const loss = losses.reduce((sum, value) => sum + value, 0) / trace.rows;
  const wanted = new Set(trained.map(({ name }) => name));
  const found = findGradients(store, model, trace, batch, wanted);
  return { loss, gradients: trained.flatMap((weight) => weight.collect(found[weight.name])) };
}

function checkLoss(loss: number, step: number, learningRate: number): void {
  if (Number.isFinite(loss)) return;
  throw new RangeError(
    `the loss is ${loss} at step ${step + 1}; choose a learningRate below ${learningRate}`,
  );
}

/** @throws RangeError if an option is out of range */
export function checkTraining(options: TransformerTrainingOptions): void {
  const { epochs = 1, batchSize = 32, learningRate = 0.005, precision = 32 } = options;
  for (const [name, value, suggestion] of [
    ["epochs", epochs, 1],
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
  checkPrecision(precision);
}

/** @throws RangeError if the precision is neither 32 nor 64 */
export function checkPrecision(precision: Precision): void {
  if (precision !== 32 && precision !== 64)
    throw new RangeError(`precision ${String(precision)} is none of 32 and 64; choose one of them`);
}
