/** What each worker of `foldTeam` runs: score the folds that it is told to. */
import { parentPort } from "node:worker_threads";
import type { FoldOrder, FoldReport, FoldWork } from "./foldTeam";
import { divideFold, scoreFold } from "./scoreFold";

let work: FoldWork | undefined;
const report = (message: FoldReport): void => parentPort?.postMessage(message);

parentPort?.on("message", (order: FoldOrder) => {
  if (order.kind === "fold") void score(order.fold);
  else work = order.kind === "work" ? order.work : undefined;
});

async function score(fold: number): Promise<void> {
  try {
    if (!work) throw new Error("a fold came without what it needs");
    const { encoded, labels, splits, ranks, options } = work;
    const step = (rank?: number): Promise<void> => Promise.resolve(report({ kind: "step", rank }));
    report({
      kind: "result",
      result: await scoreFold(divideFold(encoded, labels, splits[fold]), ranks, {
        ...options,
        fold: fold + 1,
        threads: 1,
        step,
      }),
    });
  } catch (error) {
    report({ kind: "failure", error: error as Error });
  }
}
