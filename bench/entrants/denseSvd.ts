import { loadNpy, npyToDense, truncatedSvd, type TruncatedSvd } from "../../src/lowrank/index";
import type { Work } from "../harness/worker";

/** lowrank's truncated SVD of a dense matrix. */
export function prepare({
  matrix: file,
  rank,
  tolerance,
}: {
  matrix: string;
  rank: number;
  tolerance: number;
}): Work<TruncatedSvd> {
  const matrix = npyToDense(loadNpy(file));
  let basis = 0;
  return {
    run: () =>
      truncatedSvd(matrix, rank, { tolerance, onProgress: ({ basisSize }) => (basis = basisSize) }),
    report: ({ singularValues }) => ({ values: Array.from(singularValues), basis }),
  };
}
