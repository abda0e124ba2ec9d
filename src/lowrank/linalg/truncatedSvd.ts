import { checkChoice, checkOptions } from "../base/checkOptions";
import { describeValue } from "../base/describeValue";
import { runAtOnce, type Steps } from "../base/steps";
import { openWorkspace, type Workspace } from "../kernels/workspace";
import { blockLanczos } from "./lanczos/blockLanczos";
import { columnSigns, fixSigns, turnColumns } from "./lanczos/columnSigns";
import { DenseMatrix } from "./denseMatrix";
import { exactSvd } from "./lanczos/exactSvd";
import { findEigenpairs } from "./lanczos/findEigenpairs";
import { asFactorable, type Factorable } from "./asMatrix";
import { checkFinite } from "./finiteEntries";
import { likelyFlops, workspaceBytes } from "./lanczos/likelyWork";
import { transpose, writeOut } from "./lanczos/otherForms";
import {
  denseGramOperator,
  gramOperator,
  sparseGramOperator,
  type GramOperator,
} from "./lanczos/gramOperator";
import type { MatrixLike } from "./matrixOperator";
import { refineTriplets } from "./lanczos/refineTriplets";
import { slabWidth } from "./lanczos/slabs";
import { SparseMatrix } from "./sparseMatrix";
import { storedMatrixOf } from "./stored/storedRows";
import type { TruncatedSvd } from "./svd";

export interface TruncatedSvdOptions {
  /**
   * "exact": the dense SVD of ml-matrix, all singular values and then the leading ones; about 10 ·
   * rows · columns · min(rows, columns) flops. "iterative": block Lanczos, for large or sparse
   * matrices. Default "auto": exact where min(rows, columns) ≤ 100 and the matrix can be written
   * out in 100,000 entries.
   */
  method?: "auto" | "exact" | "iterative";
  /** Start of the iteration's random stream. Default 0. */
  seed?: number;
  /**
   * Relative error of the singular values at which the iteration stops, as it estimates it. Default
   * 1e-6. To explore, 0.2 keeps about two vectors a value: the worst value of text is then off by
   * less than 0.1, and by less than 0.03 at 0.05; the others are nearer.
   */
  tolerance?: number;
  /**
   * Largest cosine between a new vector of the iteration and an earlier one that is left to stand,
   * above 0 and at most 1e-6. A looser one saves passes over the basis; the singular values lose
   * about its square, and the columns of V are orthonormal to about ten times it. Default: a
   * hundred-thousandth of `tolerance`, from 1e-11 to 1e-8.
   */
  orthogonality?: number;
  /**
   * Most vectors that the iteration keeps, min(rows, columns) × 8 bytes each. Default 10 · rank +
   * 500.
   */
  maxBasis?: number;
  /**
   * Threads that share the work, this one included. Default: the machine's cores, at most 8, or 1
   * for little work. The result is the same to the last bit for any number.
   */
  threads?: number;
  /**
   * "wasm": WebAssembly with SIMD, whose memory ends at 4 GiB. "typescript": the same steps in
   * TypeScript, the same numbers to rounding, slower. Default "auto": "wasm" where the
   * platform has it and 4 · rank + 64 vectors beside the matrix fit in 4 GiB.
   */
  engine?: "auto" | "wasm" | "typescript";
  /**
   * false: `u` is left without rows, which saves its 8 · rows · rank bytes and a pass over the
   * matrix; `projectRows` gives U Σ, a few rows at a time. Singular values below 1e-4 of the
   * largest then lose digits. Default true.
   */
  leftVectors?: boolean;
  /** Called now and then with the number of vectors kept and the estimated relative error. */
  onProgress?: (progress: { basisSize: number; error: number }) => void;
}

