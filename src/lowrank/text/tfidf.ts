import { log } from "../base/elementary/log";
import { checkFields } from "../base/checkFields";
import { checkOptions } from "../base/checkOptions";
import type { SparseMatrix } from "../linalg/sparseMatrix";
import { tfidfOptionNames, type EncodeOptions } from "./reading/encodeOptions";
import type { CorpusCounts } from "./corpusCounts";
import { countNumbered } from "./countColumns";
import { toNumbered, type EncodedTexts } from "./encodedTexts";
import {
  buildVocabulary,
  chooseTerms,
  countTerms,
  type Vocabulary,
  type VocabularyOptions,
} from "./vocabulary";

/** How texts become TF-IDF rows: tokens, vocabulary and weights. */
export interface TfidfOptions extends EncodeOptions, VocabularyOptions {
  /** Weigh a term that occurs f times by 1 + ln f instead of f; default false. */
  sublinear?: boolean;
}

const optionNames: Readonly<Record<keyof TfidfOptions, true>> = tfidfOptionNames;

/** A vocabulary with a weight for each term, learnt from training texts. */
export interface TfidfModel extends Vocabulary {
  /** Inverse document frequency of each term: high for rare ones. */
  readonly idf: Float64Array;
  /** Whether a term that occurs f times weighs 1 + ln f instead of f. */
  readonly sublinear: boolean;
}

/**
 * Learns the vocabulary and the weight of each term from training texts.
 *
 *     idf(t) = ln((1 + n) / (1 + df(t))) + 1      n texts, df(t) of them with the term t
 *
 * The two ones (smoothing) act as one more text that holds every term: no division by 0.
 *
 * Cost: one pass over the characters; with encoded texts one over the tokens; with counts
 * (`countCorpus`, `mergeCorpusCounts`) one over the terms.
 *
 * Source: scikit-learn's TfidfVectorizer; K. Spärck Jones, Journal of Documentation 28 (1972).
 *
 * @throws RangeError if no term is left or an option has no meaning; TypeError if an entry is not a
 *   string
 * @example
 * const model = fitTfidf(["red fish", "red wine"]);
 * model.terms; // ["fish", "red", "wine"]
 * model.idf; // [1.405, 1, 1.405]
 */
export function fitTfidf(
  source: readonly string[] | EncodedTexts | CorpusCounts,
  options: TfidfOptions = {},
): TfidfModel {
  checkOptions(options, optionNames, "fitTfidf");
  return weighTerms(buildVocabulary(source, options), options);
}

/** The weight of each term of a vocabulary. */
function weighTerms(vocabulary: Vocabulary, options: TfidfOptions): TfidfModel {
  const { documents, documentFrequencies } = vocabulary;
  const idf = Float64Array.from(
    documentFrequencies,
    (frequency) => log((1 + documents) / (1 + frequency)) + 1,
  );
  return { ...vocabulary, idf, sublinear: options.sublinear ?? false };
}

/**
 * Turns texts into TF-IDF rows of length 1, texts × terms.
 *
 *     w(d, t) = tf(d, t) · idf(t)      then each row is divided by √Σₜ w(d, t)²
 *
 * tf is the count of t in d, or 1 + ln of it if the model is sublinear. Words that the training
 * texts did not have are ignored; a text without a known word is a row of zeros.
 *
 * Cost: one pass over the characters, a few over the tokens. Memory: 12 bytes a non-zero and 4 a
 * text.
 *
 * @throws RangeError if the texts were encoded with other options than the model's; TypeError if an
 *   entry is not a string
 * @example
 * transformTfidf(fitTfidf(["red fish", "red wine"]), ["red car"]); // [[0, 1, 0]]
 */
export function transformTfidf(
  model: TfidfModel,
  source: readonly string[] | EncodedTexts,
): SparseMatrix {
  checkFields(model, ["terms", "idf"], "model", "fitTfidf(texts)");
  return weighCounts(model, countTerms(model, source));
}

/** Turns counts into TF-IDF rows, in place. */
function weighCounts(model: TfidfModel, matrix: SparseMatrix): SparseMatrix {
  const { rows, rowOffsets, columnIndices, values } = matrix;
  const { idf, sublinear } = model;
  for (let row = 0; row < rows; row++) {
    let squares = 0;
    for (let at = rowOffsets[row]; at < rowOffsets[row + 1]; at++) {
      const count = values[at];
      const frequency = sublinear && count > 1 ? 1 + log(count) : count;
      const weight = frequency * idf[columnIndices[at]];
      values[at] = weight;
      squares += weight * weight;
    }
    const length = Math.sqrt(squares);
    for (let at = rowOffsets[row]; at < rowOffsets[row + 1]; at++) values[at] /= length;
  }
  return matrix;
}

/**
 * Learns from texts and transforms the same texts, tokenising them once.
 *
 * Cost: one pass over the characters, a few over the tokens; 12 bytes a non-zero and 4 a text.
 *
 * @throws as fitTfidf
 * @example
 * const { model, matrix } = fitTransformTfidf(texts, { sublinear: true, minDocumentFrequency: 2 });
 * matrix.rows; // 480
 */
export function fitTransformTfidf(
  source: readonly string[] | EncodedTexts,
  options: TfidfOptions = {},
): { model: TfidfModel; matrix: SparseMatrix } {
  checkOptions(options, optionNames, "fitTransformTfidf");
  const numbered = toNumbered(source, options);
  const { vocabulary, ids } = chooseTerms(numbered, options);
  const columnOf = new Int32Array(numbered.terms.length).fill(-1);
  ids.forEach((id, column) => (columnOf[id] = column));
  const model = weighTerms(vocabulary, options);
  return { model, matrix: weighCounts(model, countNumbered(numbered, columnOf, ids.length)) };
}
