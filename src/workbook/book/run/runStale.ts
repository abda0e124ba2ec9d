import { rmSync } from "node:fs";
import path from "node:path";
import { formatCellError, type CellError } from "../../jupyter/notebook/cellError";
import type { CodeCell, Notebook } from "../../jupyter/notebook/notebook";
import { readNotebook } from "../../jupyter/notebook/notebookFile";
import type { RunOptions, RunResult } from "../../jupyter/notebook/runNotebook";
import { showFailure, storeCopy } from "./executedCopies";
import { folderLanguage } from "../pages/pageWords";
import type { RunDisplay } from "./runDisplay";

/** Runs one notebook; {@link runNotebook} is the real one. */
export type RunNotebook = (notebook: Notebook, options: RunOptions) => Promise<RunResult>;

export interface StaleNotebook {
  /** Path of the source. */
  source: string;
  /** Path that the executed copy goes to. */
  executed: string;
  /** What the copy is made from. */
  key: string;
}

export interface RunStaleOptions {
  run: RunNotebook;
  /** Command that starts the kernel. */
  command: readonly string[];
  /** Notebooks run at a time. */
  parallel: number;
  display: RunDisplay;
  signal: AbortSignal;
}

/**
 * Runs notebooks, some at a time, keeps their executed copies, and returns what went wrong in
 * words, a text a notebook.
 */
export async function runStale(
  notebooks: readonly StaleNotebook[],
  options: RunStaleOptions,
): Promise<string[]> {
  const waiting = [...notebooks];
  const failures: string[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next && !options.signal.aborted; next = waiting.shift()) {
      const failure = await runOne(next, options);
      if (failure !== undefined) failures.push(failure);
    }
  };
  // All are waited for, also after one throws: their kernels must have ended when this returns.
  const ends = await Promise.allSettled(Array.from({ length: options.parallel }, work));
  options.signal.throwIfAborted();
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return failures;
}

async function runOne(
  { source, executed, key }: StaleNotebook,
  { run, command, display, signal }: RunStaleOptions,
): Promise<string | undefined> {
  const language = folderLanguage(path.dirname(path.resolve(source)));
  const name = `${language === "en" ? "" : `${language}/`}${path.basename(source, ".ipynb")}`;
  let notebook: Notebook;
  try {
    notebook = await readNotebook(source);
  } catch (error) {
    // A result of an earlier, readable state would pass for this one's.
    rmSync(executed, { force: true });
    return (error as Error).message;
  }
  display.start(name, notebook.cells.filter((cell) => cell.cell_type === "code").length);
  const cwd = path.dirname(path.resolve(source));
  let result: RunResult;
  try {
    result = await run(notebook, {
      command,
      cwd,
      name: source,
      signal,
      onCell: ({ done }) => display.advance(name, done),
    });
  } catch (error) {
    signal.throwIfAborted();
    result = {
      notebook: withoutOutputs(notebook),
      cells: 0,
      seconds: 0,
      error: startError(source, error),
    };
  }
  const { error, seconds, cells } = result;
  await storeCopy(
    executed,
    error ? showFailure(result.notebook, error) : result.notebook,
    error ? undefined : key,
  );
  display.finish(
    name,
    error ? `stopped at cell ${error.cell}` : `${cells} cells in ${seconds.toFixed(1)} s`,
  );
  return error && formatCellError(error);
}

function startError(notebook: string, error: unknown): CellError {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { kind: "died", notebook, cell: 0, codeCell: 0, name, message, traceback: [] };
}

function withoutOutputs(notebook: Notebook): Notebook {
  const clear = (cell: CodeCell): CodeCell => ({ ...cell, outputs: [], execution_count: null });
  return {
    ...notebook,
    cells: notebook.cells.map((cell) => (cell.cell_type === "code" ? clear(cell) : cell)),
  };
}