/**
 * Finds the first k terms of the singular value decomposition, the rank-k matrix closest to A:
 * A ≈ U Σ Vᵀ with U rows × k, Σ diagonal k × k, V columns × k.
 *
 * No matrix of rank k has a smaller Frobenius error than this one, √(σ²ₖ₊₁ + σ²ₖ₊₂ + …)
 * (Eckart–Young). Signs are fixed: the entry of largest size in each column of V is positive.
 * Columns of V are orthonormal to 1e-10 at the default tolerance and to 1e-7 from a tolerance of
 * 1e-3 up.
 *
 * Cost (iterative; m vectors kept, n = min(rows, columns)): 4 · m · nonZeros + n · m² + 2 · n · m ·
 * k flops; of text, m is 2 k – 6 k (less for larger k) at 1e-6 and 1.5 k – 2.6 k at 0.2. Where that
 * is less work (sparse, from rank 50 up, nonZeros ≤ n · k / 8, tolerance ≤ 1e-5), (AᵀA − c I)² takes
 * AᵀA's place, with two thirds of the vectors and two products for each. Working memory 8 · n · (m +
 * k) bytes and a copy of the matrix, kept for the next call; the result takes 8 · (rows + columns) ·
 * k.
 *
 * It works on AᵀA (or AAᵀ, the smaller), so singular values below 1e-7 of the largest are not
 * resolved: they may come out too small. Use "exact" where those matter. Further copies of a value
 * that is there more than four times are looked for where four values agree to 5e-4.
 *
 * Source: Golub & Underwood 1977 (block Lanczos); Simon 1984 (partial reorthogonalisation); Eckart
 * & Young 1936.
 *
 * @param matrix - a matrix of any kind (`DenseMatrix`, `SparseMatrix`, ml-matrix, rows as arrays),
 *   or any MatrixOperator
 * @param rank - k, from 1 to min(rows, columns)
 * @throws RangeError if the rank does not fit the matrix, an entry is not finite, or the basis
 *   fills up before the tolerance is met
 * @example
 * const { u, singularValues, v } = truncatedSvd(toDense([[2, 0], [0, 1], [0, 0]]), 1);
 * singularValues; // [2]
 * v; // [[1], [0]]
 */
export function truncatedSvd(
  matrix: MatrixLike,
  rank: number,
  options: TruncatedSvdOptions = {},
): TruncatedSvd {
  return runAtOnce(truncatedSvdSteps(matrix, rank, options));
}

/** The same in steps, a block of the iteration each. */
export function* truncatedSvdSteps(
  matrix: MatrixLike,
  rank: number,
  options: TruncatedSvdOptions = {},
): Steps<TruncatedSvd> {
  const a = asFactorable(matrix, "matrix");
  checkOptions(options, svdOptionNames, "truncatedSvd");
  const { method = "auto", engine = "auto" } = options;
  checkChoice(method, ["auto", "exact", "iterative"], "method");
  checkChoice(engine, ["auto", "wasm", "typescript"], "engine");
  checkRank(rank, a);
  checkFinite(a);
  const svd = useExact(a, method)
    ? fixSigns(exactSvd(writeOut(a), rank))
    : yield* iterativeSvd(a, rank, options);
  return options.leftVectors === false ? { ...svd, u: new DenseMatrix(0, rank) } : svd;
}

/** The names of the options. */
export const svdOptionNames = {
  method: true,
  seed: true,
  tolerance: true,
  maxBasis: true,
  threads: true,
  engine: true,
  leftVectors: true,
  orthogonality: true,
  onProgress: true,
} satisfies Record<keyof TruncatedSvdOptions, true>;

/** @throws RangeError if a matrix of this shape has no such rank */
export function checkRank(
  rank: unknown,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): void {
  const shorter = Math.min(rows, columns);
  if (shorter === 0)
    throw new RangeError(
      `matrix has ${rows} rows and ${columns} columns, and so no singular values; ` +
        "pass one with entries",
    );
  if (Number.isInteger(rank) && (rank as number) >= 1 && (rank as number) <= shorter) return;
  const shown = typeof rank === "number" ? `${rank}` : `(${describeValue(rank)})`;
  throw new RangeError(
    `rank ${shown} does not fit a matrix of ${rows} rows and ${columns} columns; ` +
      `choose a whole rank from 1 to ${shorter}`,
  );
}

function useExact(matrix: Factorable, method: "auto" | "exact" | "iterative"): boolean {
  if (method !== "auto") return method === "exact";
  return Math.min(matrix.rows, matrix.columns) <= 100 && matrix.rows * matrix.columns <= 100_000;
}

