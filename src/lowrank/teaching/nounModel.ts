import { model as saved } from "#nounModel";
import type { Transformer } from "../adapt/transformer/transformer";
import { fromBase64 } from "../base/base64";
import { DenseMatrix } from "../linalg/denseMatrix";

/** The model as data/nounModel.json has it: each row of weights is a scale times whole numbers. */
interface SavedModel {
  readonly words: readonly string[];
  readonly heads: number;
  /** Weights in the order in which their rows stand below. */
  readonly shapes: readonly (readonly [name: string, rows: number, columns: number])[];
  /** One a row. */
  readonly scales: readonly number[];
  /** Whole numbers from −127 to 127, a byte each, as base64. */
  readonly values: string;
}

/**
 * Loads the small language model that comes with Lowrank: two layers, four heads, width 64, context
 * 16, 1,002 words, 164,096 numbers of 8 bits.
 *
 * It was trained once on the 76,997 definitions of `loadLanguageTask("nouns").train`, in about a
 * minute of processor time, and has a perplexity of 18.39 on `held`; rounding each row to 8 bits cost
 * less than 0.01.
 *
 * Cost: one pass over 252 kB.
 *
 * Source: data/nounModel.json, which src/build/data/trainNounModel.mjs makes and the build puts into
 * the package; data/README.md describes it.
 *
 * @example
 * const nounModel = loadNounModel();
 * nounModel.words.length; // 1002
 * nextTokenProbabilities(nounModel, "a person")[0].word; // "who"
 */
export function loadNounModel(): Transformer {
  const { words, heads, shapes, scales, values } = JSON.parse(saved) as SavedModel;
  const bytes = new Int8Array(fromBase64(values).buffer);
  const weights: Record<string, DenseMatrix> = {};
  let [row, at] = [0, 0];
  for (const [name, rows, columns] of shapes) {
    const matrix = new DenseMatrix(rows, columns);
    for (let i = 0; i < rows; i++, row++)
      for (let j = 0; j < columns; j++, at++)
        matrix.data[i * columns + j] = scales[row] * bytes[at];
    weights[name] = matrix;
  }
  return { words, heads, weights, losses: [] };
}
