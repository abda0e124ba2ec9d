import type { Workspace } from "../../kernels/workspace";
import type { Block } from "../../base/blockProducts";

/** Vectors in a slab. */
export const slabWidth = 4;

/**
 * Slabs of four vectors each, one after the other in a workspace's memory, and their products on
 * all its threads.
 *
 * A slab narrower than four holds columns of zeros, which take part in no product.
 */
export interface Slabs {
  readonly workspace: Workspace;
  /** Entries of a vector. */
  readonly length: number;
  /** Slabs so far. */
  readonly count: number;
  /**
   * Adds a slab that may hold anything and returns its number. Nothing else may be allocated from
   * the workspace between two slabs.
   */
  append(): number;
  /** Byte offset of a slab. */
  pointer(slab: number): number;
  /** A slab's numbers; valid until the next slab is added. */
  view(slab: number): Block;
  /**
   * XᵀY for xCount slabs from x on and yCount (1 or 2) from y on: 4·xCount × 4·yCount numbers, row
   * after row.
   */
  cross(x: number, xCount: number, y: number, yCount: number): Float64Array;
  /** Y ← Y − X C. */
  subtract(y: number, yCount: number, x: number, xCount: number, c: Float64Array): void;
  /** Y ← Y C for one slab, C 4 × 4. */
  transform(y: number, c: Float64Array): void;
}

/** Rows in a part: enough work to be worth another thread's attention. */
const rowsInPart = 2048;
const mostParts = 16;

/**
 * Parts that `length` rows of a slab are cut into: a matter of the length alone, so that sums do
 * not depend on the threads.
 */
export function slabParts(length: number): number {
  return Math.min(mostParts, Math.max(1, Math.round(length / rowsInPart)));
}

/** @param mostSlabs - the most that will ever be asked for */
export function createSlabs(workspace: Workspace, length: number, mostSlabs: number): Slabs {
  const parts = slabParts(length);
  const slabBytes = 8 * slabWidth * length;
  const productBytes = 8 * 2 * slabWidth ** 2 * mostSlabs;
  const sums = workspace.allocate(parts * productBytes);
  const factors = workspace.allocate(productBytes);
  let base = 0;
  let count = 0;
  const pointer = (slab: number): number => base + slab * slabBytes;

  return {
    workspace,
    length,
    get count() {
      return count;
    },
    append() {
      if (count === mostSlabs)
        throw new Error(`${mostSlabs} slabs are in use and no more were asked for`);
      const at = workspace.reserve(slabBytes);
      if (count === 0) base = at;
      if (at !== pointer(count))
        throw new Error("slabs must stand one after the other; allocate nothing between them");
      return count++;
    },
    pointer,
    view: (slab) => ({
      length,
      width: slabWidth,
      data: workspace.float64(pointer(slab), length * slabWidth),
    }),
    cross(x, xCount, y, yCount) {
      workspace.run(
        "crossSlabs",
        length,
        parts,
        pointer(x),
        xCount,
        pointer(y),
        yCount,
        length,
        sums,
      );
      const size = slabWidth ** 2 * xCount * yCount;
      const all = workspace.float64(sums, parts * size);
      const total = all.slice(0, size);
      for (let at = size; at < all.length; at += size)
        for (let i = 0; i < size; i++) total[i] += all[at + i];
      return total;
    },
    subtract(y, yCount, x, xCount, c) {
      workspace.float64(factors, c.length).set(c);
      workspace.run(
        "subtractSlabs",
        length,
        parts,
        pointer(y),
        yCount,
        pointer(x),
        xCount,
        length,
        factors,
      );
    },
    transform(y, c) {
      workspace.float64(factors, c.length).set(c);
      workspace.run("transformSlab", length, parts, pointer(y), factors);
    },
  };
}

/**
 * X C for slabs 'first' on, as length × columns numbers, row after row, in the workspace; returns
 * their byte offset.
 *
 * Cost: 8 · xCount · length · columns flops.
 *
 * @param c - entry (i, j) of C, for vector i of the slabs and column j of the result
 */
export function combineSlabs(
  slabs: Slabs,
  first: number,
  xCount: number,
  columns: number,
  c: (i: number, j: number) => number,
): number {
  const { workspace, length } = slabs;
  const depth = slabWidth * xCount;
  const panels = Math.ceil(columns / 4);
  const parts = slabParts(length);
  const target = workspace.reserve(8 * length * columns);
  const mark = workspace.mark();
  const packed = workspace.reserve(8 * 32 * depth * parts);
  const factors = workspace.allocate(8 * 4 * depth * panels);
  const view = workspace.float64(factors, 4 * depth * panels);
  for (let j = 0; j < columns; j++) {
    for (let i = 0; i < depth; i++) view[(j >> 2) * 4 * depth + 4 * i + (j & 3)] = c(i, j);
  }
  workspace.run(
    "combineSlabs",
    length,
    parts,
    slabs.pointer(first),
    xCount,
    length,
    factors,
    columns,
    target,
    packed,
  );
  workspace.release(mark);
  return target;
}
