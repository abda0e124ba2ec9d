import { stopReason, watchSignal, type StopSignal } from "../../base/stopSignal";
import { runOffThread } from "../../linalg/offThread/runOffThread";
import {
  divideFold,
  scoreFold,
  type FoldDocuments,
  type HeldOutTexts,
  type ScoreFoldOptions,
} from "./scoreFold";
import type { FoldResult } from "./summariseGrid";

/** What every fold of a call needs. */
export interface FoldWork extends HeldOutTexts {
  readonly ranks: readonly number[];
  readonly options: Omit<ScoreFoldOptions, "fold" | "threads" | "signal" | "step">;
}

export interface FoldTeamOptions {
  /** Workers, from 1 to the number of folds. */
  workers: number;
  signal?: StopSignal;
  /** Called after each step of a fold, which counts from 0. */
  onStep: (fold: number, rank?: number) => void;
}

/**
 * Scores folds side by side, a worker a fold: nothing is shared while they work.
 *
 * @returns one result a fold, in their order
 * @throws what the first fold that fails throws, or the signal's reason; the other folds are given
 *   up
 */
export async function scoreFolds(work: FoldWork, options: FoldTeamOptions): Promise<FoldResult[]> {
  const { splits } = work;
  const results: FoldResult[] = [];
  let next = 0;
  const others = new AbortController();
  const endWatch = watchSignal(options.signal, () =>
    others.abort(stopReason(options.signal as StopSignal)),
  );
  const serve = async (): Promise<void> => {
    while (next < splits.length) {
      const fold = next++;
      const documents = divideFold(work, fold);
      results[fold] = await scoreApart(documents, work, fold, {
        ...options,
        signal: others.signal,
      });
    }
  };
  try {
    await Promise.all(Array.from({ length: options.workers }, serve));
  } catch (error) {
    others.abort(error);
    throw error;
  } finally {
    endWatch();
  }
  return results;
}

function scoreApart(
  documents: FoldDocuments,
  { ranks, options }: FoldWork,
  fold: number,
  { signal, onStep }: FoldTeamOptions,
): Promise<FoldResult> {
  const own = { ...options, fold: fold + 1, threads: 1 };
  const step = (rank?: number): void => onStep(fold, rank);
  return runOffThread("scoreFold", [documents, ranks, own], { signal, onProgress: step }, () =>
    scoreFold(documents, ranks, { ...own, signal, step: (rank) => Promise.resolve(step(rank)) }),
  );
}
