import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { hashFolder, hashPageMaker, hashText } from "./contentKey";
import { readExecutedKeys } from "./executedKeys";
import { listNotebooks } from "./listNotebooks";
import type { RunNotebook, StaleNotebook } from "./runStale";
import { executedPath, isUpToDate } from "./upToDate";
import { writeAtomically } from "./writeAtomically";
import { listBookFiles } from "./writeBookFiles";

export interface StartBookOptions {
  /** Command that starts the kernel, with `{connection_file}` in it. */
  command: readonly string[];
  /** Whether to serve the book when it is built, until Ctrl-C. Default: true. */
  serve?: boolean;
  /** Port to serve on, or the next free one. Default: 4173. */
  port?: number;
  /** Folder with the notebooks, and their solutions in its folder `solutions`. Default: "notebooks". */
  notebooksFolder?: string;
  /** Folder whose files the notebooks read; a change in it makes them run again. Default: "data" beside the notebooks. */
  dataFolder?: string;
  /** Folder for executed copies, pages and caches. Default: ".lowrank". */
  cacheFolder?: string;
  /** Notebooks run at a time. Default: 2. */
  parallel?: number;
  /** Runs one notebook. Default: runNotebook, over the Jupyter protocol. */
  run?: RunNotebook;
  /** Ends everything, as Ctrl-C does. */
  signal?: AbortSignal;
  /** Takes each line of what there is to say. Default: console.log. */
  write?: (line: string) => void;
}

/**
 * Runs the notebooks that changed, builds the pages, and serves them until Ctrl-C: the job of `npm start`.
 *
 * A notebook is run again when its code cells, the library, the packages, the data or Node's major version changed; prose
 * alone rebuilds the pages only. One that fails does not keep the others from the book: its page shows how far it came.
 *
 * @returns the exit code: 1 where a notebook failed and nothing is served, else 0.
 * @throws Error where there are no notebooks, a notebook cannot be read, or no port is free.
 * @example process.exitCode = await startBook({ command: kernelCommand(), serve: false });
 */
export async function startBook(options: StartBookOptions): Promise<number> {
  const stop = new AbortController();
  const end = (): void => stop.abort(new Error("stopped"));
  process.on("SIGINT", end).on("SIGTERM", end);
  options.signal?.addEventListener("abort", end, { once: true });
  if (options.signal?.aborted) end();
  try {
    const failures = await refreshBook(options, stop.signal);
    if (options.serve === false) return failures > 0 ? 1 : 0;
    await serveUntil(stop.signal, options);
    return 0;
  } catch (error) {
    if (stop.signal.aborted) return 0;
    throw error;
  } finally {
    process.removeListener("SIGINT", end).removeListener("SIGTERM", end);
    options.signal?.removeEventListener("abort", end);
  }
}

/** Brings executed copies and pages up to date; returns how many notebooks failed. */
async function refreshBook(options: StartBookOptions, signal: AbortSignal): Promise<number> {
  const { notebooksFolder = "notebooks", cacheFolder = ".lowrank", write = console.log } = options;
  const sources = findSources(notebooksFolder);
  const keys = readExecutedKeys(notebooksFolder, options.dataFolder);
  const notebooks = sources.map((source): StaleNotebook => ({
    source,
    executed: executedPath(path.join(cacheFolder, "executed"), path.relative(notebooksFolder, source)),
    key: keys.keyOf(source),
  }));
  const stale = notebooks.filter(({ executed, key }) => !isUpToDate(executed, key));
  write(stale.length === 0 ? `${sources.length} notebooks, all up to date` : `${sources.length} notebooks, ${stale.length} to run`);
  const failures = stale.length === 0 ? [] : await runAll(stale, options, signal);
  for (const failure of failures) write(`\n${process.stdout.isTTY ? failure : stripVTControlCharacters(failure)}\n`);
  if (failures.length > 0) write(`${failures.length} of ${sources.length} notebooks stopped with an error; their pages show the results up to there`);
  await refreshPages(notebooks, stale, { notebooksFolder, cacheFolder, write });
  return failures.length;
}

function findSources(folder: string): string[] {
  const sources = listNotebooks(folder);
  if (sources.length === 0) throw new Error(`no notebooks (*.ipynb) in ${path.resolve(folder)}; start in the project's folder, or name theirs`);
  return sources;
}

async function runAll(stale: readonly StaleNotebook[], options: StartBookOptions, signal: AbortSignal): Promise<string[]> {
  const { write = console.log, parallel = 2, command } = options;
  // Loaded only when there is something to run: a start without changes stays quick.
  const [{ runStale }, { createRunDisplay }, { runNotebook }] = await Promise.all([import("./runStale.js"), import("./runDisplay.js"), import("../jupyter/runNotebook.js")]);
  const display = await createRunDisplay(process.stdout.isTTY && options.write === undefined, write);
  try {
    return await runStale(stale, { run: options.run ?? runNotebook, command, parallel, display, signal });
  } finally {
    display.stop();
  }
}

interface PageFolders {
  notebooksFolder: string;
  cacheFolder: string;
  write: (line: string) => void;
}

/** Builds the pages anew where a source, a result or the page maker changed, or a page is missing. */
async function refreshPages(notebooks: readonly StaleNotebook[], ran: readonly StaleNotebook[], { notebooksFolder, cacheFolder, write }: PageFolders): Promise<void> {
  const out = path.join(cacheFolder, "book");
  const keyFile = path.join(cacheFolder, "book.key");
  const images = hashFolder(notebooksFolder, (name) => name.split(path.sep).some((part) => part.startsWith(".")));
  const key = hashText(hashPageMaker(), images, ...notebooks.map((notebook) => notebook.key));
  const files = listBookFiles(out);
  const whole = files.length > 0 && files.every((name) => existsSync(path.join(out, name)));
  if (ran.length === 0 && whole && existsSync(keyFile) && readFileSync(keyFile, "utf8") === key) return;
  const readable = notebooks.filter(({ executed }) => existsSync(executed));
  const [{ buildBook }, { refreshProse }] = await Promise.all([import("./buildBook.js"), import("./executedCopies.js")]);
  for (const notebook of readable) if (!ran.includes(notebook)) await refreshProse(notebook.executed, notebook.source);
  const started = performance.now();
  const { written } = await buildBook({ notebooks: readable.map(({ executed }) => executed), out, imagesFolder: notebooksFolder, cacheFolder });
  writeAtomically(keyFile, key);
  write(`built ${out}: ${readable.length + 1} pages, ${written} files written, ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

async function serveUntil(signal: AbortSignal, options: StartBookOptions): Promise<void> {
  const { cacheFolder = ".lowrank", write = console.log } = options;
  const { serveBook } = await import("./serveBook.js");
  const server = await serveBook({ folder: path.join(cacheFolder, "book"), port: options.port, live: { notebooksFolder: options.notebooksFolder ?? "notebooks", command: options.command } });
  write(`\nLowrank is at ${server.liveUrl}   (Ctrl-C ends it)`);
  if (!signal.aborted) await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  await server.close();
}
