import { on, once } from "node:events";
import { availableParallelism } from "node:os";
import path from "node:path";
import { Worker } from "node:worker_threads";
import type { Split } from "../classify/folds";
import type { EncodedTexts } from "../text/encodedTexts";
import type { FoldResult, ScoreFoldOptions } from "./scoreFold";

/** What every fold needs; a worker gets its copy once. */
export interface FoldWork {
  readonly encoded: EncodedTexts;
  readonly labels: readonly string[];
  readonly splits: readonly Split[];
  readonly ranks: readonly number[];
  readonly options: Pick<ScoreFoldOptions, "seed" | "tfidf" | "inversePenalty" | "unitRows" | "svdTolerance">;
}

/** What a worker says: a step of the fold is done, or all of it, or it failed. */
export type FoldReport =
  | { readonly kind: "step"; readonly rank?: number }
  | { readonly kind: "result"; readonly result: FoldResult }
  | { readonly kind: "failure"; readonly error: Error };

export interface FoldTeamOptions {
  /** Worker threads, from 1 to the number of folds. */
  workers: number;
  signal?: AbortSignal;
  /** Called after each step of a fold, which counts from 0. */
  onStep: (fold: number, rank?: number) => void;
}

/** Scores folds side by side, a worker thread a fold: nothing is shared while they work, so that two cores take little more than half the time of one. */
export const foldTeam = {
  cores: availableParallelism,
  /**
   * @returns one result a fold, in their order
   * @throws what the first fold that fails throws, or the signal's reason; the other folds are given up
   */
  async score(work: FoldWork, options: FoldTeamOptions): Promise<FoldResult[]> {
    const { signal } = options;
    const results: FoldResult[] = [];
    const workers: Worker[] = [];
    let next = 0;
    let stop = (): void => undefined;
    const aborted = new Promise<never>((_, reject) => {
      stop = () => reject(signal?.reason as Error);
      signal?.addEventListener("abort", stop, { once: true });
    });
    const serve = async (worker: Worker): Promise<void> => {
      while (next < work.splits.length) {
        const fold = next++;
        results[fold] = await scoreOn(worker, fold, (rank) => options.onStep(fold, rank));
      }
    };
    try {
      for (let i = 0; i < options.workers; i++) workers.push(new Worker(path.join(__dirname, "foldWorker.js"), { workerData: work, execArgv: [] }));
      await Promise.race([Promise.all(workers.map(serve)), aborted]);
    } finally {
      signal?.removeEventListener("abort", stop);
      for (const worker of workers) void worker.terminate();
    }
    return results;
  },
};

function scoreOn(worker: Worker, fold: number, onStep: (rank?: number) => void): Promise<FoldResult> {
  const settled = new AbortController();
  const heard = { signal: settled.signal };
  const ended = once(worker, "exit", heard).then(([code]) => {
    throw new Error(`the worker of fold ${fold + 1} ended with exit code ${code}; pass threads: 1 to score the folds in this thread`);
  });
  worker.postMessage(fold);
  return Promise.race([readResult(worker, onStep, heard), ended]).finally(() => settled.abort());
}

async function readResult(worker: Worker, onStep: (rank?: number) => void, heard: { signal: AbortSignal }): Promise<FoldResult> {
  for await (const [report] of on(worker, "message", heard) as AsyncIterable<[FoldReport]>) {
    if (report.kind === "result") return report.result;
    if (report.kind === "failure") throw report.error;
    onStep(report.rank);
  }
  throw new Error("the worker's messages ended");
}
