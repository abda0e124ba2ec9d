// First of all: what is loaded next takes Node's globals for granted.
import { nodeGlobals } from "./nodeGlobals";
import { elementary } from "lowrank/workbook";
import { CellSession } from "../../../cells/cellSession";
import { readCellFacts } from "../../../cells/graph/readCellFacts";
import { CellCompiler } from "../../../jupyter/kernel/cellCompiler";
import {
  createKernelParts,
  failOrigin,
  interruptKernel,
  takeOverDisplays,
} from "../../../jupyter/kernel/kernelParts";
import type { DisplayModule } from "../../../jupyter/kernel/displayHook";
import type { Message } from "../../../jupyter/wire";
import type { Parts } from "../parts";
import { followTimers } from "../twins/asyncHooks";
import { createConsole } from "../twins/consoleTwin";
import { memoryFiles } from "../twins/memoryFiles";
import type { FromWorker, ToWorker } from "../workerMessages";
import { mountPart } from "./mountPart";
import { tableHost } from "./tableHost";
import { WorkerLink } from "./workerLink";
import { WorkerModules } from "./workerModules";

/** What cells may use of ECMAScript: what Node 20 has, and browsers of its time. */
const settings = {
  target: "es2023",
  libraries: ["decorators", "decorators.legacy", "esnext.disposable"],
  types: ["node"],
} as const;

/** Definitions of other classes than those that are loaded. */
const wordnet = /^\/wordnet\/dict\//;

/**
 * Starts the kernel in this worker; returns what hears the page's messages.
 *
 * It takes the worker over: what Node has as globals is there, the console is the cells'.
 *
 * @param flag entry 0 is 1 while an interrupt is asked for
 */
export function startWorkerKernel(
  { folder, language }: Extract<ToWorker, { kind: "start" }>,
  flag: Int32Array,
  parts: Parts,
  post: (message: FromWorker) => void,
): (message: ToWorker) => void {
  // What cells compute with `Math` ends in the bits that Node gives, in every browser.
  Object.assign(Math, elementary);
  nodeGlobals.folder = folder;
  memoryFiles.makeFolder(folder, true);
  memoryFiles.findMore = (file) =>
    wordnet.test(file)
      ? mountPart(parts.take(/noun$/.test(file) ? "nouns" : "otherWords"))
      : undefined;
  const { files } = parts.take("types") as { files: Readonly<Record<string, string>> };
  const session = new CellSession(tableHost(files, folder), { ...settings, language });
  const compiler = new CellCompiler(folder, session, () => flag[0] === 1);
  const link = new WorkerLink(post);
  const kernel = createKernelParts({
    link,
    compiler,
    modules: new WorkerModules(parts),
    flag,
    kernelInfo: { status: "ok", implementation: "lowrank" },
    complain: (text) => console.error(text),
  });
  const { capture, originOf, queue } = kernel;
  const write = (name: "stdout" | "stderr", text: string): void => {
    const cell = originOf();
    if (cell) capture.write(cell, name, text);
  };
  Object.assign(console, createConsole(write));
  const hook: DisplayModule = { lastWriteDisplayData: null };
  // Where the library's `show` looks for it.
  parts.cache["/tslab/dist/jupyter.js"] = { exports: hook };
  takeOverDisplays(kernel, hook);
  followTimers();
  const fail = (error: unknown, event: Event): void => {
    if (failOrigin(kernel, error)) event.preventDefault();
  };
  addEventListener("error", (event) => fail(event.error ?? new Error(event.message), event));
  addEventListener("unhandledrejection", (event) => fail(event.reason, event));
  compiler.warmUp();
  return (message) => {
    if (message.kind === "request") queue.add(asRequest(message.message));
    else if (message.kind === "interrupt") interruptKernel(kernel);
    else if (message.kind === "marked") link.marked();
    else if (message.kind === "read")
      post({ kind: "facts", request: message.request, facts: message.cells.map(readCellFacts) });
  };
}

function asRequest(message: Extract<ToWorker, { kind: "request" }>["message"]): Message {
  return { ...message, identities: [], buffers: [] };
}
