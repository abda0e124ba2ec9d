import { bandEigenvalues, bandEigenvectors } from "./bandEigen";
import { createBandMatrix, type BandMatrix } from "./bandMatrix";
import { addProduct, createBlock, crossProduct, type Block } from "./blockProducts";
import { orthonormalise, projectOut } from "./orthonormalise";
import { createRandom, type Random } from "./random";

/** The leading eigenpairs of a symmetric positive semidefinite operator. */
export interface LeadingEigenpairs {
  /** Eigenvalues, largest first. */
  readonly values: Float64Array;
  /** Orthonormal eigenvectors: length × count, row after row. */
  readonly vectors: Block;
  /** Vectors in the Krylov basis at the end. */
  readonly basisSize: number;
  /** Estimated largest relative error of the eigenvalues' square roots. */
  readonly error: number;
}

export interface BlockLanczosOptions {
  /** Relative error of each eigenvalue's square root at which to stop. */
  tolerance: number;
  seed: number;
  /** Vectors multiplied at a time. */
  blockWidth: number;
  /** Most vectors the basis may hold; memory is length × maxBasis × 8 bytes. */
  maxBasis: number;
  /** Called after each test. */
  onProgress?: (progress: { basisSize: number; error: number }) => void;
}

/** Multiplies a block by the operator. */
export type BlockMultiply = (block: Float64Array, width: number) => Float64Array;

/** The basis Q block by block, and the block tridiagonal T = QᵀSQ. */
interface Krylov {
  readonly basis: Block[];
  /** QⱼᵀSQⱼ of each block. */
  readonly diagonals: Float64Array[];
  /** Qⱼ₊₁ᵀSQⱼ of each block but the last. */
  readonly links: Float64Array[];
  size: number;
}

/**
 * Finds the `count` largest eigenvalues of a symmetric positive semidefinite S of which only products S X are known.
 *
 * The basis Q grows by S times its newest block. T = QᵀSQ is block tridiagonal, and its eigenpairs (θ, s) give
 * approximate eigenpairs (θ, Q s) of S (Rayleigh–Ritz). Each new block is made orthogonal to the whole basis.
 *
 * Cost with m basis vectors: m products with S, 2 · length · m² flops to stay orthogonal, 2 · length · m · count
 * for the eigenvectors; the eigenproblems of T are small beside that.
 *
 * Source: Golub & Underwood, The block Lanczos method (1977); Saad, Numerical Methods for Large Eigenvalue Problems, ch. 6.
 */
export function blockLanczos(multiply: BlockMultiply, length: number, count: number, options: BlockLanczosOptions): LeadingEigenpairs {
  const random = createRandom(options.seed);
  const limit = Math.min(length, options.maxBasis);
  const krylov: Krylov = { basis: [], diagonals: [], links: [], size: 0 };
  let current = firstBlock(length, Math.min(options.blockWidth, limit), random);
  let nextTest = count + options.blockWidth;
  let dependent = false;
  let accepted: Float64Array | undefined;

  for (;;) {
    const residual = extend(krylov, current, multiply);
    const exhausted = krylov.size === length;
    const last = exhausted || krylov.size + current.width > limit && limit < length;
    let probe = false;
    if (last || krylov.size >= nextTest) {
      const projection = assemble(krylov);
      const values = bandEigenvalues(projection);
      const error = exhausted ? 0 : largestError(projection, values, count, residual, options.tolerance);
      options.onProgress?.({ basisSize: krylov.size, error });
      const accurate = error <= options.tolerance;
      probe = accurate && (dependent || hasCluster(values, count, current.width));
      if (last || (accurate && (!probe || unchanged(accepted, values, count, options.tolerance)))) {
        const vectors = ritzVectors(krylov, bandEigenvectors(projection, values, 0, count), count);
        return { values: values.slice(0, count), vectors, basisSize: krylov.size, error };
      }
      accepted = accurate ? values : undefined;
      nextTest = krylov.size + Math.max(probe ? 4 * current.width : options.blockWidth, Math.ceil(0.1 * krylov.size));
    }
    const next = nextBlock(krylov, residual, probe ? options.blockWidth : 0, random);
    dependent ||= next.replaced > 0;
    krylov.links.push(next.link);
    current = next.block;
  }
}

function firstBlock(length: number, width: number, random: Random): Block {
  const block = createBlock(length, width);
  orthonormalise(block, [], 0, random);
  return block;
}

/** Appends a block to the basis and returns S Q_newest with its part inside the basis taken out. */
function extend(krylov: Krylov, current: Block, multiply: BlockMultiply): Block {
  const image: Block = { length: current.length, width: current.width, data: multiply(current.data, current.width) };
  const diagonal = crossProduct(current, image);
  addProduct(image, current, diagonal, -1);
  krylov.basis.push(current);
  krylov.diagonals.push(diagonal);
  krylov.size += current.width;
  projectOut(image, krylov.basis);
  return image;
}

/**
 * The next block: an orthonormal basis of the residual, plus `extra` random directions that find what the
 * Krylov space cannot see: further copies of an eigenvalue that has more of them than the block is wide.
 */
function nextBlock(krylov: Krylov, residual: Block, extra: number, random: Random): { block: Block; link: Float64Array; replaced: number } {
  const { length } = residual;
  const width = Math.min(residual.width + extra, length - krylov.size);
  const block = createBlock(length, width);
  const fits = width >= residual.width;
  if (fits) copyColumns(residual, block);
  const { replaced } = orthonormalise(block, krylov.basis, operatorScale(krylov), random);
  const link = crossProduct(block, residual);
  // Gram–Schmidt makes the link upper triangular; what stands below is rounding, and would widen the band of T.
  if (fits) for (let i = 0; i < width; i++) link.fill(0, i * residual.width, i * residual.width + Math.min(i, residual.width));
  return { block, link, replaced: fits ? replaced - (width - residual.width) : 0 };
}