function* iterativeSvd(
  a: Factorable,
  rank: number,
  options: TruncatedSvdOptions,
): Steps<TruncatedSvd> {
  // Work on the shorter side: vectors are then shorter, and AᵀA or AAᵀ smaller.
  if (a.rows < a.columns) {
    const turned = { ...options, leftVectors: true };
    const { u, v, ...rest } = yield* iterativeSvd(transpose(a), rank, turned);
    return fixSigns({ u: v, v: u, ...rest });
  }
  const workspace = openWorkspace({
    threads: options.threads,
    engine: options.engine,
    bytes: workspaceBytes(a, rank),
    flops: likelyFlops(a, rank),
  });
  try {
    return yield* factor(workspace, a, rank, options);
  } finally {
    workspace.close();
  }
}

function loadGram(workspace: Workspace, matrix: Factorable, seed: number): GramOperator {
  if (matrix instanceof SparseMatrix) return sparseGramOperator(workspace, matrix);
  if (matrix instanceof DenseMatrix) return denseGramOperator(workspace, matrix);
  const found = storedMatrixOf(matrix);
  return found === undefined
    ? gramOperator(workspace, matrix, seed)
    : found.openGram(workspace, found, matrix);
}

function* factor(
  workspace: Workspace,
  matrix: Factorable,
  rank: number,
  options: TruncatedSvdOptions,
): Steps<TruncatedSvd> {
  const { tolerance = 1e-6, seed = 0, maxBasis = 10 * rank + 500, onProgress } = options;
  const { orthogonality = Math.min(1e-8, Math.max(1e-11, 1e-5 * tolerance)) } = options;
  const { rows, columns } = matrix;
  if (maxBasis < Math.min(columns, rank + slabWidth))
    throw new RangeError(
      `maxBasis ${maxBasis} leaves no room for rank ${rank}; choose at least ${rank + slabWidth}`,
    );
  if (!(orthogonality > 0 && orthogonality <= 1e-6))
    throw new RangeError(
      `orthogonality ${orthogonality} is not above 0 and at most 1e-6; ` +
        "leave it out for the default",
    );
  const gram = loadGram(workspace, matrix, seed);
  const iteration = { tolerance, orthogonality, seed, maxBasis, onProgress };
  const pairs =
    matrix instanceof SparseMatrix
      ? yield* findEigenpairs(workspace, gram, rank, matrix.nonZeros, iteration)
      : yield* blockLanczos(workspace, gram, rank, iteration);
  if (!(pairs.error <= tolerance)) {
    throw new RangeError(
      `singular values are accurate to ${pairs.error.toExponential(1)} after ${pairs.basisSize} ` +
        `vectors, short of tolerance ${tolerance}; ` +
        `raise tolerance, or maxBasis (at most ${columns})`,
    );
  }
  const values = pairs.values.map((value) => Math.sqrt(Math.max(0, value)));
  const found = { method: "iterative" as const, relativeError: pairs.error };
  const smallValues = values[rank - 1] <= 1e-2 * values[0];
  const vectors = workspace.float64(pairs.vectors, columns * rank).slice();
  // Turned before the projection, V saves turning the longer U afterwards.
  const signs = columnSigns(vectors, rank);
  turnColumns(vectors, signs);
  if (options.leftVectors === false) {
    return {
      u: new DenseMatrix(0, rank),
      singularValues: values.map((value) => value * gram.scale),
      v: new DenseMatrix(columns, rank, vectors),
      ...found,
    };
  }
  const image = gram.project(
    pairs.vectors,
    rank,
    values.map((value, j) => signs[j] / (smallValues ? 1 : value)),
  );
  const svd = smallValues
    ? refineTriplets(
        { length: rows, width: rank, data: image },
        { length: columns, width: rank, data: vectors },
        seed,
      )
    : {
        u: new DenseMatrix(rows, rank, image),
        singularValues: values,
        v: new DenseMatrix(columns, rank, vectors),
      };
  const scaled = {
    ...svd,
    singularValues: svd.singularValues.map((value) => value * gram.scale),
    ...found,
  };
  return smallValues ? fixSigns(scaled) : scaled;
}
