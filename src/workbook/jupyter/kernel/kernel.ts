import { randomUUID } from "node:crypto";
import { writeSync } from "node:fs";
import { withoutMarks } from "../../cells/running/runtimeNames";
import { cellStorage, type Cell } from "./cell";
import { CellCompiler } from "./cellCompiler";
import { InterruptedError } from "./cellDriver";
import { CellRunner } from "./cellRunner";
import { installChildOutput } from "./childOutput";
import { readConnectionFile } from "./connectionFile";
import { installDisplayHook } from "./displayHook";
import { History } from "./history";
import { IdleCollector } from "./idleCollector";
import { describeKernel } from "./kernelInfo";
import { OutputCapture } from "./outputCapture";
import type { KernelLanguage } from "./kernelspec";
import { createAsk, installPrompts } from "./input/frontEndInput";
import { installInput } from "./input/stdinStream";
import { ModuleLoader } from "./moduleLoader";
import { provideOwnPackages } from "./ownPackages";
import { printPromisesPlainly } from "./plainPromises";
import { RequestQueue } from "./requestQueue";
import { ShellHandler } from "./shellHandler";
import { watchSignals } from "./signals";
import { SocketLink } from "./socketLink";
import { describeThrown, mapStackTraces } from "./traceback";
import { Widgets } from "./widgets/widgets";

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
  const flag = new Int32Array(new SharedArrayBuffer(4));
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
  const stop = (): void => interrupt(runner, widgets, queue, flag);
  // The sockets open in their thread while the compiler gets ready in this one.
  const opened = link.open({
    request: (message) => void readiness.then(() => queue.add(message)),
    interrupt: () => void readiness.then(stop),
    exit: () => exit(0),
  });

  const compiler = new CellCompiler(process.cwd(), () => Atomics.load(flag, 0) === 1, language);
  const runner = new CellRunner(compiler, new ModuleLoader(compiler), flag);
  const history = new History();
  const originOf = (): Cell | undefined => cellStorage.getStore() ?? runner.cell;
  const capture = new OutputCapture(originOf, (cell, name, printed) => {
    const text = withoutMarks(printed);
    if (cell.pieces) cell.pieces.print(text);
    else link.publish("stream", { name, text }, cell.parent);
  });
  const widgets = new Widgets({
    publish: (...message) => link.publish(...message),
    originOf,
    flush: () => capture.flush(),
    setVariable: (name, value) => runner.setVariable(name, value),
    describeError: (error) => describeThrown(error, compiler),
    interruptFlag: flag,
  });
  const handler = new ShellHandler({
    link,
    runner,
    compiler,
    capture,
    history,
    kernelInfo,
    connection,
    widgets,
  });
  const collector = new IdleCollector();
  const queue = new RequestQueue(
    (request, done) => {
      collector.hold();
      handler.handle(request, () => {
        collector.release();
        done();
      });
    },
    (request, done) => handler.abort(request, done),
  );
  handler.queue = queue;
  // What has arrived by now is in the queue by then.
  widgets.hasNewer = (isLike, done) => link.afterArrived(() => done(queue.has(isLike)));
  widgets.install();

  compiler.warmUp();
  provideOwnPackages();
  printPromisesPlainly();
  await Promise.all([opened, watchSignals(flag, stop)]);
  takeOverProcess({ link, runner, compiler, capture, widgets, originOf, flag });
  ready!();
  return new Promise(() => undefined);
}

function interrupt(
  runner: CellRunner,
  widgets: Widgets,
  queue: RequestQueue,
  flag: Int32Array,
): void {
  // The call only says that the flag may be up: a cell that saw it first has taken it down.
  if (Atomics.exchange(flag, 0, 0) !== 1) return;
  runner.interrupt();
  widgets.interrupt();
  // What waits was asked for before the interrupt, whether anything runs by now or not.
  queue.abortWaiting();
}

interface ProcessParts {
  link: SocketLink;
  runner: CellRunner;
  compiler: CellCompiler;
  capture: OutputCapture;
  widgets: Widgets;
  originOf: () => Cell | undefined;
  flag: Int32Array;
}

/** Points the process's output, displays and unhandled errors at the cells they come from. */
function takeOverProcess(parts: ProcessParts): void {
  const { link, runner, compiler, capture, widgets, originOf, flag } = parts;
  capture.install();
  const ask = createAsk({
    originOf,
    flush: () => capture.flush(),
    ask: (...question) => link.ask(...question),
  });
  installPrompts(ask);
  installInput(ask);
  installChildOutput(originOf, capture);
  mapStackTraces(compiler);
  installDisplayHook(originOf, (cell, type, content) => {
    capture.flush();
    link.publish(type, content, cell.parent);
  });
  console.clear = () => {
    const cell = originOf();
    capture.flush();
    if (cell && !cell.silent) link.publish("clear_output", { wait: false }, cell.parent);
  };
  process.exit = () => {
    throw new Error("process.exit is not available in a cell; restart the kernel instead");
  };
  const failOrigin = (error: unknown): void => {
    const cell = originOf();
    if (!cell) return reportInternal(error);
    // What was stopped in the background, long after its cell, must not stop the next one.
    if (error instanceof InterruptedError && cell.settled) Atomics.store(flag, 0, 0);
    if (runner.fail(cell, error) || widgets.runs.fail(cell, error) || cell.silent) return;
    // Its reply is out: the error is still its own.
    capture.flush();
    link.publish("error", { ...describeThrown(error, compiler) }, cell.parent);
  };
  process.on("uncaughtException", failOrigin);
  process.on("unhandledRejection", failOrigin);
}

function reportInternal(error: unknown): void {
  writeSync(2, `lowrank kernel: ${error instanceof Error ? error.stack : String(error)}\n`);
}
