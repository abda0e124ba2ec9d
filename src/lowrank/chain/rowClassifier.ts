import { checkOptions } from "../base/checkOptions";
import type { Features } from "../classify/features";
import { indexClasses } from "../classify/classIndex";
import type { LogisticRegression } from "../classify/logisticModel";
import { fitLogisticRegression } from "../classify/logisticRegression";
import { resolveRowWeights } from "../classify/rowWeights";
import { projectRows } from "../linalg/coordinates";
import { DenseMatrix } from "../linalg/denseMatrix";
import { runOffThread } from "../linalg/offThread/runOffThread";
import { SparseMatrix } from "../linalg/sparseMatrix";
import { truncatedSvd } from "../linalg/truncatedSvd";
import { measureNegligibleLength, projectFeatures, type LowRankFeatures } from "./chainFeatures";
import { predictClasses, type ClassPredictions } from "./classPredictions";
import {
  learnPreparation,
  prepareRows,
  toFeatures,
  type ColumnPreparation,
  type NumericRows,
  type Preparation,
} from "./rowPreparation";
import { largestRowRank, scoreAllColumns, scoreRowGrid, type RowScoring } from "./scoreRows";
import {
  checkLabels,
  planSelection,
  selectionOptionNames,
  selectModel,
  type Candidates,
  type ModelSelection,
  type SelectionOptions,
} from "./selectModel";

export interface RowClassifierOptions extends SelectionOptions {
  /**
   * "standardise": columns to mean 0 and variance 1, then the SVD, which is a PCA: for columns in
   * different units. "centre": to mean 0 alone, a PCA too: for columns in one unit. "none": the SVD
   * of the rows as they are. Default "standardise", of a sparse matrix "none".
   */
  preparation?: Preparation;
  /** Scale each row's coordinates to length 1 before classifying; default false. */
  unitRows?: boolean;
  /**
   * "lowRank": SVD → classifier. "full": the classifier on all columns. "auto": the one that
   * held-out rows prefer. Default "lowRank".
   */
  model?: "lowRank" | "full" | "auto";
}

const optionNames = {
  preparation: true,
  unitRows: true,
  model: true,
  ...selectionOptionNames,
} satisfies Record<keyof RowClassifierOptions, true>;

/** A whole chain from rows of numbers to classes, as plain data. */
export interface RowClassifier {
  readonly kind: "rowClassifier";
  /** Columns that rows must have. */
  readonly columns: number;
  /** Means and scales of the columns; null where they stay as they are. */
  readonly preparation: ColumnPreparation | null;
  /** From prepared rows to coordinates; null where the classifier reads the prepared rows. */
  readonly lowRank: LowRankFeatures | null;
  readonly classifier: LogisticRegression;
  /** How rank, penalty and form were chosen. */
  readonly selection: ModelSelection;
}

/**
 * Fits the whole chain from labelled rows of numbers: preparation → truncated SVD → logistic
 * regression, with the rank chosen by cross-validation.
 *
 *     x = (row − means) / scales    z = x V    P(class | row) = softmax(W z + b)
 *
 * In each fold all parts are fitted on its training rows alone; the rank is the smallest within one
 * standard error of the best. A classifier on all columns is scored on the same folds:
 * `selection.fullIsBetter` says when it does better, and `model: "full"` fits it. Then the chain is
 * fitted once more, on all rows.
 *
 * Weights of classes or rows count in every classifier that is trained, "balanced" by the classes of
 * the rows at hand; preparation and SVD take no notice of them. Scores count every held-out row
 * alike, unless `weighScores` is set.
 *
 * Cost: a fold, one truncated SVD at the largest rank, and a penalty one logistic regression a rank
 * and one on all columns; then one fit of the chain. It works off the calling thread, as
 * `truncatedSvdAsync`. Memory: two copies of the rows.
 *
 * Source: Pearson 1901; Jolliffe 1982 (regression on principal components); Breiman et al. 1984.
 *
 * @param rows - rows × columns
 * @param labels - one a row
 * @throws RangeError if an entry is not finite, there is one class, a class has fewer rows than
 *   there are folds, a rank does not fit, or an option has no meaning; TypeError if there is no such
 *   option; the signal's reason if it aborts
 * @example
 * const rows = [[1.2, 300], [1.1, 310], [1.3, 290], [4.2, 900], [4.4, 880], [4.1, 910]];
 * const classes = ["a", "a", "a", "b", "b", "b"];
 * const model = await fitRowClassifier(rows, classes, { ranks: [1, 2], folds: 3 });
 * predictRows(model, [[1.3, 400]]).labels; // ["a"]
 */
export async function fitRowClassifier(
  rows: NumericRows,
  labels: readonly string[],
  options: RowClassifierOptions = {},
): Promise<RowClassifier> {
  const features = toFeatures(rows);
  checkOptions(options, optionNames, "fitRowClassifier");
  const { signal, onProgress, ...plain } = options;
  const run = { signal, onProgress };
  return runOffThread("fitRowClassifier", [features, labels, plain], run, () =>
    fitRowClassifierHere(features, labels, options),
  );
}

