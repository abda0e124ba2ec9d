import { randomUUID } from "node:crypto";
import { writeSync } from "node:fs";
import { CellSession } from "../../cells/cellSession";
import { captureStreams } from "./captureStreams";
import { CellCompiler } from "./cellCompiler";
import { installChildOutput } from "./childOutput";
import { readConnectionFile } from "./connectionFile";
import { IdleCollector } from "./idleCollector";
import type { DisplayModule } from "./displayHook";
import { createAsk, installPrompts } from "./input/frontEndInput";
import { installInput } from "./input/stdinStream";
import { createInterruptFlag } from "./interruptFlag";
import { describeKernel } from "./kernelInfo";
import {
  createKernelParts,
  failOrigin,
  interruptKernel,
  takeOverDisplays,
  type KernelParts,
} from "./kernelParts";
import type { KernelLanguage } from "./kernelspec";
import { languageSettings } from "./languageSettings";
import { ModuleLoader } from "./moduleLoader";
import { nodeHost } from "./nodeHost";
import { provideOwnPackages } from "./ownPackages";
import { printPromisesPlainly } from "./plainPromises";
import { watchSignals } from "./signals";
import { SocketLink } from "./socketLink";

export interface KernelOptions {
  /** The file in which Jupyter says where the kernel is to listen. */
  connectionFile: string;
  /** Default "typescript" */
  language?: KernelLanguage;
}

/**
 * Runs the Jupyter kernel until it is told to shut down; the process ends with it.
 *
 * It takes the process over: stdout and stderr go to the notebook, `process.exit` is refused to
 * cells.
 *
 * @throws Error if the connection file is wrong or a port is taken
 */
export async function startKernel({ connectionFile, language }: KernelOptions): Promise<void> {
  const connection = readConnectionFile(connectionFile);
  const flag = createInterruptFlag();
  const kernelInfo = describeKernel(language);
  const link = new SocketLink({
    connection,
    session: randomUUID(),
    kernelInfo,
    interruptFlag: flag,
    outputFlow: new Int32Array(new SharedArrayBuffer(4)),
    inputSignal: new Int32Array(new SharedArrayBuffer(4)),
  });
  const exit = process.exit.bind(process);
  let ready: () => void;
  const readiness = new Promise<void>((resolve) => (ready = resolve));
  const stop = (): void => interruptKernel(parts);
  // The sockets open in their thread while the compiler gets ready in this one.
  const opened = link.open({
    request: (message) => void readiness.then(() => queue.add(message)),
    interrupt: () => void readiness.then(stop),
    exit: () => exit(0),
  });

  const folder = process.cwd();
  const session = new CellSession(nodeHost(folder), { ...languageSettings(), language });
  const compiler = new CellCompiler(folder, session, () => Atomics.load(flag, 0) === 1);
  const collector = new IdleCollector();
  const parts = createKernelParts({
    link,
    compiler,
    modules: new ModuleLoader(compiler),
    flag,
    kernelInfo,
    connection,
    complain: (text) => process.stderr.write(text),
    onBusy: (busy) => (busy ? collector.hold() : collector.release()),
  });
  const { queue } = parts;

  compiler.warmUp();
  provideOwnPackages();
  printPromisesPlainly();
  await Promise.all([opened, watchSignals(flag, stop)]);
  takeOverProcess(parts, link);
  ready!();
  return new Promise(() => undefined);
}

/** Points the process's output, displays and unhandled errors at the cells they come from. */
function takeOverProcess(parts: KernelParts, link: SocketLink): void {
  const { capture, originOf } = parts;
  captureStreams(capture, originOf);
  const ask = createAsk({
    originOf,
    flush: () => capture.flush(),
    ask: (...question) => link.ask(...question),
  });
  installPrompts(ask);
  installInput(ask);
  installChildOutput(originOf, capture);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the very module object that tslab's `display` reads
  takeOverDisplays(parts, require("tslab/dist/jupyter") as DisplayModule);
  process.exit = () => {
    throw new Error("process.exit is not available in a cell; restart the kernel instead");
  };
  const fail = (error: unknown): void => {
    if (!failOrigin(parts, error)) reportInternal(error);
  };
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
}

function reportInternal(error: unknown): void {
  writeSync(2, `lowrank kernel: ${error instanceof Error ? error.stack : String(error)}\n`);
}
