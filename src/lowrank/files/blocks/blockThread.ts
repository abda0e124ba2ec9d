/** What the thread runs that loads blocks ahead: wait for a pass, load its blocks, wait again. */
import { receiveMessageOnPort, workerData } from "node:worker_threads";
import { loadBlock } from "./loadBlock";
import {
  controlFaults,
  controlLeft,
  controlLoaded,
  controlPass,
  controlUsed,
  passAbandoned,
  type BlockThreadData,
  type PassMessage,
} from "./blockControl";

const { source, columns, places, verified, control, port } = workerData as BlockThreadData;

for (let pass = 0; ;) {
  Atomics.wait(control, controlPass, pass);
  pass = Atomics.load(control, controlPass);
  // The message was posted before the pass was numbered.
  const slots = receiveMessageOnPort(port)?.message as PassMessage;
  for (let block = 0; block < places.length && isFree(block); block++) {
    const fault = load(slots[block % 2], block);
    control[controlFaults + (block % 2)] = fault;
    Atomics.store(control, controlLoaded, block + 1);
    Atomics.notify(control, controlLoaded);
    if (fault !== 0) break;
  }
  Atomics.store(control, controlLeft, pass);
  Atomics.notify(control, controlLeft);
}

/** Waits until the slot of a block is free; false where the pass was abandoned. */
function isFree(block: number): boolean {
  for (;;) {
    const used = Atomics.load(control, controlUsed);
    if (used === passAbandoned) return false;
    if (used > block - 2) return true;
    Atomics.wait(control, controlUsed, used);
  }
}

function load(slot: Uint8Array, block: number): number {
  try {
    const fault = loadBlock(source, slot, places[block], columns, verified[block] === 0);
    if (fault === 0) verified[block] = 1;
    return fault;
  } catch (error) {
    port.postMessage(error instanceof Error ? error.message : String(error));
    return -1;
  }
}
