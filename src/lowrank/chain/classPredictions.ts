import type { LogisticRegression } from "../classify/logisticModel";
import { predictLogisticRegressionProbabilities } from "../classify/logisticRegression";
import type { Features } from "../classify/features";
import type { DenseMatrix } from "../linalg/denseMatrix";

/** What a classifier says of each row. */
export interface ClassPredictions {
  /** The K classes, sorted: the columns of `probabilities`. */
  readonly classes: readonly string[];
  /** The most probable class of each row; the first of equals. */
  readonly labels: readonly string[];
  /** P(class | row), rows × K; each row adds up to 1. */
  readonly probabilities: DenseMatrix;
}

/** Labels and probabilities of features. */
export function predictClasses(
  classifier: LogisticRegression,
  features: Features,
): ClassPredictions {
  const { classes } = classifier;
  const probabilities = predictLogisticRegressionProbabilities(classifier, features);
  const labels = Array.from({ length: probabilities.rows }, (_, i) => {
    const row = probabilities.data.subarray(i * classes.length, (i + 1) * classes.length);
    return classes[row.indexOf(row.reduce((a, b) => Math.max(a, b)))];
  });
  return { classes, labels, probabilities };
}
