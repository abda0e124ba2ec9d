import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";
import { script } from "#blockThread";
import {
  controlFaults,
  controlLeft,
  controlLength,
  controlLoaded,
  controlPass,
  controlUsed,
  passAbandoned,
  type BlockThreadData,
  type PassMessage,
} from "./blockControl";

/** A thread that loads the next block while the last is worked on. */
export interface ReadAhead {
  /** One pass: the fault of each block as it lies in its slot, block i in slot i % 2. */
  pass(slots: readonly Uint8Array[]): Iterable<number>;
  /** Ends the thread; resolves when it is gone. */
  close(): Promise<unknown>;
}

/** Starts such a thread; undefined where the platform refuses threads (Node with `--permission`). */
export function startReadAhead(
  given: Pick<BlockThreadData, "source" | "columns" | "places" | "verified">,
): ReadAhead | undefined {
  const control = new Int32Array(new SharedArrayBuffer(4 * controlLength));
  const { port1, port2 } = new MessageChannel();
  const workerData: BlockThreadData = { ...given, control, port: port2 };
  const options = { eval: true, workerData, transferList: [port2], execArgv: [] };
  let worker: Worker;
  try {
    worker = new Worker(script, options);
  } catch {
    return undefined;
  }
  worker.unref();
  port1.unref();
  return {
    pass: (slots) => passOver(control, port1, given.places.length, slots),
    close: () => worker.terminate(),
  };
}

function* passOver(
  control: Int32Array,
  port: MessagePort,
  blocks: number,
  slots: readonly Uint8Array[],
): Generator<number> {
  const message: PassMessage = slots;
  port.postMessage(message);
  Atomics.store(control, controlLoaded, 0);
  Atomics.store(control, controlUsed, 0);
  const pass = Atomics.add(control, controlPass, 1) + 1;
  Atomics.notify(control, controlPass);
  try {
    for (let block = 0; block < blocks; block++) {
      while (Atomics.load(control, controlLoaded) === block)
        Atomics.wait(control, controlLoaded, block);
      const fault = control[controlFaults + (block % 2)];
      if (fault < 0) throw new Error(String(receiveMessageOnPort(port)?.message));
      yield fault;
      Atomics.store(control, controlUsed, block + 1);
      Atomics.notify(control, controlUsed);
    }
  } finally {
    // The slots may be put to another use as soon as this returns: the thread must be done with them.
    Atomics.store(control, controlUsed, passAbandoned);
    Atomics.notify(control, controlUsed);
    for (;;) {
      const left = Atomics.load(control, controlLeft);
      if (left === pass) break;
      Atomics.wait(control, controlLeft, left);
    }
  }
}
