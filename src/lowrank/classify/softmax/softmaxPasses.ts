import { evenClasses, mostPairedClasses, partSums } from "../../kernels/reference/softmax";
import { tileRows } from "../../kernels/reference/tileProducts";
import { createClassCurvature, takeProducts, type ClassCurvature } from "./classCurvature";
import { realsOf, roundUpTo4, type DenseRows } from "./denseRows";

/**
 * Passes of the softmax kernels over dense rows, in the caller's units. Parameters are W (classes ×
 * columns, row after row), then b.
 */
export interface SoftmaxPasses {
  /** Returns Σ −wᵢ ln p(yᵢ | xᵢ), wᵢ the rows' weights, and writes its gradient. */
  loss(parameters: Float64Array, gradient: Float64Array): number;
  /** Writes the loss's Hessian, at the parameters last given to `loss`, times a direction. */
  curvature(direction: Float64Array, product: Float64Array): void;
  /** Mean of diag(p) − p pᵀ at the parameters last given to `loss`. */
  readonly classCurvature: ClassCurvature;
  /**
   * Pointer to the probabilities kept, a tile of `evenClasses` × 64 after the other; 0 if none are.
   */
  readonly kept: number;
}

export interface SoftmaxPassesOptions {
  /** Keep the probabilities, which `curvature` needs; default false. */
  keep?: boolean;
  /** Measure classCurvature; default false. */
  measure?: boolean;
}

/**
 * Tiles of 64 rows that make up a part, where there are enough: the kernel's work in a part is then
 * well above the cost of its sums.
 */
const tilesAPart = 4;
/**
 * Most parts: fewer sums to add up, yet enough to spread over any likely number of cores. Of many
 * classes a part's sums are long and its work even.
 */
const mostParts = 64;
const mostPartsOfMany = 16;
/** Rows whose probabilities are sampled for the class curvature: enough to steer by. */
const curvatureRows = 8192;

/** Bytes of the workspace that `createSoftmaxPasses` takes. */
export function bytesOfPasses(
  rows: number,
  columns: number,
  classes: number,
  precision: number,
  keep: boolean,
): number {
  const { even, width, tiles, parts } = sizesOf(rows, columns, classes);
  const size = precision / 8;
  return (
    even * (width + 1 + tileRows * (parts + (keep ? tiles : 0))) * size +
    parts * partSums(classes, width) * 8 +
    64
  );
}

function sizesOf(rows: number, columns: number, classes: number) {
  const tiles = Math.ceil(rows / tileRows);
  // By the size of the problem alone: sums are then the same for any number of threads.
  const most = classes > mostPairedClasses ? mostPartsOfMany : mostParts;
  const parts = Math.min(most, Math.ceil(tiles / tilesAPart));
  return { even: evenClasses(classes), width: roundUpTo4(columns), tiles, parts };
}

/** Rows in every so-manieth tile. */
function countSampled(rows: number, tiles: number, every: number): number {
  let count = 0;
  for (let at = 0; at < tiles; at += every) count += Math.min(tileRows, rows - at * tileRows);
  return count;
}

/**
 * Prepares passes over rows that lie in a workspace.
 *
 * Cost of a pass: 4 · rows · columns · classes flops; `loss` also rows · classes exponentials.
 */
export function createSoftmaxPasses(
  data: DenseRows,
  classes: number,
  options: SoftmaxPassesOptions = {},
): SoftmaxPasses {
  const { workspace, precision, rows, columns, step, x, truth, factors, rowWeights } = data;
  const { shifts, scales } = data;
  const { even, width, tiles, parts } = sizesOf(rows, columns, classes);
  const size = precision / 8;
  const weights = workspace.allocate(even * width * size);
  const intercepts = workspace.allocate(even * size);
  const scratch = workspace.allocate(parts * even * tileRows * size);
  const sums = workspace.allocate(parts * partSums(classes, width) * 8);
  const kept = options.keep ? workspace.allocate(tiles * even * tileRows * size) : 0;
  const every = options.measure ? Math.max(1, Math.floor(rows / curvatureRows)) : 0;
  const total = new Float64Array(partSums(classes, width));
  const classCurvature = createClassCurvature(classes);
  const sampledRows = every > 0 ? countSampled(rows, tiles, every) : 0;

  /** W x + b in the units of what is stored: W scale, b + W shift. */
  function place(parameters: Float64Array): void {
    const w = realsOf(data, weights, even * width);
    const b = realsOf(data, intercepts, even);
    for (let k = 0; k < classes; k++) {
      let shifted = parameters[classes * columns + k];
      for (let j = 0, at = k * columns; j < columns; j++, at++) {
        w[k * width + j] = parameters[at] * scales[j];
        shifted += parameters[at] * shifts[j];
      }
      b[k] = shifted;
    }
  }

  function collect(gradient: Float64Array): void {
    const all = workspace.float64(sums, parts * total.length);
    total.fill(0);
    for (let part = 0, from = 0; part < parts; part++)
      for (let at = 0; at < total.length; at++) total[at] += all[from++];
    for (let k = 0; k < classes; k++) {
      const intercept = total[even * width + k];
      gradient[classes * columns + k] = intercept;
      for (let j = 0; j < columns; j++)
        gradient[k * columns + j] = scales[j] * total[k * width + j] + shifts[j] * intercept;
    }
  }

  return {
    loss(parameters, gradient) {
      place(parameters);
      workspace.run(
        `softmaxPass${precision}`,
        tiles,
        parts,
        rows,
        x,
        step,
        width,
        factors,
        truth,
        classes,
        weights,
        intercepts,
        kept,
        every,
        scratch,
        sums,
        rowWeights,
      );
      collect(gradient);
      if (every > 0)
        takeProducts(classCurvature, total.subarray(even * width + even + 1), sampledRows);
      return total[even * width + even];
    },
    curvature(direction, product) {
      place(direction);
      workspace.run(
        `curvaturePass${precision}`,
        tiles,
        parts,
        rows,
        x,
        step,
        width,
        factors,
        classes,
        weights,
        intercepts,
        kept,
        scratch,
        sums,
        rowWeights,
      );
      collect(product);
    },
    classCurvature,
    kept,
  };
}
