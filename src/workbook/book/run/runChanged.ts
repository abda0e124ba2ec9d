import { rmSync, statSync } from "node:fs";
import { formatCellError, stripColors } from "../../jupyter/notebook/cellError";
import type { ChosenCommand } from "../../jupyter/kernel/kernelspec";
import { refuseNotebook } from "../../jupyter/notebook/languages";
import { readNotebook } from "../../jupyter/notebook/notebookFile";
import path from "node:path";
import { refreshProse, storeCopy } from "./executedCopies";
import { readExecutedKeys } from "./executedKeys";
import { createRunProgress } from "./runProgress";
import { runTasks, type RunNotebook, type Task } from "./runTasks";
import { executedPath, isFile, isUpToDate } from "./upToDate";

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
  const { failures, unwritten } =
    stale.length === 0
      ? { failures: [], unwritten: new Set<string>() }
      : await runAll(stale, options, signal);
  for (const failure of failures)
    write(`\n${process.stdout.isTTY ? failure : stripColors(failure)}\n`);
  if (failures.length > unwritten.size)
    write(
      `${failures.length - unwritten.size} of ${sources.length} notebooks stopped with an error; their pages show the results up to there`,
    );
  const readable = copies.filter(
    ({ source, executed }) => !unwritten.has(source) && isFile(executed),
  );
  for (const { executed, source } of readable) {
    const changed = statSync(source, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (changed <= statSync(executed).mtimeMs) continue;
    // One that cannot be read is named again where its page is made.
    await refreshProse(executed, source).catch(({ message }: Error) => write(`\n${message}\n`));
  }
  // Where the copy cannot be kept, the page shows what the notebook holds.
  const shown = copies.flatMap((copy) =>
    unwritten.has(copy.source) ? [copy.source] : readable.includes(copy) ? [copy.executed] : [],
  );
  return { executed: shown, failures: failures.length };
}

/**
 * Runs notebooks; returns what went wrong in words, a text a notebook, and those whose copy cannot
 * be kept.
 */
async function runAll(
  stale: readonly Copy[],
  { write, parallel = 2, command, runOne }: RunChangedOptions,
  signal: AbortSignal,
): Promise<{ failures: string[]; unwritten: Set<string> }> {
  const { tasks, unreadable } = await readTasks(stale, write);
  const unwritten = new Map<string, string>();
  const progress = await createRunProgress(process.stdout.isTTY && write === console.log, write);
  const kernel = { command, keepKernelspec: false };
  try {
    await runTasks(tasks, {
      ...{ jobs: parallel, kernel, progress, signal, runOne, keepGoing: true },
      onUnwritten: ({ file }, why) =>
        unwritten.set(file, `${why}; its page shows what ${file} holds`),
    });
  } finally {
    progress.stop();
  }
  const failed = tasks.flatMap(({ file, result }) =>
    result?.error === undefined || unwritten.has(file) ? [] : [formatCellError(result.error)],
  );
  return {
    failures: [...unreadable, ...failed, ...unwritten.values()],
    unwritten: new Set(unwritten.keys()),
  };
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
