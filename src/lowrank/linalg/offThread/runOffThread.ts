import type { AsyncOptions } from "../../base/asyncOptions";
import { runInSlices, type Steps } from "../../base/steps";
import { throwIfStopped } from "../../base/stopSignal";
import { runJob, workersRefused, type JobOptions } from "../../jobs/runJob";
import type { RemoteOperator } from "../remoteOperator";
import { packData, unpackData } from "./packData";
import { answerProduct, type ProductQuestion } from "./remoteProducts";

/**
 * Calls a function of the library in a worker, with copies of its arguments; on this thread where
 * the platform has no workers.
 *
 * @param job - the name that the function has in the worker's table
 * @param here - the same on this thread
 */
export async function runOffThread<Result>(
  job: string,
  args: readonly unknown[],
  options: JobOptions,
  here: () => Promise<Result>,
): Promise<Result> {
  throwIfStopped(options.signal);
  if (workersRefused()) return here();
  const { data, transfer } = packData(args, "copy");
  const found = await runJob({ job, args: data as unknown[], transfer }, options);
  return found ? (unpackData(found.result) as Result) : here();
}

/** The same for a function that goes in steps: without a worker, events run between them. */
export async function runStepsOffThread<Args extends unknown[], Result>(
  job: string,
  steps: (...args: Args) => Steps<Result>,
  args: Args,
  { signal, onProgress }: AsyncOptions,
): Promise<Result> {
  return withMeter(onProgress, (report) =>
    runOffThread(job, args, { signal, onProgress: report }, () =>
      runInSlices(steps(...args), signal, report),
    ),
  );
}

/**
 * Has a worker take the steps of a function of a remote matrix, which is its first argument: the
 * worker sleeps while this thread, where events run, awaits a product.
 *
 * @throws Error where the platform has no workers
 */
export async function runStepsOnRemote<Result>(
  job: string,
  [matrix, ...rest]: readonly [RemoteOperator, ...unknown[]],
  { signal, onProgress }: AsyncOptions,
): Promise<Result> {
  throwIfStopped(signal);
  return withMeter(onProgress, async (report) => {
    const { data, transfer } = packData([matrix, ...rest], "copy");
    const answer = (question: ProductQuestion): Promise<void> => answerProduct(matrix, question);
    const order = { job, args: data as unknown[], transfer };
    const found = await runJob(order, { signal, onProgress: report, answer });
    if (found) return unpackData(found.result) as Result;
    throw new Error(
      "a remote matrix is factored in a worker, and this platform has none; " +
        "allow workers (Node: --allow-worker)",
    );
  });
}

/** Takes steps that only this thread can take. */
export async function runStepsHere<Result>(
  steps: Steps<Result>,
  { signal, onProgress }: AsyncOptions,
): Promise<Result> {
  throwIfStopped(signal);
  return withMeter(onProgress, (report) => runInSlices(steps, signal, report));
}

/** Passes on shares that grow, and in the end that all is done. */
async function withMeter<Result>(
  onProgress: AsyncOptions["onProgress"],
  work: (report: (share: number) => void) => Promise<Result>,
): Promise<Result> {
  let last = 0;
  const result = await work((share) => {
    if (!(share > last && share < 1)) return;
    last = share;
    onProgress?.({ done: share, total: 1 });
  });
  onProgress?.({ done: 1, total: 1 });
  return result;
}
