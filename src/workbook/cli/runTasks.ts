import path from "node:path";
import { storeCopy } from "../book/run/executedCopies";
import type { FigureDrawer } from "../book/pictures/drawPictures";
import { folderLanguage, type Language } from "../book/pages/pageWords";
import { toStaticNotebook } from "../book/pictures/staticNotebook";
import { compareNotebooks, type Difference } from "../jupyter/compare/compareNotebooks";
import type { Notebook } from "../jupyter/notebook/notebook";
import { runNotebook, type RunResult } from "../jupyter/notebook/runNotebook";
import type { RunProgress } from "./runProgress";

/** A notebook to run and where its executed copy goes. */
export interface Task {
  file: string;
  /** Path to show. */
  name: string;
  target: string;
  /** What `lowrank start --run` would note of the copy, where it looks for one. */
  key: string | undefined;
  notebook: Notebook;
  result?: RunResult;
  /** With `check`: where the results differ from the notebook's, a place a cell. */
  differences?: Difference[];
}

export interface KernelChoice {
  command: readonly string[];
  /** Whether the copies name the source's kernel, as they do where another kernel is asked for. */
  keepKernelspec: boolean;
}

/** How the tasks are run. */
export interface TaskOptions {
  /** Notebooks that run at a time. */
  jobs: number;
  /** Seconds that a cell may take; 0 for no limit. */
  timeout: number;
  kernel: KernelChoice;
  /** Whether a notebook that fails is left as it was. Default false. */
  inPlace?: boolean;
  /**
   * Whether to compare the results with the notebooks', and run them all, whatever comes of one.
   * Default false.
   */
  check?: boolean;
  /** Largest relative difference of numbers that count as the same. Default 1e-6. */
  tolerance?: number;
  /** Draws the pictures that the copies' figures are to carry. Default: figures as they come. */
  drawer?: FigureDrawer;
}

/**
 * Runs up to `jobs` notebooks at a time; after one fails, those that run finish and no other
 * starts, except in a check. If a copy cannot be written, all end.
 */
export async function runTasks(
  tasks: readonly Task[],
  options: TaskOptions,
  controller: AbortController,
  progress: RunProgress,
): Promise<void> {
  const waiting = [...tasks];
  let failed = false;
  const work = async (): Promise<void> => {
    for (let task = waiting.shift(); task && !failed; task = waiting.shift()) {
      await runTask(task, options, controller.signal, progress);
      failed ||= task.result?.error !== undefined && !options.check;
    }
  };
  const workers = Array.from({ length: Math.min(options.jobs, tasks.length) }, work);
  try {
    await Promise.all(workers);
  } catch (error) {
    controller.abort(); // The others' kernels end too.
    await Promise.allSettled(workers);
    throw error;
  }
}

async function runTask(
  task: Task,
  options: TaskOptions,
  signal: AbortSignal,
  progress: RunProgress,
): Promise<void> {
  const { name, file, notebook, target, key } = task;
  progress.start(name, notebook.cells.filter((cell) => cell.cell_type === "code").length);
  const result = await runNotebook(notebook, {
    ...options.kernel,
    name,
    cwd: path.dirname(file),
    timeoutSeconds: options.timeout,
    signal,
    onCell: ({ done, total }) => progress.advance(name, done, total),
  });
  if (options.check && !result.error)
    task.differences = await compareNotebooks(notebook, result.notebook, {
      tolerance: options.tolerance,
      needsPictures: true,
    });
  if (options.drawer && !result.error)
    result.notebook = await drawFigures(
      name,
      result.notebook,
      options.drawer,
      folderLanguage(path.dirname(file)),
    );
  task.result = result;
  const verdict = result.error ? "FAIL" : task.differences?.length ? "DIFF" : "ok  ";
  progress.finish(name, `${verdict} ${result.seconds.toFixed(1).padStart(6)} s`);
  if (result.error && options.inPlace) return;
  await storeCopy(target, result.notebook, result.error ? undefined : key);
}

async function drawFigures(
  name: string,
  notebook: Notebook,
  drawer: FigureDrawer,
  language: Language,
): Promise<Notebook> {
  try {
    return await toStaticNotebook(notebook, drawer, language);
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
  }
}
