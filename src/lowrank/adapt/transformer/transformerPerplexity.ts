import { exp } from "../../base/elementary/exp";
import { checkOptions } from "../../base/checkOptions";
import { lossesOf, readWindows } from "./passes/forward";
import { openNumberStore, type Precision } from "./passes/numberStore";
import { checkPrecision } from "./passes/trainWeights";
import { storeWeights } from "./passes/weightStore";
import { checkTransformer, type Transformer } from "./transformer";
import { mergeTransformer, type TransformerAdaptation } from "./transformerAdaptation";
import { checkTexts, cutWindows, takeWindows } from "./wordWindows";

export interface ReadTransformerOptions {
  /** What to add to the transformer; default nothing. */
  adaptation?: TransformerAdaptation;
  /** Bits of the numbers computed with, 32 or 64; default 32. */
  precision?: Precision;
}

/** The names of the options. */
export const readTransformerOptionNames = {
  adaptation: true,
  precision: true,
} satisfies Record<keyof ReadTransformerOptions, true>;

/** How well a transformer foretells each of some texts. */
export interface TransformerLosses {
  /** Σ −ln p(next word) of each text, in nats. */
  readonly nats: Float64Array;
  /** Guesses in each text: its words, and its end. */
  readonly guesses: Int32Array;
}

/**
 * Measures how well a transformer foretells texts: for each the sum of −ln p(next word) and the
 * number of guesses, words and end.
 *
 * Cost: 2 · weights flops a word.
 *
 * @throws RangeError if there are no texts, or the adaptation was made for another model
 * @example
 * const { nats, guesses } = transformerLosses(languageModel, ["to go", "to move fast"]);
 * guesses; // [3, 4]
 */
export function transformerLosses(
  model: Transformer,
  texts: readonly string[],
  options: ReadTransformerOptions = {},
): TransformerLosses {
  checkTransformer(model);
  checkTexts(texts);
  checkOptions(options, readTransformerOptionNames, "transformerLosses");
  const { adaptation, precision = 32 } = options;
  checkPrecision(precision);
  const whole = adaptation ? mergeTransformer(model, adaptation) : model;
  const windows = cutWindows(texts, model.words, model.weights.positions.rows);
  const nats = new Float64Array(texts.length);
  const guesses = new Int32Array(texts.length);
  const store = openNumberStore(precision);
  try {
    const weights = storeWeights(store, whole);
    const count = windows.starts.length - 1;
    for (let from = 0; from < count; from += atOnce) {
      const some = Array.from({ length: Math.min(atOnce, count - from) }, (_, i) => from + i);
      const batch = takeWindows(windows, some);
      store.scoped(() => {
        const losses = lossesOf(store, readWindows(store, weights, batch), batch.targets, 0);
        batch.texts.forEach((text, window) => {
          for (let row = batch.starts[window]; row < batch.starts[window + 1]; row++) {
            nats[text] += losses[row];
            guesses[text]++;
          }
        });
      });
    }
    return { nats, guesses };
  } finally {
    store.close();
  }
}

/** Windows read together: enough for the products, and few enough for the caches. */
const atOnce = 32;

/**
 * The perplexity of a transformer on texts: exp of the mean of −ln p(next word), as if it had to
 * guess among so many equally likely words.
 *
 * A word outside the vocabulary counts as the word "<unknown>", so that only models with one
 * vocabulary compare.
 *
 * Cost: 2 · weights flops a word.
 *
 * Source: Jelinek, Mercer, Bahl & Baker 1977, Perplexity.
 *
 * @throws RangeError if there are no texts, or the adaptation was made for another model
 * @example
 * transformerPerplexity(languageModel, ["to go", "to move fast"]) > 1; // true
 */
export function transformerPerplexity(
  model: Transformer,
  texts: readonly string[],
  options: ReadTransformerOptions = {},
): number {
  checkOptions(options, readTransformerOptionNames, "transformerPerplexity");
  const { nats, guesses } = transformerLosses(model, texts, options);
  const sum = nats.reduce((total, value) => total + value, 0);
  return exp(sum / guesses.reduce((total, value) => total + value, 0));
}
