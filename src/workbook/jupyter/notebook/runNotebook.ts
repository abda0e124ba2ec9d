import path from "node:path";
import { cellTags, hasTag } from "./cellTags";
import type { CellError } from "./cellError";
import { KernelDiedError, launchKernel, type KernelClient } from "../client/client";
import { kernelLanguage, refuseNotebook } from "./languages";
import type { Notebook } from "./notebook";
import { readNotebook } from "./notebookFile";
import { withPlainControls } from "./plainControls";
import { runCells, type CellOptions } from "./runCells";
import {
  displayNames,
  kernelNames,
  type ChosenCommand,
  type KernelLanguage,
} from "../kernel/kernelspec";
import type { Json } from "../wire";

export interface RunOptions extends CellOptions {
  /**
   * Command that starts the kernel, with `{connection_file}` in it, or `kernelCommand` itself, so
   * that the kernel speaks the notebook's language.
   */
  command: ChosenCommand;
  /** Starts another kernel than the command would. Default: the command is run */
  launch?: (language: KernelLanguage, signal: AbortSignal | undefined) => Promise<KernelClient>;
  /** Whether the executed copy names the source's kernel instead of Lowrank's. Default false. */
  keepKernelspec?: boolean;
  /** Folder the kernel runs in. Default: the notebook's. */
  cwd?: string;
  /** Name of a notebook that was given as an object, for messages. Default "notebook". */
  name?: string;
  /** Ends the kernel and makes runNotebook throw the signal's reason. */
  signal?: AbortSignal;
}

/** What came of running a notebook. */
export interface RunResult {
  /** The executed copy; with an error, up to and with the cell that failed. */
  notebook: Notebook;
  /** Code cells that ran. */
  cells: number;
  /** Wall-clock time in seconds, the kernel's start included. */
  seconds: number;
  /** What ended the run early. Absent when it went to the end. */
  error?: CellError;
  /** With `allowErrors`: the failures that it went on after. */
  allowed?: CellError[];
}

function describeKernelspec(language: KernelLanguage): Json {
  return { display_name: displayNames[language], language, name: kernelNames[language] };
}

/**
 * Runs a notebook's code cells in order in a fresh kernel, and returns an executed copy; the
 * notebook given is not changed.
 *
 * Stops at the first cell that fails, also if a rejected promise or a timer makes it fail while a
 * later cell runs. A cell tagged `raises-exception` may fail; one tagged `skip-execution` is left
 * as it is. A notebook that says it is in another language than TypeScript or JavaScript is not run
 * but where it is to keep its own kernel, and a cell marked as in another fails without being run. Times are not stored and displays' ids are dropped, so that the same code yields the
 * same file.
 *
 * @param given a notebook, or the path of one
 * @throws Error if the file cannot be read as a notebook; the signal's reason when aborted
 *
 * @example
 * const { notebook, error } = await runNotebook("notebooks/01-turn-text-into-a-matrix.ipynb", {
 * command: kernelCommand }); if (error) console.error(formatCellError(error)); else await
 * writeNotebook("executed.ipynb", notebook);
 */
export async function runNotebook(
  given: string | Notebook,
  options: RunOptions,
): Promise<RunResult> {
  const started = performance.now();
  const source = typeof given === "string" ? await readNotebook(given) : given;
  const name = typeof given === "string" ? given : (options.name ?? "notebook");
  const cwd =
    options.cwd ?? (typeof given === "string" ? path.dirname(path.resolve(given)) : process.cwd());
  const notebook = copyWithoutOutputs(source);
  const { command: chosen } = options;
  const language = typeof chosen === "function" ? kernelLanguage(source) : "typescript";
  const command = typeof chosen === "function" ? chosen(language) : chosen;
  if (!options.keepKernelspec) notebook.metadata.kernelspec = describeKernelspec(language);
  const finish = (cells: number, error?: CellError, allowed?: CellError[]): RunResult => {
    options.signal?.throwIfAborted();
    for (const cell of notebook.cells)
      if (cell.cell_type === "code") cell.outputs = withPlainControls(cell.outputs);
    return {
      notebook: error?.kind === "language" ? source : notebook,
      cells,
      seconds: (performance.now() - started) / 1000,
      ...(error && { error }),
      ...(allowed && { allowed }),
    };
  };
  const failAtStart = (kind: CellError["kind"], { name: title, message }: Error): RunResult =>
    finish(0, { kind, notebook: name, cell: 0, codeCell: 0, name: title, message, traceback: [] });
  const foreign = options.keepKernelspec ? undefined : refuseNotebook(source);
  if (foreign) return failAtStart("language", foreign);
  let kernel: KernelClient;
  try {
    kernel = options.launch
      ? await options.launch(language, options.signal)
      : await launchKernel({ command, cwd, signal: options.signal });
  } catch (error) {
    if (!(error instanceof KernelDiedError)) throw error;
    return failAtStart("died", error);
  }
  const onAbort = (): void => void kernel.shutdown(0.5);
  options.signal?.addEventListener("abort", onAbort, { once: true });
  try {
    if (kernel.info.language_info !== undefined)
      notebook.metadata.language_info = kernel.info.language_info;
    const { cells, error, allowed } = await runCells(notebook, name, kernel, options);
    return finish(cells, error, allowed);
  } finally {
    options.signal?.removeEventListener("abort", onAbort);
    await kernel.shutdown();
  }
}

function copyWithoutOutputs(source: Notebook): Notebook {
  const copy = structuredClone(source);
  for (const cell of copy.cells) {
    if (cell.cell_type !== "code" || hasTag(cell, cellTags.skipped)) continue;
    cell.outputs = [];
    cell.execution_count = null;
    delete cell.metadata.execution; // Times of another run.
  }
  return copy;
}
