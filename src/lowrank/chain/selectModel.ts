import type { StopSignal } from "../base/stopSignal";
import { meanAndStandardError, type MeanAndStandardError } from "../base/meanAndStandardError";
import { weightOptionNames, type ScoringWeights } from "../rank/folds/foldWeights";
import {
  choosePointOfGrid,
  type FoldScore,
  type PenaltyCurve,
  type RankCurve,
} from "../rank/rankCurve";

/** Options that every classifier of a whole chain has. */
export interface SelectionOptions extends ScoringWeights {
  /**
   * Ranks to try, in any order; default those of 2, 5, 10, 20, 50, 100, 200 and 300 that fit the
   * training part of every fold.
   */
  ranks?: readonly number[];
  /** Number of folds; default 5. */
  folds?: number;
  /** Seed of the folds and of the factorisation; default 0. */
  seed?: number;
  /**
   * Inverse penalties (scikit-learn's C) to try with every rank; default [1]. Of the pairs within
   * one standard error of the best, the one of the smallest rank is chosen, and of its penalties the
   * smallest C. A fold is factored once for all pairs.
   */
  inversePenalties?: readonly number[];
  /**
   * Whether to score the model without SVD on the same folds, as a yardstick; default true. Where
   * `model` needs that score, it is taken anyway.
   */
  compareFull?: boolean;
  /**
   * Threads that share the work; default: the machine's cores, at most 8. The model is the same for
   * any number.
   */
  threads?: number;
  /** Called after each step. */
  onProgress?: (progress: ChainProgress) => void;
  /** Stops the work; the promise is then rejected with the signal's reason. */
  signal?: StopSignal;
}

/** The names of these options. */
export const selectionOptionNames = {
  ranks: true,
  folds: true,
  seed: true,
  inversePenalties: true,
  compareFull: true,
  ...weightOptionNames,
  threads: true,
  onProgress: true,
  signal: true,
} satisfies Record<keyof SelectionOptions, true>;

/** How far the fit of a chain has come. */
export interface ChainProgress {
  /** What is being done: ranks and penalties scored, the yardstick scored, the model fitted. */
  readonly stage: "ranks" | "full" | "fit";
  /** Steps done and steps in all. */
  readonly done: number;
  readonly total: number;
}

/** What was fitted: with the SVD, or without. */
export type ChosenForm = "lowRank" | "full";

/** Held-out accuracy by penalty, and the penalty chosen. */
export interface PenaltyChoice {
  /** C: the smallest whose mean accuracy is within one standard error of the best. */
  readonly inversePenalty: number;
  /** Accuracy with that penalty, 0 … 1. */
  readonly accuracy: FoldScore;
  /** Every penalty that was tried, in order. */
  readonly tried: readonly { readonly inversePenalty: number; readonly accuracy: FoldScore }[];
}

/** How a chain's rank, penalty and form were chosen. */
export interface ModelSelection {
  /** What was fitted. */
  readonly form: ChosenForm;
  /** Scores by rank with the penalty chosen; null where no rank was tried. */
  readonly curve: RankCurve | null;
  /** Scores by rank with each penalty, in the order given; empty where no rank was tried. */
  readonly grid: readonly PenaltyCurve[];
  /** The low-rank model chosen, and every penalty at its rank; null where no rank was tried. */
  readonly lowRank: (PenaltyChoice & { readonly rank: number }) | null;
  /** The model without SVD, on the same folds; null where it was not scored. */
  readonly full: PenaltyChoice | null;
  /** Accuracy without SVD less accuracy with it, over folds; null where one was not scored. */
  readonly difference: MeanAndStandardError | null;
  /** Whether that difference is above its own standard error: the SVD costs accuracy here. */
  readonly fullIsBetter: boolean;
}

/**
 * Held-out scores of one kind of chain; `onStep` is called `folds · (1 + ranks · penalties)` or
 * `folds` times.
 */
export interface Candidates {
  scoreGrid(
    ranks: readonly number[],
    inversePenalties: readonly number[],
    onStep: () => void,
  ): Promise<PenaltyCurve[]>;
  scoreFull(inversePenalty: number, onStep: () => void): Promise<FoldScore>;
}

/** A selection's options with their defaults filled in. */
export interface SelectionPlan {
  readonly form: ChosenForm | "auto";
  readonly ranks: readonly number[];
  readonly folds: number;
  readonly inversePenalties: readonly number[];
  readonly compareFull: boolean;
  readonly onProgress: ((progress: ChainProgress) => void) | undefined;
}

/**
 * Chooses rank, penalty and form by held-out accuracy.
 *
 * Of all ranks with all penalties, those within one standard error of the best are good enough: the
 * smallest rank of these is taken, and with it the smallest C. The model without SVD has its own
 * penalty, by the same rule. Of the two forms "auto" takes the one without SVD only where it is
 * better, fold by fold, by more than the standard error of the difference.
 */
