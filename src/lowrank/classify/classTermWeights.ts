import type { DenseMatrix } from "../linalg/denseMatrix";
import type { TruncatedSvd } from "../linalg/svd";
import type { LogisticRegression } from "./logisticModel";
import type { NaiveBayes } from "./naiveBayes";

/**
 * How much each term speaks for a class, against the mean of all classes: what `topTerms` sorts.
 *
 *     logistic regression on terms              wₖ              row k of W, whose columns add up to 0
 *     logistic regression on coordinates A V    V wₖ            back from coordinates to terms
 *     naive Bayes                               ln P(t | k) − meanₗ ln P(t | l)
 *
 * Where rows were scaled to length 1 before the fit, the weights hold up to each row's own factor.
 *
 * Cost: K flops a term, or 2 · rank with an SVD.
 *
 * @param svd - that of the matrix whose coordinates the logistic regression was trained on
 * @returns one weight a term
 * @throws RangeError if the model has no such class, or the SVD's rank is not the number of its
 *   columns
 * @example
 * const weights = classTermWeights(model, "cooking", svd);
 * topTerms(tfidf.terms, weights, { order: "largest", count: 3 }).length; // 3
 */
export function classTermWeights(
  model: LogisticRegression | NaiveBayes,
  label: string,
  svd?: TruncatedSvd,
): Float64Array {
  const k = model.classes.indexOf(label);
  if (k < 0) {
    throw new RangeError(
      `the model has no class ${JSON.stringify(label)}; ` +
        `choose one of ${model.classes.map((name) => JSON.stringify(name)).join(", ")}`,
    );
  }
  const weights =
    "coefficients" in model
      ? rowOf(model.coefficients, k)
      : aboveMean(model.featureLogProbabilities, k);
  return svd === undefined ? weights : toTerms(svd.v, weights);
}

function rowOf({ columns, data }: DenseMatrix, row: number): Float64Array {
  return data.slice(row * columns, (row + 1) * columns);
}

function aboveMean(matrix: DenseMatrix, row: number): Float64Array {
  const { rows, columns, data } = matrix;
  const difference = rowOf(matrix, row);
  for (let at = 0; at < data.length; at++) difference[at % columns] -= data[at] / rows;
  return difference;
}

function toTerms({ rows, columns, data }: DenseMatrix, weights: Float64Array): Float64Array {
  if (weights.length !== columns) {
    throw new RangeError(
      `the model was trained on ${weights.length} columns, the SVD has rank ${columns}; ` +
        "pass the SVD whose coordinates it was trained on",
    );
  }
  const ofTerms = new Float64Array(rows);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) ofTerms[i] += data[i * columns + j] * weights[j];
  return ofTerms;
}
