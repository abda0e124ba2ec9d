/*
 * The worker's own script: it takes in parts, and starts the kernel among them. A part is a module
 * in CommonJS's form; `define` is called by each as it is loaded.
 */
import type { Parts } from "./parts";
import type { FromWorker, PartScripts, ToWorker } from "./workerMessages";

type Make = (
  module: { exports: unknown },
  exports: unknown,
  require: (name: string) => unknown,
) => void;

interface WorkerScope {
  lowrankDefine: (name: string, make: Make) => void;
  onmessage: ((event: { data: ToWorker }) => void) | null;
  postMessage(message: FromWorker): void;
}

const scope = self as unknown as WorkerScope;
const makers = new Map<string, Make>();
const modules = new Map<string, { exports: unknown }>();
/** Scripts that are evaluated when they are asked for, and then let go. */
const scripts = new Map<string, string>();
const waiting: { names: readonly string[]; done: (failure?: string) => void }[] = [];

scope.lowrankDefine = (name, make) => makers.set(name, make);

const post = (message: FromWorker): void => scope.postMessage(message);

function take(name: string): unknown {
  const known = modules.get(name);
  if (known) return known.exports;
  const script = scripts.get(name);
  if (script !== undefined && !makers.has(name)) {
    globalThis.eval(script);
    scripts.delete(name);
  }
  const make = makers.get(name);
  if (!make)
    throw new Error(
      `this needs the book's part "${name}", which was not loaded; run the cell again`,
    );
  const module = { exports: {} as unknown };
  modules.set(name, module);
  make(module, module.exports, take);
  return module.exports;
}

function has(name: string): boolean {
  return makers.has(name) || scripts.has(name);
}

const cache: Parts["cache"] = {};
take.cache = cache;

function load(names: readonly string[]): Promise<void> {
  const missing = names.filter((name) => !has(name));
  if (missing.length === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    waiting.push({
      names: missing,
      done: (failure) => (failure === undefined ? resolve() : reject(new Error(failure))),
    });
    post({ kind: "need", names: missing });
  });
}

function takeIn(parts: PartScripts): void {
  for (const [name, script] of Object.entries(parts)) if (!has(name)) scripts.set(name, script);
  for (const one of [...waiting]) {
    if (!one.names.every(has)) continue;
    waiting.splice(waiting.indexOf(one), 1);
    one.done();
  }
}

/** Nothing raises it where no memory is shared: who stops a cell then ends the worker. */
let flag: Int32Array | undefined;

scope.onmessage = ({ data }) => {
  try {
    if (data.kind === "flag") return void (flag = data.flag);
    if (data.kind === "parts") return takeIn(data.parts);
    if (data.kind === "noParts") {
      const failed = waiting.filter(({ names }) => names.some((name) => data.names.includes(name)));
      for (const one of failed) {
        waiting.splice(waiting.indexOf(one), 1);
        one.done(data.reason);
      }
      return;
    }
    if (data.kind !== "start") return hear?.(data);
    takeIn(data.parts);
    const { startWorkerKernel } = take("kernel") as typeof import("./kernel/workerKernel");
    hear = startWorkerKernel(data, flag ?? new Int32Array(2), { take, load, cache }, post);
    post({ kind: "ready", stops: flag !== undefined });
  } catch (error) {
    post({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
  }
};

let hear: ((message: ToWorker) => void) | undefined;
