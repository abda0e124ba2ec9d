import { evenClasses } from "../../kernels/reference/softmax";
import { residualSums } from "../../kernels/reference/sparseSoftmax";
import type { Workspace } from "../../kernels/workspace";
import type { SparseMatrix } from "../../linalg/sparseMatrix";
import type { ClassCurvature } from "./classCurvature";
import type { SoftmaxPasses } from "./softmaxPasses";

/** Rows whose probabilities are sampled for the class curvature: enough to steer by. */
const curvatureRows = 4096;

/** Entries or rows that make up a part of the work. */
const entriesAPart = 8192;
const mostParts = 64;

/** Bytes of the workspace that `createSparsePasses` takes. */
export function bytesOfSparsePasses(
  { rows, columns, nonZeros }: SparseMatrix,
  classes: number,
): number {
  return (
    24 * nonZeros +
    8 * (2 * rows + columns) +
    8 * evenClasses(classes) * (rows + 2 * columns + 2 * mostParts) +
    4096
  );
}

/**
 * Prepares passes of softmax regression over sparse rows, in double precision. The matrix lies in
 * the workspace twice: by rows for the scores, by columns for the gradient.
 *
 * Cost of a pass: 4 · stored entries · classes flops, rows · classes exponentials.
 *
 * @param pairs - measure the class curvature between classes too, not its diagonal alone
 */
export function createSparsePasses(
  workspace: Workspace,
  features: SparseMatrix,
  truth: Int32Array,
  classes: number,
  pairs: boolean,
  rowWeights?: Float64Array,
): Pick<SoftmaxPasses, "loss" | "classCurvature"> {
  const { rows, columns, nonZeros } = features;
  const even = evenClasses(classes);
  const byRows = place(workspace, features.rowOffsets, features.columnIndices, features.values);
  const turned = byColumns(features);
  const byColumn = place(workspace, turned.offsets, turned.indices, turned.values);
  const truthAt = workspace.allocate(4 * rows);
  workspace.int32(truthAt, rows).set(truth);
  const rowWeightsAt = rowWeights === undefined ? 0 : workspace.allocate(8 * rows);
  if (rowWeights !== undefined) workspace.float64(rowWeightsAt, rows).set(rowWeights);
  const weights = workspace.allocate(8 * columns * even);
  const gradientAt = workspace.allocate(8 * columns * even);
  const intercepts = workspace.allocate(8 * even);
  const residuals = workspace.allocate(8 * rows * even);
  const parts = Math.max(
    1,
    Math.min(mostParts, Math.ceil(Math.max(nonZeros, rows) / entriesAPart)),
  );
  const sums = workspace.allocate(8 * parts * residualSums(classes));
  const classCurvature: ClassCurvature = {
    diagonal: new Float64Array(classes),
    ...(pairs && { whole: new Float64Array(classes * classes) }),
  };

  function loss(parameters: Float64Array, gradient: Float64Array): number {
    turn(parameters, columns, workspace.float64(weights, columns * even), even, classes);
    workspace.float64(intercepts, classes).set(parameters.subarray(classes * columns));
    workspace.run(
      "sparseResiduals",
      rows,
      parts,
      ...byRows,
      truthAt,
      classes,
      weights,
      intercepts,
      residuals,
      sums,
      rowWeightsAt,
    );
    workspace.run("sparseGradient", columns, parts, ...byColumn, classes, residuals, gradientAt);
    turnBack(workspace.float64(gradientAt, columns * even), even, gradient, columns, classes);
    measureCurvature(
      workspace.float64(residuals, rows * even),
      even,
      truth,
      classCurvature,
      rowWeights,
    );
    return addParts(
      workspace.float64(sums, parts * residualSums(classes)),
      parts,
      even,
      gradient.subarray(classes * columns),
    );
  }
  return { loss, classCurvature };
}

