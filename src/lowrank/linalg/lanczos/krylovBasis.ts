import type { Workspace } from "../../kernels/workspace";
import { crossProduct } from "../../base/blockProducts";
import type { BlockTridiagonal } from "./blockTridiagonal";
import { choleskyTriangle, invertTriangle, multiplyTriangles } from "./smallTriangles";
import { createRandom, type Random } from "../../base/random";
import { gatherColumns, orthonormaliseSlab, projectOutSlabs } from "./slabGramSchmidt";
import { createSlabs, slabWidth, type Slabs } from "./slabs";

/** A symmetric positive semidefinite operator S on vectors of one length. */
export interface SlabOperator {
  readonly length: number;
  /** Slab `to` ← S · slab `from`. */
  apply(slabs: Slabs, from: number, to: number): void;
}

/** A run of slabs whose columns were found together. */
interface BasisBlock {
  readonly first: number;
  readonly slabCount: number;
  /** Columns in use; those after them are zeros. */
  readonly width: number;
}

/**
 * A basis Q of the Krylov space of S, block by block, and T = QᵀSQ.
 *
 * Each block is made orthogonal to the two before it. Against the rest it is enough that it stays
 * nearly orthogonal: as long as the entries of QᵀQ − I stay below √ε ≈ 1e-8, T is exact to rounding
 * (Simon 1984). So the pass over the whole basis is made only when a measurement asks for it. The
 * measurement is a random combination of all basis vectors: a block is as orthogonal to the basis
 * as to four of those.
 */
export interface KrylovBasis {
  readonly slabs: Slabs;
  readonly t: BlockTridiagonal;
  /** Vectors in the basis. */
  readonly size: number;
  /** Whether some directions were random for want of others: an invariant space was found. */
  readonly dependent: boolean;
  /**
   * Adds the block found last, multiplies it by S and finds the block after it, `extraSlabs` random
   * slabs wider.
   */
  extend(extraSlabs: number): void;
  /**
   * Number of the slab and column that each basis vector stands in: 4 · slab + column, from the
   * first basis slab on.
   */
  columns(): number[];
  /** First slab of the basis and how many there are. */
  readonly span: { readonly first: number; readonly count: number };
}

/**
 * A pivot this small beside the squared norm means that a column is nearly a combination of the
 * others: Cholesky loses too many digits.
 */
const smallestPivot = 1e-8;

/**
 * Slabs beyond the basis: the probe, the next block (one slab wider after each search for hidden
 * copies), its last slab half full.
 */
const spareSlabs = 64;

/**
 * @param mostVectors - the most vectors the basis will hold
 * @param tolerated - largest cosine between a new vector and the basis that is left to stand where
 *   the wanted eigenvalues are of the size of the largest; at most 1e-6
 * @param squared - whether S is a square, whose eigenvalues differ more than they matter
 */
export function createKrylovBasis(
  workspace: Workspace,
  operator: SlabOperator,
  mostVectors: number,
  seed: number,
  tolerated: number,
  squared = false,
): KrylovBasis {
  const { length } = operator;
  const random = createRandom(seed);
  const slabs = createSlabs(workspace, length, Math.ceil(mostVectors / slabWidth) + spareSlabs);
  /** Slab 0: four random combinations of the basis. */
  const probe = slabs.append();
  slabs.view(probe).data.fill(0);
  const blocks: BasisBlock[] = [];
  const t: BlockTridiagonal = { widths: [], diagonals: [], links: [] };
  let size = 0;
  let dependent = false;
  let next = firstBlock(slabs, random);

  return {
    slabs,
    t,
    get size() {
      return size;
    },
    get dependent() {
      return dependent;
    },
    extend(extraSlabs) {
      const block = next;
      if (size + block.width > length)
        throw new Error(`the basis already holds all ${length} directions`);
      blocks.push(block);
      addToProbe(slabs, probe, block, random);
      size += block.width;
      t.widths.push(block.width);
      t.diagonals.push(multiplyBlock(slabs, operator, blocks));
      if (!Number.isFinite(largestDiagonal(t)))
        throw new RangeError(
          "the operator's products are not finite; its multiply must return finite numbers",
        );
      const found = nextBlock(
        slabs,
        probe,
        blocks,
        t,
        length - size,
        extraSlabs,
        random,
        toleratedNow(t, tolerated, squared),
      );
      t.links.push(found.link);
      dependent ||= found.replaced > 0;
      next = found.block;
    },
    columns: () =>
      blocks.flatMap(({ first, width }) =>
        Array.from({ length: width }, (_, i) => slabWidth * (first - 1) + i),
      ),
    get span() {
      const last = blocks[blocks.length - 1];
      return { first: 1, count: last.first + last.slabCount - 1 };
    },
  };
}

