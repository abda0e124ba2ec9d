import { exp } from "../../base/elementary/exp";
import { checkOptions } from "../../base/checkOptions";
import { createRandom } from "../../base/random";
import { describeValue } from "../../base/describeValue";
import { readWindows } from "./passes/forward";
import { openNumberStore } from "./passes/numberStore";
import { checkPrecision } from "./passes/trainWeights";
import { storeWeights } from "./passes/weightStore";
import { checkTransformer, sizesOf, type Transformer } from "./transformer";
import { mergeTransformer } from "./transformerAdaptation";
import { readTransformerOptionNames, type ReadTransformerOptions } from "./transformerPerplexity";
import { endOfText, numberWords, unknownWord } from "./wordWindows";

export interface NextTokenOptions extends ReadTransformerOptions {
  /** How many words to list, from 1; default 10. */
  count?: number;
}

/** A word and how likely it is to come next. */
export interface NextToken {
  readonly word: string;
  readonly probability: number;
}

/**
 * The words most likely to come after a text, the likeliest first.
 *
 * Of a text longer than the context, the last words are read.
 *
 * Cost: 2 · weights flops a word of the text.
 *
 * @param text - what was said so far; "" for the start of a text
 * @throws RangeError if count is not a whole number from 1; TypeError if the text is no string
 * @example
 * nextTokenProbabilities(languageModel, "to", { count: 2 })[0].word; // "and"
 */
export function nextTokenProbabilities(
  model: Transformer,
  text: string,
  options: NextTokenOptions = {},
): NextToken[] {
  checkOptions(options, { ...readTransformerOptionNames, count: true }, "nextTokenProbabilities");
  const { count = 10 } = options;
  checkCount(count, "count");
  const reader = openReader(model, options);
  try {
    const probabilities = reader.read(numberText(model, text));
    return model.words
      .map((word, number) => ({ word, probability: probabilities[number] }))
      .sort((a, b) => b.probability - a.probability)
      .slice(0, count);
  } finally {
    reader.close();
  }
}

export interface SampleTokensOptions extends ReadTransformerOptions {
  /** Words at most, from 1; default 30. */
  length?: number;
  /**
   * Scores are divided by it before the draw, above 0: below 1 the likely words come more often;
   * default 1.
   */
  temperature?: number;
  /** Start of the random stream; default 0. */
  seed?: number;
}

/**
 * Goes on from a text, word after word, each drawn as the transformer finds it likely, until it ends
 * or is long enough. "<unknown>" is never drawn.
 *
 * Cost: 2 · weights flops a word of the context and word drawn.
 *
 * @param text - what was said so far; "" for the start of a text
 * @returns the text's words and those drawn, with spaces between
 * @throws RangeError if an option is out of range; TypeError if the text is no string
 * @example
 * sampleTokens(languageModel, "a small", { length: 1, seed: 1 }).slice(0, 8); // "a small "
 */
export function sampleTokens(
  model: Transformer,
  text: string,
  options: SampleTokensOptions = {},
): string {
  checkOptions(
    options,
    { ...readTransformerOptionNames, length: true, temperature: true, seed: true },
    "sampleTokens",
  );
  const { length = 30, temperature = 1, seed = 0 } = options;
  checkCount(length, "length");
  if (!(temperature > 0 && temperature < Infinity))
    throw new RangeError(
      `temperature ${temperature} is not above 0 and finite; choose for example 1`,
    );
  const random = createRandom(seed);
  const end = model.words.indexOf(endOfText);
  const reader = openReader(model, options);
  try {
    const sequence = numberText(model, text);
    for (let drawn = 0; drawn < length; drawn++) {
      const weights = reader.read(sequence).map((share) => share ** (1 / temperature));
      weights[model.words.indexOf(unknownWord)] = 0;
      const word = drawNumber(weights, random.uniform());
      if (word === end) break;
      sequence.push(word);
    }
    return sequence
      .slice(1)
      .map((number) => model.words[number])
      .join(" ");
  } finally {
    reader.close();
  }
}

/** Reads the last words of sequences, as many as the positions, and says what may come next. */
function openReader(model: Transformer, { adaptation, precision = 32 }: ReadTransformerOptions) {
  checkTransformer(model);
  checkPrecision(precision);
  const store = openNumberStore(precision);
  const weights = storeWeights(store, adaptation ? mergeTransformer(model, adaptation) : model);
  const { context, words } = sizesOf(model);
  return {
    read: (sequence: readonly number[]): Float64Array =>
      store.scoped(() => {
        const inputs = Int32Array.from(sequence.slice(-context));
        const starts = Int32Array.of(0, inputs.length);
        const { scores, rows } = readWindows(store, weights, { inputs, starts });
        return softmax(store.view(scores).subarray((rows - 1) * words));
      }),
    close: () => store.close(),
  };
}

function softmax(scores: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(scores);
  const largest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = values.map((score) => exp(score - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** The number at which the running sum of the weights passes a share of their total. */
function drawNumber(weights: Float64Array, share: number): number {
  let left = share * weights.reduce((a, b) => a + b, 0);
  const found = weights.findIndex((weight) => (left -= weight) < 0);
  return found < 0 ? weights.length - 1 : found;
}

/** "<end>" and the text's words, as numbers. */
function numberText({ words }: Transformer, text: string): number[] {
  if (typeof text !== "string")
    throw new TypeError(`text is ${describeValue(text)}; pass a string, "" for the start`);
  return numberWords(text, new Map(words.map((word, number) => [word, number]))).slice(0, -1);
}

function checkCount(value: number, name: string): void {
  if (!Number.isInteger(value) || value < 1)
    throw new RangeError(`${name} ${value} is not a whole number from 1 up; choose for example 10`);
}
