import { parentPort } from "node:worker_threads";

/** The thread that a worker works for, as the worker sees it. */
export interface JobOwner {
  post(message: unknown, transfer: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** Undefined on a thread that is no worker. */
export function findOwner(): JobOwner | undefined {
  const port = parentPort;
  return port
    ? {
        post: (message, transfer) => port.postMessage(message, transfer),
        onMessage: (listener) => void port.on("message", listener),
      }
    : undefined;
}
