/** What each worker of `foldTeam` runs: score the folds it is told to, by their places in `splits`. */
import { parentPort, workerData } from "node:worker_threads";
import type { FoldReport, FoldWork } from "./foldTeam";
import { divideFold, scoreFold } from "./scoreFold";

const { encoded, labels, splits, ranks, options } = workerData as FoldWork;
const report = (message: FoldReport): void => parentPort?.postMessage(message);

parentPort?.on("message", (fold: number) => {
  const step = (rank?: number): Promise<void> => Promise.resolve(report({ kind: "step", rank }));
  scoreFold(divideFold(encoded, labels, splits[fold]), ranks, { ...options, fold: fold + 1, threads: 1, step }).then(
    (result) => report({ kind: "result", result }),
    (error: Error) => report({ kind: "failure", error }),
  );
});
