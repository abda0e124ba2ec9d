import { checkChoice } from "../../base/checkOptions";
import { createRandom, type Random } from "../../base/random";
import { asPart, type Steps } from "../../base/steps";
import { DenseMatrix } from "../../linalg/denseMatrix";
import { fitPcaSteps } from "../../linalg/pca";
import { SparseMatrix } from "../../linalg/sparseMatrix";
import { truncatedSvdSteps } from "../../linalg/truncatedSvd";
import { permuteColumns } from "./permuteColumns";

/**
 * Horn's parallel analysis: how many singular values stand above those of matrices with no relation
 * between columns, the largest k with σᵢ(A) > quantile of σᵢ(noise) for every i ≤ k.
 *
 * It finds strong factors in a few columns or many, with noise of any distribution and of different
 * size by column. A strong factor hides weak ones behind it, because its energy is dealt out to the
 * noise (Dobriban & Owen 2019 deflate against that). Noise related within a row looks like signal.
 *
 * Noise has a flat spectrum, on which the iteration is slow; choose `maxRank` small.
 *
 * Source: J. L. Horn, A rationale and test for the number of factors in factor analysis,
 * Psychometrika 30 (1965); permutation: Buja & Eyuboglu 1992; the quantile: Glorfeld 1995.
 */
export interface ParallelAnalysisCriterion {
  by: "parallelAnalysis";
  /** Matrices of noise to compare with; default 20. */
  draws?: number;
  /**
   * "permutation": each column's entries shuffled among the rows; keeps every column's
   * distribution, and zeros of a sparse matrix. Default. "gaussian": normal entries with each
   * column's mean and standard deviation (Horn's own); dense matrices only.
   */
  noise?: "permutation" | "gaussian";
  /**
   * Quantile of the noise that a singular value must exceed, 0 … 1; default 0.95. Horn compared
   * with the mean, close to 0.5.
   */
  quantile?: number;
  /** Subtract column means first, as in a PCA; default false. */
  centre?: boolean;
  /** Most singular values to compare; default min(rows, columns, 100). */
  maxRank?: number;
  /** Seed of the noise; default 0. */
  seed?: number;
  /** Relative error allowed in singular values from the iterative SVD; default 1e-3. */
  svdTolerance?: number;
  /** Called after each draw. */
  onProgress?: (progress: { draw: number; draws: number }) => void;
}

/** The number of singular values above the noise's, and both. */
export interface ParallelAnalysisChoice {
  /** Leading singular values above the noise's, counted up to the first that is not. */
  readonly rank: number;
  readonly by: "parallelAnalysis";
  /** Whether all values compared stand above the noise: the rank may be larger than maxRank. */
  readonly limited: boolean;
  /** σ₁ … of the data. */
  readonly singularValues: Float64Array;
  /** The chosen quantile of the noise's σ₁ …. */
  readonly noiseValues: Float64Array;
}

/**
 * @throws RangeError if the matrix has fewer than 2 rows or an entry that is not finite, an option
 *   is out of range, or normal noise is asked for a sparse matrix
 */
