import { availableParallelism } from "node:os";
import { Worker, workerData } from "node:worker_threads";
import { script } from "#jobWorker";

/** A worker as the calling thread sees it. */
export interface JobWorker {
  post(message: unknown, transfer: readonly ArrayBuffer[]): void;
  /** Who hears what the worker posts, and that it broke down or ended. */
  listener: WorkerListener;
  terminate(): void;
  /** Whether the process waits for the worker. */
  keepProcess(keep: boolean): void;
}

export interface WorkerListener {
  hear(message: unknown): void;
  end(error: Error): void;
}

/** A worker gets its own script, to start others with. */
interface JobWorkerData {
  readonly script: string;
}

export const cores = (): number => availableParallelism();

/** A new worker; undefined where the platform refuses one (Node with `--permission`). */
export function startWorker(listener: WorkerListener): JobWorker | undefined {
  const own = script ?? (workerData as JobWorkerData).script;
  const data: JobWorkerData = { script: own };
  let worker: Worker;
  try {
    worker = new Worker(own, { eval: true, workerData: data, execArgv: [] });
  } catch {
    return undefined;
  }
  const started: JobWorker = {
    listener,
    post: (message, transfer) => worker.postMessage(message, transfer),
    terminate: () => void worker.terminate(),
    keepProcess: (keep) => (keep ? worker.ref() : worker.unref()),
  };
  worker.on("message", (message: unknown) => started.listener.hear(message));
  worker.once("error", (error) => started.listener.end(error));
  worker.once("exit", (code) => started.listener.end(new Error(`it ended with code ${code}`)));
  return started;
}
