import type { Assessment, Entrant, Preparation, Result, Task } from "./contest";
import { runInTurns } from "./pairedRuns";
import type { Python } from "./findPython";
import type { TaskOutcome } from "./table";

/** What a task is run with, the part that the task itself need not know apart. */
export type RunTaskOptions = Omit<Preparation, "rehearse" | "packages"> & {
  readonly python: Python;
  /** Leave the peers out. */
  alone: boolean;
};

/** Prepares a task, runs its entrants in turns and has their results judged. */
export async function runTask(task: Task, options: RunTaskOptions): Promise<TaskOutcome> {
  const log = (message: string): void => options.log(`${task.name}: ${message}`);
  const rehearse = async (entrant: Entrant): Promise<Result> => {
    const [result] = await runInTurns([{ ...entrant, warmUp: false, repeats: 1 }], {
      repeat: 1,
      python: options.python,
      log: () => undefined,
    });
    return result;
  };
  log("preparing");
  const contest = await task.prepare({
    ...{ ...options, rehearse, log },
    packages: options.python.packages,
  });
  const results = await runInTurns(
    contest.entrants.filter(({ side }) => side === "ours" || !options.alone),
    { repeat: options.repeat, python: options.python, log },
  );
  const entries: { result: Result; assessment?: Assessment }[] = [];
  for (const result of results) {
    entries.push({
      result,
      assessment: result.output === undefined ? undefined : await contest.assess(result, results),
    });
  }
  return {
    task: task.name,
    about: task.about,
    entries,
    notes: [...(contest.notes ?? []), ...(contest.conclude?.(results) ?? [])],
  };
}
