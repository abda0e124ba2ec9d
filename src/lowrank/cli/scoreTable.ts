import Table from "cli-table3";
import type { ModelSelection } from "../chain/selectModel";
import type { MeanAndStandardError } from "../classify/summary";

/** The scores by rank as a table, the chosen rank marked, and the model without SVD below. */
export function formatScores(selection: ModelSelection, color: boolean): string {
  const { curve, lowRank, full, form } = selection;
  const mark = (chosen: boolean): string => (chosen ? "← chosen" : "");
  const table = new Table({
    head: ["rank", "accuracy", "macro F1", "energy kept", ""],
    colAligns: ["right", "left", "left", "left", "left"],
    style: color ? { compact: true } : { compact: true, head: [], border: [] },
  });
  for (const { rank, accuracy, macroF1, explainedEnergy } of curve?.scores ?? []) {
    const chosen = form === "lowRank" && rank === lowRank?.rank;
    table.push([
      String(rank),
      formatScore(accuracy),
      formatScore(macroF1),
      `${(100 * explainedEnergy.mean).toFixed(1)} %`,
      mark(chosen),
    ]);
  }
  if (full) table.push(["no SVD", formatScore(full.accuracy), "", "", mark(form === "full")]);
  return table.toString();
}

/** What the scores mean for the reader, a sentence a line. */
export function explainScores({ curve, lowRank, full, form, ...rest }: ModelSelection): string[] {
  const lines: string[] = [];
  if (curve && lowRank)
    lines.push(
      lowRank.rank === curve.bestRank
        ? `Rank ${lowRank.rank} is the best, and no smaller one is within one standard error of it.`
        : `Rank ${lowRank.rank} is the smallest within one standard error of the best, ${curve.bestRank}.`,
    );
  if (curve && lowRank && lowRank.rank === curve.scores[curve.scores.length - 1].rank)
    lines.push("It is the largest that was tried: --ranks names larger ones.");
  const chosen = form === "lowRank" ? lowRank : full;
  if (chosen && chosen.tried.length > 1)
    lines.push(`Inverse penalty ${chosen.inversePenalty}, of ${chosen.tried.length} tried.`);
  if (rest.fullIsBetter && rest.difference && form === "lowRank")
    lines.push(
      `Without SVD the accuracy is higher by ${formatScore(rest.difference)}, fold by fold; --model sparse fits that model.`,
    );
  return lines;
}

/** What a program wants to know of the choice. */
export function summariseScores(selection: ModelSelection): object {
  const { form, curve, lowRank, full, difference, fullIsBetter } = selection;
  const accuracyOf = ({ mean, standardError }: MeanAndStandardError): object => ({
    accuracy: mean,
    standardError,
  });
  return {
    model: form === "full" ? "sparse" : "lowRank",
    rank: form === "lowRank" ? (lowRank?.rank ?? null) : null,
    inversePenalty: (form === "lowRank" ? lowRank : full)?.inversePenalty ?? null,
    scores: (curve?.scores ?? []).map(({ rank, accuracy, macroF1 }) => ({
      rank,
      ...accuracyOf(accuracy),
      macroF1: macroF1.mean,
    })),
    sparse: full && accuracyOf(full.accuracy),
    sparseLessLowRank: difference,
    sparseIsBetter: fullIsBetter,
  };
}

function formatScore({ mean, standardError }: MeanAndStandardError): string {
  return `${mean.toFixed(4)} ± ${standardError.toFixed(4)}`;
}