function copyColumns(from: Block, to: Block): void {
  for (let i = 0; i < from.length; i++) {
    to.data.set(from.data.subarray(i * from.width, (i + 1) * from.width), i * to.width);
  }
}

/** About the largest eigenvalue: the largest entry on T's diagonal. */
function operatorScale({ diagonals }: Krylov): number {
  let largest = 0;
  for (const diagonal of diagonals) for (const value of diagonal) largest = Math.max(largest, Math.abs(value));
  return largest;
}

/** T as a band matrix. */
function assemble({ basis, diagonals, links, size }: Krylov): BandMatrix {
  const entries: { row: number; column: number; value: number }[] = [];
  let start = 0;
  basis.forEach(({ width }, b) => {
    const before = b > 0 ? basis[b - 1].width : 0;
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < before; j++) entries.push({ row: start + i, column: start - before + j, value: links[b - 1][i * before + j] });
      for (let j = 0; j <= i; j++) {
        entries.push({ row: start + i, column: start + j, value: (diagonals[b][i * width + j] + diagonals[b][j * width + i]) / 2 });
      }
    }
    start += width;
  });
  const bandwidth = entries.reduce((widest, { row, column, value }) => (value === 0 ? widest : Math.max(widest, row - column)), 0);
  const matrix = createBandMatrix(size, bandwidth);
  for (const { row, column, value } of entries) {
    if (value !== 0) matrix.data[row * (bandwidth + 1) + row - column] = value;
  }
  return matrix;
}

/** How many of the smallest wanted values a test looks at before it looks at all: they converge last. */
const lastToConverge = 8;

/**
 * Largest estimated relative error of √θ among the leading values, or among the last few if those already miss the tolerance.
 *
 * The residual ρ = ‖S y − θ y‖ bounds the error of θ by ρ, and by ρ²/gap where the other values keep a distance gap
 * (Kato–Temple). ρ needs no vector of full length: it is ‖W s‖ with W the residual block and s the end of T's eigenvector.
 */
function largestError(projection: BandMatrix, values: Float64Array, count: number, residual: Block, tolerance: number): number {
  const gram = crossProduct(residual, residual);
  const first = Math.max(0, count - lastToConverge);
  const error = errorAmong(projection, values, first, count, gram, residual.width);
  return error > tolerance ? error : Math.max(error, errorAmong(projection, values, 0, first, gram, residual.width));
}

function errorAmong(projection: BandMatrix, values: Float64Array, first: number, last: number, gram: Float64Array, width: number): number {
  const { size } = projection;
  const vectors = bandEigenvectors(projection, values, first, last);
  let largest = 0;
  for (let j = first; j < last; j++) {
    const end = vectors.subarray((j - first + 1) * size - width, (j - first + 1) * size);
    let squared = 0;
    for (let a = 0; a < width; a++) for (let b = 0; b < width; b++) squared += end[a] * gram[a * width + b] * end[b];
    const rho = Math.sqrt(Math.max(0, squared));
    const error = Math.min(rho, (rho * rho) / gapBeyond(values, j, rho));
    // Below the rounding of the largest value nothing is left to gain.
    if (error > Number.EPSILON * values[0]) largest = Math.max(largest, error / (2 * Math.max(values[j], Number.EPSILON * values[0])));
  }
  return largest;
}

/** Distance from value j to the nearest other value that is further away than `radius`. */
function gapBeyond(values: Float64Array, j: number, radius: number): number {
  let gap = Infinity;
  for (let i = j - 1; i >= 0; i--) {
    if (values[i] - values[j] > radius) {
      gap = values[i] - values[j];
      break;
    }
  }
  for (let i = j + 1; i < values.length; i++) {
    if (values[j] - values[i] > radius) return Math.min(gap, values[j] - values[i]);
  }
  return gap;
}

/** Whether `width` of the leading values are equal to rounding: there may be more copies than the basis shows. */
function hasCluster(values: Float64Array, count: number, width: number): boolean {
  for (let j = 0; j + width <= count; j++) {
    if (values[j] - values[j + width - 1] <= 1e-9 * values[j]) return true;
  }
  return false;
}

function unchanged(before: Float64Array | undefined, values: Float64Array, count: number, tolerance: number): boolean {
  if (before === undefined) return false;
  for (let j = 0; j < count; j++) {
    if (Math.abs(values[j] - before[j]) > 2 * tolerance * values[0] && Math.abs(values[j] - before[j]) > 2 * tolerance * values[j]) return false;
  }
  return true;
}

/** Eigenvectors carried back at a time: a panel this narrow stays in cache beside the basis. */
const panelWidth = 16;

/** Q S: the eigenvectors of T carried back to full length. */
function ritzVectors({ basis, size }: Krylov, small: Float64Array, count: number): Block {
  const vectors = createBlock(basis[0].length, count);
  for (let from = 0; from < count; from += panelWidth) {
    const panel = createBlock(vectors.length, Math.min(panelWidth, count - from));
    let start = 0;
    for (const block of basis) {
      const coefficients = new Float64Array(block.width * panel.width);
      for (let i = 0; i < block.width; i++) {
        for (let j = 0; j < panel.width; j++) coefficients[i * panel.width + j] = small[(from + j) * size + start + i];
      }
      addProduct(panel, block, coefficients, 1);
      start += block.width;
    }
    for (let i = 0; i < vectors.length; i++) {
      for (let j = 0; j < panel.width; j++) vectors.data[i * count + from + j] = panel.data[i * panel.width + j];
    }
  }
  return vectors;
}
