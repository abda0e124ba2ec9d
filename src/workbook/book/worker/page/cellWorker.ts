import type { FromWorker, ToWorker } from "../workerMessages";

/** A worker as the page sees it, wherever it runs. */
export interface CellWorker {
  onmessage: ((event: { readonly data: FromWorker }) => void) | null;
  postMessage(message: ToWorker): void;
  terminate(): void;
}
