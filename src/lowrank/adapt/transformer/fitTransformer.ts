import { checkOptions } from "../../base/checkOptions";
import { runAtOnce, type Steps } from "../../base/steps";
import { DenseMatrix } from "../../linalg/denseMatrix";
import { openNumberStore } from "./passes/numberStore";
import { trainEntries } from "./passes/trainedWeights";
import {
  checkTraining,
  trainWeightSteps,
  transformerTrainingOptionNames,
  type TransformerTrainingOptions,
} from "./passes/trainWeights";
import { storeWeights } from "./passes/weightStore";
import {
  checkTransformer,
  createTransformer,
  createTransformerOptionNames,
  type CreateTransformerOptions,
  type Transformer,
} from "./transformer";
import { checkTexts, commonWords, cutWindows } from "./wordWindows";

export interface FitTransformerOptions
  extends CreateTransformerOptions, TransformerTrainingOptions {
  /** Words of the vocabulary at most, the commonest of the texts, from 1; default 1000. */
  maxWords?: number;
  /** A transformer to go on from, in place of one drawn anew: its sizes and words stay. */
  initial?: Transformer;
}

/** The names of the options. */
export const fitTransformerOptionNames = {
  ...createTransformerOptionNames,
  ...transformerTrainingOptionNames,
  maxWords: true,
  initial: true,
} satisfies Record<keyof FitTransformerOptions, true>;

/**
 * Trains a small language model on texts: `createTransformer` on their commonest words, then Adam on
 * the mean of −ln p(next word).
 *
 * A text of n words makes n + 1 guesses: the first word from nothing, …, and where the text ends.
 * Words are runs of letters and digits in lower case; those outside the vocabulary are one word,
 * "<unknown>". A text longer than the context is cut into windows.
 *
 * Cost: 6 · weights flops a word and pass, nearly; memory: 4 numbers a weight, and a batch's rows of
 * words + 16 · width · layers numbers.
 *
 * Source: Vaswani et al. 2017; Radford et al. 2019 (GPT-2); Kingma & Ba 2015 (Adam).
 *
 * @param texts - what to learn, in any order
 * @throws RangeError if there are no texts, an option is out of range, or the loss does not stay
 *   finite; TypeError if a text is no string
 * @example
 * const small = { width: 8, heads: 2, layers: 1, epochs: 99, seed: 1 };
 * const pets = fitTransformer(["a small dog", "a small cat", "a large dog"], small);
 * nextTokenProbabilities(pets, "a")[0].word; // "small"
 */
export function fitTransformer(
  texts: readonly string[],
  options: FitTransformerOptions = {},
): Transformer {
  return runAtOnce(fitTransformerSteps(texts, options));
}

/** The same in steps, a batch each. */
export function* fitTransformerSteps(
  texts: readonly string[],
  options: FitTransformerOptions = {},
): Steps<Transformer> {
  checkTexts(texts);
  checkOptions(options, fitTransformerOptionNames, "fitTransformer");
  checkTraining(options);
  const start = options.initial ?? drawFor(texts, options);
  checkTransformer(start);
  const windows = cutWindows(texts, start.words, start.weights.positions.rows);
  const store = openNumberStore(options.precision ?? 32);
  try {
    const model = storeWeights(store, start);
    const trained = Object.entries(start.weights).map(([name, before]) =>
      trainEntries(store, name, before, model.weights[name]),
    );
    const losses = yield* trainWeightSteps(store, model, trained, windows, options);
    const weights = Object.entries(start.weights).map(([name, { rows, columns }]) => [
      name,
      new DenseMatrix(rows, columns, Float64Array.from(store.view(model.weights[name]))),
    ]);
    return {
      ...start,
      weights: Object.fromEntries(weights) as Transformer["weights"],
      losses: [...start.losses, ...losses],
    };
  } finally {
    store.close();
  }
}

function drawFor(texts: readonly string[], options: FitTransformerOptions): Transformer {
  const { maxWords = 1000, layers, heads, width, hidden, context, seed } = options;
  if (!Number.isInteger(maxWords) || maxWords < 1)
    throw new RangeError(
      `maxWords ${maxWords} is not a whole number from 1 up; choose for example 1000`,
    );
  const sizes = { layers, heads, width, hidden, context, seed };
  return createTransformer(commonWords(texts, maxWords), sizes);
}