function firstBlock(slabs: Slabs, random: Random): BasisBlock {
  const first = slabs.append();
  const width = Math.min(slabWidth, slabs.length);
  orthonormaliseSlab(slabs, first, width, 0, 0, 0, random);
  return { first, slabCount: 1, width };
}

/** Adds random multiples of a block's vectors to the probe. */
function addToProbe(
  slabs: Slabs,
  probe: number,
  { first, slabCount }: BasisBlock,
  random: Random,
): void {
  const factors = Float64Array.from({ length: slabCount * slabWidth ** 2 }, () => random.normal());
  slabs.subtract(probe, 1, first, slabCount, factors);
}

/**
 * Appends S Q for the newest block, takes its part inside the last two blocks out, and returns
 * QᵀSQ.
 */
function multiplyBlock(
  slabs: Slabs,
  operator: SlabOperator,
  blocks: readonly BasisBlock[],
): Float64Array {
  const block = blocks[blocks.length - 1];
  const from = blocks.length > 1 ? blocks[blocks.length - 2].first : block.first;
  const near = block.first + block.slabCount - from;
  const diagonal = new Float64Array(block.width ** 2);
  const images = Array.from({ length: block.slabCount }, () => slabs.append());
  images.forEach((image, s) => {
    operator.apply(slabs, block.first + s, image);
    const inside = slabs.cross(from, near, image, 1);
    slabs.subtract(image, 1, from, near, inside);
    const skip = slabWidth * (block.first - from);
    for (let i = 0; i < block.width; i++) {
      for (let j = 0; j < slabWidth && slabWidth * s + j < block.width; j++)
        diagonal[i * block.width + slabWidth * s + j] = inside[(skip + i) * slabWidth + j];
    }
  });
  return diagonal;
}

interface NextBlock {
  readonly block: BasisBlock;
  readonly link: Float64Array;
  /** Columns that had to be drawn at random because the residual had too few directions. */
  readonly replaced: number;
}

/** Makes the image of the newest block orthonormal and orthogonal to the basis: the next block. */
function nextBlock(
  slabs: Slabs,
  probe: number,
  blocks: readonly BasisBlock[],
  t: BlockTridiagonal,
  room: number,
  extraSlabs: number,
  random: Random,
  tolerated: number,
): NextBlock {
  const { first, slabCount, width } = blocks[blocks.length - 1];
  const image = first + slabCount;
  if (slabCount === 1 && width === slabWidth && extraSlabs === 0 && room >= slabWidth) {
    const link = nextSlab(slabs, probe, blocks, t, tolerated);
    if (link !== undefined)
      return { block: { first: image, slabCount: 1, width }, link, replaced: 0 };
  }
  return nextBlockByGramSchmidt(slabs, blocks, t, room, extraSlabs, random);
}

/**
 * The usual case, one full slab W: Cholesky QR twice, W = Q R, with a look at the probe and, if
 * that asks for it, a pass over the basis, which takes in the newest block too: its own loss would
 * come back with the next product.
 *
 * Returns R, or undefined if the columns are too nearly dependent for Cholesky.
 */
function nextSlab(
  slabs: Slabs,
  probe: number,
  blocks: readonly BasisBlock[],
  t: BlockTridiagonal,
  tolerated: number,
): Float64Array | undefined {
  const { first } = blocks[blocks.length - 1];
  const image = first + 1;
  const near = blocks.length > 1 ? blocks[blocks.length - 2].first : first;
  const gram = slabs.cross(image, 1, image, 1);
  const scale = largestDiagonal(t);
  for (let i = 0; i < slabWidth; i++)
    if (!(gram[i * (slabWidth + 1)] > (1e-7 * scale) ** 2)) return undefined;
  const triangle = choleskyTriangle(gram, smallestPivot);
  if (triangle === undefined) return undefined;
  slabs.transform(image, invertTriangle(triangle));
  let link = multiplyTriangles(polish(slabs, image, near), triangle);
  for (let pass = 0; departure(slabs, probe, image) > tolerated; pass++) {
    if (pass === 3) return undefined;
    if (first > 1) slabs.subtract(first, 2, 1, first - 1, slabs.cross(1, first - 1, first, 2));
    link = multiplyTriangles(polish(slabs, image, near), link);
  }
  return link;
}

