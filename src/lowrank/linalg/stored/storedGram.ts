import { openWorkspace, type Workspace } from "../../kernels/workspace";
import { powerOfTwo, projectBy, type GramOperator } from "../lanczos/gramOperator";
import { slabWidth } from "../lanczos/slabs";
import type { MatrixOperator } from "../matrixOperator";
import { openStoredProducts } from "./storedProducts";
import { bytesOfProducts, type OpenStoredGram, type StoredRows } from "./storedRows";

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
      products.multiplyBlocks(vectors, width, diagonal, (firstRow, product) =>
        result.set(product, firstRow * width),
      );
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
      products.multiply(image, slabWidth, factors, slabs.pointer(to));
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
  const { columns, nonZeros } = stored;
  const count = Math.ceil(width / slabWidth);
  const bytes = bytesOfProducts(stored, count) + 2 * count * 8 * slabWidth * columns;
  const workspace = openWorkspace({ bytes, flops: 4 * nonZeros * width });
  try {
    const products = openStoredProducts(workspace, stored);
    const slabNumbers = slabWidth * columns;
    const open = (): number[] =>
      Array.from({ length: count }, () => workspace.reserve(8 * slabNumbers));
    const [from, to] = [open(), open()];
    // What a narrow last slab has beside its vectors must be 0.
    if (width % slabWidth !== 0) workspace.float64(from[count - 1], slabNumbers).fill(0);
    const slabAt = (pointer: number): Vectors => ({
      data: workspace.float64(pointer, slabNumbers),
      width: slabWidth,
      first: 0,
    });
    from.forEach((slab, i) =>
      copyVectors({ data: block, width, first: slabWidth * i }, slabAt(slab)),
    );
    products.gram(from, to, scale);
    const product = new Float64Array(columns * width);
    to.forEach((slab, i) =>
      copyVectors(slabAt(slab), { data: product, width, first: slabWidth * i }),
    );
    return product;
  } finally {
    workspace.close();
  }
}

/** Vectors of a block, from one on: entry i of vector v is `data[i * width + v]`. */
interface Vectors {
  readonly data: Float64Array;
  readonly width: number;
  readonly first: number;
}

/** Copies a slab's vectors, or as many as are left where it is the last. */
function copyVectors(source: Vectors, target: Vectors): void {
  if (source.width === target.width) return target.data.set(source.data);
  // Of two widths one is a slab's: the block has more vectors, or fewer.
  const [from, to, step, stride] = [source.data, target.data, source.width, target.width];
  const count = Math.min(step - source.first, stride - target.first);
  for (let v = 0; v < count; v++) {
    let [at, into] = [source.first + v, target.first + v];
    for (; at < from.length; at += step, into += stride) to[into] = from[at];
  }
}
