import type { Workspace } from "../../kernels/workspace";
import { addProduct, createBlock, crossProduct, type Block } from "../../base/blockProducts";

/** The products that a network is made of, and the arrays that they work on. */
export interface Products {
  /** An array of zeros for the products to read or write. */
  createArray(length: number): Float64Array;
  createBlock(length: number, width: number): Block;
  /** target ← target + scale · X C, with C an X.width × target.width matrix, row after row. */
  addProduct(target: Block, x: Block, coefficients: Float64Array, scale: number): void;
  /** XᵀY, X.width × Y.width, row after row. */
  crossProduct(x: Block, y: Block): Float64Array;
}

/** On ordinary arrays. */
export const plainProducts: Products = {
  createArray: (length) => new Float64Array(length),
  createBlock,
  addProduct,
  crossProduct,
};

/** Products on arrays in a workspace, all of which are given back together. */
export interface KernelProducts extends Products {
  /** Gives back all that was created: the next arrays take its place. */
  reset(): void;
}

/**
 * The same by kernels, about twice as fast, on arrays of their own making.
 *
 * @param numbers - the most that will be in use at a time, each array rounded up to an even length
 */
export function createKernelProducts(workspace: Workspace, numbers: number): KernelProducts {
  const start = workspace.allocate(8 * numbers);
  let used = 0;
  const createArray = (length: number): Float64Array => {
    const array = workspace.float64(start + 8 * used, length);
    used += length + (length & 1);
    if (used > numbers)
      throw new Error(`${used} numbers are in use and no more than ${numbers} were asked for`);
    return array.fill(0);
  };
  return {
    createArray,
    createBlock: (length, width) => ({ length, width, data: createArray(length * width) }),
    addProduct(target, x, coefficients, scale) {
      workspace.run(
        "addBlocks",
        x.length,
        1,
        x.data.byteOffset,
        x.width,
        coefficients.byteOffset,
        scale,
        target.data.byteOffset,
        target.width,
      );
    },
    crossProduct(x, y) {
      const product = createArray(x.width * y.width);
      workspace.run(
        "crossBlocks",
        x.length,
        1,
        x.data.byteOffset,
        x.width,
        y.data.byteOffset,
        y.width,
        product.byteOffset,
      );
      return product;
    },
    reset() {
      used = 0;
    },
  };
}