export async function selectModel(
  candidates: Candidates,
  plan: SelectionPlan,
): Promise<{ selection: ModelSelection; finish: () => void }> {
  const { inversePenalties, form } = plan;
  const step = countSteps(plan);
  const lowRank = form === "full" ? null : await selectRank(candidates, plan, step("ranks"));
  const full =
    form === "lowRank" && !plan.compareFull
      ? null
      : await choosePenalty(inversePenalties, (c) => candidates.scoreFull(c, step("full")));
  const difference = lowRank && full ? compareFolds(full, lowRank.choice) : null;
  const fullIsBetter = difference !== null && difference.mean > difference.standardError;
  const selection = {
    form: form === "auto" ? (fullIsBetter ? ("full" as const) : ("lowRank" as const)) : form,
    curve: lowRank?.curve ?? null,
    grid: lowRank?.grid ?? [],
    lowRank: lowRank?.choice ?? null,
    full,
    difference,
    fullIsBetter,
  };
  return { selection, finish: step("fit") };
}

async function selectRank(
  candidates: Candidates,
  { ranks, inversePenalties }: SelectionPlan,
  onStep: () => void,
): Promise<{
  grid: PenaltyCurve[];
  curve: RankCurve;
  choice: PenaltyChoice & { rank: number };
}> {
  const grid = await candidates.scoreGrid(ranks, inversePenalties, onStep);
  const { rank, inversePenalty, accuracy } = choosePointOfGrid(grid).chosen;
  const tried = grid.map(({ inversePenalty: c, curve }) => ({
    inversePenalty: c,
    accuracy: curve.scores[curve.scores.findIndex((score) => score.rank === rank)].accuracy,
  }));
  const { curve } = grid[inversePenalties.indexOf(inversePenalty)];
  return { grid, curve, choice: { rank, inversePenalty, accuracy, tried } };
}

async function choosePenalty(
  inversePenalties: readonly number[],
  score: (inversePenalty: number) => Promise<FoldScore>,
): Promise<PenaltyChoice> {
  const tried: { inversePenalty: number; accuracy: FoldScore }[] = [];
  for (const inversePenalty of inversePenalties)
    tried.push({ inversePenalty, accuracy: await score(inversePenalty) });
  const best = tried.reduce((a, b) => (b.accuracy.mean > a.accuracy.mean ? b : a)).accuracy;
  const chosen = tried
    .filter(({ accuracy }) => accuracy.mean >= best.mean - best.standardError)
    .reduce((a, b) => (b.inversePenalty < a.inversePenalty ? b : a));
  return { ...chosen, tried };
}

/** The folds are the same, so that their differences vary less than the scores. */
function compareFolds(full: PenaltyChoice, lowRank: PenaltyChoice): MeanAndStandardError {
  return meanAndStandardError(
    full.accuracy.folds.map((score, fold) => score - lowRank.accuracy.folds[fold]),
  );
}

function countSteps(plan: SelectionPlan): (stage: ChainProgress["stage"]) => () => void {
  const { folds, inversePenalties, ranks, form, compareFull, onProgress } = plan;
  const pairs = new Set(ranks).size * inversePenalties.length;
  const lowRankSteps = form === "full" ? 0 : folds * (1 + pairs);
  const fullSteps = form === "lowRank" && !compareFull ? 0 : folds * inversePenalties.length;
  const total = lowRankSteps + fullSteps + 1;
  let done = 0;
  return (stage) => () => onProgress?.({ stage, done: ++done, total });
}

/**
 * The plan that options ask for.
 *
 * @param largestRank - what the training part of every fold can hold
 * @throws RangeError if an option has no meaning
 */
export function planSelection(
  options: SelectionOptions,
  form: SelectionPlan["form"],
  largestRank: () => number,
): SelectionPlan {
  const { folds = 5, inversePenalties = [1], compareFull = true, onProgress } = options;
  if (!Array.isArray(inversePenalties) || inversePenalties.length === 0)
    throw new RangeError(
      "inversePenalties names none to try; pass a list such as [1] or [0.1, 1, 10]",
    );
  for (const c of inversePenalties as readonly number[])
    if (!(c > 0 && c < Infinity))
      throw new RangeError(
        `inversePenalties has ${c}, which is not above 0 and finite; choose for example 0.1, 1 or 10`,
      );
  const ranks = form === "full" ? [] : (options.ranks ?? defaultRanks(largestRank()));
  const penalties = [...new Set(inversePenalties as readonly number[])];
  return { form, ranks, folds, inversePenalties: penalties, compareFull, onProgress };
}

function defaultRanks(limit: number): number[] {
  const fitting = [2, 5, 10, 20, 50, 100, 200, 300].filter((rank) => rank <= limit);
  return fitting.length > 0 ? fitting : [1];
}

/**
 * Checks what every chain needs of its labels.
 *
 * @throws RangeError if their number is not that of the rows, or there is only one class
 */
export function checkLabels(rows: number, what: "texts" | "rows", labels: readonly string[]): void {
  if (!Array.isArray(labels) || labels.length !== rows)
    throw new RangeError(
      `${rows} ${what}, ${Array.isArray(labels) ? labels.length : "no list of"} labels; pass one label for each`,
    );
  if (new Set(labels).size < 2)
    throw new RangeError(
      labels.length === 0
        ? `0 ${what} train no classifier; pass some of at least 2 classes`
        : `all ${labels.length} labels are ${JSON.stringify(labels[0])}; give at least 2 classes`,
    );
}
