/** What each thread of a team runs: wait for a job, take its parts one by one, wait again. */
import { readSync } from "node:fs";
import { receiveMessageOnPort, workerData } from "node:worker_threads";
import { awaitTicket, claim, markFailed, partDone, readJob } from "./jobBoard";
import { blockPassNumber, passBlocks } from "../blockPass";
import { bindKernels, kernelNames, type Kernels } from "../kernels";
import { partStart } from "./partStart";
import type { HeapMessage, ThreadData } from "./threadTeam";

/** A heap, and the kernels that work on it. */
interface BoundHeap extends Pick<HeapMessage, "heapNumber" | "memory"> {
  readonly kernels: Kernels;
}

const { board, place, port } = workerData as ThreadData;
let bound: BoundHeap | undefined;
let seen = -1;

for (;;) {
  const ticket = awaitTicket(board, seen);
  const { heapNumber: wanted, threads, kernel, rows, parts, numbers } = readJob(board);
  const part = place < threads ? claim(board, ticket) : -1;
  if (part < 0) {
    seen = ticket;
    continue;
  }
  try {
    if (bound?.heapNumber !== wanted) bound = attach(wanted);
    const { kernels, memory } = bound;
    const [from, to] = [part, part + 1].map((one) => partStart(one, parts, rows));
    if (kernel === blockPassNumber)
      passBlocks(kernels, memory, [from, to, part], numbers, loaderFrom(numbers[5]));
    else kernels[kernelNames[kernel]](from, to, part, ...numbers);
  } catch (error) {
    port.postMessage(
      `${kernelNames[kernel] ?? "blocks"}: ${error instanceof Error ? error.message : error}`,
    );
    markFailed(board);
  }
  partDone(board);
}

/**
 * Binds the kernels to the heap with this number; the message about it was posted before the job.
 */
function attach(wanted: number): BoundHeap {
  for (
    let received = receiveMessageOnPort(port);
    received !== undefined;
    received = receiveMessageOnPort(port)
  ) {
    const message = received.message as HeapMessage;
    if (message.heapNumber !== wanted) continue;
    const { engine, memory, module } = message;
    return { heapNumber: wanted, memory, kernels: bindKernels(engine, memory, module) };
  }
  throw new Error(`heap ${wanted} was never announced`);
}

/** Loads blocks from an open file. */
function loaderFrom(source: number) {
  return (block: number, bytes: Uint8Array, position: number): void => {
    for (let done = 0; done < bytes.length;) {
      const count = readSync(source, bytes, done, bytes.length - done, position + done);
      if (count === 0) throw new Error(`block ${block} is cut short`);
      done += count;
    }
  };
}
