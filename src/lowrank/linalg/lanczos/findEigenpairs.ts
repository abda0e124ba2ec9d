import type { Steps } from "../../base/steps";
import type { Workspace } from "../../kernels/workspace";
import { blockLanczos, type BlockLanczosOptions, type LeadingEigenpairs } from "./blockLanczos";
import { estimateLevel } from "./estimateLevel";
import type { SlabOperator } from "./krylovBasis";
import { shiftedSquare } from "./shiftedSquare";

/** What the square of a shifted operator asks for and saves is weighed by these. */
const weighing = {
  /**
   * Looser than this, vectors that have not settled make the square diagonal and not S: the columns
   * of U would depart from orthogonal by about the tolerance.
   */
  loosestTolerance: 1e-5,
  /** Below this many values the basis is small, and little is saved. */
  fewestValues: 50,
  /** Non-zeros per entry of the wanted vectors up to which a third fewer vectors save time. */
  mostNonZeros: 1 / 8,
  /** Twice the shift, as a share of the last wanted eigenvalue, which is known to about 15 %. */
  share: 0.75,
};

/**
 * Finds the `count` largest eigenvalues of a sparse S = AᵀA, on (S − cI)² where that is faster: a
 * third fewer vectors are to be kept orthogonal, and each costs two products with S.
 *
 * The choice is a matter of the matrix alone. If c turns out too large for the spectrum, S itself
 * is worked on.
 *
 * @param nonZeros - entries of A, which a product with S costs in proportion
 */
export function* findEigenpairs(
  workspace: Workspace,
  operator: SlabOperator,
  count: number,
  nonZeros: number,
  options: BlockLanczosOptions,
): Steps<LeadingEigenpairs> {
  const shift = chooseShift(workspace, operator, count, nonZeros, options);
  if (shift !== undefined) {
    const mark = workspace.mark();
    const square = shiftedSquare(workspace, operator, shift);
    // σ = √(c + √θ) errs by less than half of what √θ does; what is asked beyond that takes few
    // vectors more, for the values converge all at once, and keeps the columns of U orthogonal.
    const pairs = yield* blockLanczos(workspace, square, count, {
      ...options,
      tolerance: options.tolerance / 10,
      maxBasis: Math.min(options.maxBasis, 4 * count),
      squared: true,
    });
    const values = pairs.values.map((value) => square.toOriginal(value));
    if (pairs.error <= options.tolerance && values[count - 1] > 2.1 * shift)
      return { ...pairs, values, error: pairs.error / 2 };
    workspace.release(mark);
  }
  return yield* blockLanczos(workspace, operator, count, options);
}

/** c, or undefined where S itself is the better operator. */
function chooseShift(
  workspace: Workspace,
  operator: SlabOperator,
  count: number,
  nonZeros: number,
  { tolerance, seed }: BlockLanczosOptions,
): number | undefined {
  const { length } = operator;
  if (tolerance > weighing.loosestTolerance || count < weighing.fewestValues) return undefined;
  if (length < 8 * count || nonZeros > weighing.mostNonZeros * length * count) return undefined;
  const { largest, value } = estimateLevel(workspace, operator, count, seed);
  // Rounding of the largest value, squared, must stay far below the last one's tolerance.
  if (!(Number.EPSILON * (largest / value) ** 2 < 1e-2 * tolerance)) return undefined;
  return (weighing.share * value) / 2;
}
