import type { MatrixInput } from "../base/readMatrix";
import type { Features } from "../classify/features";
import { asMatrix } from "../linalg/asMatrix";
import { DenseMatrix } from "../linalg/denseMatrix";
import { checkFinite } from "../linalg/finiteEntries";
import { SparseMatrix } from "../linalg/sparseMatrix";

/** Rows of numbers: any matrix. */
export type NumericRows = MatrixInput;

/**
 * What is done to each column before the factorisation. "standardise": mean 0, variance 1, for
 * columns in different units. "centre": mean 0, for columns in one unit, such as pixels. "none":
 * columns stay as they are, and zeros stay zeros.
 */
export type Preparation = "standardise" | "centre" | "none";

/** What was learnt of the columns: x ↦ (x − means) / scales. */
export interface ColumnPreparation {
  readonly means: Float64Array;
  readonly scales: Float64Array;
}

/**
 * The rows as a matrix of finite numbers.
 *
 * @throws TypeError if they are no matrix; RangeError if rows differ in length, or an entry is not
 *   finite
 */
export function toFeatures(rows: NumericRows, name = "rows"): Features {
  const features = asMatrix(rows, name);
  checkFinite(features, name);
  return features;
}

/**
 * Learns the columns' means and, to standardise, their standard deviations (divisor n).
 *
 * Variance is taken about the mean, in two passes, so that an offset does not cancel it. A column
 * whose variance is rounding noise keeps scale 1.
 *
 * Source: scikit-learn's StandardScaler, with its test for constant columns.
 *
 * @throws RangeError if sparse rows are to be centred
 */
export function learnPreparation(
  features: Features,
  preparation: Preparation,
): ColumnPreparation | null {
  if (preparation === "none") return null;
  if (features instanceof SparseMatrix)
    throw new RangeError(
      `preparation "${preparation}" would fill the zeros of a sparse matrix; ` +
        `choose "none", or pass rows.toDense()`,
    );
  const { rows, columns, data } = features;
  const means = new Float64Array(columns);
  for (let at = 0; at < data.length; at++) means[at % columns] += data[at] / rows;
  if (preparation === "centre") return { means, scales: new Float64Array(columns).fill(1) };
  const variances = new Float64Array(columns);
  for (let at = 0; at < data.length; at++)
    variances[at % columns] += (data[at] - means[at % columns]) ** 2 / rows;
  const scales = variances.map((variance, j) => {
    const noise = rows * Number.EPSILON * variance + (rows * means[j] * Number.EPSILON) ** 2;
    return variance > noise ? Math.sqrt(variance) : 1;
  });
  return { means, scales };
}

/** Applies what was learnt to rows, in a copy. */
export function prepareRows(features: Features, learnt: ColumnPreparation | null): Features {
  if (learnt === null || features instanceof SparseMatrix) return features;
  const { rows, columns, data } = features;
  const { means, scales } = learnt;
  return new DenseMatrix(
    rows,
    columns,
    data.map((value, at) => (value - means[at % columns]) / scales[at % columns]),
  );
}

/** The rows with these numbers. */
export function selectFeatures(features: Features, indices: Int32Array): Features {
  if (features instanceof SparseMatrix) return features.selectRows(indices);
  const { columns, data } = features;
  const selected = new DenseMatrix(indices.length, columns);
  indices.forEach((row, i) =>
    selected.data.set(data.subarray(row * columns, (row + 1) * columns), i * columns),
  );
  return selected;
}
