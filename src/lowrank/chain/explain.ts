import type { LogisticRegression } from "../classify/logisticModel";
import { predictLogisticRegressionScores } from "../classify/logisticRegression";
import type { Features } from "../classify/features";
import { projectRows } from "../linalg/coordinates";
import { SparseMatrix } from "../linalg/sparseMatrix";
import { transformTfidf } from "../text/tfidf";
import { lengthFactors, projectFeatures, type LowRankFeatures } from "./chainFeatures";
import { predictClasses } from "./classPredictions";
import { prepareNewRows, type RowClassifier } from "./rowClassifier";
import type { TextClassifier } from "./textClassifier";

/** What the parts of a row add to a class's score. */
export interface Explanation {
  /** The class that is explained. */
  readonly label: string;
  /** Its probability for this row, 0 … 1. */
  readonly probability: number;
  /** Its score W z + b: ln of its probability, less the mean of that over the classes. */
  readonly score: number;
  /** The part of the score that every row has: b. */
  readonly intercept: number;
}

/** What a term of a text adds to a class's score. */
export interface TermContribution {
  readonly term: string;
  /** `value · weight`: above 0 it pushed towards the class, below 0 away from it. */
  readonly contribution: number;
  /** x, the term's TF-IDF weight in the text. */
  readonly value: number;
  /** What the score gains per unit of x in this text. */
  readonly weight: number;
}

export interface TextExplanation extends Explanation {
  /** Every known term of the text, the one that pushed most towards the class first. */
  readonly terms: readonly TermContribution[];
}

/** What a column of a row adds to a class's score. */
export interface ColumnContribution {
  readonly column: number;
  /** `value · weight`: above 0 it pushed towards the class, below 0 away from it. */
  readonly contribution: number;
  /** x, the entry as prepared: (row − mean) / scale. */
  readonly value: number;
  /** What the score gains per unit of x in this row. */
  readonly weight: number;
}

export interface RowExplanation extends Explanation {
  /** Every column, the one that pushed most towards the class first. */
  readonly columns: readonly ColumnContribution[];
}

export interface ExplainOptions {
  /** Class to explain; default the most probable one. */
  label?: string;
}

/**
 * Tells which terms of a text pushed towards a class, and how much.
 *
 *     score = b + Σₜ xₜ wₜ      wₜ = f · (V Wᵀ)ₜ      f = 1 / ‖x V‖, or 1 without unit length
 *
 * The classifier's weights W are led back through V to the terms, so that the contributions xₜ wₜ
 * add up to the score less the intercept, exactly but for rounding. f belongs to the text as a
 * whole: it is taken as it is here, so that a contribution is the term's share of this score, and
 * not what the score would lose if the term were deleted. Terms that the vocabulary does not have
 * contribute nothing. Without SVD, wₜ is the class's own coefficient.
 *
 * Cost: 2 · rank flops a known term.
 *
 * @throws TypeError if the text is not a string; RangeError if the label is none of the model's
 * @example
 * const { label, terms } = explainText(textClassifier, "Soup again, with garlic and rice");
 * label; // "cooking"
 * terms[0]; // { term: "soup", contribution: 1.54, … }
 */
export function explainText(
  model: TextClassifier,
  text: string,
  options: ExplainOptions = {},
): TextExplanation {
  const row = transformTfidf(model.tfidf, [text]);
  const { columns, values, weights, ...explanation } = explainFeatures(model, row, options);
  const terms = Array.from(columns, (column, at) => ({
    term: model.tfidf.terms[column],
    contribution: values[at] * weights[at],
    value: values[at],
    weight: weights[at],
  }));
  return { ...explanation, terms: sortByContribution(terms) };
}

/**
 * Tells which columns of a row pushed towards a class, and how much.
 *
 *     score = b + Σⱼ xⱼ wⱼ      x = (row − means) / scales      w = f · V Wᵀ
 *
 * As `explainText`: contributions add up to the score less the intercept, exactly but for rounding;
 * f is 1 unless the model scales rows to length 1. With pixels, contributions by column make a
 * picture.
 *
 * Cost: 2 · columns · rank flops.
 *
 * @throws RangeError if the row does not have the model's columns, or the label is none of its
 *   classes
 * @example
 * const { label, columns } = explainRow(rowClassifier, digits.images.getRow(3));
 * label; // "3"
 * columns.length; // 64: what each pixel added to the score
 */
export function explainRow(
  model: RowClassifier,
  row: ArrayLike<number>,
  options: ExplainOptions = {},
): RowExplanation {
  const prepared = prepareNewRows(model, [Float64Array.from(row)]);
  const { columns, values, weights, ...explanation } = explainFeatures(model, prepared, options);
  const parts = Array.from(columns, (column, at) => ({
    column,
    contribution: values[at] * weights[at],
    value: values[at],
    weight: weights[at],
  }));
  return { ...explanation, columns: sortByContribution(parts) };
}

interface LinearParts extends Explanation {
  readonly columns: Int32Array;
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

/** The linear parts of the score of one prepared row. */
function explainFeatures(
  { lowRank, classifier }: Pick<TextClassifier, "lowRank" | "classifier">,
  row: Features,
  { label }: ExplainOptions,
): LinearParts {
  const seen = lowRank ? projectFeatures(lowRank, row) : row;
  const { labels, probabilities } = predictClasses(classifier, seen);
  const k = findClass(classifier, label ?? labels[0]);
  const sparse = row instanceof SparseMatrix;
  const columns = sparse
    ? row.columnIndices
    : Int32Array.from({ length: row.columns }, (_, j) => j);
  return {
    label: classifier.classes[k],
    probability: probabilities.data[k],
    score: predictLogisticRegressionScores(classifier, seen).data[k],
    intercept: classifier.intercepts[k],
    columns,
    values: sparse ? row.values : row.data,
    weights: columnWeights(lowRank, classifier, k, row, columns),
  };
}

/** w of the columns: the class's coefficients, led back through V. */
function columnWeights(
  lowRank: LowRankFeatures | null,
  { coefficients }: LogisticRegression,
  k: number,
  row: Features,
  columns: Int32Array,
): Float64Array {
  const classWeights = coefficients.data.subarray(
    k * coefficients.columns,
    (k + 1) * coefficients.columns,
  );
  if (!lowRank) return Float64Array.from(columns, (column) => classWeights[column]);
  const [factor] = lengthFactors(projectRows(lowRank.svd, row), lowRank.negligibleLength);
  const { columns: rank, data } = lowRank.svd.v;
  return Float64Array.from(columns, (column) => {
    let sum = 0;
    for (let j = 0; j < rank; j++) sum += data[column * rank + j] * classWeights[j];
    return factor * sum;
  });
}

function findClass({ classes }: LogisticRegression, label: string): number {
  const k = classes.indexOf(label);
  if (k >= 0) return k;
  const some = classes.slice(0, 10).map((name) => JSON.stringify(name));
  throw new RangeError(
    `label ${JSON.stringify(label)} is none of the model's ${classes.length} classes; ` +
      `choose from ${some.join(", ")}${classes.length > 10 ? " …" : ""}`,
  );
}

/** Largest first; of equals the first in the row. */
function sortByContribution<Part extends { readonly contribution: number }>(parts: Part[]): Part[] {
  return parts.sort((a, b) => b.contribution - a.contribution);
}
