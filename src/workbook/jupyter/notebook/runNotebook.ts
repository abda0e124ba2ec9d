import path from "node:path";
import { cellTags, hasTag } from "./cellTags";
import { createCellError, type CellError, type CellPlace } from "./cellError";
import {
  CellTimeoutError,
  KernelDiedError,
  launchKernel,
  type ExecuteReply,
  type KernelClient,
} from "../client/client";
import {
  collectOutput,
  createCellOutputs,
  type CellOutputs,
  type Displays,
} from "./collectOutputs";
import { kernelLanguage, refuseCell, refuseNotebook } from "./languages";
import { joinText, type CodeCell, type Notebook } from "./notebook";
import { readNotebook } from "./notebookFile";
import { PrintLimit } from "./printLimit";
import { withPlainControls } from "./plainControls";
import {
  displayNames,
  kernelNames,
  type ChosenCommand,
  type KernelLanguage,
} from "../kernel/kernelspec";
import type { Json } from "../wire";

export interface RunOptions {
  /**
   * Command that starts the kernel, with `{connection_file}` in it, or `kernelCommand` itself, so
   * that the kernel speaks the notebook's language.
   */
  command: ChosenCommand;
  /** Whether the executed copy names the source's kernel instead of Lowrank's. Default false. */
  keepKernelspec?: boolean;
  /** Folder the kernel runs in. Default: the notebook's. */
  cwd?: string;
  /** Name of a notebook that was given as an object, for messages. Default "notebook". */
  name?: string;
  /** Seconds a cell may run; 0 for no limit. Default 300. */
  timeoutSeconds?: number;
  /** Whether to go on after a cell that fails. Default false. */
  allowErrors?: boolean;
  /** Called when a code cell has run, with how many of all have. */
  onCell?: (progress: RunProgress) => void;
  /** Ends the kernel and makes runNotebook throw the signal's reason. */
  signal?: AbortSignal;
}

export interface RunProgress {
  /** Code cells that have run. */
  done: number;
  /** Code cells of the notebook. */
  total: number;
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
    kernel = await launchKernel({ command, cwd, signal: options.signal });
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

/** One run of a cell. */
interface CellRun {
  cell: CodeCell;
  place: CellPlace;
  shown: CellOutputs;
}

async function runCells(
  notebook: Notebook,
  name: string,
  kernel: KernelClient,
  { allowErrors, timeoutSeconds = 300, onCell }: RunOptions,
): Promise<{ cells: number; error?: CellError; allowed?: CellError[] }> {
  const displays: Displays = new Map();
  const runs = listRuns(notebook, name);
  const published = (): CellError[] =>
    runs.flatMap(({ cell, place, shown }) =>
      shown.error && !hasTag(cell, cellTags.mayFail)
        ? [createCellError("error", place, cell, shown.error)]
        : [],
    );
  const firstError = (): CellError | undefined => (allowErrors ? undefined : published()[0]);
  const end = (cells: number, error?: CellError): Awaited<ReturnType<typeof runCells>> => ({
    cells,
    error,
    ...(allowErrors && { allowed: published().filter(({ cell }) => cell !== error?.cell) }),
  });
  let done = 0;
  for (const run of runs) {
    const failure = await runCell(run, kernel, displays, timeoutSeconds);
    const first = firstError();
    // An interrupted cell also publishes that it was interrupted; that it ran too long says more.
    const error = failure && (!first || first.cell === failure.cell) ? failure : first;
    if (error) return end(done, error);
    done++;
    onCell?.({ done, total: runs.length });
  }
  const last = runs.at(-1);
  const failure = last && (await flush(last, kernel, timeoutSeconds));
  return end(done, firstError() ?? failure);
}

function listRuns(notebook: Notebook, name: string): CellRun[] {
  let codeCell = 0;
  return notebook.cells.flatMap((cell, index): CellRun[] => {
    if (cell.cell_type !== "code") return [];
    codeCell++;
    if (joinText(cell.source).trim() === "" || hasTag(cell, cellTags.skipped)) return [];
    const shown = createCellOutputs();
    cell.outputs = shown.outputs;
    return [{ cell, place: { notebook: name, cell: index + 1, codeCell }, shown }];
  });
}

/** Runs one cell; returns how it failed if that is not among its published errors. */
async function runCell(
  { cell, place, shown }: CellRun,
  kernel: KernelClient,
  displays: Displays,
  timeoutSeconds: number,
): Promise<CellError | undefined> {
  const refusal = refuseCell(cell, kernel.info);
  if (refusal) {
    const { name, message } = refusal;
    shown.error = { name, message, traceback: [] };
    shown.outputs.push({ output_type: "error", ename: name, evalue: message, traceback: [] });
    return undefined;
  }
  const limit = new PrintLimit(() => void kernel.interrupt());
  try {
    const reply = await kernel.execute(joinText(cell.source), {
      timeoutSeconds,
      onMessage: (message) => {
        if (limit.isExceeded(shown, message)) return;
        collectOutput(shown, message, displays);
        cell.execution_count = shown.executionCount ?? cell.execution_count;
      },
    });
    if (typeof reply.content.execution_count === "number")
      cell.execution_count = reply.content.execution_count;
    if (reply.status !== "ok") shown.error ??= describeReply(reply, shown);
    return undefined;
  } catch (error) {
    return describeEnd(error, cell, place, shown.error?.traceback);
  }
}

/** What the reply says of an error; where it says nothing, what the cell wrote to stderr. */
function describeReply(
  { status, content }: ExecuteReply,
  shown: CellOutputs,
): NonNullable<CellOutputs["error"]> {
  const written = shown.outputs
    .flatMap((output) =>
      output.output_type === "stream" && output.name === "stderr" ? [joinText(output.text)] : [],
    )
    .join("");
  const fallback =
    status === "error"
      ? written.trim() || "the kernel gave no reason"
      : `the kernel did not run the cell (status ${status})`;
  return {
    name: typeof content.ename === "string" ? content.ename : "Error",
    message: typeof content.evalue === "string" ? content.evalue : fallback,
    traceback: Array.isArray(content.traceback) ? content.traceback.map(String) : [],
  };
}

/** One more round trip, by which the errors that the last cell left behind have come. */
async function flush(
  { cell, place, shown }: CellRun,
  kernel: KernelClient,
  timeoutSeconds: number,
): Promise<CellError | undefined> {
  try {
    await kernel.execute("", { timeoutSeconds });
    return undefined;
  } catch (error) {
    return describeEnd(error, cell, place, shown.error?.traceback);
  }
}

/** A cell that timed out or whose kernel died; any other error is no matter of the cell's. */
function describeEnd(
  error: unknown,
  cell: CodeCell,
  place: CellPlace,
  traceback: string[] = [],
): CellError {
  const kind =
    error instanceof CellTimeoutError
      ? "timeout"
      : error instanceof KernelDiedError
        ? "died"
        : undefined;
  if (kind === undefined) throw error;
  const { name, message } = error as Error;
  return createCellError(kind, place, cell, { name, message, traceback });
}
