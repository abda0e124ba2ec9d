/** What each thread of a team runs: wait for a job, take its parts one by one, wait again. */
import { receiveMessageOnPort, workerData } from "node:worker_threads";
import { awaitTicket, claim, markFailed, partDone, readJob } from "./jobBoard";
import { bindKernels, kernelNames, type Kernels } from "../kernels";
import { partStart } from "./partStart";
import type { HeapMessage, ThreadData } from "./threadTeam";

const { board, place, port } = workerData as ThreadData;
let kernels: Kernels | undefined;
let heapNumber = 0;
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
    if (wanted !== heapNumber) attach(wanted);
    kernels?.[kernelNames[kernel]](
      partStart(part, parts, rows),
      partStart(part + 1, parts, rows),
      part,
      ...numbers,
    );
  } catch (error) {
    port.postMessage(`${kernelNames[kernel]}: ${error instanceof Error ? error.message : error}`);
    markFailed(board);
  }
  partDone(board);
}

/**
 * Binds the kernels to the heap with this number; the message about it was posted before the job.
 */
function attach(wanted: number): void {
  for (
    let received = receiveMessageOnPort(port);
    received !== undefined;
    received = receiveMessageOnPort(port)
  ) {
    const message = received.message as HeapMessage;
    if (message.heapNumber !== wanted) continue;
    kernels = bindKernels(message.engine, message.memory, message.module);
    heapNumber = wanted;
    return;
  }
  throw new Error(`heap ${wanted} was never announced`);
}
