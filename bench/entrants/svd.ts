import { saveNpy, truncatedSvd, type TruncatedSvd } from "../../src/lowrank/index";
import type { Work } from "../harness/worker";
import { readSparse } from "../inputs/files";

export interface SvdInput {
  /** Prefix of the matrix's files. */
  readonly matrix: string;
  readonly rank: number;
  readonly tolerance: number;
  /** Default: the library's own choice. */
  readonly threads?: number;
  /** Prefix of the files to write. */
  readonly outputs: string;
}

export function prepare({
  matrix: prefix,
  rank,
  tolerance,
  threads,
  outputs,
}: SvdInput): Work<TruncatedSvd> {
  const matrix = readSparse(prefix);
  let basis = 0;
  return {
    run: () =>
      truncatedSvd(matrix, rank, {
        tolerance,
        ...(threads && { threads }),
        onProgress: ({ basisSize }) => (basis = basisSize),
      }),
    report(svd) {
      const values = `${outputs}.values.npy`;
      const v = `${outputs}.v.npy`;
      saveNpy(values, { shape: [rank], data: svd.singularValues });
      saveNpy(v, svd.v);
      return { values, v, basis };
    },
  };
}
