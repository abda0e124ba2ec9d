import vm from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { askInterrupt } from "./interruptFlag";

/*
 * Catches SIGINT whenever the main thread does not catch it itself.
 *
 * Node turns SIGINT into an exception of the code that was started last with `breakOnSigint`, in whatever thread. This
 * thread waits in such code all the time; a cell on the main thread comes after it and so goes first. Because the wait
 * keeps Node's watch for the signal on, cells join it at the cost of microseconds, and no signal falls between two.
 */

const { interruptFlag } = workerData as { interruptFlag: Int32Array };
const never = new Int32Array(new SharedArrayBuffer(4));
const inner = new vm.Script("waitForSignal()");
const outer = new vm.Script("waitForSignals()");

/** Runs a script until SIGINT ends it, and passes the signal on. */
function runUntilSignal(script: vm.Script): void {
  try {
    script.runInThisContext({ breakOnSigint: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_INTERRUPTED") throw error;
    askInterrupt(interruptFlag);
    parentPort!.postMessage("interrupt");
  }
}

Object.assign(globalThis, {
  waitForSignal: () => {
    parentPort!.postMessage("ready");
    Atomics.wait(never, 0, 0);
  },
  // The watch around this one stays on while this one starts anew.
  waitForSignals: () => {
    for (;;) runUntilSignal(inner);
  },
});
for (;;) runUntilSignal(outer);
