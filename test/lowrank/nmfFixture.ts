import { readFileSync } from "node:fs";
import { fixturePath } from "../paths";

/** What scikit-learn and NumPy find; test/fixtures/nmf.py says how. */
export interface NmfFixture {
  nmf: {
    matrix: number[][];
    /** W and H where the runs start: NNDSVDa. */
    start: [number[][], number[][]];
    runs: {
      tolerance: number;
      maxIterations: number;
      w: number[][];
      h: number[][];
      error: number;
      iterations: number;
    }[];
    new: number[][];
    newW: number[][];
  };
  cooccurrences: {
    texts: string[];
    words: string[];
    windows: { window: number; counts: number[][] }[];
  };
  pmi: {
    counts: number[][];
    weights: { shift: number; smoothing: number; values: number[][] }[];
  };
}

export const fixture = JSON.parse(readFileSync(fixturePath("nmf.json"), "utf8")) as NmfFixture;

/** The largest difference between two matrices of one shape. */
export function largestGap(
  one: { to2DArray(): number[][] },
  other: readonly (readonly number[])[],
): number {
  const rows = one.to2DArray();
  if (rows.length !== other.length || rows.some((row, i) => row.length !== other[i].length))
    return Infinity;
  return Math.max(
    ...rows.flatMap((row, i) => row.map((value, j) => Math.abs(value - other[i][j]))),
  );
}
