import type { Floor } from "./contest";

/** Sizes of a truncated SVD. */
export interface SvdSize {
  readonly rows: number;
  readonly columns: number;
  readonly nonZeros: number;
  readonly rank: number;
  /** Vectors of the basis that the iteration kept (m). */
  readonly basis: number;
}

/**
 * Block Lanczos on AᵀA with m vectors of n = min(rows, columns) numbers: A and Aᵀ applied to each
 * (4 m nnz flops), each made orthogonal to its own block of b = 8 and the two before it (12 n m b),
 * k Ritz vectors combined from the basis (2 n m k), and the other side by one more product (2 nnz
 * k).
 *
 * Left out: orthogonality against the whole basis (up to 2 n m², where it is kept in full) and the
 * small eigenproblem: variants of the method differ there. Bytes: the matrix once for each block
 * and direction (12 a non-zero), the basis written once and read once.
 */
export function svdFloor({ rows, columns, nonZeros, rank, basis }: SvdSize): Floor {
  const n = Math.min(rows, columns);
  const width = 8;
  return {
    formula: `4·m·nnz + 12·n·m·8 + 2·n·m·k + 2·nnz·k flops, with the m = ${basis} vectors that the run kept`,
    flops:
      4 * basis * nonZeros + 12 * n * basis * width + 2 * n * basis * rank + 2 * nonZeros * rank,
    bytes: (basis / width) * 2 * 12 * nonZeros + 16 * n * basis + 8 * rank * (rows + columns),
  };
}

/**
 * Multinomial logistic regression: a pass a step and one more, each with the scores X Wᵀ and the
 * gradient Pᵀ X (2 · 2 · rows · k · K flops) and an exponential for each score, counted as 20
 * flops. In single precision a core does twice as many: below 1 × the floor means that.
 */
export function logisticFloor(
  rows: number,
  columns: number,
  classes: number,
  passes: number,
): Floor {
  return {
    formula: `passes · rows · K · (4·k + 20) flops, ${Math.round(passes)} passes`,
    flops: passes * rows * classes * (4 * columns + 20),
    bytes: passes * 8 * rows * columns,
  };
}

/**
 * TF-IDF: every character read once (1 byte each in these texts), every token number and every
 * non-zero (12 bytes) written once; a hash look-up a token, which is where the time goes, counts as
 * nothing.
 */
export function tfidfFloor(characters: number, tokens: number, nonZeros: number): Floor {
  return {
    formula: "characters + 4·tokens + 12·nnz bytes",
    flops: 4 * nonZeros,
    bytes: characters + 4 * tokens + 12 * nonZeros,
  };
}

/** A task of several parts. */
export function addFloors(formula: string, floors: readonly Floor[]): Floor {
  return {
    formula,
    flops: floors.reduce((sum, floor) => sum + floor.flops, 0),
    bytes: floors.reduce((sum, floor) => sum + floor.bytes, 0),
  };
}
