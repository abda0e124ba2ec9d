import type { MatrixInput } from "../base/readMatrix";
import { runAtOnce, type Steps } from "../base/steps";
import { asFactorable, asMatrix, type Factorable } from "../linalg/asMatrix";
import type { DenseMatrix } from "../linalg/denseMatrix";
import type { MatrixLike } from "../linalg/matrixOperator";
import type { SparseMatrix } from "../linalg/sparseMatrix";
import { checkCriterion } from "./criteria/checkCriterion";
import {
  chooseByBiCrossValidation,
  type BiCrossValidationChoice,
  type BiCrossValidationCriterion,
} from "./criteria/chooseByBiCrossValidation";
import { chooseByElbow, type ElbowChoice, type ElbowCriterion } from "./criteria/chooseByElbow";
import { chooseByEnergy, type EnergyChoice, type EnergyCriterion } from "./criteria/chooseByEnergy";
import {
  chooseByEntries,
  type EntriesChoice,
  type EntriesCriterion,
} from "./criteria/chooseByEntries";
import { chooseByMinka, type MinkaChoice, type MinkaCriterion } from "./criteria/chooseByMinka";
import {
  chooseByParallelAnalysis,
  type ParallelAnalysisChoice,
  type ParallelAnalysisCriterion,
} from "./criteria/chooseByParallelAnalysis";
import {
  chooseByThreshold,
  type ThresholdChoice,
  type ThresholdCriterion,
} from "./criteria/chooseByThreshold";
import type { CriterionChoice, RankCriterion } from "./criteria/rankCriteria";

/**
 * Chooses the rank of a matrix A without labels, by one of seven criteria.
 *
 * With n = min(rows, columns), σ₁ ≥ … ≥ σₙ the singular values of A and nonZeros the entries of a
 * sparse matrix that are not zero, or rows · columns:
 *
 * - `"energy"`: the least k with σ₁² + … + σ_k² ≥ share · ‖A‖²_F. Jolliffe 2002.
 * - `"elbow"`: the k of the most likely split into σ₁ … σ_k and the rest, two normal laws of one
 *   variance; always at least 1. Zhu & Ghodsi 2006.
 * - `"threshold"`: the number of σᵢ > λ*(β) √m σ, m = max(rows, columns), β = n / m, or, the noise
 *   σ unknown, σᵢ > ω(β) · median. Gavish & Donoho 2014.
 * - `"minka"`: the k of most evidence under probabilistic PCA, 1 … columns − 1; at least as many
 *   rows as columns. Minka 2000.
 * - `"parallelAnalysis"`: the largest k with σᵢ above the 95 % quantile of noise's σᵢ, i ≤ k. Horn
 *   1965.
 * - `"biCrossValidation"`: the k that predicts held-out blocks best, Â₁₁ = A₁₂ (A₂₂⁽ᵏ⁾)⁺ A₂₁. Owen
 *   & Perry 2009.
 * - `"entries"`: the k that predicts held-out entries best. Wold 1978; Bro et al. 2008.
 *
 * What each says, and where it fails, stands at its options: `EnergyCriterion` and the others.
 * Where labels are at hand, `crossValidateRank` measures what matters to them.
 *
 * The first three read the singular values, and take an operator too. Up to n = 500 all are
 * computed; beyond it the leading 100, and the others are estimated (`estimateSpectrum`) where the
 * leading do not settle the answer; `resolved` tells how many are no estimates. Values at hand pass
 * as `singularValues`, all or the leading ones. Minka's evidence needs all, of A less its column
 * means.
 *
 * Cost: energy, elbow and threshold, up to n = 500: 4 · n · nonZeros + 3 · n³ flops, and for
 * a threshold, or a value after the elbow, below 1e-4 of σ₁, 10 · rows · columns · n more.
 * Beyond it: one truncated SVD of rank 100;
 * for an estimate, which the elbow never needs and the threshold of unknown noise always, 800
 * products with A and Aᵀ. Minka: those of `fitPca` with all components, and columns³ / 3
 * logarithms. Parallel analysis: 21 truncated SVDs of rank `maxRank`. Bi-cross-validation: 4 of
 * them, each on a quarter of A. Entries: 6 · rows · columns · k flops an iteration, 10 to 200
 * iterations for each rank k and fold.
 *
 * @param matrix - A, of any kind: an operator for energy, elbow and threshold alone
 * @param criterion - the criterion's name, `by`, and its options
 * @returns the rank, `by`, and what the criterion saw
 * @throws RangeError if `by` is none of the seven, an option is out of range, an entry is not
 *   finite, or the criterion has no answer: equal values have no elbow, zeros show no noise,
 *   Minka's evidence needs rows ≥ columns; TypeError if an option is not the criterion's, or the
 *   matrix is none
 * @example
 * const matrix = toDense([[3, 0, 0], [0, 2, 0], [0, 0, 1], [0, 0, 0]]);
 * chooseRank(matrix, { by: "energy", share: 0.9 }).rank; // 2
 * chooseRank(matrix, { by: "threshold", noise: 0.4 }).rank; // 2
 */
export function chooseRank(matrix: MatrixLike, criterion: EnergyCriterion): EnergyChoice;
export function chooseRank(matrix: MatrixLike, criterion: ElbowCriterion): ElbowChoice;
export function chooseRank(matrix: MatrixLike, criterion: ThresholdCriterion): ThresholdChoice;
export function chooseRank(matrix: MatrixInput, criterion: MinkaCriterion): MinkaChoice;
export function chooseRank(
  matrix: MatrixInput,
  criterion: ParallelAnalysisCriterion,
): ParallelAnalysisChoice;
export function chooseRank(
  matrix: MatrixInput,
  criterion: BiCrossValidationCriterion,
): BiCrossValidationChoice;
export function chooseRank(matrix: MatrixInput, criterion: EntriesCriterion): EntriesChoice;
export function chooseRank(matrix: MatrixInput, criterion: RankCriterion): CriterionChoice;
export function chooseRank(matrix: MatrixLike, criterion: RankCriterion): CriterionChoice {
  checkCriterion(criterion, "chooseRank");
  return runAtOnce(chooseRankSteps(asCriterionMatrix(matrix, criterion.by), criterion));
}

/** The matrix as the criterion takes it: some are content with products. */
export function asCriterionMatrix(matrix: MatrixLike, by: RankCriterion["by"]): Factorable {
  return by === "energy" || by === "elbow" || by === "threshold"
    ? asFactorable(matrix, "matrix")
    : asMatrix(matrix as MatrixInput, "matrix");
}

/** The same in steps, of a matrix and a criterion that have passed the entrance. */
export function* chooseRankSteps(
  matrix: Factorable,
  criterion: RankCriterion,
): Steps<CriterionChoice> {
  const entries = matrix as SparseMatrix | DenseMatrix;
  switch (criterion.by) {
    case "energy":
      return yield* chooseByEnergy(matrix, criterion);
    case "elbow":
      return yield* chooseByElbow(matrix, criterion);
    case "threshold":
      return yield* chooseByThreshold(matrix, criterion);
    case "minka":
      return yield* chooseByMinka(entries, criterion);
    case "parallelAnalysis":
      return yield* chooseByParallelAnalysis(entries, criterion);
    case "biCrossValidation":
      return yield* chooseByBiCrossValidation(entries, criterion);
    case "entries":
      return yield* chooseByEntries(entries, criterion);
  }
}