export function* chooseByParallelAnalysis(
  matrix: SparseMatrix | DenseMatrix,
  options: ParallelAnalysisCriterion,
): Steps<ParallelAnalysisChoice> {
  const {
    draws = 20,
    quantile = 0.95,
    noise = "permutation",
    seed = 0,
    svdTolerance = 1e-3,
  } = options;
  const maxRank = options.maxRank ?? Math.min(matrix.rows, matrix.columns, 100);
  checkChoice(noise, ["permutation", "gaussian"], "noise");
  checkLimits(matrix, { draws, quantile, noise, maxRank });
  const svdOptions = { seed, tolerance: svdTolerance };
  const factor = function* (of: SparseMatrix | DenseMatrix): Steps<Float64Array> {
    const svd = options.centre
      ? (yield* fitPcaSteps(of, maxRank, svdOptions)).svd
      : yield* truncatedSvdSteps(of, maxRank, svdOptions);
    return svd.singularValues;
  };
  const singularValues = yield* asPart(factor(matrix), 0, 1 / (draws + 1));
  const random = createRandom(seed);
  const drawNoise =
    noise === "permutation"
      ? () => permuteColumns(matrix, random)
      : normalNoise(matrix as DenseMatrix, random);
  const drawn: Float64Array[] = [];
  for (let draw = 1; draw <= draws; draw++) {
    const [from, to] = [draw / (draws + 1), (draw + 1) / (draws + 1)];
    drawn.push(yield* asPart(factor(drawNoise()), from, to));
    options.onProgress?.({ draw, draws });
  }
  const noiseValues = singularValues.map((_, i) =>
    takeQuantile(
      drawn.map((values) => values[i]),
      quantile,
    ),
  );
  // Rounding of an exactly dependent matrix is neither signal nor noise.
  const negligible = Math.max(matrix.rows, matrix.columns) * Number.EPSILON * singularValues[0];
  const below = singularValues.findIndex(
    (value, i) => value <= Math.max(noiseValues[i] * (1 + 1e-9), negligible),
  );
  return {
    rank: below < 0 ? maxRank : below,
    by: "parallelAnalysis",
    limited: below < 0,
    singularValues,
    noiseValues,
  };
}

/** The names of the options. */
export const parallelAnalysisOptionNames = {
  draws: true,
  noise: true,
  quantile: true,
  centre: true,
  maxRank: true,
  seed: true,
  svdTolerance: true,
  onProgress: true,
} satisfies Record<Exclude<keyof ParallelAnalysisCriterion, "by">, true>;

function checkLimits(
  matrix: SparseMatrix | DenseMatrix,
  {
    draws,
    quantile,
    noise,
    maxRank,
  }: Required<Pick<ParallelAnalysisCriterion, "draws" | "quantile" | "noise" | "maxRank">>,
): void {
  const { rows, columns } = matrix;
  if (rows < 2) throw new RangeError(`${rows} rows cannot be shuffled into noise; give at least 2`);
  if (!Number.isInteger(draws) || draws < 1)
    throw new RangeError(`draws is ${draws}; choose a whole number from 1, such as 20`);
  if (!(quantile >= 0 && quantile <= 1))
    throw new RangeError(`quantile ${quantile} is not between 0 and 1; choose one such as 0.95`);
  if (!Number.isInteger(maxRank) || maxRank < 1 || maxRank > Math.min(rows, columns)) {
    throw new RangeError(
      `maxRank ${maxRank} does not fit a matrix of ${rows} rows and ${columns} columns; ` +
        `choose a whole number from 1 to ${Math.min(rows, columns)}`,
    );
  }
  if (noise === "gaussian" && matrix instanceof SparseMatrix) {
    throw new RangeError(
      `normal noise for a sparse matrix of ${rows} × ${columns} would fill all ` +
        `${(rows * columns).toLocaleString("en")} entries; choose noise "permutation"`,
    );
  }
}

/** Draws normal matrices whose columns have the means and standard deviations of the given one. */
function normalNoise(matrix: DenseMatrix, random: Random): () => DenseMatrix {
  const { rows, columns, data } = matrix;
  const mean = new Float64Array(columns);
  const deviation = new Float64Array(columns);
  data.forEach((value, at) => (mean[at % columns] += value / rows));
  data.forEach(
    (value, at) => (deviation[at % columns] += (value - mean[at % columns]) ** 2 / rows),
  );
  return () =>
    new DenseMatrix(
      rows,
      columns,
      data.map(
        (_, at) => mean[at % columns] + Math.sqrt(deviation[at % columns]) * random.normal(),
      ),
    );
}

/** Linear between order statistics, as NumPy's default. */
function takeQuantile(values: readonly number[], quantile: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = quantile * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.ceil(at);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}
