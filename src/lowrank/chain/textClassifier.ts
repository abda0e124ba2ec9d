import { checkOptions } from "../base/checkOptions";
import { stratifiedFolds } from "../classify/folds";
import type { LogisticRegression } from "../classify/logisticModel";
import { fitLogisticRegression } from "../classify/logisticRegression";
import { projectRows } from "../linalg/coordinates";
import { runOffThread } from "../linalg/offThread/runOffThread";
import { truncatedSvd } from "../linalg/truncatedSvd";
import { crossValidateTfidfHere } from "../rank/crossValidateRank";
import { crossValidateGridHere } from "../rank/folds/crossValidateGrid";
import { encodeTexts, selectTexts, type EncodedTexts } from "../text/encodedTexts";
import { tfidfOptionNames } from "../text/reading/encodeOptions";
import { fitTfidf, transformTfidf, type TfidfModel, type TfidfOptions } from "../text/tfidf";
import { withOwnEncoding } from "../text/tfidfAsync";
import { measureNegligibleLength, projectFeatures, type LowRankFeatures } from "./chainFeatures";
import { predictClasses, type ClassPredictions } from "./classPredictions";
import {
  checkLabels,
  planSelection,
  selectionOptionNames,
  selectModel,
  type Candidates,
  type ModelSelection,
  type SelectionOptions,
  type SelectionPlan,
} from "./selectModel";

export interface TextClassifierOptions extends SelectionOptions {
  /** Tokens, vocabulary and weights; default `fitTfidf`'s own. */
  tfidf?: TfidfOptions;
  /** Scale each text's coordinates to length 1 before classifying; default true. */
  unitRows?: boolean;
  /**
   * "lowRank": TF-IDF → SVD → classifier. "sparse": TF-IDF → classifier, no SVD. "auto": the one
   * that held-out texts prefer. Default "lowRank".
   */
  model?: "lowRank" | "sparse" | "auto";
}

const optionNames = {
  tfidf: true,
  unitRows: true,
  model: true,
  ...selectionOptionNames,
} satisfies Record<keyof TextClassifierOptions, true>;

/** A whole chain from text to class, as plain data. */
export interface TextClassifier {
  readonly kind: "textClassifier";
  /** Vocabulary and weights, from all training texts. */
  readonly tfidf: TfidfModel;
  /** From TF-IDF rows to coordinates; null where the classifier reads the TF-IDF rows. */
  readonly lowRank: LowRankFeatures | null;
  readonly classifier: LogisticRegression;
  /** How rank, penalty and form were chosen. */
  readonly selection: ModelSelection;
}

/** What a chain says of each text. */
export interface TextPredictions extends ClassPredictions {
  /**
   * How many of the vocabulary's terms each text holds. 0: it says nothing to the model, and its
   * label and probabilities are what the intercepts alone give every such text.
   */
  readonly knownTerms: Int32Array;
}

/**
 * Fits the whole chain from labelled texts: TF-IDF → truncated SVD → logistic regression, with the
 * rank chosen by cross-validation.
 *
 *     x = tfidf(text)    z = x V / ‖x V‖    P(class | text) = softmax(W z + b)
 *
 * In each fold vocabulary, weights and SVD are fitted on its training texts alone; the rank is the
 * smallest within one standard error of the best, over all penalties. A model without SVD is scored on the same folds:
 * `selection.fullIsBetter` says when it does better, and `model: "sparse"` fits it. Then the chain
 * is fitted once more, on all texts.
 *
 * Weights of classes or texts count in every classifier that is trained, "balanced" by the classes
 * of the texts at hand; the vocabulary and the SVD take no notice of them. Scores count every
 * held-out text alike, unless `weighScores` is set.
 *
 * Cost: that of `crossValidateRank`, with a logistic regression a fold, rank and penalty, of
 * `crossValidateTfidf` a penalty, and one fit of the chain, all of it off the calling thread, as
 * `truncatedSvdAsync`.
 *
 * Source: Deerwester et al. 1990 (latent semantic analysis); Breiman et al. 1984 (the rule).
 *
 * @param labels - one a text
 * @throws RangeError if there is one class, a class has fewer texts than there are folds, a rank
 *   does not fit, or an option has no meaning; TypeError if there is no such option; the signal's
 *   reason if it aborts
 * @example
 * const model = await fitTextClassifier(texts, labels, { ranks: [10, 20], folds: 3 });
 * predictTexts(model, ["What do I cook tonight? Soup, with garlic"]).labels; // ["cooking"]
 */
export async function fitTextClassifier(
  texts: readonly string[],
  labels: readonly string[],
  options: TextClassifierOptions = {},
): Promise<TextClassifier> {
  checkOptions(options, optionNames, "fitTextClassifier", undefined, { tfidf: tfidfOptionNames });
  const { signal, onProgress, ...plain } = options;
  const run = { signal, onProgress };
  const model = await runOffThread("fitTextClassifier", [texts, labels, plain], run, () =>
    fitTextClassifierHere(texts, labels, options),
  );
  return { ...model, tfidf: withOwnEncoding(model.tfidf) };
}

