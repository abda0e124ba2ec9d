import { accessSync, constants, existsSync, mkdirSync, realpathSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { describeFileError, readNotebook } from "../jupyter/notebook/notebookFile";
import { findNotebooks, shortenPath } from "./findNotebooks";
import { reportRun } from "./reportRun";
import type { RunCommandOptions } from "./runOptions";
import { createRunProgress } from "../book/run/runProgress";
import { runTasks, type KernelChoice, type Task } from "../book/run/runTasks";
import { splitCommand } from "./splitCommand";
import { createStartKeys } from "./startKeys";

/**
 * Runs notebooks, writes their executed copies and prints a table.
 *
 * @returns exit code: 0, 1 if a cell failed or shows something else than it should, or 130 if
 *   interrupted
 * @throws Error for a path, folder or option that cannot be used, before anything runs
 */
export async function runCommand(
  paths: readonly string[],
  options: RunCommandOptions,
): Promise<number> {
  if (options.tolerance !== undefined && !options.check)
    throw new Error("--tolerance says how --check compares; add --check, or leave it out");
  const files = findNotebooks(paths);
  const kernel = await chooseKernel(options.kernel);
  const tasks = await planTasks(files, options);
  const drawer = options.static ? await createDrawer() : undefined;
  const controller = new AbortController();
  let interrupted = false;
  const onInterrupt = (): void => {
    interrupted = true;
    controller.abort();
  };
  process.once("SIGINT", onInterrupt).once("SIGTERM", onInterrupt);
  const progress = await createRunProgress(process.stderr.isTTY);
  try {
    const jobs = options.jobs ?? Math.min(options.check ? Infinity : 2, availableParallelism());
    await runTasks(tasks, {
      ...options,
      jobs,
      kernel,
      drawer,
      progress,
      keepGoing: options.check,
      signal: controller.signal,
    });
  } catch (error) {
    if (!interrupted) throw error;
    progress.stop();
    console.error(
      "interrupted: the kernels have been ended, unfinished notebooks were not written",
    );
    return 130;
  } finally {
    progress.stop();
    process.off("SIGINT", onInterrupt).off("SIGTERM", onInterrupt);
    await drawer?.close();
  }
  return reportRun(tasks, options);
}

/** Reads the notebooks and makes sure that what is to be written can be. */
async function planTasks(files: readonly string[], options: RunCommandOptions): Promise<Task[]> {
  const targets = options.inPlace ? files : placeCopies(files, options.out);
  const keys =
    options.kernel === undefined && !options.inPlace && !options.static
      ? createStartKeys()
      : undefined;
  const tasks: Task[] = [];
  for (const [index, file] of files.entries()) {
    const name = shortenPath(file);
    tasks.push({
      file,
      name,
      target: targets[index],
      notebook: await readNotebook(name),
      key: keys?.(file, targets[index]),
    });
  }
  if (!options.inPlace) refuseSources(targets, files, options.out);
  for (const { target } of tasks) ensureWritable(path.dirname(target));
  return tasks;
}

async function chooseKernel(given: string | undefined): Promise<KernelChoice> {
  if (given === undefined) {
    const { kernelCommand } = await import("../jupyter/kernel/kernelspec.js");
    return { command: kernelCommand(), keepKernelspec: false };
  }
  const command = splitCommand(given);
  if (!command.some((word) => word.includes("{connection_file}"))) {
    throw new Error(
      `--kernel "${given}" does not say where the connection file goes; write {connection_file} in its place`,
    );
  }
  return { command, keepKernelspec: true };
}

async function createDrawer(): Promise<import("../book/pictures/drawPictures").FigureDrawer> {
  const [{ createFigureDrawer }, { findBrowser }] = await Promise.all([
    import("../book/pictures/drawPictures.js"),
    import("../book/pictures/findBrowser.js"),
  ]);
  return await createFigureDrawer(findBrowser());
}

/** Copies keep their paths below the folder that all the notebooks share. */
function placeCopies(files: readonly string[], out: string): string[] {
  let shared = path.dirname(files[0]);
  while (
    !files.every((file) => file.startsWith(shared.endsWith(path.sep) ? shared : shared + path.sep))
  )
    shared = path.dirname(shared);
  return files.map((file) => path.resolve(out, path.relative(shared, file)));
}

function refuseSources(targets: readonly string[], files: readonly string[], out: string): void {
  const sources = new Set(files.map((file) => realpathSync(file)));
  const hit = targets.find((target) => existsSync(target) && sources.has(realpathSync(target)));
  if (hit !== undefined)
    throw new Error(
      `--out ${out} would overwrite ${shortenPath(hit)} itself; choose another folder, or say --in-place`,
    );
}

function ensureWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new Error(
      `cannot write executed notebooks to ${shortenPath(folder)}: ${describeFileError(error)}; choose another folder with --out`,
      { cause: error },
    );
  }
}