/**
 * Takes what is left of the last blocks out of a slab that is nearly orthonormal, and normalises it
 * again; returns the triangle taken out.
 */
function polish(slabs: Slabs, image: number, near: number): Float64Array {
  const count = image - near;
  const products = slabs.cross(near, count + 1, image, 1);
  const inside = products.subarray(0, count * slabWidth ** 2);
  slabs.subtract(image, 1, near, count, inside);
  const triangle = choleskyTriangle(products.subarray(count * slabWidth ** 2), smallestPivot);
  if (triangle === undefined)
    throw new Error(
      "a block that was orthonormal to eight digits is not; its memory was written to",
    );
  slabs.transform(image, invertTriangle(triangle));
  return triangle;
}

/** Largest product of a slab's vectors with the probe's. */
function departure(slabs: Slabs, probe: number, slab: number): number {
  return slabs.cross(probe, 1, slab, 1).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/**
 * Small eigenvalues ask for more: a cosine c moves products of eigenvectors by c · (largest /
 * smallest wanted eigenvalue). Those of a square fall apart twice as far, and ten times the cosine
 * leaves their vectors as orthogonal as S itself would.
 */
function toleratedNow(t: BlockTridiagonal, tolerated: number, squared: boolean): number {
  const newest = t.diagonals[t.diagonals.length - 1];
  let smallest = Infinity;
  for (let i = 0; i < slabWidth; i++) smallest = Math.min(smallest, newest[i * (slabWidth + 1)]);
  const ratio = smallest / largestDiagonal(t);
  if (!squared) return tolerated * Math.min(1, Math.max(1e-2, 10 * ratio));
  return Math.min(1e-6, 10 * tolerated) * Math.min(1, Math.max(1e-2, 10 * Math.sqrt(ratio)));
}

function largestDiagonal({ diagonals, widths }: BlockTridiagonal): number {
  let largest = 0;
  diagonals.forEach((diagonal, b) => {
    for (let i = 0; i < widths[b]; i++)
      largest = Math.max(largest, Math.abs(diagonal[i * (widths[b] + 1)]));
  });
  return largest;
}

/**
 * Any shape and rank: each slab is made orthogonal to all before it, columns that vanish are drawn
 * anew.
 */
function nextBlockByGramSchmidt(
  slabs: Slabs,
  blocks: readonly BasisBlock[],
  t: BlockTridiagonal,
  room: number,
  extraSlabs: number,
  random: Random,
): NextBlock {
  const { first, slabCount, width } = blocks[blocks.length - 1];
  const image = first + slabCount;
  for (let s = 0; s < slabCount; s++) projectOutSlabs(slabs, image + s, image);
  const residual = gatherColumns(slabs, image, width);
  const scale = largestDiagonal(t);
  const nextWidth = Math.min(slabCount * slabWidth + extraSlabs * slabWidth, room);
  const nextSlabs = Math.ceil(nextWidth / slabWidth);
  const kept = nextWidth < width ? 0 : width;
  let replaced = 0;
  for (let s = 0; s < nextSlabs; s++) {
    if (s >= slabCount) slabs.append();
    const used = Math.min(slabWidth, nextWidth - slabWidth * s);
    const given = Math.max(0, Math.min(used, kept - slabWidth * s));
    replaced += orthonormaliseSlab(slabs, image + s, used, given, image + s, scale, random);
  }
  const link = crossProduct(gatherColumns(slabs, image, nextWidth), residual);
  // Gram–Schmidt makes the link upper triangular; what stands below is rounding, and would widen
  // the band of T.
  if (kept > 0)
    for (let i = 0; i < nextWidth; i++) link.fill(0, i * width, i * width + Math.min(i, width));
  return {
    block: { first: image, slabCount: nextSlabs, width: nextWidth },
    link,
    replaced: kept > 0 ? replaced : 0,
  };
}
