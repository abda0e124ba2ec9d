import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { SparseMatrix } from "../linalg/sparseMatrix";
import type { Features } from "./features";
import type { SoftmaxData } from "./softmaxObjective";

/** Writes P⁻¹ · gradient, for parameters W (classes × columns, row after row) followed by b (classes). */
export type Precondition = (gradient: Float64Array, direction: Float64Array) => void;

/** How each column varies about its mean. */
interface ColumnSpread {
  readonly means: Float64Array;
  /** s_j = Σᵢ (x_ij − mean_j)². */
  readonly squares: Float64Array;
}

/** M = Vᵀ diag(curvatures) V; without axes, V is the identity and M taken as diagonal. */
interface ClassAxes {
  readonly curvatures: Float64Array;
  /** V, row after row. */
  readonly axes?: Float64Array;
}

/**
 * Makes a preconditioner P near the Hessian of softmax regression, cheap to invert.
 *
 * The Hessian of the loss is C Σᵢ (diag(pᵢ) − pᵢpᵢᵀ) ⊗ x̃ᵢx̃ᵢᵀ with x̃ = (x, 1). P takes the mean M of the first factor and the sum
 * of the second apart: P = C M ⊗ X̃ᵀX̃ + λI. Böhning's bound is the same with M = ½(I − 11ᵀ/K); this M follows the probabilities as they
 * sharpen. Columns are measured from their means, which splits the intercepts off, and only the diagonal s of what is left
 * of X̃ᵀX̃ is kept. In the coordinates of M's eigenvectors P⁻¹ is then a division by C m_k s_j + λ.
 *
 * Cost: one pass over the features to begin with; each use 4 · classes² · columns flops and an eigenproblem of size classes. Where that would
 * outweigh an evaluation (sparse, wide features), M's diagonal stands for M.
 *
 * Source: Böhning, Annals of the Institute of Statistical Mathematics 44 (1992); factors averaged apart: Martens & Grosse, ICML (2015).
 *
 * @param classCurvature - M, classes × classes, read anew at each use
 * @throws RangeError if the squares of a column overflow
 */
export function createSoftmaxPreconditioner(data: SoftmaxData, classCurvature: Float64Array): Precondition {
  const { features, classes } = data;
  const spread = measureColumns(features);
  const stored = features instanceof SparseMatrix ? features.nonZeros : features.data.length;
  const worthRotating = 2 * classes * (classes + features.columns) <= stored;

  return (gradient, direction) => {
    const along = worthRotating ? decompose(classCurvature, classes) : diagonalOf(classCurvature, classes);
    const { columns } = features;
    direction.set(gradient);
    const slopes = direction.subarray(0, classes * columns);
    const intercepts = direction.subarray(classes * columns);
    addOuter(slopes, -1, intercepts, spread.means);
    rotate(along.axes, slopes, columns);
    rotate(along.axes, intercepts, 1);
    divide(data, spread, along.curvatures, slopes, intercepts);
    rotateBack(along.axes, slopes, columns);
    rotateBack(along.axes, intercepts, 1);
    subtractShift(slopes, intercepts, spread.means);
  };
}

/** Divides by C m_k s_j + λ, and the intercepts by C m_k · rows. */
function divide(
  { features, classes, inversePenalty, penalty }: SoftmaxData,
  { squares }: ColumnSpread, curvatures: Float64Array, slopes: Float64Array, intercepts: Float64Array,
): void {
  const largest = curvatures.reduce((most, curvature) => Math.max(most, curvature), 0);
  for (let k = 0; k < classes; k++) {
    // Along (1, …, 1) the scores of all classes shift together, which changes nothing: curvature 0, kept off 0 against rounding.
    const weight = inversePenalty * Math.max(curvatures[k], 1e-8 * largest, Number.MIN_VALUE);
    for (let j = 0; j < squares.length; j++) slopes[k * squares.length + j] /= weight * squares[j] + penalty;
    intercepts[k] = curvatures[k] > 1e-8 * largest ? intercepts[k] / (weight * features.rows) : 0;
  }
}

function measureColumns(features: Features): ColumnSpread {
  const { rows, columns } = features;
  const means = new Float64Array(columns);
  const squares = new Float64Array(columns);
  const values = features instanceof SparseMatrix ? features.values : features.data;
  const columnOf = features instanceof SparseMatrix ? (at: number) => features.columnIndices[at] : (at: number) => at % columns;
  const stored = new Float64Array(columns);
  for (let at = 0; at < values.length; at++) {
    means[columnOf(at)] += values[at] / rows;
    stored[columnOf(at)]++;
  }
  for (let at = 0; at < values.length; at++) squares[columnOf(at)] += (values[at] - means[columnOf(at)]) ** 2;
  for (let j = 0; j < columns; j++) {
    squares[j] += (rows - stored[j]) * means[j] ** 2;
    if (!Number.isFinite(squares[j])) {
      throw new RangeError(`the squares of column ${j} overflow; divide that column by its largest entry`);
    }
  }
  return { means, squares };
}

function decompose(classCurvature: Float64Array, classes: number): ClassAxes {
  const matrix = Matrix.from1DArray(classes, classes, Array.from(classCurvature));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  return { curvatures: Float64Array.from(realEigenvalues), axes: Float64Array.from(eigenvectorMatrix.transpose().to1DArray()) };
}

function diagonalOf(classCurvature: Float64Array, classes: number): ClassAxes {
  return { curvatures: Float64Array.from({ length: classes }, (_, k) => classCurvature[k * classes + k]) };
}

/** block ← V block, the block classes × width. */
function rotate(axes: Float64Array | undefined, block: Float64Array, width: number): void {
  if (axes) combineRows(block, width, (to, from, classes) => axes[to * classes + from]);
}

/** block ← Vᵀ block. */
function rotateBack(axes: Float64Array | undefined, block: Float64Array, width: number): void {
  if (axes) combineRows(block, width, (to, from, classes) => axes[from * classes + to]);
}

function combineRows(block: Float64Array, width: number, weightOf: (to: number, from: number, classes: number) => number): void {
  const old = block.slice();
  const classes = width === 0 ? 0 : block.length / width;
  block.fill(0);
  for (let to = 0; to < classes; to++) {
    for (let from = 0; from < classes; from++) {
      const weight = weightOf(to, from, classes);
      for (let j = 0; j < width; j++) block[to * width + j] += weight * old[from * width + j];
    }
  }
}

/** slopes += scale · intercepts · meansᵀ: the gradient for columns measured from their means. */
function addOuter(slopes: Float64Array, scale: number, intercepts: Float64Array, means: Float64Array): void {
  for (let k = 0, at = 0; k < intercepts.length; k++) {
    for (let j = 0; j < means.length; j++, at++) slopes[at] += scale * intercepts[k] * means[j];
  }
}

/** intercepts −= slopes · means: back to columns measured from 0. */
function subtractShift(slopes: Float64Array, intercepts: Float64Array, means: Float64Array): void {
  for (let k = 0, at = 0; k < intercepts.length; k++) {
    for (let j = 0; j < means.length; j++, at++) intercepts[k] -= slopes[at] * means[j];
  }
}
