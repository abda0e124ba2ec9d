import { SingularValueDecomposition, type AbstractMatrix } from "ml-matrix";
import { blockLanczos } from "./blockLanczos";
import { addProduct, createBlock, crossProduct, type Block } from "./blockProducts";
import { DenseMatrix, toDense } from "./denseMatrix";
import { checkFinite } from "./finiteEntries";
import { toOperator, type MatrixLike, type MatrixOperator } from "./matrixOperator";
import { orthonormalise } from "./orthonormalise";
import { createRandom } from "./random";
import { SparseMatrix } from "./sparseMatrix";

/** The leading part of A ≈ U Σ Vᵀ. */
export interface TruncatedSvd {
  /** U, rows × rank: orthonormal columns, one row for each row of A. */
  readonly u: DenseMatrix;
  /** Diagonal of Σ, largest first. */
  readonly singularValues: Float64Array;
  /** V, columns × rank: orthonormal columns, one row for each column of A. */
  readonly v: DenseMatrix;
  readonly method: "exact" | "iterative";
  /** Estimated largest relative error of the singular values; 0 from the exact method. */
  readonly relativeError: number;
}

export interface TruncatedSvdOptions {
  /**
   * "exact": the dense SVD of ml-matrix, all singular values and then the leading ones; about 10 · rows · columns · min(rows, columns) flops.
   * "iterative": block Lanczos, for large or sparse matrices. Default "auto": exact where min(rows, columns) ≤ 100 and the matrix can be
   * written out in 100,000 entries.
   */
  method?: "auto" | "exact" | "iterative";
  /** Start of the iteration's random stream. Default 0. */
  seed?: number;
  /** Relative error of the singular values at which the iteration stops. Default 1e-6; 1e-2 is enough to explore and takes half the time. */
  tolerance?: number;
  /** Most vectors that the iteration keeps, min(rows, columns) × 8 bytes each. Default 10 · rank + 500. */
  maxBasis?: number;
  /** Called now and then with the number of vectors kept and the estimated relative error. */
  onProgress?: (progress: { basisSize: number; error: number }) => void;
}

const blockWidth = 8;

/**
 * Finds the rank-k matrix closest to A: A ≈ U Σ Vᵀ with U rows × k, Σ diagonal k × k, V columns × k.
 *
 * No matrix of rank k has a smaller Frobenius error than this one, √(σ²ₖ₊₁ + σ²ₖ₊₂ + …) (Eckart–Young).
 * Signs are fixed: the entry of largest size in each column of V is positive.
 *
 * Cost (iterative, m ≈ 2k–4k vectors kept, n = min(rows, columns)): 4 · m · nonZeros + 2 · n · m² + 2 · n · m · k flops;
 * memory 8 · n · m bytes. It works on AᵀA (or AAᵀ, the smaller), so singular values below 1e-7 of the largest are not
 * resolved: they may come out too small. Use "exact" where those matter.
 *
 * Source: Golub & Underwood 1977 (block Lanczos); Eckart & Young 1936.
 *
 * @param matrix - sparse, ml-matrix, or any MatrixOperator
 * @param rank - k, from 1 to min(rows, columns)
 * @throws RangeError if the rank does not fit the matrix, an entry is not finite, or the basis fills up before the tolerance is met
 * @example
 * const { u, singularValues, v } = truncatedSvd(toDense([[2, 0], [0, 1], [0, 0]]), 1);
 * singularValues[0]; // 2
 */
export function truncatedSvd(matrix: MatrixLike, rank: number, options: TruncatedSvdOptions = {}): TruncatedSvd {
  const { rows, columns } = matrix;
  const shorter = Math.min(rows, columns);
  if (!Number.isInteger(rank) || rank < 1 || rank > shorter) {
    throw new RangeError(`rank ${rank} does not fit a matrix of ${rows} rows and ${columns} columns; choose a whole rank from 1 to ${shorter}`);
  }
  checkFinite(matrix);
  const svd = useExact(matrix, options.method ?? "auto") ? exactSvd(writeOut(matrix), rank) : iterativeSvd(toOperator(matrix), rank, options);
  return fixSigns(svd);
}

function useExact(matrix: MatrixLike, method: "auto" | "exact" | "iterative"): boolean {
  if (method !== "auto") return method === "exact";
  return Math.min(matrix.rows, matrix.columns) <= 100 && matrix.rows * matrix.columns <= 100_000;
}

/** Every entry of a matrix; an operator shows its columns when it multiplies the identity. */
function writeOut(matrix: MatrixLike): DenseMatrix {
  if (matrix instanceof SparseMatrix) return matrix.toDense();
  if (!("multiplyTransposed" in matrix)) return toDense(matrix);
  const identity = new Float64Array(matrix.columns * matrix.columns);
  for (let i = 0; i < matrix.columns; i++) identity[i * (matrix.columns + 1)] = 1;
  return new DenseMatrix(matrix.rows, matrix.columns, matrix.multiply(identity, matrix.columns));
}

function exactSvd(matrix: DenseMatrix, rank: number): TruncatedSvd {
  const full = new SingularValueDecomposition(matrix, { autoTranspose: true });
  const singularValues = Float64Array.from(full.diagonal).slice(0, rank);
  return {
    u: leadingColumns(full.leftSingularVectors, rank),
    singularValues,
    v: leadingColumns(full.rightSingularVectors, rank),
    method: "exact",
    relativeError: 0,
  };
}

