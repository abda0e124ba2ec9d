import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { Worker as Thread } from "node:worker_threads";
import {
  launchWorker,
  type WorkerClient,
} from "../../../../src/workbook/book/worker/page/workerClient";
import type { CellWorker } from "../../../../src/workbook/book/worker/page/cellWorker";
import type { FromWorker } from "../../../../src/workbook/book/worker/workerMessages";
import { repository } from "../../../paths";

/** Folder of the parts that the build makes. */
export const partsFolder = path.join(repository, "dist", "src", "workbook", "book", "parts");

/** The file of each part, by name. */
export function listParts(): Record<string, string> {
  const files = readdirSync(partsFolder).filter((file) => file.endsWith(".js"));
  return Object.fromEntries(
    files.map((file) => [file.split("-")[0], path.join(partsFolder, file)]),
  );
}

/*
 * A thread as far as it is a browser's worker: what Node adds to the global object is taken away
 * before the worker's own script runs.
 */
const stage = `
const { parentPort } = require("node:worker_threads");
const listeners = {};
const given = {
  self: globalThis,
  postMessage: (message) => parentPort.postMessage(message),
  addEventListener: (type, listener) => (listeners[type] = listener),
  onmessage: null,
};
const tell = (type, fields) => {
  let isPrevented = false;
  listeners[type]?.({ ...fields, preventDefault: () => (isPrevented = true) });
  return isPrevented;
};
process.on("uncaughtException", (error) => tell("error", { error }));
process.on("unhandledRejection", (reason) => tell("unhandledrejection", { reason }));
parentPort.on("message", (data) => globalThis.onmessage({ data }));
for (const name of ["process", "Buffer", "require", "module", "exports", "global", "setImmediate", "clearImmediate"])
  delete globalThis[name];
Object.assign(globalThis, given);
`;

/** Stands for a browser's worker in its frame. */
class ThreadWorker implements CellWorker {
  onmessage: CellWorker["onmessage"] = null;
  private readonly thread: Thread;

  constructor(boot: string) {
    this.thread = new Thread(`${stage}\n(0, eval)(${JSON.stringify(boot)});`, {
      eval: true,
      stdout: true,
      stderr: true,
    });
    this.thread.on("message", (data: FromWorker) => this.onmessage?.({ data }));
    this.thread.on("error", ({ message }) =>
      this.onmessage?.({ data: { kind: "failed", reason: message } }),
    );
  }

  postMessage(message: unknown): void {
    this.thread.postMessage(message);
  }

  terminate(): void {
    void this.thread.terminate();
  }
}

/** Starts the browser's kernel in a thread. */
export function launchInThread(folder = "/notebooks"): Promise<WorkerClient> {
  const files = listParts();
  const boot = readFileSync(files.boot, "utf8");
  const scriptOf = (name: string): [string, string] => [name, readFileSync(files[name], "utf8")];
  return launchWorker(
    {
      start: () => new ThreadWorker(boot),
      loader: { load: (names) => Promise.resolve(Object.fromEntries(names.map(scriptOf))) },
      folder,
      language: "typescript",
    },
    new AbortController().signal,
  );
}
