import { script } from "#jobWorker";
import type { JobOwner } from "./jobOwner";

interface WorkerScope {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  onmessage: ((event: { data: unknown }) => void) | null;
}

/** Only a worker of ours has no script to start others with. */
export function findOwner(): JobOwner | undefined {
  return script === undefined ? scopeOwner(globalThis as unknown as WorkerScope) : undefined;
}

function scopeOwner(scope: WorkerScope): JobOwner {
  return {
    post: (message, transfer) => scope.postMessage(message, [...transfer]),
    onMessage(listener) {
      scope.onmessage = ({ data }) => listener(data);
    },
  };
}