/** The same, directed from this thread. */
export async function fitTextClassifierHere(
  texts: readonly string[],
  labels: readonly string[],
  options: TextClassifierOptions,
): Promise<TextClassifier> {
  const form = formOf(options.model ?? "lowRank");
  const encoded = encodeTexts(texts, options.tfidf);
  checkLabels(encoded.count, "texts", labels);
  const plan = planSelection(options, form, () => largestRank(encoded, labels, options));
  const { selection, finish } = await selectModel(
    textCandidates(encoded, labels, plan, options),
    plan,
  );
  const model = fitChosen(encoded, labels, selection, options);
  finish();
  return model;
}

/**
 * Gives each text its most probable class, and every class's probability.
 *
 * A text gets the same numbers alone and among others. One without a known word gets what the
 * intercepts alone say; `knownTerms` is 0 there.
 *
 * Cost: one pass over the characters, 2 · rank flops a known word and 2 · K · rank a text.
 *
 * @throws TypeError if an entry is not a string
 * @example
 * const predictions = predictTexts(textClassifier, ["Soup, with garlic", "Qwertz"]);
 * predictions.labels; // ["cooking", …]
 * predictions.probabilities; // 2 × 6
 * predictions.knownTerms; // [2, 0]: the second label is a guess
 */
export function predictTexts(model: TextClassifier, texts: readonly string[]): TextPredictions {
  const rows = transformTfidf(model.tfidf, texts);
  const seen = model.lowRank ? projectFeatures(model.lowRank, rows) : rows;
  const { rowOffsets } = rows;
  const knownTerms = Int32Array.from(texts, (_, i) => rowOffsets[i + 1] - rowOffsets[i]);
  return { ...predictClasses(model.classifier, seen), knownTerms };
}

function formOf(model: string): SelectionPlan["form"] {
  if (model === "sparse") return "full";
  if (model === "lowRank" || model === "auto") return model;
  throw new RangeError(`model "${model}" is unknown; choose "lowRank", "sparse" or "auto"`);
}

function textCandidates(
  encoded: EncodedTexts,
  labels: readonly string[],
  { folds }: SelectionPlan,
  options: TextClassifierOptions,
): Candidates {
  const { seed, tfidf, unitRows, threads, signal } = options;
  const { classWeights, sampleWeights, weighScores } = options;
  const weights = { classWeights, sampleWeights, weighScores };
  const shared = { folds, seed, tfidf, threads, signal, ...weights };
  return {
    scoreGrid: (ranks, inversePenalties, onProgress) =>
      crossValidateGridHere(encoded, labels, {
        ...shared,
        ranks,
        inversePenalties,
        unitRows,
        onProgress,
      }),
    scoreFull: async (inversePenalty, onProgress) =>
      (await crossValidateTfidfHere(encoded, labels, { ...shared, inversePenalty, onProgress }))
        .accuracy,
  };
}

/** What every fold's training part can be factored to: min(texts, terms) of the smallest. */
function largestRank(
  encoded: EncodedTexts,
  labels: readonly string[],
  { folds, seed, tfidf }: TextClassifierOptions,
): number {
  const limits = stratifiedFolds(labels, { folds, seed }).map(({ train }) =>
    Math.min(train.length, fitTfidf(selectTexts(encoded, train), tfidf).terms.length),
  );
  return Math.min(...limits);
}

function fitChosen(
  encoded: EncodedTexts,
  labels: readonly string[],
  selection: ModelSelection,
  options: TextClassifierOptions,
): TextClassifier {
  const { seed, unitRows = true, threads, signal, classWeights, sampleWeights } = options;
  const tfidf = fitTfidf(encoded, options.tfidf);
  const rows = transformTfidf(tfidf, encoded);
  const chosen = selection.form === "lowRank" ? selection.lowRank : null;
  const inversePenalty = (chosen ?? selection.full)?.inversePenalty;
  const classifierOptions = { inversePenalty, threads, signal, classWeights, sampleWeights };
  if (!chosen) {
    const classifier = fitLogisticRegression(rows, labels, classifierOptions);
    return { kind: "textClassifier", tfidf, lowRank: null, classifier, selection };
  }
  const svd = truncatedSvd(rows, chosen.rank, { seed, threads, leftVectors: false });
  const negligibleLength = unitRows ? measureNegligibleLength(projectRows(svd, rows)) : null;
  const lowRank = { svd, negligibleLength };
  return {
    kind: "textClassifier",
    tfidf,
    lowRank,
    classifier: fitLogisticRegression(projectFeatures(lowRank, rows), labels, classifierOptions),
    selection,
  };
}
