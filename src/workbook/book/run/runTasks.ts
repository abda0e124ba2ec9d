import path from "node:path";
import { compareNotebooks, type Difference } from "../../jupyter/compare/compareNotebooks";
import type { Notebook } from "../../jupyter/notebook/notebook";
import { runNotebook, type RunOptions, type RunResult } from "../../jupyter/notebook/runNotebook";
import { notebookLanguage } from "../../jupyter/notebook/notebookLanguage";
import type { Language } from "../../jupyter/notebook/notebookLanguage";
import type { FigureDrawer } from "../pictures/drawPictures";
import { toStaticNotebook } from "../pictures/staticNotebook";
import { showFailure, storeCopy } from "./executedCopies";
import { writeOutputs, type SavedEdit } from "./writeOutputs";
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
  /** With `inPlace`: what became of an edit that was saved while the notebook ran. */
  edit?: SavedEdit;
  /** With `inPlace`: why nothing was written into the notebook, and where the copy is instead. */
  refused?: { why: string; copy: string };
  /** With `check`: where the results differ from the notebook's, a place a cell. */
  differences?: Difference[];
}

export interface KernelChoice {
  command: RunOptions["command"];
  /** Whether the copies name the source's kernel, as they do where another kernel is asked for. */
  keepKernelspec: boolean;
}

/** Runs one notebook; {@link runNotebook} is the real one. */
export type RunNotebook = (notebook: Notebook, options: RunOptions) => Promise<RunResult>;

/** How the tasks are run. */
export interface TaskOptions {
  /** Notebooks that run at a time. */
  jobs: number;
  kernel: KernelChoice;
  progress: RunProgress;
  /** Ends the kernels and makes runTasks throw the signal's reason. */
  signal: AbortSignal;
  /** Seconds that a cell may take; 0 for no limit. Default 300. */
  timeout?: number;
  /** Whether the others run on after one fails. Default false: no other starts. */
  keepGoing?: boolean;
  /**
   * Hears why the executed copy of a notebook cannot be kept; the others run on. Default: runTasks
   * throws.
   */
  onUnwritten?: (task: Task, why: string) => void;
  /**
   * Whether to write into the notebooks themselves: one that fails is left as it was, and an edit
   * that was saved meanwhile is kept. Default false.
   */
  inPlace?: boolean;
  /** Path for the executed copy of a notebook that cannot be written into any more. */
  placeAside?: (task: Task) => string;
  /** Whether to go on after a cell that fails. Default false. */
  allowErrors?: boolean;
  /** Whether to compare the results with the notebooks'. Default false. */
  check?: boolean;
  /** Largest relative difference of numbers that count as the same. Default 1e-6. */
  tolerance?: number;
  /** Draws the pictures that the copies' figures are to carry. Default: figures as they come. */
  drawer?: FigureDrawer;
  /** Runs one notebook. Default: runNotebook. */
  runOne?: RunNotebook;
}

/**
 * Runs up to `jobs` notebooks at a time and keeps their executed copies; results and differences
 * are noted in the tasks.
 *
 * @throws Error if a copy cannot be written, after all kernels have ended; the signal's reason
 */
export async function runTasks(tasks: readonly Task[], options: TaskOptions): Promise<void> {
  const waiting = [...tasks];
  const broken = new AbortController();
  const signal = AbortSignal.any([options.signal, broken.signal]);
  let failed = false;
  const work = async (): Promise<void> => {
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      if (signal.aborted || (failed && !options.keepGoing)) return;
      await runTask(task, { ...options, signal });
      // A notebook in another language says nothing about the others.
      failed ||= ![undefined, "language"].includes(task.result?.error?.kind);
    }
  };
  const workers = Array.from({ length: Math.min(options.jobs, tasks.length) }, work);
  try {
    await Promise.all(workers);
  } catch (error) {
    broken.abort(); // The others' kernels end too.
    await Promise.allSettled(workers);
    options.signal.throwIfAborted();
    throw error;
  }
  options.signal.throwIfAborted();
}

async function runTask(task: Task, options: TaskOptions): Promise<void> {
  const { name, file, notebook } = task;
  const { progress, signal, runOne = runNotebook } = options;
  progress.start(name, notebook.cells.filter((cell) => cell.cell_type === "code").length);
  const result = await runOne(notebook, {
    ...options.kernel,
    name,
    cwd: path.dirname(path.resolve(file)),
    timeoutSeconds: options.timeout,
    allowErrors: options.allowErrors,
    signal,
    onCell: ({ done, total }) => progress.advance(name, done, total),
  });
  task.result = result;
  if (result.error?.kind === "language") return progress.finish(name, "SKIP          ");
  if (result.error) result.notebook = showFailure(result.notebook, result.error);
  else await finishTask(task, result, options);
  const verdict = result.error ? "FAIL" : task.differences?.length ? "DIFF" : "ok  ";
  progress.finish(name, `${verdict} ${result.seconds.toFixed(1).padStart(6)} s`);
  if (!options.inPlace) await keepCopy(task, result, options);
  else if (!result.error) await storeInPlace(task, result.notebook, options);
}

async function keepCopy(
  task: Task,
  { notebook, error: failure }: RunResult,
  { onUnwritten }: TaskOptions,
): Promise<void> {
  try {
    await storeCopy(task.target, notebook, failure ? undefined : task.key);
  } catch (error) {
    if (!onUnwritten) throw error;
    onUnwritten(task, (error as Error).message);
  }
}

/** Writes results into the notebook, around what was saved there while it ran. */
async function storeInPlace(
  task: Task,
  executed: Notebook,
  { placeAside }: TaskOptions,
): Promise<void> {
  try {
    task.edit = await writeOutputs(task.file, task.notebook, executed);
  } catch (error) {
    if (placeAside === undefined) throw error;
    const copy = placeAside(task);
    await storeCopy(copy, executed, undefined);
    task.refused = { why: (error as Error).message, copy };
  }
}

/** Compares what ran well with what the notebook holds, and draws its figures. */
async function finishTask(task: Task, result: RunResult, options: TaskOptions): Promise<void> {
  const { check, tolerance, drawer } = options;
  if (check)
    task.differences = await compareNotebooks(task.notebook, result.notebook, {
      tolerance,
      needsPictures: true,
    });
  if (drawer) {
    const language = notebookLanguage(result.notebook, path.dirname(path.resolve(task.file)));
    result.notebook = await drawFigures(task.name, result.notebook, drawer, language);
  }
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