/** Pointers to offsets, indices and values of a matrix copied into the workspace. */
function place(
  workspace: Workspace,
  offsets: Int32Array,
  indices: Int32Array,
  values: Float64Array,
): [number, number, number] {
  const pointers: [number, number, number] = [
    workspace.allocate(4 * offsets.length),
    workspace.allocate(4 * indices.length),
    workspace.allocate(8 * values.length),
  ];
  workspace.int32(pointers[0], offsets.length).set(offsets);
  workspace.int32(pointers[1], indices.length).set(indices);
  workspace.float64(pointers[2], values.length).set(values);
  return pointers;
}

/** The same entries column after column, rows ascending. */
function byColumns({ rows, columns, rowOffsets, columnIndices, values }: SparseMatrix): {
  offsets: Int32Array;
  indices: Int32Array;
  values: Float64Array;
} {
  const offsets = new Int32Array(columns + 1);
  for (const column of columnIndices) offsets[column + 1]++;
  for (let j = 0; j < columns; j++) offsets[j + 1] += offsets[j];
  const next = offsets.slice();
  const turned = {
    offsets,
    indices: new Int32Array(values.length),
    values: new Float64Array(values.length),
  };
  for (let row = 0; row < rows; row++) {
    for (let at = rowOffsets[row]; at < rowOffsets[row + 1]; at++) {
      const to = next[columnIndices[at]]++;
      turned.indices[to] = row;
      turned.values[to] = values[at];
    }
  }
  return turned;
}

/**
 * W (classes × columns) to Wᵀ (columns × even): each stored entry meets its weights side by side.
 */
function turn(
  from: Float64Array,
  columns: number,
  to: Float64Array,
  even: number,
  classes: number,
): void {
  for (let j = 0, at = 0; j < columns; j++, at += even)
    for (let k = 0; k < classes; k++) to[at + k] = from[k * columns + j];
}

function turnBack(
  from: Float64Array,
  even: number,
  to: Float64Array,
  columns: number,
  classes: number,
): void {
  for (let j = 0, at = 0; j < columns; j++, at += even)
    for (let k = 0; k < classes; k++) to[k * columns + j] = from[at + k];
}

/** Mean over sampled rows of diag(p) − p pᵀ, from residuals w (p − y). */
function measureCurvature(
  residuals: Float64Array,
  even: number,
  truth: Int32Array,
  { diagonal, whole }: ClassCurvature,
  rowWeights?: Float64Array,
): void {
  const classes = diagonal.length;
  const stride = Math.max(1, Math.ceil(truth.length / curvatureRows));
  const share = 1 / Math.ceil(truth.length / stride);
  const p = new Float64Array(classes);
  diagonal.fill(0);
  whole?.fill(0);
  for (let row = 0; row < truth.length; row += stride) {
    p.set(residuals.subarray(row * even, row * even + classes));
    if (rowWeights !== undefined) {
      if (rowWeights[row] === 0) continue;
      for (let k = 0; k < classes; k++) p[k] /= rowWeights[row];
    }
    p[truth[row]]++;
    for (let k = 0; k < classes; k++) {
      diagonal[k] += share * p[k];
      diagonal[k] -= share * p[k] * p[k];
      if (whole === undefined) continue;
      for (let l = 0; l < classes; l++) whole[k * classes + l] -= share * p[k] * p[l];
    }
  }
  if (whole) for (let k = 0; k < classes; k++) whole[k * classes + k] = diagonal[k];
}

/** Adds the parts' sums in order; returns the loss. */
function addParts(
  sums: Float64Array,
  parts: number,
  even: number,
  interceptGradient: Float64Array,
): number {
  let loss = 0;
  interceptGradient.fill(0);
  for (let part = 0, at = 0; part < parts; part++, at += even + 2) {
    for (let k = 0; k < interceptGradient.length; k++) interceptGradient[k] += sums[at + k];
    loss += sums[at + even];
  }
  return loss;
}
