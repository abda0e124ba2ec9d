import { on, once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { script } from "#foldWorker";
import type { Split } from "../../classify/folds";
import type { EncodedTexts } from "../../text/encodedTexts";
import type { FoldResult, ScoreFoldOptions } from "./scoreFold";
import { stopReason, type StopSignal } from "../../base/stopSignal";

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
  signal?: StopSignal;
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
  /**
   * Whether so many workers can be had: a platform may refuse threads (Node with `--permission`).
   */
  canStart(count: number): boolean {
    try {
      for (let missing = count - resting.length; missing > 0; missing--) keep(start());
      return true;
    } catch {
      return false;
    }
  },
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
      stop = () => reject(stopReason(signal as StopSignal));
      signal?.addEventListener?.("abort", stop);
    });
    const serve = async (worker: Worker): Promise<void> => {
      while (next < work.splits.length) {
        const fold = next++;
        results[fold] = await scoreOn(worker, fold, (rank) => options.onStep(fold, rank));
      }
    };
    try {
      for (let i = 0; i < options.workers; i++) workers.push(takeWorker());
      for (const worker of workers) send(worker, { kind: "work", work });
      await Promise.race([Promise.all(workers.map(serve)), aborted]);
    } catch (error) {
      await Promise.all(workers.map((worker) => worker.terminate()));
      throw error;
    } finally {
      signal?.removeEventListener?.("abort", stop);
    }
    for (const worker of workers) keep(worker);
    return results;
  },
};

function takeWorker(): Worker {
  const rested = resting.pop();
  clearTimeout(rested?.timer);
  const worker = rested?.worker ?? start();
  worker.ref();
  return worker;
}

function start(): Worker {
  const worker = new Worker(script, { eval: true, execArgv: [] });
  worker.once("exit", () => forgetWorker(worker));
  return worker;
}

function keep(worker: Worker): void {
  send(worker, { kind: "rest" });
  worker.unref();
  const dismiss = (): void => {
    forgetWorker(worker); // It ends: no call may take it any more.
    void worker.terminate();
  };
  resting.push({ worker, timer: setTimeout(dismiss, foldTeam.longestRest).unref() });
}

function forgetWorker(worker: Worker): void {
  const place = resting.findIndex((other) => other.worker === worker);
  if (place >= 0) resting.splice(place, 1);
}

function send(worker: Worker, order: FoldOrder): void {
  worker.postMessage(order);
}

function scoreOn(
  worker: Worker,
  fold: number,
  onStep: (rank?: number) => void,
): Promise<FoldResult> {
  const settled = new AbortController();
  const untilSettled = { signal: settled.signal };
  const ended = once(worker, "exit", untilSettled).then(([code]) => {
    throw new Error(
      `the worker of fold ${fold + 1} ended with exit code ${code}; pass threads: 1 to score the folds in this thread`,
    );
  });
  send(worker, { kind: "fold", fold });
  return Promise.race([readResult(worker, onStep, untilSettled), ended]).finally(() =>
    settled.abort(),
  );
}

async function readResult(
  worker: Worker,
  onStep: (rank?: number) => void,
  untilSettled: { signal: AbortSignal },
): Promise<FoldResult> {
  for await (const [report] of on(worker, "message", untilSettled) as AsyncIterable<[FoldReport]>) {
    if (report.kind === "result") return report.result;
    if (report.kind === "failure") throw report.error;
    onStep(report.rank);
  }
  throw new Error("the worker's messages ended");
}
