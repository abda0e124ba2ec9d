import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { ClassCurvature } from "./classCurvature";
import type { ColumnSpread } from "./columnSpread";

/** What shapes the Hessian of softmax regression, on the whole. */
export interface SoftmaxScale {
  readonly rows: number;
  readonly classes: number;
  readonly spread: ColumnSpread;
  /** C, the weight of one row's log loss. */
  readonly inversePenalty: number;
  /** λ, the weight of ½‖W‖². */
  readonly penalty: number;
}

/** A preconditioner near the Hessian, to be refreshed when the class curvature has changed. */
export interface SoftmaxPreconditioner {
  readonly refresh: () => void;
  /**
   * Writes P⁻¹ · gradient, for parameters W (classes × columns, row after row) followed by b
   * (classes).
   */
  readonly precondition: (gradient: Float64Array, direction: Float64Array) => void;
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
 * The Hessian of the loss is C Σᵢ (diag(pᵢ) − pᵢpᵢᵀ) ⊗ x̃ᵢx̃ᵢᵀ with x̃ = (x, 1). P takes the mean M
 * of the first factor and the sum of the second apart: P = C M ⊗ X̃ᵀX̃ + λI. Böhning's bound is the
 * same with M = ½(I − 11ᵀ/K); this M follows the probabilities as they sharpen. Columns are
 * measured from their means, which splits the intercepts off, and only the diagonal s of what is
 * left of X̃ᵀX̃ is kept. In the coordinates of M's eigenvectors P⁻¹ is then a division by C m_k s_j
 * + λ.
 *
 * Cost: each use 4 · classes² · columns flops, each refresh an eigenproblem of size classes. Where
 * that would outweigh a pass over the features (many classes; sparse, wide ones), M's diagonal
 * stands for M: 2 · classes · columns flops.
 *
 * Source: Böhning, Annals of the Institute of Statistical Mathematics 44 (1992); factors averaged
 * apart: Martens & Grosse, ICML (2015).
 *
 * @param classCurvature - M or its diagonal, read anew at each refresh
 */
export function createSoftmaxPreconditioner(
  scale: SoftmaxScale,
  { diagonal, whole }: ClassCurvature,
): SoftmaxPreconditioner {
  const { classes, spread } = scale;
  const columns = spread.means.length;
  let along: ClassAxes = { curvatures: diagonal.slice() };

  function precondition(gradient: Float64Array, direction: Float64Array): void {
    direction.set(gradient);
    const slopes = direction.subarray(0, classes * columns);
    const intercepts = direction.subarray(classes * columns);
    addOuter(slopes, -1, intercepts, spread.means);
    rotate(along.axes, slopes, columns);
    rotate(along.axes, intercepts, 1);
    divide(scale, along.curvatures, slopes, intercepts);
    rotateBack(along.axes, slopes, columns);
    rotateBack(along.axes, intercepts, 1);
    subtractShift(slopes, intercepts, spread.means);
  }
  return {
    refresh: () => {
      along = whole ? decompose(whole, classes) : { curvatures: diagonal.slice() };
    },
    precondition,
  };
}

/** Divides by C m_k s_j + λ, and the intercepts by C m_k · rows. */
function divide(
  { rows, classes, inversePenalty, penalty, spread: { squares } }: SoftmaxScale,
  curvatures: Float64Array,
  slopes: Float64Array,
  intercepts: Float64Array,
): void {
  const largest = curvatures.reduce((most, curvature) => Math.max(most, curvature), 0);
  for (let k = 0; k < classes; k++) {
    // Along (1, …, 1) the scores of all classes shift together, which changes nothing: curvature 0,
    // kept off 0 against rounding.
    const weight = inversePenalty * Math.max(curvatures[k], 1e-8 * largest, Number.MIN_VALUE);
    for (let j = 0; j < squares.length; j++)
      slopes[k * squares.length + j] /= weight * squares[j] + penalty;
    intercepts[k] = curvatures[k] > 1e-8 * largest ? intercepts[k] / (weight * rows) : 0;
  }
}

function decompose(whole: Float64Array, classes: number): ClassAxes {
  const matrix = Matrix.from1DArray(classes, classes, Array.from(whole));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, {
    assumeSymmetric: true,
  });
  return {
    curvatures: Float64Array.from(realEigenvalues),
    axes: Float64Array.from(eigenvectorMatrix.transpose().to1DArray()),
  };
}

/** block ← V block, the block classes × width. */
function rotate(axes: Float64Array | undefined, block: Float64Array, width: number): void {
  if (axes) combineRows(block, width, axes, block.length / width, 1);
}

/** block ← Vᵀ block. */
function rotateBack(axes: Float64Array | undefined, block: Float64Array, width: number): void {
  if (axes) combineRows(block, width, axes, 1, block.length / width);
}

/**
 * block ← W block, where W's entry (i, j) is `weights[i * rowStep + j * columnStep]`. Four rows at
 * a time: a quarter of the loads and stores of the sums.
 */
function combineRows(
  block: Float64Array,
  width: number,
  weights: Float64Array,
  rowStep: number,
  columnStep: number,
): void {
  const classes = width === 0 ? 0 : block.length / width;
  const padded = new Float64Array((classes + 3) * width);
  padded.set(block);
  block.fill(0);
  for (let to = 0; to < classes; to++) {
    const end = (to + 1) * width;
    for (let from = 0; from < classes; from += 4) {
      const first = to * rowStep + from * columnStep;
      const left = classes - from;
      const w0 = weights[first];
      const w1 = left > 1 ? weights[first + columnStep] : 0;
      const w2 = left > 2 ? weights[first + 2 * columnStep] : 0;
      const w3 = left > 3 ? weights[first + 3 * columnStep] : 0;
      let a = from * width;
      let b = a + width;
      let c = b + width;
      let d = c + width;
      for (let at = to * width; at < end; at++)
        block[at] += w0 * padded[a++] + w1 * padded[b++] + w2 * padded[c++] + w3 * padded[d++];
    }
  }
}

/** slopes += scale · intercepts · meansᵀ: the gradient for columns measured from their means. */
function addOuter(
  slopes: Float64Array,
  scale: number,
  intercepts: Float64Array,
  means: Float64Array,
): void {
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
