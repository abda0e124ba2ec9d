import path from "node:path";
import { listNotebooks } from "./listNotebooks";
import { guardServer } from "./live/guardServer";
import { refreshPages, type RefreshedPages } from "./refreshPages";
import type { RunNotebook } from "./run/runTasks";
import type { ChosenCommand } from "../jupyter/kernel/kernelspec";

export interface StartBookOptions {
  /** Command that starts a kernel, with `{connection_file}` in it, or what makes one for a language. */
  command: ChosenCommand;
  /**
   * Whether to serve the book, until Ctrl-C, and run its cells as the reader asks. Default: true.
   */
  serve?: boolean;
  /**
   * Whether to run the notebooks that changed first, and show what came of them. Default: false;
   * the pages show what the notebooks hold.
   */
  run?: boolean;
  /** Port to serve on, or the next free one. Default: 4173. */
  port?: number;
  /** Address to listen on. Default: "127.0.0.1", which only this machine reaches. */
  host?: string;
  /**
   * Folder with the notebooks, and their solutions in its folder `solutions`. Default: "notebooks".
   */
  notebooksFolder?: string;
  /**
   * Folder whose files the notebooks read; a change in it makes them run again. Default: "data"
   * beside the notebooks.
   */
  dataFolder?: string;
  /** Name of the book. Default: as for `buildBook`. */
  title?: string;
  /** What the book is, as Markdown. Default: as for `buildBook`. */
  introduction?: string;
  /** Folder for executed copies, pages and caches. Default: ".lowrank". */
  cacheFolder?: string;
  /** Notebooks run at a time. Default: 2. */
  parallel?: number;
  /** Runs one notebook. Default: runNotebook, over the Jupyter protocol. */
  runOne?: RunNotebook;
  /** Ends everything, as Ctrl-C does. */
  signal?: AbortSignal;
  /** Takes each line of what there is to say. Default: console.log. */
  write?: (line: string) => void;
}

const endingSignals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Makes pages of the notebooks and serves them until Ctrl-C, with a kernel for each page whose
 * cells are run: the job of `npm start`.
 *
 * The pages show the outputs that the notebooks hold, so that they are there at once. With `run`,
 * notebooks whose code, library, packages, data or Node's major version changed since they were run
 * last are run first, and the pages show those results; one that fails does not keep the others
 * from the book: its page shows how far it came.
 *
 * @returns the exit code: 1 where a notebook failed or cannot be read and nothing is served, else
 *   0.
 * @throws Error where there are no notebooks, or no port is free.
 * @example process.exitCode = await startBook({ command: kernelCommand, serve: false });
 */
export async function startBook(options: StartBookOptions): Promise<number> {
  const stop = new AbortController();
  const end = (): void => {
    // Whoever asks twice does not want to wait; kernels end with the process.
    if (stop.signal.aborted) process.exit(130);
    stop.abort(new Error("stopped"));
  };
  for (const name of endingSignals) process.on(name, end);
  options.signal?.addEventListener("abort", end, { once: true });
  try {
    options.signal?.throwIfAborted();
    return await buildAndServe(options, stop.signal);
  } catch (error) {
    if (stop.signal.aborted || options.signal?.aborted) return 0;
    throw error;
  } finally {
    for (const name of endingSignals) process.removeListener(name, end);
    options.signal?.removeEventListener("abort", end);
  }
}

async function buildAndServe(options: StartBookOptions, signal: AbortSignal): Promise<number> {
  const { notebooksFolder = "notebooks", cacheFolder = ".lowrank", write = console.log } = options;
  const sources = listNotebooks(notebooksFolder);
  if (sources.length === 0)
    throw new Error(
      `no notebooks (*.ipynb) in ${path.resolve(notebooksFolder)}; start in the project's folder, or name theirs`,
    );
  // Loaded only when there is something to run: a start that serves at once stays quick.
  const ran = options.run
    ? await (
        await import("./run/runChanged.js")
      ).runChanged(sources, { ...options, notebooksFolder, cacheFolder, write }, signal)
    : undefined;
  const pages = await refreshPages(ran?.executed ?? sources, {
    ...{ notebooksFolder, cacheFolder, write },
    ...{ title: options.title, introduction: options.introduction },
  });
  if (options.serve !== false)
    return serveUntil(signal, pages, { ...options, notebooksFolder, cacheFolder, write });
  await pages.whole;
  return pages.unreadable + (ran?.failures ?? 0) > 0 ? 1 : 0;
}

type ServingOptions = StartBookOptions &
  Required<Pick<StartBookOptions, "notebooksFolder" | "cacheFolder" | "write">>;

async function serveUntil(
  signal: AbortSignal,
  { later, files, whole }: RefreshedPages,
  options: ServingOptions,
): Promise<number> {
  const { cacheFolder, notebooksFolder, command, port, host = "127.0.0.1", write } = options;
  const { serveBook } = await import("./live/serveBook.js");
  const obstacle = await findObstacle();
  const live = obstacle === undefined ? { notebooksFolder, command } : undefined;
  const server = await serveBook({
    folder: path.join(cacheFolder, "book"),
    port,
    host,
    live,
    files,
    title: options.title,
    unfinished: { files: later, done: whole },
  });
  const stopGuarding = guardServer(write);
  try {
    if (!/^(127\.|localhost$|::1$)/.test(host))
      write(
        `\nWarning: ${host} is reached from outside this machine, without encryption; who learns the address below can run code as you.`,
      );
    if (obstacle !== undefined)
      write(`\nCells cannot run here: ${obstacle}. The pages can be read.`);
    write(`\nLowrank is at ${server.liveUrl}   (Ctrl-C ends it)`);
    if (live) write("The token in the address lets a browser run cells here: keep it to yourself.");
    const stopped = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    whole.catch(({ message }: Error) => write(`\nA part of the book is missing: ${message}`));
    await stopped;
  } finally {
    await server.close();
    stopGuarding();
  }
  return 0;
}

/** Why no kernel can be spoken to on this machine, in words; undefined where one can. */
async function findObstacle(): Promise<string | undefined> {
  try {
    await import("./live/openLive.js");
    return undefined;
  } catch (error) {
    return (error as Error).message.split("\n")[0];
  }
}
