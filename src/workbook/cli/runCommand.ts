import { accessSync, constants, existsSync, mkdirSync, realpathSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { describeFileError, readNotebook } from "../jupyter/notebook/notebookFile";
import type { Notebook } from "../jupyter/notebook/notebook";
import {
  findUnknownParameters,
  injectParameters,
  readParameterValue,
  type ParameterValue,
} from "../jupyter/notebook/parameters";
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
  const parameters = readParameters(options);
  if (parameters && options.inPlace)
    throw new Error(
      "--in-place with parameters would leave their values and results in the notebooks; leave out one of them",
    );
  const files = findNotebooks(paths);
  const kernel = await chooseKernel(options.kernel);
  const tasks = await planTasks(files, options, parameters);
  const drawer = options.static ? await createDrawer() : undefined;
  const controller = new AbortController();
  let interrupted = false;
  const onInterrupt = (): void => {
    interrupted = true;
    controller.abort();
  };
  process.once("SIGINT", onInterrupt).once("SIGTERM", onInterrupt);
  const progress = await createRunProgress(
    process.stderr.isTTY,
    options.json ? console.error : console.log,
  );
  try {
    const jobs = options.jobs ?? Math.min(options.check ? Infinity : 2, availableParallelism());
    await runTasks(tasks, {
      ...options,
      jobs,
      kernel,
      drawer,
      progress,
      keepGoing: options.check,
      placeAside: ({ file }) => path.resolve(options.out, path.basename(file)),
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
async function planTasks(
  files: readonly string[],
  options: RunCommandOptions,
  parameters: Readonly<Record<string, ParameterValue>> | undefined,
): Promise<Task[]> {
  const targets = options.inPlace ? files : placeCopies(files, options.out);
  const keys = [
    options.kernel,
    options.inPlace,
    options.static,
    options.allowErrors,
    parameters,
  ].every((option) => option === undefined)
    ? createStartKeys()
    : undefined;
  const tasks: Task[] = [];
  for (const [index, file] of files.entries()) {
    const name = shortenPath(file);
    tasks.push({
      file,
      name,
      target: targets[index],
      notebook: addParameters(name, await readNotebook(name), parameters),
      key: keys?.(file, targets[index]),
    });
  }
  if (!options.inPlace) refuseSources(targets, files, options.out);
  for (const { target } of tasks) ensureWritable(path.dirname(target));
  return tasks;
}

/** The variables that `-p` and `-r` set, in the order of their kinds; undefined where there are none. */
function readParameters({
  parameters = [],
  raw = [],
}: RunCommandOptions): Record<string, ParameterValue> | undefined {
  const split = (pair: string): [string, string] => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at), pair.slice(at + 1)];
  };
  const pairs = [
    ...parameters.map(split).map(([name, text]) => [name, readParameterValue(text)] as const),
    ...raw.map(split),
  ];
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

function addParameters(
  name: string,
  notebook: Notebook,
  parameters: Readonly<Record<string, ParameterValue>> | undefined,
): Notebook {
  if (parameters === undefined) return notebook;
  const unknown = findUnknownParameters(notebook, Object.keys(parameters));
  if (unknown.length > 0)
    console.error(
      `${name}: no cell tagged \`parameters\` names ${unknown.join(", ")}; set all the same`,
    );
  return injectParameters(notebook, parameters);
}

async function chooseKernel(given: string | undefined): Promise<KernelChoice> {
  if (given === undefined) {
    const { kernelCommand } = await import("../jupyter/kernel/kernelspec.js");
    return { command: kernelCommand, keepKernelspec: false };
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
