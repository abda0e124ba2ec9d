import type { BiCrossValidationOptions } from "../biCrossValidateRank";
import type { MinkaRank } from "../chooseMinkaRank";
import type { EntryCrossValidationOptions } from "../crossValidateEntries";
import type { Elbow } from "../findElbow";
import type { ParallelAnalysis, ParallelAnalysisOptions } from "../runParallelAnalysis";
import type { SingularValueThreshold, ThresholdOptions } from "../thresholdSingularValues";
import type { HeldOutErrors } from "./heldOutErrors";
import type { Spectrum, SpectrumOptions } from "./spectrum";

/** The smallest rank that keeps a share of the energy. */
export interface EnergyCriterion extends SpectrumOptions {
  by: "energy";
  /** Share of the energy to keep, above 0 and at most 1; default 0.9. */
  share?: number;
}

/** The bend of the scree plot. */
export interface ElbowCriterion extends SpectrumOptions {
  by: "elbow";
  /**
   * Leading singular values among which the elbow is looked for; a longer tail moves it. Default
   * all that are given, all of a matrix with up to 500 rows or columns, 100 of a larger one.
   */
  leadingValues?: number;
}

/** The singular values above the Gavish–Donoho threshold. */
export interface ThresholdCriterion
  extends SpectrumOptions, Omit<ThresholdOptions, "rows" | "columns"> {
  by: "threshold";
  /**
   * Median of all min(rows, columns) singular values, zeros included, where it is at hand. Default:
   * of the values computed or, of a matrix with more than 500 rows and columns, estimated.
   */
  medianSingularValue?: number;
}

/** Minka's evidence of probabilistic PCA. */
export interface MinkaCriterion {
  by: "minka";
  /**
   * All singular values of the matrix less its column means, where they are at hand. Default:
   * computed.
   */
  singularValues?: ArrayLike<number>;
  /** Seed of the iterative SVD; default 0. */
  seed?: number;
  /** Relative error allowed in singular values from the iterative SVD; default 1e-6. */
  svdTolerance?: number;
}

/** Horn's parallel analysis: singular values above those of noise. */
export interface ParallelAnalysisCriterion extends ParallelAnalysisOptions {
  by: "parallelAnalysis";
}

/** Held-out blocks of rows and columns. */
export interface BiCrossValidationCriterion extends BiCrossValidationOptions {
  by: "biCrossValidation";
}

/** Held-out entries. */
export interface EntriesCriterion extends EntryCrossValidationOptions {
  by: "entries";
}

/** A criterion for the rank, with its options. */
export type RankCriterion =
  | EnergyCriterion
  | ElbowCriterion
  | ThresholdCriterion
  | MinkaCriterion
  | ParallelAnalysisCriterion
  | BiCrossValidationCriterion
  | EntriesCriterion;

/** The rank that keeps the share asked for, from 0. */
export interface EnergyChoice extends Spectrum {
  readonly rank: number;
  readonly by: "energy";
  /** Share of the energy that this rank keeps, 0 … 1. */
  readonly keptShare: number;
}

/** The number of singular values before the bend, and the likelihood of every bend. */
export interface ElbowChoice extends Elbow, Spectrum {
  readonly by: "elbow";
}

/** The number of singular values above the threshold, the threshold and the noise. */
export interface ThresholdChoice extends SingularValueThreshold, Spectrum {
  readonly by: "threshold";
}

/** The rank of most evidence, and the evidence of every rank. */
export interface MinkaChoice extends MinkaRank {
  readonly by: "minka";
  /** All singular values of the matrix less its column means. */
  readonly singularValues: Float64Array;
}

/** The number of singular values above the noise's, and both. */
export interface ParallelAnalysisChoice extends ParallelAnalysis {
  readonly by: "parallelAnalysis";
}

/** The rank that predicts held-out blocks best, and the error of every rank. */
export interface BiCrossValidationChoice extends HeldOutErrors {
  readonly by: "biCrossValidation";
}

/** The rank that predicts held-out entries best, and the error of every rank. */
export interface EntriesChoice extends HeldOutErrors {
  readonly by: "entries";
}

/** A rank, the criterion that chose it, and what it saw. */
export type CriterionChoice =
  | EnergyChoice
  | ElbowChoice
  | ThresholdChoice
  | MinkaChoice
  | ParallelAnalysisChoice
  | BiCrossValidationChoice
  | EntriesChoice;
