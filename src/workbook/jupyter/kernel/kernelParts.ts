import { withoutMarks } from "../../cells/running/runtimeNames";
import type { ConnectionInfo, Json } from "../wire";
import { cellStorage, type Cell } from "./cell";
import type { CellCompiler } from "./cellCompiler";
import { InterruptedError } from "./cellDriver";
import type { CellModules } from "./cellModules";
import { CellRunner } from "./cellRunner";
import { installDisplayHook, type DisplayModule } from "./displayHook";
import { stackOf } from "./engineStack";
import { History } from "./history";
import { takeInterrupt } from "./interruptFlag";
import type { KernelLink } from "./kernelLink";
import { OutputCapture } from "./outputCapture";
import { RequestQueue } from "./requestQueue";
import { ShellHandler } from "./shellHandler";
import { describeThrown, mapStackTraces } from "./traceback";
import { Widgets } from "./widgets/widgets";

/** What a kernel is made of, whatever it runs in. */
export interface KernelMaterial {
  readonly link: KernelLink;
  readonly compiler: CellCompiler;
  readonly modules: CellModules;
  /** Entry 0 is 1 while an interrupt is asked for. */
  readonly flag: Int32Array;
  readonly kernelInfo: Json;
  readonly connection?: ConnectionInfo;
  /** Says what no client asked for, to whoever looks after the kernel. */
  readonly complain: (text: string) => void;
  /** Hears when a request begins, and when it has been answered. */
  readonly onBusy?: (busy: boolean) => void;
}

/** The parts of a kernel that answer requests. */
export interface KernelParts extends KernelMaterial {
  readonly runner: CellRunner;
  readonly capture: OutputCapture;
  readonly widgets: Widgets;
  readonly queue: RequestQueue;
  /** The cell in whose course something happens now. */
  readonly originOf: () => Cell | undefined;
}

/** Puts a kernel's parts together. */
export function createKernelParts(material: KernelMaterial): KernelParts {
  const { link, compiler, flag, onBusy = () => undefined } = material;
  const runner = new CellRunner(compiler, material.modules, flag);
  const originOf = (): Cell | undefined => cellStorage.getStore() ?? runner.cell;
  const capture = new OutputCapture((cell, name, printed) => {
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
    stackOf: (error) => stackOf(error, compiler),
    interruptFlag: flag,
  });
  const handler = new ShellHandler({
    ...material,
    runner,
    capture,
    history: new History(),
    widgets,
  });
  const queue = new RequestQueue(
    (request, done) => {
      onBusy(true);
      handler.handle(request, () => {
        onBusy(false);
        done();
      });
    },
    (request, done) => handler.abort(request, done),
  );
  handler.queue = queue;
  // What has arrived by now is in the queue by then.
  widgets.hasNewer = (isLike, done) => link.afterArrived(() => done(queue.has(isLike)));
  widgets.install();
  return { ...material, runner, capture, widgets, queue, originOf };
}

/** Ends what runs, and what waits, where an interrupt is asked for and no cell has ended by it. */
export function interruptKernel({ runner, widgets, queue, flag }: KernelParts): void {
  // The call only says that the flag may be up: a cell that saw it first has taken it down.
  if (!takeInterrupt(flag)) return;
  runner.interrupt();
  widgets.interrupt();
  // What waits was asked for before the interrupt, whether anything runs by now or not.
  queue.abortWaiting();
}

/**
 * Points displays and stack traces at the cells that they come from.
 *
 * @param hook what `show` calls
 */
export function takeOverDisplays(
  { link, compiler, capture, originOf }: KernelParts,
  hook: DisplayModule,
): void {
  mapStackTraces(compiler);
  installDisplayHook(hook, originOf, (cell, type, content) => {
    capture.flush();
    link.publish(type, content, cell.parent);
  });
  console.clear = () => {
    const cell = originOf();
    capture.flush();
    if (cell && !cell.silent) link.publish("clear_output", { wait: false }, cell.parent);
  };
}

/** Gives an error that nobody caught to the cell that it came from; false where there is none. */
export function failOrigin(parts: KernelParts, error: unknown): boolean {
  const { link, runner, compiler, capture, widgets, originOf, flag } = parts;
  const cell = originOf();
  if (!cell) return false;
  // What was stopped in the background, long after its cell, must not stop the next one.
  if (error instanceof InterruptedError && cell.settled) takeInterrupt(flag);
  if (runner.fail(cell, error) || widgets.runs.fail(cell, error) || cell.silent) return true;
  // Its reply is out: the error is still its own.
  capture.flush();
  link.publish("error", { ...describeThrown(error, compiler) }, cell.parent);
  return true;
}
