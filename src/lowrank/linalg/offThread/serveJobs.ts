import { runAtOnce, type Steps } from "../../base/steps";
import { toPlainError, type JobOrder, type JobReport } from "../../jobs/jobMessages";
import { findOwner } from "../../jobs/jobOwner";
import { packData, unpackData } from "./packData";

/** Tells how far a job has come. */
export type Report = (progress: unknown) => void;

/** A function that a worker runs. */
export type Job = (report: Report, ...args: never[]) => unknown;

/** A function that goes in steps as a job that reports the share done, at most 100 times. */
export function stepJob<Args extends unknown[]>(
  steps: (...args: Args) => Steps<unknown>,
): (report: Report, ...args: Args) => unknown {
  return (report, ...args) => {
    let last = 0;
    return runAtOnce(steps(...args), (share) => {
      if (share < last + 0.01) return;
      last = share;
      report(share);
    });
  };
}

/** Has this worker do the jobs that it is told to, one after the other. */
export function serveJobs(jobs: Readonly<Record<string, Job>>): void {
  const owner = findOwner();
  const say = (report: JobReport, transfer: readonly ArrayBuffer[] = []): void =>
    owner?.post(report, transfer);
  owner?.onMessage((order) => void serve(order as JobOrder));
  say({ kind: "ready" });

  async function serve({ job, args }: JobOrder): Promise<void> {
    try {
      const report: Report = (progress) => say({ kind: "progress", progress });
      const result = await jobs[job](report, ...(unpackData(args) as never[]));
      const { data, transfer } = packData(result, "give");
      say({ kind: "result", result: data }, transfer);
    } catch (error) {
      say({ kind: "failure", error: toPlainError(error) });
    }
  }
}
