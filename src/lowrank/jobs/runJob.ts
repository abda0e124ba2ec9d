import { stopReason, throwIfStopped, watchSignal, type StopSignal } from "../base/stopSignal";
import { fromPlainError, type JobOrder, type JobReport } from "./jobMessages";
import { createQueue, type Queue } from "./queue";
import { cores, startWorker, type JobWorker, type WorkerListener } from "./workerPlatform";

export { cores } from "./workerPlatform";

/** A job for a worker, with the memory that it may keep. */
export interface PostedJob extends JobOrder {
  readonly transfer: readonly ArrayBuffer[];
}

export interface JobOptions {
  signal?: StopSignal;
  onProgress?: (progress: never) => void;
  /** Answers what a worker asks, by memory that it shares; the job ends with what this throws. */
  answer?: (question: never) => Promise<void>;
}

/**
 * Workers that have nothing to do. They are kept a while, for their code is compiled: the next job
 * takes half a second less. They do not keep the process.
 */
const resting: { worker: JobWorker; timer: ReturnType<typeof setTimeout> }[] = [];

/** Milliseconds that a worker with nothing to do is kept. */
export const longestRest = 300_000;

/** Workers that are kept now. */
export const countResting = (): number => resting.length;

/** Whether the platform refused a worker: it is not asked again. */
let refused = false;

export const workersRefused = (): boolean => refused;

/**
 * More jobs at a time would only take memory: each may use all cores. Made at the first job, so
 * that bundlers can leave out what nobody calls.
 */
let queue: Queue | undefined;

/**
 * Has a worker do a job.
 *
 * @returns its result in a box; undefined where the platform has no workers
 * @throws what the job throws, the signal's reason as soon as it aborts, what `onProgress` throws,
 *   or an Error if the worker breaks down
 */
export async function runJob(
  job: PostedJob,
  options: JobOptions,
): Promise<{ readonly result: unknown } | undefined> {
  queue ??= createQueue(Math.max(2, cores()));
  const leave = await queue.enter(options.signal);
  try {
    throwIfStopped(options.signal);
    return refused ? undefined : await converse(job, options);
  } finally {
    leave();
  }
}

function converse(
  { job, args, transfer }: PostedJob,
  { signal, onProgress, answer }: JobOptions,
): Promise<{ result: unknown } | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (finish: (worker: JobWorker) => void): void => {
      endWatch();
      if (worker === undefined) return;
      worker.listener = deaf;
      finish(worker);
    };
    const giveUp = (error: Error): void =>
      settle((worker) => {
        worker.terminate();
        reject(error);
      });
    const leaveOff = (finish: () => void): void =>
      settle((worker) => {
        keep(worker);
        finish();
      });
    const hear = (message: unknown): void => {
      const report = message as JobReport;
      if (report.kind === "ready") ready.add(worker as JobWorker);
      else if (report.kind === "result") leaveOff(() => resolve({ result: report.result }));
      else if (report.kind === "failure") leaveOff(() => reject(fromPlainError(report.error)));
      else if (report.kind === "question") answer?.(report.question as never).catch(giveUp);
      else {
        try {
          onProgress?.(report.progress as never);
        } catch (error) {
          giveUp(error as Error);
        }
      }
    };
    const end = (error: Error): void =>
      settle((worker) => {
        worker.terminate();
        if (ready.has(worker)) reject(brokenDown(job, error));
        else resolve(void (refused = true));
      });
    const endWatch = watchSignal(signal, () => giveUp(stopReason(signal as StopSignal)));
    const worker = takeWorker({ hear, end });
    if (worker === undefined) {
      endWatch();
      resolve(void (refused = true));
      return;
    }
    const order: JobOrder = { job, args };
    try {
      worker.post(order, transfer);
    } catch (error) {
      // What cannot be sent, such as a function, is for this thread to judge.
      leaveOff(() => undefined);
      if (!isCloneError(error)) throw error;
      resolve(undefined);
    }
  });
}

/** Workers that have said that they are there. */
const ready = new WeakSet<JobWorker>();

const deaf: WorkerListener = { hear: () => undefined, end: () => undefined };

function takeWorker(listener: WorkerListener): JobWorker | undefined {
  const rested = resting.pop();
  if (rested === undefined) return startWorker(listener);
  clearTimeout(rested.timer);
  rested.worker.listener = listener;
  rested.worker.keepProcess(true);
  return rested.worker;
}

function keep(worker: JobWorker): void {
  worker.keepProcess(false);
  const dismiss = (): void => {
    forget(worker);
    worker.terminate();
  };
  const timer = setTimeout(dismiss, longestRest);
  if (typeof timer === "object") timer.unref();
  resting.push({ worker, timer });
  worker.listener = { hear: (report) => noteReady(worker, report as JobReport), end: dismiss };
}

/** A worker that was given nothing that it could read has not been heard yet. */
function noteReady(worker: JobWorker, { kind }: JobReport): void {
  if (kind === "ready") ready.add(worker);
}

function forget(worker: JobWorker): void {
  const place = resting.findIndex((other) => other.worker === worker);
  if (place >= 0) clearTimeout(resting.splice(place, 1)[0].timer);
}

const isCloneError = (error: unknown): boolean => (error as Error).name === "DataCloneError";

function brokenDown(job: string, { message }: Error): Error {
  return new Error(
    `the worker of ${job} broke down: ${message}; ` +
      "give it less work at a time, or the process more memory",
  );
}