/** The same, directed from this thread. */
export async function fitRowClassifierHere(
  features: Features,
  labels: readonly string[],
  options: RowClassifierOptions,
): Promise<RowClassifier> {
  checkLabels(features.rows, "rows", labels);
  const form = checkForm(options.model ?? "lowRank");
  resolveRowWeights(indexClasses(labels), options);
  const { folds = 5, seed, unitRows = false, threads, signal } = options;
  const { classWeights, sampleWeights, weighScores } = options;
  const weights = { classWeights, sampleWeights, weighScores };
  const preparation = choosePreparation(options.preparation, features);
  const scoring = {
    features,
    labels,
    weights,
    preparation,
    folds,
    seed,
    unitRows,
    threads,
    signal,
  };
  const plan = planSelection(options, form, () => largestRowRank(scoring));
  const { selection, finish } = await selectModel(rowCandidates(scoring), plan);
  const model = fitChosen(scoring, selection);
  finish();
  return model;
}

/**
 * Fits the whole chain from labelled pictures, a picture a row: PCA → logistic regression.
 *
 * It is `fitRowClassifier` with the pixels centred and not scaled: they share a unit, and scaling
 * would blow up the noise of the margins. `predictRows` and `explainRow` read the model; a column
 * of V is a picture ("eigenface").
 *
 * Cost: that of `fitRowClassifier`.
 *
 * Source: Turk & Pentland 1991.
 *
 * @param images - images × pixels, as `loadDataset` gives them
 * @param labels - one an image
 * @throws as `fitRowClassifier`
 * @example
 * const { images, labels } = generateStrokeDigits({ perClass: 20, size: 8, seed: 1 });
 * const { selection } = await fitImageClassifier(images, labels, { ranks: [5, 10], folds: 3 });
 * selection.lowRank?.rank; // 10
 */
export async function fitImageClassifier(
  images: NumericRows,
  labels: readonly string[],
  options: RowClassifierOptions = {},
): Promise<RowClassifier> {
  const rows = toFeatures(images, "images");
  checkOptions(options, optionNames, "fitImageClassifier");
  return await fitRowClassifier(rows, labels, { preparation: "centre", ...options });
}

/**
 * Gives each row its most probable class, and every class's probability.
 *
 * Cost: 2 · columns · rank flops a row, and 2 · K · rank.
 *
 * @throws RangeError if rows have another number of columns than the training rows, or an entry is
 *   not finite
 * @example
 * const { labels, probabilities } = predictRows(rowClassifier, digits.images);
 * labels; // ["0", "1", "2", …]
 * probabilities; // 200 × 10
 */
export function predictRows(model: RowClassifier, rows: NumericRows): ClassPredictions {
  const prepared = prepareNewRows(model, rows);
  return predictClasses(
    model.classifier,
    model.lowRank ? projectFeatures(model.lowRank, prepared) : prepared,
  );
}

/** New rows, checked and prepared as the training rows were. */
export function prepareNewRows(model: RowClassifier, rows: NumericRows): Features {
  const features = toFeatures(rows);
  // An empty array of rows has no columns to compare.
  if (features.rows === 0) return new DenseMatrix(0, model.columns);
  if (features.columns !== model.columns)
    throw new RangeError(
      `rows have ${features.columns} columns, the training rows had ${model.columns}; pass the same columns in the same order`,
    );
  if (features instanceof SparseMatrix && model.preparation)
    return prepareRows(features.toDense(), model.preparation);
  return prepareRows(features, model.preparation);
}

function checkForm(model: string): "lowRank" | "full" | "auto" {
  if (model === "lowRank" || model === "full" || model === "auto") return model;
  throw new RangeError(`model "${model}" is unknown; choose "lowRank", "full" or "auto"`);
}

function choosePreparation(asked: Preparation | undefined, features: Features): Preparation {
  const preparation = asked ?? (features instanceof SparseMatrix ? "none" : "standardise");
  if (!["standardise", "centre", "none"].includes(preparation))
    throw new RangeError(
      `preparation "${preparation}" is unknown; choose "standardise", "centre" or "none"`,
    );
  return preparation;
}

function rowCandidates(scoring: RowScoring): Candidates {
  return {
    scoreGrid: (ranks, inversePenalties, onStep) =>
      scoreRowGrid(scoring, ranks, inversePenalties, onStep),
    scoreFull: (inversePenalty, onStep) => scoreAllColumns(scoring, inversePenalty, onStep),
  };
}

function fitChosen(scoring: RowScoring, selection: ModelSelection): RowClassifier {
  const { features, labels, weights, seed, unitRows, threads, signal } = scoring;
  const preparation = learnPreparation(features, scoring.preparation);
  const rows = prepareRows(features, preparation);
  const chosen = selection.form === "lowRank" ? selection.lowRank : null;
  const inversePenalty = (chosen ?? selection.full)?.inversePenalty;
  const lowRank = chosen && factorRows(rows, chosen.rank, { seed, threads, unitRows });
  const seen = lowRank ? projectFeatures(lowRank, rows) : rows;
  const { classWeights, sampleWeights } = weights;
  const options = { inversePenalty, threads, signal, classWeights, sampleWeights };
  const classifier = fitLogisticRegression(seen, labels, options);
  const { columns } = features;
  return { kind: "rowClassifier", columns, preparation, lowRank, classifier, selection };
}

function factorRows(
  rows: Features,
  rank: number,
  { seed, threads, unitRows }: Pick<RowScoring, "seed" | "threads" | "unitRows">,
): LowRankFeatures {
  const svd = truncatedSvd(rows, rank, { seed, threads, leftVectors: false });
  const negligibleLength = unitRows ? measureNegligibleLength(projectRows(svd, rows)) : null;
  return { svd, negligibleLength };
}
