import type { Entrant } from "./contest";
import type { Python } from "./findPython";
import { runInTurns } from "./pairedRuns";

/**
 * Flops a second of NumPy's dense matrix product on one thread, by processor time, the fastest of
 * five; undefined without NumPy.
 */
export async function measureDgemm(python: Python): Promise<number | undefined> {
  const size = 1000;
  const entrant: Entrant = {
    name: "NumPy",
    side: "peer",
    runtime: "python",
    module: "dgemm",
    input: { size },
    threads: 1,
  };
  const [{ runs }] = await runInTurns([entrant], { repeat: 5, python, log: () => undefined });
  return runs.length === 0
    ? undefined
    : (2 * size ** 3) / Math.min(...runs.map(({ cpuSeconds }) => cpuSeconds));
}
