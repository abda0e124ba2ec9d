import { mkdirSync } from "node:fs";
import { arch, cpus, loadavg, platform, release, totalmem } from "node:os";
import path from "node:path";
import { writeWhole } from "../inputs/files";
import { distanceToFloor } from "./distance";
import type { MachinePeak } from "./machinePeak";
import { comparePeers, type TaskOutcome } from "./table";
import { title } from "./pairedRuns";
import { summarise } from "./statistics";

/** Where and with what the benchmark ran. */
export interface Surroundings {
  readonly date: string;
  readonly node: string;
  readonly python: Readonly<Record<string, string>>;
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  /** Mean number of running processes over the last minute, before the first task. */
  readonly load: number;
  /**
   * Flops a second of NumPy's product of two 1000 × 1000 matrices on one thread, where there is
   * NumPy: with fused multiply-add, what its core can do.
   */
  readonly dgemm?: number;
}

export function describeSurroundings(
  python: Readonly<Record<string, string>>,
  dgemm: number | undefined,
): Surroundings {
  return {
    date: new Date().toISOString(),
    node: process.version,
    python,
    system: `${platform()} ${release()} ${arch()}`,
    processor: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryBytes: totalmem(),
    load: loadavg()[0],
    dgemm,
  };
}

/** Writes everything that was measured as JSON, the table's figures and the single runs. */
export function writeReport(
  file: string,
  surroundings: Surroundings,
  peak: MachinePeak,
  outcomes: readonly TaskOutcome[],
): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeWhole(
    file,
    `${JSON.stringify({ surroundings, peak, tasks: outcomes.map((outcome) => describeTask(outcome, peak)) }, null, 1)}\n`,
  );
}

function describeTask(outcome: TaskOutcome, peak: MachinePeak): object {
  const comparisons = comparePeers(outcome);
  return {
    task: outcome.task,
    about: outcome.about,
    notes: outcome.notes,
    ratios: comparisons.map(({ peer, ours, ratio, cpuRatio, share }) => ({
      peer: title(peer.entrant),
      ours: title(ours.entrant),
      ...ratio,
      cpu: cpuRatio,
      peerShareDone: share,
    })),
    entrants: outcome.entries.map(({ result, assessment }) => {
      const { entrant, runs, ...measured } = result;
      const seconds = runs.length > 0 ? summarise(runs.map((run) => run.seconds)) : undefined;
      const distance =
        seconds && assessment?.floor && distanceToFloor(seconds.median, assessment.floor, peak);
      return {
        name: title(entrant),
        side: entrant.side,
        seconds,
        runs,
        ...measured,
        assessment,
        distance,
      };
    }),
  };
}
