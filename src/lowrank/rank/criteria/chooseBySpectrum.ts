import { DenseMatrix } from "../../linalg/denseMatrix";
import { checkFinite } from "../../linalg/finiteEntries";
import { cumulativeEnergy, energy } from "../../linalg/frobenius";
import { fitPca } from "../../linalg/pca";
import { SparseMatrix } from "../../linalg/sparseMatrix";
import { checkShare, chooseEnergyRank } from "../chooseEnergyRank";
import { checkMinkaShape, chooseMinkaRank } from "../chooseMinkaRank";
import { findElbow } from "../findElbow";
import { checkNoise, findThreshold, thresholdSingularValues } from "../thresholdSingularValues";
import { checkShape, checkSpectrum } from "./checkSpectrum";
import type {
  ElbowChoice,
  ElbowCriterion,
  EnergyChoice,
  EnergyCriterion,
  MinkaChoice,
  MinkaCriterion,
  ThresholdChoice,
  ThresholdCriterion,
} from "./rankCriteria";
import { findSpectrum, resolveAt, type Factorable } from "./spectrum";

/** An operator shows its energy only in all of its singular values. */
export function chooseByEnergy(matrix: Factorable, criterion: EnergyCriterion): EnergyChoice {
  const { share = 0.9 } = criterion;
  checkShare(share);
  checkFinite(matrix);
  const whole = hasEntries(matrix) ? energy(matrix) : undefined;
  if (whole !== undefined) checkEnergy(criterion.singularValues, whole);
  const { singularValues, resolved } = findSpectrum(
    matrix,
    criterion,
    (leading) => whole !== undefined && sumSquares(leading) >= share * whole,
  );
  const isWhole = singularValues.length === Math.min(matrix.rows, matrix.columns);
  const totalEnergy = isWhole || whole === undefined ? sumSquares(singularValues) : whole;
  const found = chooseEnergyRank(singularValues, { share, totalEnergy });
  // Leading values that are known to fall short do so whatever an estimate makes of the others.
  const isEstimate = resolved < singularValues.length && whole !== undefined;
  const rank = isEstimate ? Math.max(found, resolved + 1) : found;
  const keptShare = rank === 0 ? 1 : cumulativeEnergy(singularValues, totalEnergy)[rank - 1];
  return { rank, by: "energy", keptShare, singularValues, resolved };
}

export function chooseByElbow(matrix: Factorable, criterion: ElbowCriterion): ElbowChoice {
  checkFinite(matrix);
  const found = findSpectrum(matrix, criterion, () => true);
  const { rank } = findElbow(found.singularValues.slice(0, criterion.leadingValues));
  const afterBend = found.singularValues[rank];
  const spectrum = resolveAt(afterBend, matrix, found, criterion);
  const singularValues = spectrum.singularValues.slice(0, criterion.leadingValues);
  return {
    ...findElbow(singularValues),
    by: "elbow",
    singularValues,
    resolved: singularValues.length,
  };
}

export function chooseByThreshold(
  matrix: Factorable,
  criterion: ThresholdCriterion,
): ThresholdChoice {
  const { noise, medianSingularValue, medianFactor } = criterion;
  const { rows, columns } = matrix;
  const options = { rows, columns, noise, medianSingularValue, medianFactor };
  checkNoise(options);
  checkFinite(matrix);
  const isKnown = noise !== undefined || medianSingularValue !== undefined;
  const found = findSpectrum(
    matrix,
    criterion,
    (values) => isKnown && values[values.length - 1] <= findThreshold(values, options).threshold,
  );
  const values = found.singularValues;
  const level = isKnown ? findThreshold(values, options).threshold : values[values.length >> 1];
  const spectrum = resolveAt(level, matrix, found, criterion);
  return {
    ...thresholdSingularValues(spectrum.singularValues, options),
    by: "threshold",
    ...spectrum,
  };
}

export function chooseByMinka(
  matrix: SparseMatrix | DenseMatrix,
  { singularValues: given, seed, svdTolerance: tolerance }: MinkaCriterion,
): MinkaChoice {
  checkMinkaShape(matrix);
  checkFinite(matrix);
  if (given !== undefined) {
    checkSpectrum(given);
    checkShape(given, matrix);
  }
  const singularValues =
    given === undefined
      ? fitPca(matrix, matrix.columns, { seed, tolerance }).svd.singularValues
      : Float64Array.from(given);
  return { ...chooseMinkaRank(singularValues, matrix), by: "minka", singularValues };
}

function hasEntries(matrix: Factorable): matrix is SparseMatrix | DenseMatrix {
  return matrix instanceof SparseMatrix || matrix instanceof DenseMatrix;
}

/** Refuses singular values that cannot be the matrix's own. */
function checkEnergy(given: ArrayLike<number> | undefined, whole: number): void {
  if (given === undefined) return;
  checkSpectrum(given);
  const held = sumSquares(given);
  if (held * (1 - 1e-6) > whole)
    throw new RangeError(
      `singularValues hold an energy of ${held}, more than the matrix's ${whole}; pass those of this matrix, or leave them out`,
    );
}

function sumSquares(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return sum;
}
