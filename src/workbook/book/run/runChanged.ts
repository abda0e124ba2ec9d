import { existsSync, rmSync, statSync } from "node:fs";
import { formatCellError, stripColors } from "../../jupyter/notebook/cellError";
import type { ChosenCommand } from "../../jupyter/kernel/kernelspec";
import { refuseNotebook } from "../../jupyter/notebook/languages";
import { readNotebook } from "../../jupyter/notebook/notebookFile";
import path from "node:path";
import { refreshProse, storeCopy } from "./executedCopies";
import { readExecutedKeys } from "./executedKeys";
import { createRunProgress } from "./runProgress";
import { runTasks, type RunNotebook, type Task } from "./runTasks";
import { executedPath, isUpToDate } from "./upToDate";

export interface RunChangedOptions {
  command: ChosenCommand;
  notebooksFolder: string;
  dataFolder?: string;
  /** Folder that holds the executed copies, in its folder `executed`. */
  cacheFolder: string;
  /** Notebooks run at a time. Default: 2. */
  parallel?: number;
  /** Runs one notebook. Default: runNotebook. */
  runOne?: RunNotebook;
  write: (line: string) => void;
}

/** A notebook, its executed copy, and what the copy is made from. */
interface Copy {
  source: string;
  executed: string;
  key: string;
}

/**
 * Brings the notebooks' executed copies up to date; returns their paths, and how many notebooks
 * failed.
 */
export async function runChanged(
  sources: readonly string[],
  options: RunChangedOptions,
  signal: AbortSignal,
): Promise<{ executed: string[]; failures: number }> {
  const { notebooksFolder, cacheFolder, write } = options;
  const keys = readExecutedKeys(notebooksFolder, options.dataFolder);
  const copies = sources.map((source): Copy => ({
    source,
    executed: executedPath(
      path.join(cacheFolder, "executed"),
      path.relative(notebooksFolder, source),
    ),
    key: keys.keyOf(source),
  }));
  const stale = copies.filter(({ executed, key }) => !isUpToDate(executed, key));
  write(
    stale.length === 0
      ? `${sources.length} notebooks, all up to date`
      : `${sources.length} notebooks, ${stale.length} to run`,
  );
  const failures = stale.length === 0 ? [] : await runAll(stale, options, signal);
  for (const failure of failures)
    write(`\n${process.stdout.isTTY ? failure : stripColors(failure)}\n`);
  if (failures.length > 0)
    write(
      `${failures.length} of ${sources.length} notebooks stopped with an error; their pages show the results up to there`,
    );
  const readable = copies.filter(({ executed }) => existsSync(executed));
  for (const { executed, source } of readable) {
    const changed = statSync(source, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (changed <= statSync(executed).mtimeMs) continue;
    // One that cannot be read is named again where its page is made.
    await refreshProse(executed, source).catch(({ message }: Error) => write(`\n${message}\n`));
  }
  return { executed: readable.map(({ executed }) => executed), failures: failures.length };
}

/** Runs notebooks; returns what went wrong in words, a text a notebook. */
async function runAll(
  stale: readonly Copy[],
  { write, parallel = 2, command, runOne }: RunChangedOptions,
  signal: AbortSignal,
): Promise<string[]> {
  const { tasks, unreadable } = await readTasks(stale, write);
  const progress = await createRunProgress(process.stdout.isTTY && write === console.log, write);
  const kernel = { command, keepKernelspec: false };
  try {
    await runTasks(tasks, { jobs: parallel, kernel, progress, signal, runOne, keepGoing: true });
  } finally {
    progress.stop();
  }
  const failed = tasks.flatMap(({ result }) =>
    result?.error === undefined ? [] : [formatCellError(result.error)],
  );
  return [...unreadable, ...failed];
}

async function readTasks(
  stale: readonly Copy[],
  write: (line: string) => void,
): Promise<{ tasks: Task[]; unreadable: string[] }> {
  const tasks: Task[] = [];
  const unreadable: string[] = [];
  for (const { source, executed, key } of stale) {
    try {
      const notebook = await readNotebook(source);
      const foreign = refuseNotebook(notebook);
      if (foreign) {
        write(`${source}: ${foreign.message}`);
        await storeCopy(executed, notebook, key); // Its page shows what it holds.
      } else tasks.push({ file: source, name: source, target: executed, key, notebook });
    } catch (error) {
      // A result of an earlier, readable state would pass for this one's.
      rmSync(executed, { force: true });
      unreadable.push((error as Error).message);
    }
  }
  return { tasks, unreadable };
}
