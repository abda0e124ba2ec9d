import { accessSync, constants, existsSync, mkdirSync, realpathSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { formatCellError, stripColours } from "../jupyter/cellError";
import type { Notebook } from "../jupyter/notebook";
import { describeFileError, readNotebook, writeNotebook } from "../jupyter/notebookFile";
import { runNotebook, type RunResult } from "../jupyter/runNotebook";
import { findNotebooks, shortenPath } from "./findNotebooks";
import { createRunProgress, type RunProgress } from "./runProgress";
import { splitCommand } from "./splitCommand";

/** Options of `lowrank run`, as its help describes them. */
export interface RunCommandOptions {
  out: string;
  timeout: number;
  jobs: number;
  inPlace?: boolean;
  kernel?: string;
}

/** A notebook to run and where its executed copy goes. */
interface Task {
  file: string;
  /** Path to show. */
  name: string;
  target: string;
  notebook: Notebook;
  result?: RunResult;
}

/** How many notebooks run at a time unless told: two, if the machine has the cores. */
export const defaultJobs = Math.min(2, availableParallelism());

/**
 * Runs notebooks, writes their executed copies and prints a table.
 *
 * @returns exit code: 0, 1 if a cell failed, or 130 if interrupted
 * @throws Error for a path, folder or option that cannot be used, before anything runs
 */
export async function runCommand(paths: readonly string[], options: RunCommandOptions): Promise<number> {
  const files = findNotebooks(paths);
  const kernel = await chooseKernel(options.kernel);
  const targets = options.inPlace ? files : placeCopies(files, options.out);
  const tasks: Task[] = [];
  for (const [index, file] of files.entries()) {
    const name = shortenPath(file);
    tasks.push({ file, name, target: targets[index], notebook: await readNotebook(name) });
  }
  if (!options.inPlace) refuseSources(targets, files, options.out);
  for (const { target } of tasks) ensureWritable(path.dirname(target));

  const controller = new AbortController();
  let interrupted = false;
  const onInterrupt = (): void => {
    interrupted = true;
    controller.abort();
  };
  process.once("SIGINT", onInterrupt).once("SIGTERM", onInterrupt);
  const progress = await createRunProgress(process.stderr.isTTY);
  try {
    await runTasks(tasks, options, kernel, controller, progress);
  } catch (error) {
    if (!interrupted) throw error;
    progress.stop();
    console.error("interrupted: the kernels have been ended, unfinished notebooks were not written");
    return 130;
  } finally {
    progress.stop();
    process.off("SIGINT", onInterrupt).off("SIGTERM", onInterrupt);
  }
  return report(tasks, options);
}

interface KernelChoice {
  command: readonly string[];
  /** Whether the copies name the source's kernel, as they do where another kernel is asked for. */
  keepKernelspec: boolean;
}

async function chooseKernel(given: string | undefined): Promise<KernelChoice> {
  if (given === undefined) {
    const { kernelCommand } = await import("../jupyter/kernelspec.js");
    return { command: kernelCommand(), keepKernelspec: false };
  }
  const command = splitCommand(given);
  if (!command.some((word) => word.includes("{connection_file}"))) {
    throw new Error(`--kernel "${given}" does not say where the connection file goes; write {connection_file} in its place`);
  }
  return { command, keepKernelspec: true };
}

/** Copies keep their paths below the folder that all the notebooks share. */
function placeCopies(files: readonly string[], out: string): string[] {
  let shared = path.dirname(files[0]);
  while (!files.every((file) => file.startsWith(shared.endsWith(path.sep) ? shared : shared + path.sep))) shared = path.dirname(shared);
  return files.map((file) => path.resolve(out, path.relative(shared, file)));
}

function refuseSources(targets: readonly string[], files: readonly string[], out: string): void {
  const sources = new Set(files.map((file) => realpathSync(file)));
  const hit = targets.find((target) => existsSync(target) && sources.has(realpathSync(target)));
  if (hit !== undefined) throw new Error(`--out ${out} would overwrite ${shortenPath(hit)} itself; choose another folder, or say --in-place`);
}

function ensureWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new Error(`cannot write executed notebooks to ${shortenPath(folder)}: ${describeFileError(error)}; choose another folder with --out`, { cause: error });
  }
}

/** Runs up to `jobs` notebooks at a time; after one fails, those that run finish and no other starts. If a copy cannot be written, all end. */
async function runTasks(
  tasks: readonly Task[],
  options: RunCommandOptions,
  kernel: KernelChoice,
  controller: AbortController,
  progress: RunProgress,
): Promise<void> {
  const waiting = [...tasks];
  let failed = false;
  const work = async (): Promise<void> => {
    for (let task = waiting.shift(); task && !failed; task = waiting.shift()) {
      const { name, file, notebook } = task;
      progress.start(name, notebook.cells.filter((cell) => cell.cell_type === "code").length);
      const result = await runNotebook(notebook, {
        ...kernel,
        name,
        cwd: path.dirname(file),
        timeoutSeconds: options.timeout,
        signal: controller.signal,
        onCell: ({ done, total }) => progress.advance(name, done, total),
      });
      task.result = result;
      failed ||= result.error !== undefined;
      progress.finish(name, `${result.error ? "FAIL" : "ok  "} ${result.seconds.toFixed(1).padStart(6)} s`);
      if (result.error && options.inPlace) continue;
      rmSync(`${task.target}.key`, { force: true }); // `lowrank start` keeps its copies here too, and must not take this for its own.
      await writeNotebook(task.target, result.notebook);
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

async function report(tasks: readonly Task[], options: RunCommandOptions): Promise<number> {
  const { default: Table } = await import("cli-table3");
  const colour = process.stdout.isTTY && process.env.NO_COLOR === undefined;
  const table = new Table({ head: ["notebook", "cells", "seconds", "result"], colAligns: ["left", "right", "right", "left"], style: colour ? {} : { head: [], border: [] } });
  for (const { name, result } of tasks) {
    const outcome = result === undefined ? "not run" : result.error ? `failed at cell ${result.error.cell}` : "ok";
    table.push([name, result?.cells ?? "", result?.seconds.toFixed(1) ?? "", outcome]);
  }
  console.log(table.toString());
  const errors = tasks.flatMap(({ result }) => result?.error ?? []);
  for (const error of errors) {
    const text = formatCellError(error);
    console.error(`\n${process.stderr.isTTY ? text : stripColours(text)}`);
  }
  if (errors.length > 0) {
    console.error(options.inPlace ? "\nNotebooks that failed were left as they were." : `\nWhat ran is in ${options.out}.`);
    return 1;
  }
  console.log(options.inPlace ? "Written in place." : `Executed copies are in ${options.out}.`);
  return 0;
}
