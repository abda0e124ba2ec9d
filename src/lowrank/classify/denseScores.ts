import { openWorkspace } from "../kernels/workspace";
import type { DenseMatrix } from "../linalg/denseMatrix";

/** Fewer multiplications than this take less time than to fill a workspace. */
const fewProducts = 200_000;
/** Rows in the workspace at a time. */
const rowsAtATime = 512;

/**
 * X Wᵀ for dense X, documents × classes. Both ways add a score's products in the order of the
 * columns: a row's scores are the same bits whatever stands beside it.
 *
 * Cost: 2 · columns · classes flops a row.
 */
export function denseScores(features: DenseMatrix, weights: DenseMatrix): Float64Array {
  return features.data.length * weights.rows < fewProducts
    ? multiplyFewRows(features, weights)
    : multiplyManyRows(features, weights);
}

function multiplyFewRows(
  { rows, columns, data }: DenseMatrix,
  { rows: classes, data: weights }: DenseMatrix,
): Float64Array {
  const products = new Float64Array(rows * classes);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < classes; k++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += data[i * columns + j] * weights[k * columns + j];
      products[i * classes + k] = sum;
    }
  }
  return products;
}

function multiplyManyRows(
  { rows, columns, data }: DenseMatrix,
  { rows: classes, data: weights }: DenseMatrix,
): Float64Array {
  const products = new Float64Array(rows * classes);
  // The kernel takes four columns at a time; those left over would take as long one by one.
  const width = 4 * Math.ceil(classes / 4);
  const workspace = openWorkspace({ threads: 1 });
  try {
    const w = workspace.allocate(8 * columns * width);
    const turned = workspace.float64(w, columns * width);
    for (let k = 0; k < classes; k++)
      for (let j = 0; j < columns; j++) turned[j * width + k] = weights[k * columns + j];
    const most = Math.min(rows, rowsAtATime);
    const x = workspace.reserve(8 * most * columns);
    const out = workspace.reserve(8 * most * width);
    for (let from = 0; from < rows; from += most) {
      const count = Math.min(most, rows - from);
      const part = data.subarray(from * columns, (from + count) * columns);
      workspace.float64(x, part.length).set(part);
      workspace.run("multiplyRows64", count, 1, x, columns, w, width, 0, out);
      const found = workspace.float64(out, count * width);
      for (let i = 0; i < count; i++)
        for (let k = 0; k < classes; k++) products[(from + i) * classes + k] = found[i * width + k];
    }
  } finally {
    workspace.close();
  }
  return products;
}

/** A matrix's transpose, row after row. */
export function transpose({ rows, columns, data }: DenseMatrix): Float64Array {
  const turned = new Float64Array(data.length);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) turned[j * rows + i] = data[i * columns + j];
  return turned;
}
