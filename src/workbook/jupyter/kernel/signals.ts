import path from "node:path";
import { Worker } from "node:worker_threads";
import { askInterrupt } from "./interruptFlag";

/**
 * Calls `interrupt` on SIGINT, unless it stops a cell's code by itself; resolves once it is on
 * guard.
 *
 * @param flag entry 0 becomes 1 with the signal, even while the main thread computes
 */
export function watchSignals(flag: Int32Array, interrupt: () => void): Promise<void> {
  if (process.platform === "win32") {
    process.on("SIGINT", () => {
      askInterrupt(flag);
      interrupt();
    });
    return Promise.resolve();
  }
  const worker = new Worker(path.join(__dirname, "signalThread.js"), {
    workerData: { interruptFlag: flag },
  });
  return new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.on("message", (message: "ready" | "interrupt") => {
      if (message === "interrupt") interrupt();
      else resolve();
    });
  });
}
