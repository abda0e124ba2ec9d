import type { SessionEvent } from "../../live/protocol";
import type { LiveWords } from "./liveWords";

/** How a cell stands with the kernel. `lost`: it ran or waited in a session that is gone. */
export type RunStatus =
  "none" | "queued" | "running" | "ok" | "error" | "aborted" | "died" | "lost";

export interface RunState {
  readonly status: RunStatus;
  readonly executionCount?: number | null;
  readonly seconds?: number;
  /** When it began, in milliseconds since 1970. */
  readonly startedAt?: number;
  /** Line of the cell, from 1, that its error names. */
  readonly errorLine?: number;
  /** Whether the kernel that it ran in has ended since, and its variables with it. */
  readonly outlived?: boolean;
}

export const notRun: RunState = { status: "none" };

/** The cell's run after an event of its session. `now` is in milliseconds since 1970. */
export function followRun(run: RunState, event: SessionEvent, now: number): RunState {
  switch (event.type) {
    case "queued":
      return { ...run, status: "queued" };
    case "started":
      return { status: "running", startedAt: now };
    case "finished": {
      const { status, executionCount, seconds, errorLine } = event;
      // A cell that was not reached keeps what it showed before.
      if (status === "aborted" && run.status !== "running")
        return { ...run, status, errorLine: undefined };
      return { status, executionCount, seconds, ...(errorLine !== undefined && { errorLine }) };
    }
    default:
      return run;
  }
}

/**
 * The run once the kernel that it ran in has ended. What runs or waits is told apart: the server
 * says how it ended.
 */
export function afterKernelEnd(run: RunState): RunState {
  return run.status === "none" || run.status === "died" || isBusy(run)
    ? run
    : { ...run, outlived: true };
}

/** The run once its session is gone, and nobody will say how it ended. */
export function afterSessionEnd(run: RunState): RunState {
  return isBusy(run) ? { status: "lost" } : afterKernelEnd(run);
}

export function isBusy({ status }: RunState): boolean {
  return status === "queued" || status === "running";
}

/** The run in a few words, such as `[3] 0.24 s`. */
export function describeRun(run: RunState, now: number, words: LiveWords): string {
  const count = typeof run.executionCount === "number" ? `[${run.executionCount}] ` : "";
  const time = run.seconds === undefined ? "" : formatSeconds(run.seconds, words);
  switch (run.status) {
    case "none":
      return "";
    case "queued":
      return words.waits;
    case "running":
      return words.runsFor(formatSeconds((now - (run.startedAt ?? now)) / 1000, words, 0));
    case "ok":
      return run.outlived ? words.earlier : count + time;
    case "error":
      return run.outlived ? words.failedEarlier : count + words.failed(time);
    case "aborted":
      return words.notRun;
    case "died":
      return words.died(time);
    case "lost":
      return words.lost;
  }
}

/** `0.24 s`, `12.3 s`, `2 min 5 s`. */
export function formatSeconds(
  seconds: number,
  words: Pick<LiveWords, "seconds" | "minutes">,
  digits = seconds < 9.995 ? 2 : 1,
): string {
  if (seconds < 59.95) return words.seconds(seconds.toFixed(digits));
  const whole = Math.round(seconds);
  return words.minutes(Math.floor(whole / 60), whole % 60);
}
