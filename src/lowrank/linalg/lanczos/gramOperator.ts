import { log2 } from "../../base/elementary/otherLogs";
import type { Workspace } from "../../kernels/workspace";
import type { DenseMatrix } from "../denseMatrix";
import type { SlabOperator } from "./krylovBasis";
import type { MatrixOperator, StreamedOperator } from "../matrixOperator";
import { createRandom } from "../../base/random";
import { slabParts, slabWidth } from "./slabs";
import { sparseParts } from "../sparse/sparseParts";
import { SparseMatrix } from "../sparseMatrix";

/** S = AᵀA / scale² for a matrix A with no more columns than rows, in a workspace. */
export interface GramOperator extends SlabOperator {
  /** A power of two of about A's size: S stays in range for entries from 1e-150 to 1e150. */
  readonly scale: number;
  /**
   * A V D / scale as rows × width numbers in ordinary memory, for V at a byte offset and a diagonal
   * D.
   */
  project(vectors: number, width: number, factors: Float64Array): Float64Array;
}

/** Each part of a dense product has a slab of its own to sum into, as of a sparse one. */
const mostParts = 4;
/** Bytes of the projection that are worked on at a time. */
const projectedBytes = 16 * 2 ** 20;

/** Copies a sparse matrix to the workspace. Cost of a product: 16 flops a non-zero. */
export function sparseGramOperator(workspace: Workspace, a: SparseMatrix): GramOperator {
  const { rows, columns, nonZeros } = a;
  const scale = powerOfTwo(a.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
  const offsets = workspace.allocate(4 * (rows + 1));
  const indices = workspace.allocate(4 * nonZeros);
  const values = workspace.allocate(8 * nonZeros);
  workspace.int32(offsets, rows + 1).set(a.rowOffsets);
  workspace.int32(indices, nonZeros).set(a.columnIndices);
  const scaled = workspace.float64(values, nonZeros);
  for (let at = 0; at < nonZeros; at++) scaled[at] = a.values[at] / scale;
  const parts = sparseParts(nonZeros);
  const sums = workspace.allocate(parts * 8 * slabWidth * columns);
  return {
    length: columns,
    scale,
    apply(slabs, from, to) {
      if (parts === 1) {
        workspace.run(
          "sparseGram",
          rows,
          1,
          offsets,
          indices,
          values,
          columns,
          slabs.pointer(from),
          slabs.pointer(to),
        );
        return;
      }
      workspace.run(
        "sparseGram",
        rows,
        parts,
        offsets,
        indices,
        values,
        columns,
        slabs.pointer(from),
        sums,
      );
      workspace.run(
        "addSlabs",
        columns,
        slabParts(columns),
        sums,
        parts,
        columns,
        slabs.pointer(to),
      );
    },
    project(vectors, width, factors) {
      return inRuns(workspace, rows, width, factors, (first, count, diagonal, target) => {
        workspace.run(
          "sparseMultiply",
          count,
          slabParts(count),
          offsets + 4 * first,
          indices,
          values,
          vectors,
          width,
          diagonal,
          target,
        );
      });
    },
  };
}

/** Fills rows × width numbers run by run: each is worked out in the workspace and copied. */
function inRuns(
  workspace: Workspace,
  rows: number,
  width: number,
  factors: Float64Array,
  multiply: (first: number, count: number, diagonal: number, target: number) => void,
): Float64Array {
  const result = new Float64Array(rows * width);
  const run = Math.min(rows, Math.max(64, Math.floor(projectedBytes / 8 / width)));
  const mark = workspace.mark();
  const diagonal = workspace.allocate(8 * width);
  const target = workspace.allocate(8 * run * width);
  workspace.float64(diagonal, width).set(factors);
  for (let first = 0; first < rows; first += run) {
    const count = Math.min(run, rows - first);
    multiply(first, count, diagonal, target);
    result.set(workspace.float64(target, count * width), first * width);
  }
  workspace.release(mark);
  return result;
}

/** Entries in a part of a dense product. */
const entriesInPart = 262_144;

/** Copies a dense matrix, row after row, to the workspace. Cost of a product: 16 flops an entry. */
export function denseGramOperator(
  workspace: Workspace,
  { rows, columns, data }: DenseMatrix,
): GramOperator {
  const scale = powerOfTwo(data.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
  const a = workspace.allocate(8 * data.length);
  const scaled = workspace.float64(a, data.length);
  for (let at = 0; at < data.length; at++) scaled[at] = data[at] / scale;
  const parts = Math.min(mostParts, Math.max(1, Math.round(data.length / entriesInPart)));
  const sums = workspace.allocate(parts * 8 * slabWidth * columns);
  const work = workspace.allocate(8 * 16 * Math.max(parts, slabParts(rows)));
  return {
    length: columns,
    scale,
    apply(slabs, from, to) {
      workspace.run("denseGram", rows, parts, a, columns, slabs.pointer(from), sums, work);
      workspace.run(
        "addSlabs",
        columns,
        slabParts(columns),
        sums,
        parts,
        columns,
        slabs.pointer(to),
      );
    },
    project(vectors, width, factors) {
      const mark = workspace.mark();
      const panels = inPanels(workspace, vectors, columns, width);
      const image = inRuns(workspace, rows, width, factors, (first, count, diagonal, target) => {
        workspace.run(
          "denseMultiply",
          count,
          slabParts(count),
          a + 8 * first * columns,
          columns,
          panels,
          width,
          diagonal,
          target,
          work,
        );
      });
      workspace.release(mark);
      return image;
    },
  };
}

/**
 * Columns of V, four at a time side by side, the last four filled up with zeros; returns their byte
 * offset.
 */
function inPanels(workspace: Workspace, vectors: number, length: number, width: number): number {
  const count = Math.ceil(width / 4);
  const panels = workspace.allocate(8 * 4 * length * count);
  const source = workspace.float64(vectors, length * width);
  const target = workspace.float64(panels, 4 * length * count);
  for (let i = 0; i < length; i++) {
    for (let j = 0; j < width; j++)
      target[(j >> 2) * 4 * length + 4 * i + (j & 3)] = source[i * width + j];
  }
  return panels;
}

/** Any operator: blocks are copied out of the workspace and back around its own products. */
export function gramOperator(
  workspace: Workspace,
  a: MatrixOperator | StreamedOperator,
  seed: number,
): GramOperator {
  const { columns } = a;
  const streamed = "multiplyGram" in a;
  const scale = powerOfTwo(streamed ? a.largestEntry : estimateSize(a, seed));
  return {
    length: columns,
    scale,
    apply(slabs, from, to) {
      const block = slabs.view(from).data.slice();
      slabs
        .view(to)
        .data.set(
          streamed ? a.multiplyGram(block, slabWidth, scale) : multiplyTwice(a, block, scale),
        );
    },
    project: projectBy(workspace, a, scale),
  };
}

/** A V D / scale by the operator's own product. */
export function projectBy(
  workspace: Workspace,
  a: MatrixOperator,
  scale: number,
): GramOperator["project"] {
  return (vectors, width, factors) => {
    const image = a.multiply(workspace.float64(vectors, a.columns * width).slice(), width);
    for (let i = 0; i < a.rows; i++)
      for (let j = 0; j < width; j++)
        image[i * width + j] = (image[i * width + j] / scale) * factors[j];
    return image;
  };
}

/** (AᵀA / scale²) X with the operator's two products. */
function multiplyTwice(a: MatrixOperator, block: Float64Array, scale: number): Float64Array {
  const image = a.multiply(block, slabWidth);
  for (let i = 0; i < image.length; i++) image[i] = image[i] / scale / scale;
  return a.multiplyTransposed(image, slabWidth);
}

/**
 * A number of the size of A's largest singular value: the largest entry of four random vectors'
 * images.
 */
function estimateSize(a: MatrixOperator, seed: number): number {
  const random = createRandom(seed);
  const block = Float64Array.from({ length: a.columns * slabWidth }, () => random.normal());
  let largest = 0;
  for (const value of a.multiply(block, slabWidth)) {
    if (!Number.isFinite(value))
      throw new RangeError(
        `the operator's product holds ${value}; its multiply must return finite numbers`,
      );
    largest = Math.max(largest, Math.abs(value));
  }
  return largest;
}

/** The power of two at or below a number: dividing by it loses nothing. */
export function powerOfTwo(value: number): number {
  return value > 0 ? 2 ** Math.floor(log2(value)) : 1;
}
