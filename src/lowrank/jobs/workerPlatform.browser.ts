/** Stands for workerPlatform in a page: workers are made of a Blob that holds the script. */
import { script } from "#jobWorker";
import type { JobWorker, WorkerListener } from "./workerPlatform";

export const cores = (): number => globalThis.navigator?.hardwareConcurrency ?? 1;

let address: string | undefined;

/**
 * A new worker; undefined where the platform has none. Where a page's policy forbids it, it ends
 * before it says a word.
 */
export function startWorker(listener: WorkerListener): JobWorker | undefined {
  let worker: Worker;
  try {
    // A worker of ours has its script's address.
    address ??=
      script === undefined
        ? location.href
        : URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    worker = new Worker(address);
  } catch {
    return undefined;
  }
  const started: JobWorker = {
    listener,
    post: (message, transfer) => worker.postMessage(message, [...transfer]),
    terminate: () => worker.terminate(),
    keepProcess: () => undefined,
  };
  worker.onmessage = ({ data }) => started.listener.hear(data);
  worker.onerror = (event) => {
    event.preventDefault();
    started.listener.end(new Error(event.message || "it could not be started"));
  };
  return started;
}
