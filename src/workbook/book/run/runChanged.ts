import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { runNotebook } from "../../jupyter/notebook/runNotebook";
import { refreshProse } from "./executedCopies";
import { readExecutedKeys } from "./executedKeys";
import { createRunDisplay } from "./runDisplay";
import { runStale, type RunNotebook, type StaleNotebook } from "./runStale";
import { executedPath, isUpToDate } from "./upToDate";

export interface RunChangedOptions {
  command: readonly string[];
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
  const notebooks = sources.map((source): StaleNotebook => ({
    source,
    executed: executedPath(
      path.join(cacheFolder, "executed"),
      path.relative(notebooksFolder, source),
    ),
    key: keys.keyOf(source),
  }));
  const stale = notebooks.filter(({ executed, key }) => !isUpToDate(executed, key));
  write(
    stale.length === 0
      ? `${sources.length} notebooks, all up to date`
      : `${sources.length} notebooks, ${stale.length} to run`,
  );
  const failures = stale.length === 0 ? [] : await runAll(stale, options, signal);
  for (const failure of failures)
    write(`\n${process.stdout.isTTY ? failure : stripVTControlCharacters(failure)}\n`);
  if (failures.length > 0)
    write(
      `${failures.length} of ${sources.length} notebooks stopped with an error; their pages show the results up to there`,
    );
  const readable = notebooks.filter(({ executed }) => existsSync(executed));
  for (const { executed, source } of readable)
    if (statSync(source).mtimeMs > statSync(executed).mtimeMs) await refreshProse(executed, source);
  return { executed: readable.map(({ executed }) => executed), failures: failures.length };
}

async function runAll(
  stale: readonly StaleNotebook[],
  options: RunChangedOptions,
  signal: AbortSignal,
): Promise<string[]> {
  const { write, parallel = 2, command, runOne = runNotebook } = options;
  const display = await createRunDisplay(process.stdout.isTTY && write === console.log, write);
  try {
    return await runStale(stale, { run: runOne, command, parallel, display, signal });
  } finally {
    display.stop();
  }
}
