import type { Workspace } from "../../kernels/workspace";
import type { SlabOperator } from "./krylovBasis";
import { createSlabs, slabWidth, type Slabs } from "./slabs";

/** (S − cI)² as an operator of its own. */
export interface ShiftedSquare extends SlabOperator {
  /** The eigenvalue of S, above 2 c, that belongs to one of (S − cI)². */
  toOriginal(value: number): number;
}

/**
 * (S − cI)² for a symmetric positive semidefinite S.
 *
 * Eigenvalues of S from 0 to 2 c end between 0 and c², those above 2 c beyond c², in their order
 * and further apart: the Chebyshev polynomial of degree 2 on [0, 2 c]. A Krylov space of it finds
 * those above with about two thirds of the vectors, of two products each.
 */
export function shiftedSquare(
  workspace: Workspace,
  operator: SlabOperator,
  shift: number,
): ShiftedSquare {
  const { length } = operator;
  const work = createSlabs(workspace, length, 3);
  for (let slab = 0; slab < 3; slab++) work.append();
  const applyShifted = (from: number, to: number): void => {
    operator.apply(work, from, to);
    subtractMultiple(work, to, from, shift);
  };
  return {
    length,
    apply(slabs, from, to) {
      work.view(0).data.set(slabs.view(from).data);
      applyShifted(0, 1);
      applyShifted(1, 2);
      slabs.view(to).data.set(work.view(2).data);
    },
    toOriginal: (value) => shift + Math.sqrt(Math.max(0, value)),
  };
}

/** Y ← Y − factor · X. */
function subtractMultiple(slabs: Slabs, y: number, x: number, factor: number): void {
  const diagonal = new Float64Array(slabWidth ** 2);
  for (let j = 0; j < slabWidth; j++) diagonal[j * (slabWidth + 1)] = factor;
  slabs.subtract(y, 1, x, 1, diagonal);
}
