import type {
  BiCrossValidationChoice,
  BiCrossValidationCriterion,
} from "./chooseByBiCrossValidation";
import type { ElbowChoice, ElbowCriterion } from "./chooseByElbow";
import type { EnergyChoice, EnergyCriterion } from "./chooseByEnergy";
import type { EntriesChoice, EntriesCriterion } from "./chooseByEntries";
import type { MinkaChoice, MinkaCriterion } from "./chooseByMinka";
import type { ParallelAnalysisChoice, ParallelAnalysisCriterion } from "./chooseByParallelAnalysis";
import type { ThresholdChoice, ThresholdCriterion } from "./chooseByThreshold";

/** A criterion for the rank, with its options. */
export type RankCriterion =
  | EnergyCriterion
  | ElbowCriterion
  | ThresholdCriterion
  | MinkaCriterion
  | ParallelAnalysisCriterion
  | BiCrossValidationCriterion
  | EntriesCriterion;

/** A rank, the criterion that chose it, and what it saw. */
export type CriterionChoice =
  | EnergyChoice
  | ElbowChoice
  | ThresholdChoice
  | MinkaChoice
  | ParallelAnalysisChoice
  | BiCrossValidationChoice
  | EntriesChoice;
