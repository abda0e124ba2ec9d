import { on, once } from "node:events";
import { availableParallelism } from "node:os";
import path from "node:path";
import type { Worker } from "node:worker_threads";
import type { Split } from "../classify/folds";
import type { EncodedTexts } from "../text/encodedTexts";
import type { FoldResult, ScoreFoldOptions } from "./scoreFold";

/** What every fold of a call needs; each worker gets a copy. */
export interface FoldWork {
  readonly encoded: EncodedTexts;
  readonly labels: readonly string[];
  readonly splits: readonly Split[];
  readonly ranks: readonly number[];
  readonly options: Pick<
    ScoreFoldOptions,
    "seed" | "tfidf" | "inversePenalty" | "unitRows" | "svdTolerance"
  >;
}

/**
 * What a worker is told: what the next folds need, to score a fold by its place in `splits`, or
 * that nothing more is to be scored for now.
 */
export type FoldOrder =
  | { readonly kind: "work"; readonly work: FoldWork }
  | { readonly kind: "fold"; readonly fold: number }
  | { readonly kind: "rest" };

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

/**
 * Workers that have nothing to do. They are kept a while, for their code is compiled: the next call
 * takes half a second less. They do not keep the process.
 */
const resting: { worker: Worker; timer: NodeJS.Timeout }[] = [];

/** Scores folds side by side, a worker thread a fold: nothing is shared while they work. */
export const foldTeam = {
  cores: availableParallelism,
  /** Milliseconds that a worker with nothing to do is kept. */
  longestRest: 300_000,
  /** Workers that are kept now. */
  countResting: (): number => resting.length,
  /**
   * @returns one result a fold, in their order
   * @throws what the first fold that fails throws, or the signal's reason; the other folds are
   *   given up
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
      for (let i = 0; i < options.workers; i++) workers.push(hire());
      for (const worker of workers) give(worker, { kind: "work", work });
      await Promise.race([Promise.all(workers.map(serve)), aborted]);
    } catch (error) {
      await Promise.all(workers.map((worker) => worker.terminate()));
      throw error;
    } finally {
      signal?.removeEventListener("abort", stop);
    }
    for (const worker of workers) rest(worker);
    return results;
  },
};

function hire(): Worker {
  const rested = resting.pop();
  clearTimeout(rested?.timer);
  const worker = rested?.worker ?? start();
  worker.ref();
  return worker;
}

function start(): Worker {
  // as in threadTeam
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { Worker } = require("node:worker_threads") as typeof import("node:worker_threads");
  const worker = new Worker(path.join(__dirname, "foldWorker.js"), { execArgv: [] });
  worker.once("exit", () => forget(worker));
  return worker;
}

function rest(worker: Worker): void {
  give(worker, { kind: "rest" });
  worker.unref();
  const dismiss = (): void => {
    forget(worker); // It ends: no call may hire it any more.
    void worker.terminate();
  };
  resting.push({ worker, timer: setTimeout(dismiss, foldTeam.longestRest).unref() });
}

function forget(worker: Worker): void {
  const place = resting.findIndex((other) => other.worker === worker);
  if (place >= 0) resting.splice(place, 1);
}

function give(worker: Worker, order: FoldOrder): void {
  worker.postMessage(order);
}

function scoreOn(
  worker: Worker,
  fold: number,
  onStep: (rank?: number) => void,
): Promise<FoldResult> {
  const settled = new AbortController();
  const heard = { signal: settled.signal };
  const ended = once(worker, "exit", heard).then(([code]) => {
    throw new Error(
      `the worker of fold ${fold + 1} ended with exit code ${code}; pass threads: 1 to score the folds in this thread`,
    );
  });
  give(worker, { kind: "fold", fold });
  return Promise.race([readResult(worker, onStep, heard), ended]).finally(() => settled.abort());
}

async function readResult(
  worker: Worker,
  onStep: (rank?: number) => void,
  heard: { signal: AbortSignal },
): Promise<FoldResult> {
  for await (const [report] of on(worker, "message", heard) as AsyncIterable<[FoldReport]>) {
    if (report.kind === "result") return report.result;
    if (report.kind === "failure") throw report.error;
    onStep(report.rank);
  }
  throw new Error("the worker's messages ended");
}
