import { yieldToEvents } from "../../base/yieldToEvents";
import { cores, workersRefused } from "../../jobs/runJob";
import { runOffThread } from "../../linalg/offThread/runOffThread";
import type { EncodedTexts } from "../../text/encodedTexts";
import type { PenaltyCurve } from "../rankCurve";
import { checkRanks } from "./checkRanks";
import type { CrossValidateRankOptions } from "./crossValidationOptions";
import { holdOutTexts } from "./holdOutTexts";
import { divideFold, scoreFold } from "./scoreFold";
import { scoreFolds, type FoldWork } from "./scoreFolds";
import { summariseGrid, type FoldResult } from "./summariseGrid";

export interface GridOptions extends Omit<CrossValidateRankOptions, "inversePenalty"> {
  /** Inverse penalties to try with every rank. */
  inversePenalties: readonly number[];
}

/**
 * Scores each rank with each penalty, as `crossValidateRank` does with one: a fold is factored once
 * for all of them, and the scores are the same to the last bit.
 *
 * Cost a fold: one truncated SVD at the largest rank, and one logistic regression a rank and penalty.
 *
 * @throws RangeError as `crossValidateRank`
 */
export function crossValidateGrid(
  source: readonly string[] | EncodedTexts,
  labels: readonly string[],
  options: GridOptions,
): Promise<PenaltyCurve[]> {
  const { signal, onProgress, ...plain } = options;
  return runOffThread("crossValidateGrid", [source, labels, plain], { signal, onProgress }, () =>
    crossValidateGridHere(source, labels, options),
  );
}

/** The same, directed from this thread. */
export async function crossValidateGridHere(
  source: readonly string[] | EncodedTexts,
  labels: readonly string[],
  options: GridOptions,
): Promise<PenaltyCurve[]> {
  const ranks = checkRanks(options.ranks);
  const { inversePenalties, seed, tfidf, unitRows, svdTolerance, signal } = options;
  const documents = holdOutTexts(source, labels, options, inversePenalties);
  const { splits } = documents;
  const total = splits.length * (1 + ranks.length * inversePenalties.length);
  let done = 0;
  const onStep = (fold: number, rank?: number): void =>
    options.onProgress?.({ fold: fold + 1, folds: splits.length, rank, done: ++done, total });
  const work = {
    ...documents,
    ranks,
    options: { inversePenalties, seed, tfidf, unitRows, svdTolerance },
  };
  const workers = countWorkers(work, options.threads);
  const apart = workers > 1 ? foldsApart(splits.length, workers) : 0;
  const results =
    apart > 0
      ? await scoreFolds({ ...work, splits: splits.slice(0, apart) }, { workers, signal, onStep })
      : [];
  const all = [...results, ...(await scoreInTurn(work, apart, options, onStep))];
  return summariseGrid(ranks, inversePenalties, all);
}

/**
 * How many folds to score side by side: where one would be left over for a single worker, all
 * threads score it together in the end.
 */
function foldsApart(folds: number, workers: number): number {
  return folds % workers === 1 ? folds - 1 : folds;
}

/**
 * Tokens × largest rank × folds, about a second and a half on one thread: workers, which take half
 * a second to start and warm up, are worth it from here on.
 */
const workForWorkers = 3e7;

function countWorkers(
  { encoded, splits, ranks }: FoldWork,
  threads = Math.min(8, cores()),
): number {
  return workersRefused() ||
    encoded.ids.length * ranks[ranks.length - 1] * splits.length < workForWorkers
    ? 1
    : Math.min(threads, splits.length);
}

async function scoreInTurn(
  work: FoldWork,
  from: number,
  { threads, signal }: GridOptions,
  onStep: (fold: number, rank?: number) => void,
): Promise<FoldResult[]> {
  const results: FoldResult[] = [];
  for (let fold = from; fold < work.splits.length; fold++) {
    const step = async (rank?: number): Promise<void> => {
      onStep(fold, rank);
      await yieldToEvents(signal);
    };
    results.push(
      await scoreFold(divideFold(work, fold), work.ranks, {
        ...work.options,
        fold: fold + 1,
        threads,
        signal,
        step,
      }),
    );
  }
  return results;
}
