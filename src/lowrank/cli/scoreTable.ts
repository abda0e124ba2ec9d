import Table from "cli-table3";
import { findBestPoint, listGridPoints } from "../chain/gridPoints";
import type { ModelSelection } from "../chain/selectModel";
import type { MeanAndStandardError } from "../base/meanAndStandardError";

/**
 * The scores by rank, and by penalty where several were tried, as a table, the chosen ones marked,
 * and the model without SVD below.
 */
export function formatScores(selection: ModelSelection, color: boolean): string {
  const { grid, lowRank, full, form } = selection;
  const mark = (chosen: boolean): string => (chosen ? "← chosen" : "");
  const severalPenalties = (full?.tried ?? grid).length > 1;
  const penalty = (c: number): string[] => (severalPenalties ? [String(c)] : []);
  const table = new Table({
    head: ["rank", ...(severalPenalties ? ["C"] : []), "accuracy", "macro F1", "energy kept", ""],
    colAligns: ["right", ...(severalPenalties ? (["right"] as const) : [])],
    style: color ? { compact: true } : { compact: true, head: [], border: [] },
  });
  for (const { inversePenalty, rank, accuracy, macroF1, explainedEnergy } of listGridPoints(
    selection,
  )) {
    const chosen = rank === lowRank?.rank && inversePenalty === lowRank.inversePenalty;
    table.push([
      String(rank),
      ...penalty(inversePenalty),
      formatScore(accuracy),
      formatScore(macroF1),
      `${(100 * explainedEnergy.mean).toFixed(1)} %`,
      mark(chosen && form === "lowRank"),
    ]);
  }
  for (const { inversePenalty, accuracy } of full?.tried ?? []) {
    const chosen = form === "full" && inversePenalty === full?.inversePenalty;
    table.push(["no SVD", ...penalty(inversePenalty), formatScore(accuracy), "", "", mark(chosen)]);
  }
  return table.toString();
}

/** What the scores mean for the reader, a sentence a line. */
export function explainScores(selection: ModelSelection): string[] {
  const { curve, lowRank, full, form, difference, fullIsBetter } = selection;
  const lines: string[] = [];
  if (curve && lowRank) {
    const best = findBestPoint(selection);
    lines.push(explainChoice(lowRank.rank, best.rank));
  }
  if (curve && lowRank && lowRank.rank === curve.scores[curve.scores.length - 1].rank)
    lines.push("It is the largest that was tried: --ranks names larger ones.");
  const chosen = form === "lowRank" ? lowRank : full;
  if (chosen && chosen.tried.length > 1)
    lines.push(
      `Inverse penalty C ${chosen.inversePenalty}: of the ${chosen.tried.length} tried, the smallest good enough there.`,
    );
  if (fullIsBetter && difference && form === "lowRank")
    lines.push(
      `Without SVD the accuracy is higher by ${formatScore(difference)}, fold by fold; --model sparse fits that model.`,
    );
  return lines;
}

/** Why a rank is chosen. */
export function explainChoice(rank: number, best: number): string {
  return rank === best
    ? `Rank ${rank} is the best, and no smaller one is within one standard error of it.`
    : `Rank ${rank} is the smallest within one standard error of the best, ${best}.`;
}

/** What a program wants to know of the choice. */
export function summariseScores(selection: ModelSelection): object {
  const { form, lowRank, full, difference, fullIsBetter } = selection;
  const accuracyOf = ({ mean, standardError }: MeanAndStandardError): object => ({
    accuracy: mean,
    standardError,
  });
  return {
    model: form === "full" ? "sparse" : "lowRank",
    rank: form === "lowRank" ? (lowRank?.rank ?? null) : null,
    inversePenalty: (form === "lowRank" ? lowRank : full)?.inversePenalty ?? null,
    scores: listGridPoints(selection).map(({ rank, inversePenalty, accuracy, macroF1 }) => ({
      rank,
      inversePenalty,
      ...accuracyOf(accuracy),
      macroF1: macroF1.mean,
    })),
    sparse: full && accuracyOf(full.accuracy),
    sparseLessLowRank: difference,
    sparseIsBetter: fullIsBetter,
  };
}

/** A mean over folds with its standard error. */
export function formatScore({ mean, standardError }: MeanAndStandardError): string {
  return `${mean.toFixed(4)} ± ${standardError.toFixed(4)}`;
}