function leadingColumns(matrix: AbstractMatrix, count: number): DenseMatrix {
  const copy = new DenseMatrix(matrix.rows, count);
  for (let i = 0; i < matrix.rows; i++) for (let j = 0; j < count; j++) copy.set(i, j, matrix.get(i, j));
  return copy;
}

function iterativeSvd(a: MatrixOperator, rank: number, options: TruncatedSvdOptions): TruncatedSvd {
  // Work on the shorter side: vectors are then shorter, and AᵀA or AAᵀ smaller.
  if (a.rows < a.columns) {
    const { u, v, ...rest } = iterativeSvd(transpose(a), rank, options);
    return { u: v, v: u, ...rest };
  }
  const { tolerance = 1e-6, seed = 0, maxBasis = 10 * rank + 500 } = options;
  const scale = estimateScale(a, seed);
  const gram = (block: Float64Array, width: number): Float64Array => {
    const image = a.multiply(block, width);
    // Scaling between the products keeps squares in range for entries from 1e-150 to 1e150.
    for (let i = 0; i < image.length; i++) image[i] = image[i] / scale / scale;
    return a.multiplyTransposed(image, width);
  };
  const pairs = blockLanczos(gram, a.columns, rank, { tolerance, seed, blockWidth, maxBasis, onProgress: options.onProgress });
  if (pairs.error > tolerance) {
    throw new RangeError(
      `singular values are accurate to ${pairs.error.toExponential(1)} after ${pairs.basisSize} vectors, short of tolerance ${tolerance}; ` +
        `raise tolerance, or maxBasis (at most ${a.columns})`,
    );
  }
  return withOtherSide(a, pairs.vectors, pairs.values, scale, pairs.error, seed);
}

/** A number of the size of A's largest singular value: the longest of four random unit vectors' images, times √columns. */
function estimateScale(a: MatrixOperator, seed: number): number {
  const width = 4;
  const random = createRandom(seed);
  const block = Float64Array.from({ length: a.columns * width }, () => random.normal());
  let largest = 0;
  for (const value of a.multiply(block, width)) {
    if (!Number.isFinite(value)) throw new RangeError(`the operator's product holds ${value}; its multiply must return finite numbers`);
    largest = Math.max(largest, Math.abs(value));
  }
  return largest || 1;
}

/** From V and λ: U Σ = A V. */
function withOtherSide(a: MatrixOperator, vectors: Block, values: Float64Array, scale: number, error: number, seed: number): TruncatedSvd {
  const rank = values.length;
  const image: Block = { length: a.rows, width: rank, data: a.multiply(vectors.data, rank) };
  const singularValues = Float64Array.from(values, (value) => scale * Math.sqrt(Math.max(0, value)));
  const found = { method: "iterative" as const, relativeError: error };
  if (singularValues[rank - 1] <= 1e-2 * singularValues[0]) return { ...refine(image, vectors, seed), ...found };
  for (let at = 0; at < image.data.length; at++) image.data[at] /= singularValues[at % rank];
  return { u: new DenseMatrix(a.rows, rank, image.data), singularValues, v: new DenseMatrix(a.columns, rank, vectors.data), ...found };
}

/**
 * Small singular values lost digits when A was squared. Inside the space found they come back from A V itself:
 * A V = Q R, R = X Σ Yᵀ, so U = Q X and V ← V Y. Where σ = 0, Q completes U with orthonormal columns.
 */
function refine(image: Block, vectors: Block, seed: number): Pick<TruncatedSvd, "u" | "singularValues" | "v"> {
  const rank = image.width;
  const q: Block = { ...image, data: image.data.slice() };
  const longest = Math.sqrt(crossProduct(image, image).reduce((most, value) => Math.max(most, value), 0));
  orthonormalise(q, [], longest, createRandom(seed));
  const small = exactSvd(new DenseMatrix(rank, rank, crossProduct(q, image)), rank);
  return { u: rotate(q, small.u), singularValues: small.singularValues, v: rotate(vectors, small.v) };
}

function rotate(block: Block, rotation: DenseMatrix): DenseMatrix {
  const turned = createBlock(block.length, rotation.columns);
  addProduct(turned, block, rotation.data, 1);
  return new DenseMatrix(block.length, rotation.columns, turned.data);
}

function transpose(a: MatrixOperator): MatrixOperator {
  return {
    rows: a.columns,
    columns: a.rows,
    multiply: (block, width) => a.multiplyTransposed(block, width),
    multiplyTransposed: (block, width) => a.multiply(block, width),
  };
}

/** Turns each pair of columns so that V's entry of largest size is positive; entries equal to rounding count as the first. */
function fixSigns(svd: TruncatedSvd): TruncatedSvd {
  const { u, v } = svd;
  for (let j = 0; j < v.columns; j++) {
    let largest = 0;
    for (let i = 0; i < v.rows; i++) {
      if (Math.abs(v.get(i, j)) > Math.abs(largest) * (1 + 1e-6)) largest = v.get(i, j);
    }
    if (largest >= 0) continue;
    for (const side of [u, v]) {
      for (let at = j; at < side.data.length; at += side.columns) side.data[at] = -side.data[at];
    }
  }
  return svd;
}
