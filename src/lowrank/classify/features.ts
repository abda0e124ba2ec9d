import { checkList } from "../base/checkList";
import type { DenseMatrix } from "../linalg/denseMatrix";
import { areFinite } from "../linalg/finiteEntries";
import { SparseMatrix } from "../linalg/sparseMatrix";
import { indexClasses, type ClassIndex } from "./classIndex";

/** One row a document, one column a feature; dense (LSA coordinates) or sparse (TF-IDF). */
export type Features = DenseMatrix | SparseMatrix;

/**
 * Checks that features and labels can train a classifier, and numbers the classes.
 *
 * Cost: one pass over the entries.
 *
 * @throws RangeError if there are no rows, rows and labels differ in number, or an entry is NaN or
 *   infinite
 */
export function checkTrainingSet(features: Features, labels: readonly string[]): ClassIndex {
  checkList(labels, "labels", "strings, one a row of features");
  if (features.rows !== labels.length) {
    throw new RangeError(
      `${features.rows} rows of features, ${labels.length} labels; pass one label a row`,
    );
  }
  if (labels.length === 0)
    throw new RangeError("0 documents cannot train a classifier; pass at least 2");
  checkFiniteEntries(features);
  return indexClasses(labels);
}

/** Checks that features to predict from have the model's columns, and finite entries. */
export function checkColumns(features: Features, columns: number): void {
  if (features.columns !== columns) {
    throw new RangeError(
      `features have ${features.columns} columns, the model was trained on ${columns}; ` +
        "transform new text with the same vocabulary and rank",
    );
  }
  checkFiniteEntries(features);
}

function checkFiniteEntries(features: Features): void {
  if (areFinite(features instanceof SparseMatrix ? features.values : features.data)) return;
  checkEntries(features, Number.isFinite, "clean or drop the row");
}

/** Throws a RangeError that gives row and column of the first entry that is not allowed. */
export function checkEntries(
  features: Features,
  allowed: (value: number) => boolean,
  remedy: string,
): void {
  const values = features instanceof SparseMatrix ? features.values : features.data;
  for (let at = 0; at < values.length; at++) {
    if (allowed(values[at])) continue;
    const [row, column] = positionOf(features, at);
    throw new RangeError(`feature ${values[at]} at row ${row}, column ${column}; ${remedy}`);
  }
}

function positionOf(features: Features, at: number): [number, number] {
  if (!(features instanceof SparseMatrix))
    return [Math.floor(at / features.columns), at % features.columns];
  return [features.rowOffsets.findIndex((offset) => offset > at) - 1, features.columnIndices[at]];
}
