import { checkOptions, suggestName } from "../../base/checkOptions";
import { describeValue } from "../../base/describeValue";
import { biCrossValidationOptionNames } from "./chooseByBiCrossValidation";
import { elbowOptionNames } from "./chooseByElbow";
import { energyOptionNames } from "./chooseByEnergy";
import { entriesOptionNames } from "./chooseByEntries";
import { minkaOptionNames } from "./chooseByMinka";
import { parallelAnalysisOptionNames } from "./chooseByParallelAnalysis";
import { thresholdOptionNames } from "./chooseByThreshold";
import type { RankCriterion } from "./rankCriteria";

/** The options of each criterion. */
const criterionOptions: Record<RankCriterion["by"], Record<string, true>> = {
  energy: energyOptionNames,
  elbow: elbowOptionNames,
  threshold: thresholdOptionNames,
  minka: minkaOptionNames,
  parallelAnalysis: parallelAnalysisOptionNames,
  biCrossValidation: biCrossValidationOptionNames,
  entries: entriesOptionNames,
};

/** What the criteria are called elsewhere. */
const namesElsewhere: Readonly<Record<string, RankCriterion["by"]>> = {
  bcv: "biCrossValidation",
  explainedvariance: "energy",
  gabriel: "biCrossValidation",
  gavishdonoho: "threshold",
  horn: "parallelAnalysis",
  mle: "minka",
  parallel: "parallelAnalysis",
  profilelikelihood: "elbow",
  scree: "elbow",
  svht: "threshold",
  variance: "energy",
  wold: "entries",
};

/**
 * Refuses a criterion that there is not, and options that it does not have.
 *
 * @param name - the function's
 * @param more - options that the function has beside the criterion's
 * @throws TypeError if the options are none, or hold one that the criterion does not have;
 *   RangeError if `by` is none of the seven
 */
export function checkCriterion(
  criterion: { readonly by: RankCriterion["by"] },
  name: string,
  more: Readonly<Record<string, true>> = {},
): void {
  if (typeof criterion !== "object" || criterion === null || Array.isArray(criterion))
    checkOptions(criterion, { by: true }, name, '{ by: "energy" }');
  const by: unknown = criterion.by;
  if (typeof by !== "string" || !Object.hasOwn(criterionOptions, by)) throw unknownCriterion(by);
  checkOptions(
    criterion,
    { by: true, ...criterionOptions[by as RankCriterion["by"]], ...more },
    `${name} by "${by}"`,
  );
}

function unknownCriterion(by: unknown): RangeError {
  const names = Object.keys(criterionOptions);
  const plain = typeof by === "string" ? by.replaceAll(/[\s_–-]/g, "").toLowerCase() : "";
  const meant = Object.hasOwn(namesElsewhere, plain)
    ? namesElsewhere[plain]
    : suggestName(plain, names);
  return new RangeError(
    `by is ${typeof by === "string" ? JSON.stringify(by) : describeValue(by)}; ` +
      (meant === undefined ? "" : `did you mean "${meant}"? `) +
      `choose one of ${names.map((name) => `"${name}"`).join(", ")}`,
  );
}
