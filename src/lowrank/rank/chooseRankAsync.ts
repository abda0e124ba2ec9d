import { asyncOptionNames, type AsyncOptions } from "../base/asyncOptions";
import type { MatrixInput } from "../base/readMatrix";
import { DenseMatrix } from "../linalg/denseMatrix";
import type { MatrixLike } from "../linalg/matrixOperator";
import { runStepsHere, runStepsOffThread } from "../linalg/offThread/runOffThread";
import { SparseMatrix } from "../linalg/sparseMatrix";
import { asCriterionMatrix, chooseRankSteps } from "./chooseRank";
import { checkCriterion } from "./criteria/checkCriterion";
import type {
  BiCrossValidationChoice,
  BiCrossValidationCriterion,
} from "./criteria/chooseByBiCrossValidation";
import type { ElbowChoice, ElbowCriterion } from "./criteria/chooseByElbow";
import type { EnergyChoice, EnergyCriterion } from "./criteria/chooseByEnergy";
import type { EntriesChoice, EntriesCriterion } from "./criteria/chooseByEntries";
import type { MinkaChoice, MinkaCriterion } from "./criteria/chooseByMinka";
import type {
  ParallelAnalysisChoice,
  ParallelAnalysisCriterion,
} from "./criteria/chooseByParallelAnalysis";
import type { ThresholdChoice, ThresholdCriterion } from "./criteria/chooseByThreshold";
import type { CriterionChoice, RankCriterion } from "./criteria/rankCriteria";

/** A criterion with the signal and progress of every Async function. */
export type AsyncCriterion<Criterion extends RankCriterion> = Criterion extends RankCriterion
  ? Omit<Criterion, "onProgress"> & AsyncOptions
  : never;

/**
 * `chooseRank` off the calling thread, by any of the seven criteria: the same choice to the last
 * bit, while events run here.
 *
 * It works in a worker, on a copy of the matrix, as `truncatedSvdAsync` does. What needs an
 * operator's products runs on the calling thread, with events between two of them; so does all
 * where the platform has no workers.
 *
 * Cost: that of `chooseRank` and of the copy, see `truncatedSvdAsync`. The progress is an estimate:
 * what turns out to be settled early ends early.
 *
 * Source: as `chooseRank`.
 *
 * @param matrix - A, of any kind: an operator for energy, elbow and threshold alone
 * @param criterion - the criterion's name, `by`, its options, `signal` and `onProgress`
 * @throws as `chooseRank`, by rejecting the promise; the signal's reason if it aborts
 * @example
 * const choice = await chooseRankAsync(digits.images, { by: "parallelAnalysis", draws: 5 });
 * choice.rank === chooseRank(digits.images, { by: "parallelAnalysis", draws: 5 }).rank; // true
 */
export function chooseRankAsync(
  matrix: MatrixLike,
  criterion: AsyncCriterion<EnergyCriterion>,
): Promise<EnergyChoice>;
export function chooseRankAsync(
  matrix: MatrixLike,
  criterion: AsyncCriterion<ElbowCriterion>,
): Promise<ElbowChoice>;
export function chooseRankAsync(
  matrix: MatrixLike,
  criterion: AsyncCriterion<ThresholdCriterion>,
): Promise<ThresholdChoice>;
export function chooseRankAsync(
  matrix: MatrixInput,
  criterion: AsyncCriterion<MinkaCriterion>,
): Promise<MinkaChoice>;
export function chooseRankAsync(
  matrix: MatrixInput,
  criterion: AsyncCriterion<ParallelAnalysisCriterion>,
): Promise<ParallelAnalysisChoice>;
export function chooseRankAsync(
  matrix: MatrixInput,
  criterion: AsyncCriterion<BiCrossValidationCriterion>,
): Promise<BiCrossValidationChoice>;
export function chooseRankAsync(
  matrix: MatrixInput,
  criterion: AsyncCriterion<EntriesCriterion>,
): Promise<EntriesChoice>;
export function chooseRankAsync(
  matrix: MatrixInput,
  criterion: AsyncCriterion<RankCriterion>,
): Promise<CriterionChoice>;
export async function chooseRankAsync(
  matrix: MatrixLike,
  criterion: AsyncCriterion<RankCriterion>,
): Promise<CriterionChoice> {
  checkCriterion(criterion, "chooseRankAsync", asyncOptionNames);
  const { signal, onProgress, ...own } = criterion;
  const a = asCriterionMatrix(matrix, own.by);
  const run = { signal, onProgress };
  return a instanceof SparseMatrix || a instanceof DenseMatrix
    ? runStepsOffThread("chooseRank", chooseRankSteps, [a, own], run)
    : runStepsHere(chooseRankSteps(a, own), run);
}
