import { openWorkspace, type Workspace } from "../../kernels/workspace";
import { powerOfTwo, projectBy, type GramOperator } from "../lanczos/gramOperator";
import { slabWidth } from "../lanczos/slabs";
import type { MatrixOperator } from "../matrixOperator";
import { openStoredProducts } from "./storedProducts";
import type { OpenStoredGram, StoredRows } from "./storedRows";

/** The Gram operator of stored rows, or of their transpose. */
export const openStoredGram: OpenStoredGram = (workspace, { stored, turned }, operator) =>
  turned ? turnedGramOperator(workspace, stored, operator) : storedGramOperator(workspace, stored);

/**
 * S = AᵀA / scale² of stored rows, worked out in the workspace as that of a matrix in memory is.
 *
 * Cost of a product: one pass, 16 flops a non-zero.
 */
function storedGramOperator(workspace: Workspace, stored: StoredRows): GramOperator {
  const { rows, columns } = stored;
  const scale = scaleOf(stored);
  const products = openStoredProducts(workspace, stored);
  return {
    length: columns,
    scale,
    apply: (slabs, from, to) => products.gram([slabs.pointer(from)], [slabs.pointer(to)], scale),
    project(vectors, width, factors) {
      const result = new Float64Array(rows * width);
      const mark = workspace.mark();
      const diagonal = workspace.allocate(8 * width);
      workspace.float64(diagonal, width).set(factors.map((factor) => factor / scale));
      const target = workspace.reserve(8 * stored.mostRows * width);
      products.multiply(vectors, width, diagonal, {
        pointer: () => target,
        filled: (firstRow, count) =>
          result.set(workspace.float64(target, count * width), firstRow * width),
      });
      workspace.release(mark);
      return result;
    },
  };
}

/**
 * S = AAᵀ / scale² of stored rows A, for matrices with more columns than rows.
 *
 * Cost of a product: two passes, 16 flops a non-zero together.
 *
 * @param turned - Aᵀ as an operator
 */
function turnedGramOperator(
  workspace: Workspace,
  stored: StoredRows,
  turned: MatrixOperator,
): GramOperator {
  const { rows, columns } = stored;
  const scale = scaleOf(stored);
  const products = openStoredProducts(workspace, stored);
  const image = workspace.reserve(8 * slabWidth * columns);
  const factors = workspace.reserve(8 * slabWidth);
  workspace.float64(factors, slabWidth).fill(1);
  return {
    length: rows,
    scale,
    project: projectBy(workspace, turned, scale),
    apply(slabs, from, to) {
      products.transposed(slabs.pointer(from), image);
      const numbers = workspace.float64(image, slabWidth * columns);
      for (let i = 0; i < numbers.length; i++) numbers[i] = numbers[i] / scale / scale;
      products.multiply(image, slabWidth, factors, {
        pointer: (firstRow) => slabs.pointer(to) + 8 * slabWidth * firstRow,
      });
    },
  };
}

/** About the largest entry's size, and large enough to have a reciprocal. */
function scaleOf({ largestEntry }: StoredRows): number {
  return powerOfTwo(Math.max(largestEntry, 2 ** -1000));
}

/**
 * (AᵀA / scale²) X of stored rows in one pass; X and the result are columns × width.
 *
 * Cost: 4 · nonZeros · width flops.
 */
export function multiplyStoredGram(
  stored: StoredRows,
  block: Float64Array,
  width: number,
  scale: number,
): Float64Array {
  const { columns, nonZeros, slotBytes } = stored;
  const count = Math.ceil(width / slabWidth);
  const bytes = 2 * slotBytes + count * 6 * 8 * slabWidth * columns;
  const workspace = openWorkspace({ bytes, flops: 4 * nonZeros * width });
  try {
    const products = openStoredProducts(workspace, stored);
    const [from, to] = [0, 1].map(() =>
      Array.from({ length: count }, () => workspace.allocate(8 * slabWidth * columns)),
    );
    copyColumns(block, width, (v) => workspace.float64(from[v], slabWidth * columns), true);
    products.gram(from, to, scale);
    const product = new Float64Array(columns * width);
    copyColumns(product, width, (v) => workspace.float64(to[v], slabWidth * columns), false);
    return product;
  } finally {
    workspace.close();
  }
}

/** Copies a block's columns, four at a time, to slabs or back. */
function copyColumns(
  block: Float64Array,
  width: number,
  slabOf: (number: number) => Float64Array,
  toSlabs: boolean,
): void {
  for (let v = 0; v < width; v++) {
    const slab = slabOf(Math.floor(v / slabWidth));
    for (let i = 0, at = v % slabWidth; at < slab.length; i++, at += slabWidth)
      if (toSlabs) slab[at] = block[i * width + v];
      else block[i * width + v] = slab[at];
  }
}
