import type { LogisticRegression } from "../../classify/logisticModel";
import { predictLogisticRegressionScores } from "../../classify/logisticRegression";
import { DenseMatrix } from "../../linalg/denseMatrix";
import { truncatedSvd } from "../../linalg/truncatedSvd";

/**
 * Two directions, 2 × rank, in which a map shows documents as their classifier sees them: its
 * scores W x, K numbers a document, have two principal axes d₁ and d₂, the directions in which they
 * differ most; the map's are d₁ᵀW and d₂ᵀW.
 *
 * With two classes the scores have one axis only; the other direction is then the first singular
 * coordinate, at right angles to it.
 *
 * Cost: 2 · rows · rank · K flops.
 */
export function findDirections(classifier: LogisticRegression, features: DenseMatrix): DenseMatrix {
  const { coefficients } = classifier;
  const axes = truncatedSvd(
    covariance(predictLogisticRegressionScores(classifier, features)),
    Math.min(2, coefficients.rows),
  ).v;
  const directions = new DenseMatrix(2, coefficients.columns);
  for (let d = 0; d < axes.columns; d++) {
    for (let k = 0; k < coefficients.rows; k++) {
      const weight = axes.get(k, d);
      for (let j = 0; j < coefficients.columns; j++)
        directions.data[d * coefficients.columns + j] += weight * coefficients.get(k, j);
    }
  }
  if (coefficients.rows === 2) crossDirection(directions);
  return directions;
}

/** Where the map shows each row: rows × 2, row after row. */
export function placeOnMap(
  directions: DenseMatrix,
  { rows, columns, data }: DenseMatrix,
): Float64Array {
  const places = new Float64Array(2 * rows);
  for (let i = 0; i < rows; i++) {
    for (let d = 0; d < 2; d++) {
      let sum = 0;
      for (let j = 0; j < columns; j++)
        sum += data[i * columns + j] * directions.data[d * columns + j];
      places[2 * i + d] = sum;
    }
  }
  return places;
}

/**
 * Turns and mirrors the directions so that the map lies as the one before it as nearly as it can
 * (orthogonal Procrustes): points then move from rank to rank for no other reason than the rank.
 *
 * Source: P. H. Schönemann, Psychometrika 31 (1966).
 */
export function alignMap(
  directions: DenseMatrix,
  features: DenseMatrix,
  before: Float64Array | undefined,
): DenseMatrix {
  if (before === undefined) return directions;
  const now = placeOnMap(directions, features);
  const cross = new DenseMatrix(2, 2);
  for (let i = 0; i < now.length; i += 2) {
    for (let p = 0; p < 4; p++) cross.data[p] += before[i + (p >> 1)] * now[i + (p & 1)];
  }
  if (!cross.data.some((value) => value !== 0)) return directions;
  const { u, v } = truncatedSvd(cross, 2, { method: "exact" });
  const turned = new DenseMatrix(2, directions.columns);
  for (let a = 0; a < 2; a++) {
    for (let b = 0; b < 2; b++) {
      const share = u.get(a, 0) * v.get(b, 0) + u.get(a, 1) * v.get(b, 1);
      for (let j = 0; j < directions.columns; j++)
        turned.data[a * directions.columns + j] += share * directions.get(b, j);
    }
  }
  return turned;
}

function covariance({ rows, columns, data }: DenseMatrix): DenseMatrix {
  const mean = new Float64Array(columns);
  for (let at = 0; at < data.length; at++) mean[at % columns] += data[at] / rows;
  const product = new DenseMatrix(columns, columns);
  for (let i = 0; i < rows; i++) {
    for (let a = 0; a < columns; a++) {
      const deviation = data[i * columns + a] - mean[a];
      for (let b = 0; b < columns; b++)
        product.data[a * columns + b] += (deviation * (data[i * columns + b] - mean[b])) / rows;
    }
  }
  return product;
}

/**
 * Fills the second row with the first unit vector less its part along the first row; its length is
 * 1.
 */
function crossDirection({ columns, data }: DenseMatrix): void {
  const along = data.subarray(0, columns);
  const across = data.subarray(columns);
  const squared = along.reduce((sum, value) => sum + value * value, 0);
  across.fill(0);
  across[0] = 1;
  if (squared > 0) for (let j = 0; j < columns; j++) across[j] -= (data[0] * along[j]) / squared;
}
