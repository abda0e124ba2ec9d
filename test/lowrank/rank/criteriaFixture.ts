import { readFileSync } from "node:fs";
import { DenseMatrix } from "../../../src/lowrank/linalg/denseMatrix";
import { createRandom } from "../../../src/lowrank/base/random";
import { fixturePath } from "../../paths";

/** What SciPy, scikit-learn and plain NumPy find; test/fixtures/criteria.py says how. */
export interface CriteriaFixture {
  marchenkoPastur: { beta: number; median: number; threshold: number; medianThreshold: number }[];
  profileLikelihood: { values: number[]; logLikelihoods: number[] }[];
  digits: {
    singularValues: number[];
    energyRanks: { share: number; rank: number }[];
    cubicThreshold: number;
    cubicRank: number;
    minkaRank: number;
  };
  iris: { singularValues: number[]; minkaRank: number; evidence: number[] };
  tall: { matrix: number[][]; evidence: number[]; noise95: number[]; noiseMedian: number[] };
  gabriel: { matrix: number[][]; errors: number[] };
  wold: { matrix: number[][]; errors: number[] };
}

export const fixture = JSON.parse(
  readFileSync(fixturePath("criteria.json"), "utf8"),
) as CriteriaFixture;

/**
 * U Vᵀ / √rank + noise · N, all normal: `rank` factors of equal strength, entries of variance 1 +
 * noise². Rank 0 is noise alone.
 */
export function plantMatrix(
  rows: number,
  columns: number,
  rank: number,
  noise: number,
  seed = 1,
): DenseMatrix {
  const random = createRandom(seed);
  const draw = (height: number, width: number): DenseMatrix =>
    new DenseMatrix(
      height,
      width,
      Float64Array.from({ length: height * width }, () => random.normal()),
    );
  const u = draw(rows, rank);
  const v = draw(columns, rank);
  const matrix = draw(rows, columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < rank; k++) sum += u.get(i, k) * v.get(j, k);
      matrix.set(i, j, (rank === 0 ? 0 : sum / Math.sqrt(rank)) + noise * matrix.get(i, j));
    }
  }
  return matrix;
}

/** Largest difference, relative to the largest expected size. */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const scale = Math.max(...Array.from(expected, Math.abs));
  if (actual.length !== expected.length) return Infinity;
  return Math.max(...Array.from(expected, (value, i) => Math.abs(actual[i] - value))) / scale;
}
