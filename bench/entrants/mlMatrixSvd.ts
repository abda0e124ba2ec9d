import { SingularValueDecomposition } from "ml-matrix";
import { loadNpy, npyToDense } from "../../src/lowrank/index";
import type { Work } from "../harness/worker";

/** ml-matrix's SVD: all singular values, of which the first `rank` are reported. */
export function prepare({
  matrix: file,
  rank,
}: {
  matrix: string;
  rank: number;
}): Work<SingularValueDecomposition> {
  const matrix = npyToDense(loadNpy(file));
  return {
    run: () => new SingularValueDecomposition(matrix, { autoTranspose: true }),
    report: ({ diagonal }) => ({ values: diagonal.slice(0, rank) }),
  };
}
