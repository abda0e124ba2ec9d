import { checkFields } from "../../base/checkFields";
import { checkList } from "../../base/checkList";
import { checkOptions } from "../../base/checkOptions";
import { describeValue } from "../../base/describeValue";
import { createRandom } from "../../base/random";
import { DenseMatrix } from "../../linalg/denseMatrix";
import { listWeights, type TransformerSizes, type WeightShape } from "./weightShapes";
import { endOfText, unknownWord } from "./wordWindows";

/**
 * A decoder-only transformer: a language model that reads words from left to right and says how
 * likely each word of its vocabulary is to come next.
 */
export interface Transformer {
  /** The vocabulary; the first two are "<unknown>" and "<end>", which also stands before a text. */
  readonly words: readonly string[];
  /** Attention heads in each layer; they divide the width. */
  readonly heads: number;
  /**
   * The weight matrices, outputs × inputs, by name: "tokens" (words × width, which also scores the
   * next word), "positions" (context × width), for each layer l = 0, 1, … "l.q", "l.k", "l.v", "l.o"
   * (width × width), "l.up" (hidden × width) and "l.down" (width × hidden), and the gains and biases
   * of layer norm, 2 × width each: "l.norm1", "l.norm2" and, before the scores, "norm".
   */
  readonly weights: Readonly<Record<string, DenseMatrix>>;
  /** Mean of −ln p(next word) over the texts of each step of training, in nats. */
  readonly losses: readonly number[];
}

export interface CreateTransformerOptions {
  /** Layers of attention and perceptron, a whole number from 1; default 2. */
  layers?: number;
  /** Heads of attention, a divisor of the width; default 4. */
  heads?: number;
  /** Numbers that stand for a word inside, from 1; default 64. */
  width?: number;
  /** Hidden units of each layer's perceptron, from 1; default 4 · width. */
  hidden?: number;
  /** Words that are read at most, the positions; from 1; default 16. */
  context?: number;
  /** Start of the random stream; default 0. */
  seed?: number;
}

/** The names of the options. */
export const createTransformerOptionNames = {
  layers: true,
  heads: true,
  width: true,
  hidden: true,
  context: true,
  seed: true,
} satisfies Record<keyof CreateTransformerOptions, true>;

/**
 * Draws an untrained transformer: x ← token + position; in each layer x ← x + O · attention(norm₁
 * x), x ← x + W_down GELU(W_up norm₂ x); in the end p(next) = softmax(E norm x), with E the token
 * embeddings again.
 *
 * Weights are normal: embeddings with standard deviation 0.05, matrices with 1 / √inputs, those that
 * add to x by √(2 layers) less; gains are 1, biases of layer norm 0. Linear layers have no biases.
 *
 * Cost: words · width + layers · (4 width² + 2 width · hidden) numbers drawn, nearly.
 *
 * Source: Vaswani et al. 2017, Attention is all you need; Radford et al. 2019 (GPT-2: norms before,
 * tied output).
 *
 * @param words - the vocabulary, each once, without "<unknown>" and "<end>", which are added
 * @throws RangeError if a word stands twice, a size is not whole and above 0, or the heads do not
 *   divide the width
 * @example
 * const untrained = createTransformer(["a", "small", "dog"], { width: 8, heads: 2 });
 * untrained.words; // ["<unknown>", "<end>", "a", "small", "dog"]
 * untrained.weights["0.up"]; // 32 × 8
 */
export function createTransformer(
  words: readonly string[],
  options: CreateTransformerOptions = {},
): Transformer {
  checkList(words, "words", "strings");
  checkOptions(options, createTransformerOptionNames, "createTransformer");
  const sizes = resolveSizes(words, options);
  const random = createRandom(options.seed ?? 0);
  const draw = (shape: WeightShape): DenseMatrix => {
    const { rows, columns, spread } = shape;
    const weights = new DenseMatrix(rows, columns);
    for (let at = 0; at < weights.data.length; at++)
      weights.data[at] = spread === 0 ? Number(at < columns) : spread * random.normal();
    return weights;
  };
  return {
    words: [unknownWord, endOfText, ...words],
    heads: sizes.heads,
    weights: Object.fromEntries(listWeights(sizes).map((shape) => [shape.name, draw(shape)])),
    losses: [],
  };
}

function resolveSizes(
  words: readonly string[],
  options: CreateTransformerOptions,
): TransformerSizes {
  const { layers = 2, heads = 4, width = 64, hidden = 4 * width, context = 16 } = options;
  const known = new Set([unknownWord, endOfText]);
  for (const word of words) {
    if (typeof word !== "string")
      throw new TypeError(`a word is ${describeValue(word)}; pass an array of strings`);
    if (known.has(word))
      throw new RangeError(`the word ${JSON.stringify(word)} stands twice; name each word once`);
    known.add(word);
  }
  for (const [name, value] of Object.entries({ layers, heads, width, hidden, context }))
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(
        `${name} ${value} is not a whole number from 1 up; choose for example 4`,
      );
  if (width % heads !== 0)
    throw new RangeError(`${heads} heads do not divide the width ${width}; choose a divisor of it`);
  return { words: known.size, layers, heads, width, hidden, context };
}

/** @throws TypeError if this is no transformer */
export function checkTransformer(model: Transformer): void {
  checkFields(model, ["words", "heads", "weights"], "model", "fitTransformer(texts)");
}

/** The sizes of a transformer, read from its weights. */
export function sizesOf({ words, heads, weights }: Transformer): TransformerSizes {
  let layers = 0;
  while (`${layers}.q` in weights) layers++;
  return {
    words: words.length,
    layers,
    heads,
    width: weights.tokens.columns,
    hidden: weights["0.up"].rows,
    context: weights.positions.rows,
  };
}
